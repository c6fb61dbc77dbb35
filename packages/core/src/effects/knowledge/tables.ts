/**
 * Which knowledge table an import source leads to.
 */
import { PACKED_SOURCES, PACKED_TABLES } from "./packed";
import { Table } from "./table";
import { unpack } from "./unpack";

/** Stands after each packed table; no letters pack to it. */
const END: string = "\uffff";

/** Unpacked when first asked for, then kept: the sources of all tables, and the tables that some file needed. */
let sources: string = "";
const numbers: i32[] = [];
const tables: Table[] = [];

/** The import sources that tables cover, one line a table; one that ends in `*` covers all that begin so. */
export function tableSources(): string {
  if (sources.length === 0) sources = unpack(PACKED_SOURCES);
  return sources;
}

export function tableAt(index: i32): Table {
  const place = numbers.indexOf(index);
  if (place >= 0) return tables[place];
  let from: i32 = 0;
  for (let i: i32 = 0; i < index; i++) from = PACKED_TABLES.indexOf(END, from) + 1;
  const table = new Table(unpack(PACKED_TABLES.substring(from, PACKED_TABLES.indexOf(END, from))));
  numbers.push(index);
  tables.push(table);
  return table;
}

/** Index of the table that covers an import source, or -1. */
export function tableFor(source: string): i32 {
  const name = source.startsWith("node:") ? source.substring(5) : source;
  if (name.length === 0) return -1;
  const all = tableSources();
  let at = all.indexOf(name);
  while (at >= 0) {
    if (isBreak(all, at - 1) && isBreak(all, at + name.length)) return lineOf(all, at);
    at = all.indexOf(name, at + 1);
  }
  let star = all.indexOf("*");
  while (star >= 0) {
    let from = star;
    while (!isBreak(all, from - 1)) from -= 1;
    if (name.startsWith(all.substring(from, star))) return lineOf(all, star);
    star = all.indexOf("*", star + 1);
  }
  return -1;
}

/** The first of the sources that a table covers. */
export function sourceOf(index: i32): string {
  return tableSources().split("\n")[index].split(" ")[0];
}

function isBreak(text: string, at: i32): boolean {
  return at < 0 || at >= text.length || text.charCodeAt(at) <= 32;
}

function lineOf(text: string, at: i32): i32 {
  let line: i32 = 0;
  for (let i: i32 = 0; i < at; i++) {
    if (text.charCodeAt(i) === 10) line += 1;
  }
  return line;
}

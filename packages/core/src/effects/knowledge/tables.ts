/**
 * Which knowledge table an import source leads to, and the tables that a file needs.
 */
import { Resource } from "../effect";
import { PACKED_SOURCES, PACKED_TABLES } from "./packed";
import { Table } from "./table";
import { unpack } from "./unpack";

/** Stands after each packed table; no letters pack to it. */
const END: string = "\uffff";

/** The import sources that each table covers; one that ends in `*` covers all that begin so. */
export function tableSources(): string[] {
  return unpack(PACKED_SOURCES).split("\n");
}

export function tableText(index: i32): string {
  let from: i32 = 0;
  for (let i: i32 = 0; i < index; i++) from = PACKED_TABLES.indexOf(END, from) + 1;
  return unpack(PACKED_TABLES.substring(from, PACKED_TABLES.indexOf(END, from)));
}

/** Index of the table that covers an import source, or -1. */
export function tableFor(sources: string[], source: string): i32 {
  const name = source.startsWith("node:") ? source.substring(5) : source;
  for (let i: i32 = 0; i < sources.length; i++) {
    if (covers(sources[i], name)) return i;
  }
  return -1;
}

function covers(list: string, source: string): boolean {
  if (source.length === 0) return false;
  const known = list.split(" ");
  for (let i: i32 = 0; i < known.length; i++) {
    const name = known[i];
    if (name === source) return true;
    if (name.endsWith("*") && source.startsWith(name.substring(0, name.length - 1))) return true;
  }
  return false;
}

/** The tables of one file, unpacked and taken apart when first asked for. */
export class Tables {
  private sources: string[] = [];
  private bySource: Map<string, i32> = new Map<string, i32>();
  /** Places in `tables`, by index of the table. */
  private places: Map<i32, i32> = new Map<i32, i32>();
  private tables: Table[] = [];

  /** Number of the table for an import source, or -1. */
  of(source: string): i32 {
    if (source.startsWith(".") || source.startsWith("/")) return -1;
    if (this.bySource.has(source)) return this.bySource.get(source) as i32;
    if (this.sources.length === 0) this.sources = tableSources();
    const index = tableFor(this.sources, source);
    const place = index < 0 ? -1 : this.placeOf(index);
    this.bySource.set(source, place);
    return place;
  }

  at(place: i32): Table {
    return this.tables[place];
  }

  private placeOf(index: i32): i32 {
    if (this.places.has(index)) return this.places.get(index) as i32;
    const place = this.tables.length;
    this.tables.push(new Table(tableText(index)));
    this.places.set(index, place);
    return place;
  }
}

/** The resource that the first line of a table names. */
export function resourceNamed(name: string): i32 {
  switch (name) {
    case "none":
      return Resource.None;
    case "fs":
      return Resource.Fs;
    case "net":
      return Resource.Net;
    case "db":
      return Resource.Db;
    case "dom":
      return Resource.Dom;
    case "clock":
      return Resource.Clock;
    case "timer":
      return Resource.Timer;
    case "random":
      return Resource.Random;
    case "process":
      return Resource.Process;
    default:
      return Resource.Unknown;
  }
}

/**
 * All knowledge tables, and which of them an import source leads to.
 */
import { Resource } from "../effect";
import { FRAMEWORK_TABLES } from "./frameworks";
import { HTTP_TABLES } from "./http";
import { INTERACTION_TABLES } from "./interaction";
import { NODE_TABLES } from "./node";
import { SQL_TABLES } from "./sql";
import { STORE_TABLES } from "./stores";
import { coversSource, Table } from "./table";

/** Texts of all tables, by subject. */
export function tableTexts(): string[][] {
  return [FRAMEWORK_TABLES, HTTP_TABLES, INTERACTION_TABLES, NODE_TABLES, SQL_TABLES, STORE_TABLES];
}

/** The text of the table for an import source, or an empty text. */
export function textFor(source: string): string {
  const name = source.startsWith("node:") ? source.substring(5) : source;
  if (name.length === 0 || name.startsWith(".") || name.startsWith("/")) return "";
  const subjects = tableTexts();
  for (let i: i32 = 0; i < subjects.length; i++) {
    const texts = subjects[i];
    for (let j: i32 = 0; j < texts.length; j++) {
      if (coversSource(texts[j], name)) return texts[j];
    }
  }
  return "";
}

/** The tables a file needs, taken apart when first asked for. */
export class Tables {
  private bySource: Map<string, i32> = new Map<string, i32>();
  private texts: string[] = [];
  private tables: Table[] = [];

  /** Index of the table for an import source, or -1. */
  of(source: string): i32 {
    if (this.bySource.has(source)) return this.bySource.get(source) as i32;
    const text = textFor(source);
    let index: i32 = -1;
    if (text.length > 0) {
      index = this.texts.indexOf(text);
      if (index < 0) {
        index = this.texts.length;
        this.texts.push(text);
        this.tables.push(new Table(text));
      }
    }
    this.bySource.set(source, index);
    return index;
  }

  at(index: i32): Table {
    return this.tables[index];
  }
}

/** The resource that the first word of a table names. */
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

import { clock } from "./clock";
import { connections } from "./connection";
import type { Desk, Members } from "./desk";
import { fileSystem } from "./file-system";
import { keyValueStore } from "./key-value-store";
import { queue } from "./queue";
import { sqlTable } from "./sql-table";

/** By what follows `service:` in the source of an import. */
const services: Record<string, (desk: Desk) => Members> = {
  clock,
  connection: connections,
  files: fileSystem,
  kv: keyValueStore,
  queue,
  sql: sqlTable,
};

/** Whether an import asks for a service of the oracle; throws when there is none of that name. */
export function isService(source: string): boolean {
  if (!source.startsWith("service:")) return false;
  if (!Object.hasOwn(services, nameIn(source))) throw new Error(`the oracle has no service ${JSON.stringify(source)}`);
  return true;
}

/** What an import of a service gives: a member, or for `default` and `*` all of them. */
export function importService(desk: Desk, source: string, imported: string): unknown {
  const members = desk.module(nameIn(source), services[nameIn(source)]);
  return imported === "default" || imported === "*" ? members : members[imported];
}

function nameIn(source: string): string {
  return source.slice("service:".length);
}

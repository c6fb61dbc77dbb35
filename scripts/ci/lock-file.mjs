/**
 * The lock file must work with any registry and on any system: it names no host, has a checksum for every package, and lists
 * the packages of other platforms too (npm leaves out those it could not find when the file was made, and then refuses to
 * install from it).
 */
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
const names = new Set(Object.keys(packages).map((place) => place.split("node_modules/").at(-1)));

const problems = Object.entries(packages).flatMap(([place, entry]) => {
  const missing = Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !names.has(name))
    .map((name) => `${place}: its optional ${name} is not listed`);
  // Packages of this repository and those that ship inside another package are not downloaded.
  if (!place.includes("node_modules/") || entry.link || entry.inBundle) return missing;
  if (/^https?:/.test(entry.resolved ?? ""))
    missing.push(`${place}: names a registry (omit-lockfile-registry-resolved)`);
  if (!entry.integrity) missing.push(`${place}: has no checksum`);
  return missing;
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

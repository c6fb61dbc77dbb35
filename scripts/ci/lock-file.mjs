/**
 * The lock file must work with any registry and on any system: it names no host, has a checksum for every package, and lists
 * the packages of other platforms too (npm leaves out those it could not find when the file was made, and then refuses to
 * install from it).
 */
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));

/** The entry that a package finds under a name: beside itself, or in a folder above. */
function found(place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const entry = packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`];
    if (entry || at === "") return entry;
  }
}

/** Platforms' packages are named with an exact version; one of another version is not the one that is asked for. */
function isListed(place, name, wanted) {
  const entry = found(place, name);
  return entry !== undefined && (!/^\d/.test(wanted) || entry.version === wanted);
}

const problems = Object.entries(packages).flatMap(([place, entry]) => {
  const missing = Object.entries(entry.optionalDependencies ?? {})
    .filter(([name, wanted]) => !isListed(place, name, wanted))
    .map(([name, wanted]) => `${place}: its optional ${name}@${wanted} is not listed`);
  // Packages of this repository and those that ship inside another package are not downloaded.
  if (!place.includes("node_modules/") || entry.link || entry.inBundle) return missing;
  if (/^https?:/.test(entry.resolved ?? ""))
    missing.push(`${place}: names a registry (omit-lockfile-registry-resolved)`);
  if (!entry.integrity) missing.push(`${place}: has no checksum`);
  return missing;
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

/** The lock file must work with any registry: no host in it, and a checksum on every package. */
import { readFileSync } from "node:fs";

const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
const problems = Object.entries(lock.packages).flatMap(([name, entry]) => {
  // Packages of this repository and those that ship inside another package are not downloaded.
  if (!name.includes("node_modules/") || entry.link || entry.inBundle) return [];
  if (/^https?:/.test(entry.resolved ?? "")) return [`${name}: names a registry (set omit-lockfile-registry-resolved)`];
  return entry.integrity ? [] : [`${name}: has no checksum`];
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

import { readdirSync, existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { corpus } from "./packages.mjs";

const bench = fileURLToPath(new URL("..", import.meta.url));

/**
 * Every source file of the corpus, in a fixed order.
 * @param {string[]} [only] package names
 * @returns {{ package: string, name: string, path: string }[]} `name` is the path inside the package, with `/`
 */
export function corpusFiles(only = []) {
  return corpus
    .filter((each) => only.length === 0 || only.includes(each.name))
    .flatMap(({ name, folders }) => packageFiles(name, packageRoot(name), folders));
}

/** The source files in some folders of a package at `root`, in a fixed order, as `corpusFiles` gives them. */
export function packageFiles(name, root, folders) {
  return folders
    .flatMap((folder) => sourcesIn(path.join(root, folder)))
    .map((file) => ({ package: name, name: path.relative(root, file).split(path.sep).join("/"), path: file }));
}

/** A spread of `count` items: every n-th, so that a bounded run still meets every package. */
export function spread(items, count) {
  if (count >= items.length) return items;
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]);
}

/** npm puts a package beside `bench/` or above it; many have no entry point that `require.resolve` could find. */
function packageRoot(name) {
  for (let directory = bench; ; directory = path.dirname(directory)) {
    const candidate = path.join(directory, "node_modules", name);
    if (existsSync(candidate)) return candidate;
    if (directory === path.dirname(directory)) throw new Error(`${name} is not installed: run npm ci`);
  }
}

function sourcesIn(directory) {
  const entries = readdirSync(directory, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourcesIn(full);
    return isSource(entry.name) ? [full] : [];
  });
}

function isSource(name) {
  return /\.[cm]?[jt]sx?$/.test(name) && !/\.d\.[cm]?ts$|\.min\.[cm]?js$/.test(name);
}

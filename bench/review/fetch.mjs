import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "../../scripts/build/packages.mjs";

const run = promisify(execFile);
const cache = path.join(root, "node_modules/.cache/parallel-await/review");

/**
 * Unpacks a published version below `node_modules/.cache`, unless it is there already. Nothing of it is run or installed.
 * @returns {Promise<string>} the folder of the package
 * @throws when npm cannot be asked or the version does not exist
 */
export async function fetchPackage({ name, version }) {
  const folder = path.join(cache, `${name.replace("/", "+")}@${version}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const packed = await run("npm", ["pack", "--json", "--ignore-scripts", `${name}@${version}`], {
    cwd: unfinished,
    maxBuffer: 1 << 28,
  });
  const [{ filename }] = JSON.parse(packed.stdout);
  await run("tar", ["-xzf", filename, "--strip-components=1"], { cwd: unfinished });
  rmSync(path.join(unfinished, filename));
  renameSync(unfinished, folder);
  return folder;
}

import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * Replaces a file in one step, and not at all when nothing changed: somebody may be running tests on the last build.
 * @param {string} file
 * @param {string | Uint8Array} contents
 */
export async function writeOutput(file, contents) {
  const bytes = Buffer.from(contents);
  const before = await readFile(file).catch(() => null);
  if (before?.equals(bytes)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}.tmp`;
  await writeFile(temporary, bytes);
  await rename(temporary, file);
}

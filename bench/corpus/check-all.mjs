import { Tinypool } from "tinypool";

/**
 * Checks files on both cores (see `check-file.mjs`); results come in the order of `files`. Small batches, because a few files are a thousand
 * times larger than most.
 * @param {{ path: string }[]} files
 * @returns {Promise<import("./check-file.mjs").FileResult[]>}
 */
export async function checkAll(files, options) {
  const pool = new Tinypool({
    filename: new URL("./check-file.mjs", import.meta.url).href,
    minThreads: 2,
    maxThreads: 2,
    // The main thread's stack is what users have; a worker's default is smaller in some versions of Node.
    resourceLimits: { stackSizeMb: 4 },
  });
  const batches = [];
  for (let start = 0; start < files.length; start += 16) batches.push(files.slice(start, start + 16));
  const done = await Promise.all(batches.map((batch) => pool.run({ files: batch.map((file) => file.path), options })));
  await pool.destroy();
  return done.flat();
}

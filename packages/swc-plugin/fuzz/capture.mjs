import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { swcTransform } from "@parallel-await/testkit";
import { root } from "../../../scripts/build/packages.mjs";

const require = createRequire(import.meta.url);

/**
 * What real hosts send.
 * @typedef {object} Captured
 * @property {string} version  of @swc/core
 * @property {string} filename
 * @property {string} source
 * @property {Uint8Array} program  as encoded
 * @property {Uint8Array} file  the reply to `__lookup_byte_offset_proxy`
 */

/**
 * Builds the plugin that gives away what it is told, and runs it.
 * @param {{ filename: string, source: string, order: "first" | "default" }[]} requests
 * @param {string[]} packages  versions of @swc/core, as they are installed
 * @returns {Captured[]}
 */
export function capture(requests, packages) {
  const dump = build();
  return packages.flatMap((name) => {
    const swc = require(name);
    // Hexadecimal digits are twice as many as the bytes; nobody else sees the result.
    const host = {
      version: swc.version,
      transformSync: (source, options) => (said = swc.transformSync(source, options)),
    };
    let said;
    return requests.map(({ filename, source, order }) => {
      swcTransform(host, { source, filename, order, plugin: [dump, {}] });
      const { program, file } = JSON.parse(said.output);
      return { version: swc.version, filename, source, program: fromHex(program), file: fromHex(file) };
    });
  });
}

function build() {
  const folder = path.join(root, "node_modules/.cache/parallel-await/dump");
  mkdirSync(folder, { recursive: true });
  const module = path.join(folder, `dump-${process.pid}.wasm`);
  const asc = path.join(root, "node_modules/assemblyscript/bin/asc.js");
  const entry = "packages/swc-plugin/fuzz/dump/dump.ts";
  execFileSync(process.execPath, [asc, entry, "-o", module, "-O3", "--runtime", "stub", "--use", "abort="], {
    cwd: root,
  });
  return module;
}

function fromHex(digits) {
  return new Uint8Array(Buffer.from(digits, "hex"));
}

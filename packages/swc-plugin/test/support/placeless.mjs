/**
 * Writes a plugin that takes a program its position away, as careless ones do: no host then finds the source text of the program.
 *
 *   node placeless.mjs OUTPUT
 */
import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "assemblyscript/binaryen";

/** Behind a tag and the heads of two arrays: first and last position, each a byte with a small number or followed by one or two more bytes. */
const lose = `
  (i32.store8 offset=3 (local.get $start) (i32.const 0))
  (if (i32.lt_u (i32.load8_u offset=4 (local.get $start)) (i32.const 24))
    (then (i32.store8 offset=4 (local.get $start) (i32.const 0))))
  (if (i32.eq (i32.load8_u offset=4 (local.get $start)) (i32.const 24))
    (then (i32.store8 offset=5 (local.get $start) (i32.const 0))))
  (if (i32.eq (i32.load8_u offset=4 (local.get $start)) (i32.const 25))
    (then (i32.store16 offset=5 (local.get $start) (i32.const 0))))`;

const passThrough = readFileSync(new URL("../../../../bench/swc/pass-through.wat", import.meta.url), "utf8");
const module = binaryen.parseText(passThrough.replace("(call $set_result", `${lose} (call $set_result`));
writeFileSync(process.argv[2], module.emitBinary());

import { Major, itemsOf } from "./cbor.mjs";

/** Syntax in which the name `HOLE` can be replaced by the whole again. */
export const wrappers = {
  parentheses: "x = (HOLE);",
  operators: "x = HOLE + 1;",
  "operators from the right": "x = 1 + HOLE;",
  calls: "x = f(HOLE);",
  callees: "x = HOLE();",
  members: "x = HOLE.a;",
  chains: "x = HOLE?.a;",
  arrays: "x = [HOLE];",
  objects: "x = { a: HOLE };",
  templates: "x = `${HOLE}`;",
  conditions: "x = a ? 1 : HOLE;",
  assignments: "x = y = HOLE;",
  spreads: "x = [...HOLE];",
  elements: "x = <a>{HOLE}</a>;",
  "element attributes": "x = <a b={HOLE} />;",
  arrows: "x = () => HOLE;",
  "async arrows": "x = async () => HOLE;",
  "arrows with bodies": "x = async () => { const a = await f(); const b = await g(); return HOLE; };",
  functions: "x = function () { return HOLE; };",
  classes: "x = class { a = HOLE };",
  "computed members": "x = a[HOLE];",
  "default values": "x = (a = HOLE) => a;",
  awaits: "async function f() { x = await HOLE; }",
  yields: "function* f() { x = yield HOLE; }",
};

/** The same with the statement `HOLE;`. */
export const statementWrappers = {
  blocks: "{ HOLE; }",
  branches: "if (a) HOLE;",
  "other branches": "if (a) b; else HOLE;",
  loops: "while (a) HOLE;",
  "loops over lists": "for (const a of b) HOLE;",
  labels: "a: HOLE;",
  tries: "try { HOLE; } catch {}",
  finally: "try {} finally { HOLE; }",
  switches: "switch (a) { case 1: HOLE; }",
  "function declarations": "async function f() { const a = await g(); const b = await h(); HOLE; }",
  "class methods": "class A { async m() { const a = await g(); HOLE; } }",
  "static blocks": "class A { static { HOLE; } }",
};

/**
 * The program with what surrounds its hole repeated `depth` times. All copies have the same positions.
 * @param {Uint8Array} program  encoded, from a wrapper
 * @param {number} depth
 * @param {"expression" | "statement"} kind
 */
export function nest(program, depth, kind) {
  const items = itemsOf(program);
  const hole = Buffer.from(program).indexOf("HOLE");
  const around = items.filter(({ start, end }) => start < hole && hole < end);
  const tags = around.filter(({ major }) => major === Major.tag);
  // From the inside: the expression that is the name, and for a statement the one that holds it.
  const inner = kind === "expression" ? tags.at(-1) : tags.at(-2);
  const outer = outermost(around, kind);
  const [before, after] = [program.subarray(outer.start, inner.start), program.subarray(inner.end, outer.end)];
  return Uint8Array.from(
    Buffer.concat([
      program.subarray(0, outer.start),
      ...Array.from({ length: depth }, () => before),
      program.subarray(inner.start, inner.end),
      ...Array.from({ length: depth }, () => after),
      program.subarray(outer.end),
    ]),
  );
}

/** Tag of `Expr::Assign`. */
const ASSIGNMENT = 8;

/** What `inner` may be replaced by: the right side of `x = …`, or the whole statement. */
function outermost(around, kind) {
  // Program, item of a module, statement.
  if (kind === "statement") return around.filter(({ major }) => major === Major.tag)[2];
  const assignment = around.findIndex(({ major, value }) => major === Major.tag && value === ASSIGNMENT);
  // The array of the assignment's fields, and the field that the hole is in.
  return around[assignment + 2];
}

import { readOptions } from "../src/options/read-options";
import { findPairs } from "../src/remarks/pairs";
import { treeOf } from "./support/source";

/** Numbers of pairs, and what became of the independent ones. */
function pairsOf(body: string, mode = "balanced"): [number, string[]] {
  const { options } = readOptions(JSON.stringify({ mode }));
  options.remarks = true;
  const found = findPairs(treeOf(`async function run(id, flag, p) {\n${body}\n}`), options);
  return [found.adjacent, found.independent.map((pair) => pair.code)];
}

test("neighbours that no value connects are a pair that is hoisted", () => {
  expect(pairsOf("const a = await getA(id); const b = await getB(id);")).toEqual([1, ["PA001"]]);
});

test("neighbours of which one uses the other's value are connected, through other statements too", () => {
  expect(pairsOf("const a = await getA(id); const b = await getB(a);")).toEqual([1, []]);
  expect(pairsOf("const a = await getA(id); const n = a.n + 1; const b = await getB(n);")).toEqual([1, []]);
  expect(pairsOf("const b = await getB(await getA(id));")).toEqual([1, []]);
});

test("a use by something else does not connect them", () => {
  expect(pairsOf("const a = await getA(id); const n = a.n; const b = await getB(id); return [n, b];")).toEqual([
    1,
    ["PA001"],
  ]);
});

test("awaits with another await between them are no neighbours", () => {
  expect(pairsOf("const a = await getA(id); if (flag) { await save(a); } const b = await getB(id);")).toEqual([0, []]);
  expect(
    pairsOf("const a = await getA(id); const c = async () => { await getC(flag); }; const b = await getB(id);"),
  ).toEqual([1, ["PA001"]]);
});

test("a pair that is kept has the code of what keeps it apart", () => {
  expect(pairsOf("const a = await saveA(id); const b = await getB(id);")).toEqual([1, ["PA201"]]);
  expect(pairsOf("const a = await getA(id); if (!a) return; const b = await getB(id);")).toEqual([1, ["PA301"]]);
  expect(pairsOf("const a = await p; const b = await getB(id);")).toEqual([1, ["PA103"]]);
});

test("every mode counts the same pairs and hoists its own share", () => {
  const body = "const a = await getA(id); const b = await getB(id); const c = await saveC(id);";
  expect(pairsOf(body, "strict")).toEqual([2, ["PA206", "PA201"]]);
  expect(pairsOf(body, "balanced")).toEqual([2, ["PA001", "PA201"]]);
  expect(pairsOf(body, "aggressive")).toEqual([2, ["PA001", "PA001"]]);
});

/** A few rules of the mutation check; `npm run mutation` takes them all away. */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

// Core is built and all fixtures are planned once for each rule, and the machine may be busy.
jest.setTimeout(120_000);

function mutation(...words: string[]): { status: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [path.join(root, "scripts/mutation.mjs"), ...words], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return { status, lines: stdout.trim().split("\n") };
}

test("fixtures notice when clocks in loops, and reads before writes in a graph, are forgotten", () => {
  const { status, lines } = mutation("clocks.ts:hasAwait", "graph.ts:set:edge1");
  expect(lines.at(-1)).toBe("3 rules: 3 output");
  expect(lines.some((line) => line.includes("; oracle: "))).toBe(true);
  expect(status).toBe(0);
});

test("a rule that nothing notices says why it stays", () => {
  const { status, lines } = mutation("graph.ts:set:edge2");
  expect(lines[0]).toMatch(/^survived {2}schedule\/graph\.ts:set:edge2 +\w/);
  expect(status).toBe(0);
});

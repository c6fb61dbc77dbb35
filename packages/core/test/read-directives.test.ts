import { DirectiveBit } from "../src/directives/directives";
import { verifyDirectives } from "../src/directives/print-directives";
import { readDirectives } from "../src/directives/read-directives";
import { Kind } from "../src/tree/kinds";
import { type Tree, TreeBuilder } from "../src/tree/tree";
import { verifyTree } from "../src/tree/verify";
import { treeOf } from "./support/source";

/** `for (;;) {` and a marker on the next line, `depth` times; deeper than a parser goes. */
function nested(depth: number): Tree {
  const builder = new TreeBuilder();
  const tree = builder.tree;
  const length = 30 * depth + 1;
  builder.open(Kind.Program, -1, 0, 0, length);
  for (let level = 0; level < depth; level += 1) {
    const start = 28 * level;
    builder.open(Kind.For, -1, 0, start, length - 2 * level);
    for (let slot = 0; slot < 3; slot += 1) builder.none();
    builder.open(Kind.Block, -1, 0, start + 9, length - 2 * level);
    tree.lineStarts.push(start + 11, start + 27);
    tree.addComment(start + 11, start + 26, level % 2 === 0 ? " @sequential" : " eslint-disable-line no-await-in-loop");
  }
  for (let level = 0; level < 2 * depth + 1; level += 1) builder.close();
  expect(verifyTree(tree)).toBe("");
  return tree;
}

describe("reading directives", () => {
  test("gives nothing, and allocates nothing, without markers", () => {
    const directives = readDirectives(treeOf("// plain\nawait a(); /* me@example.org */"));
    expect(directives.any).toBe(false);
    expect(directives.cover).toEqual([]);
    expect(directives.has(0, DirectiveBit.Sequential)).toBe(false);
  });

  test("names the line of the marker that decides", () => {
    const code = "// @parallel\nasync function f() {\n  // @sequential\n  await a();\n  await b();\n}";
    const tree = treeOf(code);
    const directives = readDirectives(tree);
    const lines = new Map<string, number>();
    for (let node = 0; node < tree.size; node += 1) {
      lines.set(code.slice(tree.start[node], tree.stop[node]), directives.lineFor(node));
    }
    expect(lines.get("await a();")).toBe(3);
    expect(lines.get("await b();")).toBe(1);
  });

  test("says so when comments cannot be seen", () => {
    const tree = treeOf("await a();");
    tree.commentsKnown = false;
    expect(readDirectives(tree).unreadable).toBe(true);
  });

  test("says so when comments come in no order", () => {
    const tree = treeOf("/* a */ await a(); /* b */");
    tree.commentStart.reverse();
    tree.commentStop.reverse();
    expect(readDirectives(tree).unreadable).toBe(true);
  });

  test("keeps the whole file for a marker without a place", () => {
    const tree = treeOf("await a();");
    tree.addComment(-1, -1, " @sequential");
    expect(readDirectives(tree).marked).toEqual([0]);
  });

  test("keeps the whole file when a marker stands before statements without a place", () => {
    const tree = treeOf("// @sequential\nawait a();");
    tree.start.fill(-1, 1);
    tree.stop.fill(-1, 1);
    const directives = readDirectives(tree);
    expect(directives.marked).toEqual([0]);
    expect(verifyDirectives(directives, tree)).toBe("");
  });

  // Quadratic work would outlast the runner's patience; how long it takes is for the benchmark to say.
  test("reads thousands of markers, in a list and nested in each other", () => {
    const count = 16_000;
    const flat = "// @sequential\nawait a(); // @sequential\n// eslint-disable-next-line no-await-in-loop\n";
    expect(readDirectives(treeOf(flat.repeat(count))).marked).toHaveLength(count);
    expect(verifyDirectives(readDirectives(nested(count)), nested(count))).toBe("");
  });
});

describe("verifying directives", () => {
  test("finds a bit that does not come from a mark", () => {
    const tree = treeOf("// @sequential\nawait a();\nawait b();");
    const directives = readDirectives(tree);
    directives.cover[tree.size - 1] = DirectiveBit.Sequential;
    expect(verifyDirectives(directives, tree)).toMatch(/has bits without a mark/);
  });

  test("finds a bit that is not inherited", () => {
    const tree = treeOf("// @sequential\nawait a();");
    const directives = readDirectives(tree);
    directives.cover[tree.size - 1] = 0;
    expect(verifyDirectives(directives, tree)).toMatch(/does not inherit/);
  });
});

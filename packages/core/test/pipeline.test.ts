import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Options } from "../src/options/options";
import { explain, verify, viewNames } from "../src/explain";
import { analyze, phaseNames } from "../src/pipeline";
import { remarksJson } from "../src/remarks/print";
import { printEdits } from "../src/rewrite/check";
import { treeOf } from "./support/source";

const PROGRAM = `
  import { getUser, getPosts } from "./api";
  export async function load(id) {
    const user = await getUser(id);
    const posts = await getPosts(id);
    return { user, posts };
  }
`;

test("independent reads give one statement edit and a remark each", () => {
  const { edits, remarks, problem } = analyze(treeOf(PROGRAM), new Options());
  expect(problem).toBe("");
  expect(edits.length).toBe(1);
  expect(remarks.map(({ code, hoisted, group, line }) => [code, hoisted, group, line])).toEqual([
    ["PA001", true, 1, 4],
    ["PA001", true, 1, 5],
  ]);
});

test("nothing moves when the comments cannot be read, for one of them may say @sequential", () => {
  const tree = treeOf(PROGRAM);
  tree.commentsKnown = false;
  const { edits, remarks } = analyze(tree, new Options());
  expect(edits).toEqual([]);
  expect(remarks.map(({ code }) => code)).toEqual(["PA403", "PA403"]);
});

test("without remarks the edits are the same", () => {
  const silent = new Options();
  silent.remarks = false;
  const { edits, remarks } = analyze(treeOf(PROGRAM), silent);
  expect(remarks).toEqual([]);
  expect(edits).toEqual(analyze(treeOf(PROGRAM), new Options()).edits);
});

test("every phase can be checked and shown", () => {
  expect(viewNames()).toEqual(phaseNames());
});

test("every phase verifies and prints, in the order of the pipeline", () => {
  expect(verify(treeOf(PROGRAM), new Options())).toBe("");
  const printed = explain(treeOf(PROGRAM), new Options(), false);
  const headings = printed.split("\n").filter((line) => phaseNames().includes(line));
  expect(headings).toEqual(phaseNames().filter((name) => name !== "directives"));
});

test("the same program gives the same answer twice", () => {
  expect(explain(treeOf(PROGRAM), new Options(), false)).toBe(explain(treeOf(PROGRAM), new Options(), false));
});

test("what is moved does not depend on whether remarks are wanted, in any fixture", () => {
  const fixtures = path.join(__dirname, "../../../fixtures");
  const inputs = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((file) =>
    /input\.\w+$/.test(file),
  );
  expect(inputs.length).toBeGreaterThan(500);
  const silent = new Options();
  silent.remarks = false;
  for (const file of inputs) {
    const source = readFileSync(path.join(fixtures, file), "utf8");
    const wanted = printEdits(analyze(treeOf(source, file), new Options()).edits);
    expect([file, printEdits(analyze(treeOf(source, file), silent).edits)]).toEqual([file, wanted]);
  }
});

test("remarks are also there as JSON", () => {
  const { remarks } = analyze(treeOf(PROGRAM), new Options());
  const parsed = JSON.parse(remarksJson(remarks)) as { code: string; line: number; column: number; text: string }[];
  expect(parsed.map(({ code, line, column }) => [code, line, column])).toEqual([
    ["PA001", 4, 17],
    ["PA001", 5, 18],
  ]);
  expect(parsed[0].text).toBe(remarks[0].text);
});

/** Edits that a host must never be given: each of them would lose or repeat something of the source. */
import { Kind } from "../src/tree/kinds";
import type { Tree } from "../src/tree/tree";
import { verifyEdits } from "../src/rewrite/check";
import {
  arrayPattern,
  asyncArrow,
  awaiting,
  block,
  call,
  Edit,
  EditKind,
  keep,
  promiseAll,
  sameName,
  statement,
  variable,
} from "../src/rewrite/output";
import { treeOf } from "./support/source";

const tree = treeOf("async function load(id) { const user = await getUser(id); const posts = await getPosts(id); }");
const [user, posts] = nodesOf(tree, Kind.VarDecl);
const [first, second] = nodesOf(tree, Kind.Call);

function nodesOf(tree: Tree, kind: Kind): number[] {
  return [...Array(tree.size).keys()].filter((node) => tree.kind[node] === kind);
}

/** The name that the declaration `node` begins with, as a pattern of the output repeats it. */
function nameOf(node: number) {
  const target = node + 2;
  expect(tree.kind[target]).toBe(Kind.Ident);
  return sameName(tree.text(target), target);
}

function problemOf(...out: Parameters<typeof block>[0]): string {
  const edit = new Edit(EditKind.Statements, user, posts, out);
  return verifyEdits(tree, [edit]).replace(/^edit of node \d+: /, "");
}

const both = () => awaiting(promiseAll([keep(first), keep(second)]));

test("a group that keeps every call is accepted", () => {
  expect(problemOf(variable("const", arrayPattern([nameOf(user), nameOf(posts)]), both()))).toBe("");
});

test("a call must not get lost", () => {
  expect(problemOf(statement(awaiting(keep(first))))).toMatch(/^node \d+ is lost$/);
});

test("nothing may be kept twice", () => {
  expect(problemOf(statement(both()), keep(user))).toMatch(/is kept twice$/);
});

test("nothing may be kept that stands elsewhere", () => {
  const edit = new Edit(EditKind.Statements, user, user, [keep(user), keep(posts)]);
  expect(verifyEdits(tree, [edit])).toMatch(/keeps a node from elsewhere$/);
});

test("inner edits come before those around them", () => {
  const outer = new Edit(EditKind.Statements, user, posts, [keep(user), keep(posts)]);
  const inner = new Edit(EditKind.Node, second, second, [keep(second)]);
  expect(verifyEdits(tree, [inner, outer])).toBe("");
  expect(verifyEdits(tree, [outer, inner])).toMatch(/comes after an edit it contains$/);
});

test("no variable may be declared twice", () => {
  const again = variable("const", arrayPattern([nameOf(user)]), awaiting(promiseAll([])));
  expect(problemOf(again, keep(user), keep(posts))).toBe("declares a variable twice");
});

test("no variable may be declared twice inside a lane, while a lane may repeat a name of its surroundings", () => {
  const again = () => variable("const", arrayPattern([nameOf(user)]), awaiting(promiseAll([])));
  expect(problemOf(statement(call(asyncArrow(block([again(), keep(user)])))), keep(posts))).toBe(
    "declares a variable twice",
  );
  expect(problemOf(variable("const", nameOf(user), call(asyncArrow(block([keep(user)])))), keep(posts))).toBe("");
});

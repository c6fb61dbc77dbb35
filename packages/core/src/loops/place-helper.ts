/**
 * Puts the helper that loops call into the file: its import or `require` behind the first import, its own text at the end.
 *
 * Requires a file that says what kind of module it is (`module-kind.ts`), and adds to the edits that other passes have made of it.
 */
import { Facts } from "../facts";
import {
  callWith,
  Edit,
  EditKind,
  globalName,
  keep,
  member,
  name,
  OutNode,
  RUNTIME,
  runtimeImport,
  text,
  variable,
} from "../rewrite/output";
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { helperFunction } from "./helper";
import { ModuleKind, moduleKindOf } from "./module-kind";

/** The export of the runtime package that loops call. */
export const HELPER: string = "pool";

/** Writes or imports the helper under the name `own`. */
export function placeHelper(facts: Facts, edits: Edit[], own: string): void {
  if (facts.options.inlineRuntime) {
    addLast(facts.tree, edits, helperFunction(own, facts.options.concurrency > 0));
  } else if (moduleKindOf(facts.tree, facts.scopes) === ModuleKind.Standard) {
    addFirst(facts.tree, edits, runtimeImport(HELPER, own));
  } else {
    const required = callWith(globalName("require"), [text(RUNTIME)]);
    addFirst(facts.tree, edits, variable("const", name(own), member(required, HELPER)));
  }
}

/** Adds a statement behind the first import, or before everything that is no directive. */
function addFirst(tree: Tree, edits: Edit[], added: OutNode): void {
  let first = tree.firstChild(0);
  while (tree.kind[first] === Kind.Directive || tree.kind[first] === Kind.TypeOnly) first = tree.nextSibling(first);
  if (tree.kind[first] === Kind.Import) {
    edits.push(new Edit(EditKind.Statements, first, first, [keep(first), added]));
    return;
  }
  for (let i: i32 = 0; i < edits.length; i++) {
    const edit = edits[i];
    if (edit.kind !== EditKind.Statements || edit.first !== first) continue;
    edit.out.unshift(added);
    return;
  }
  edits.push(new Edit(EditKind.Statements, first, first, [added, keep(first)]));
}

/** Adds a function at the end of the file, where it comes between no statement and its comments. */
function addLast(tree: Tree, edits: Edit[], added: OutNode): void {
  let last = tree.firstChild(0);
  for (let next = last; next >= 0; next = tree.nextSibling(next)) if (tree.kind[next] !== Kind.TypeOnly) last = next;
  for (let i: i32 = 0; i < edits.length; i++) {
    const edit = edits[i];
    if (edit.kind !== EditKind.Statements || edit.last !== last) continue;
    edit.out.push(added);
    return;
  }
  edits.push(new Edit(EditKind.Statements, last, last, [keep(last), added]));
}

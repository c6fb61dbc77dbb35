import { type Edit, EditKind, OutKind, type OutNode, type Tree } from "@parallel-await/core";
import type { Lowered } from "../lower/walk";
import { dropAnnotation } from "./annotations";
import { Build } from "./build";
import { type Builders, takePosition } from "./builders";
import { addBefore, addBehind, separate, takeBefore, takeBehind } from "./comments";
import { Journal } from "./journal";
import { Lists } from "./lists";
import { Positions } from "./positions";
import { moveComments, saveDropped } from "./rehang";
import { fillSlot, findSlot, statementList } from "./slots";
import { Source } from "./source";

/** A change that has been worked out and cannot fail any more. */
type Change = (journal: Journal) => void;

/**
 * Applies core's edits to Babel's tree, in place.
 *
 * Requires: `edits` in core's order, inner ones first, for the tree in `lowered`.
 * Guarantees: either every edit is applied or, when one cannot be (it throws), none: all new nodes are built and all
 * places found before the first change. No comment of the source is lost, and none is printed twice.
 * Returns what can take everything back.
 */
export function applyEdits(types: Builders, lowered: Lowered, edits: readonly Edit[]): Journal {
  const plan: Plan = {
    types,
    source: new Source(lowered),
    positions: new Positions(),
    lists: new Lists(),
    kept: keptRoots(lowered.tree, edits),
  };
  const changes = edits.map((edit) =>
    edit.kind === EditKind.Statements ? planStatements(plan, edit) : planNode(plan, edit),
  );
  plan.lists.check();
  const journal = new Journal();
  for (const change of changes) change(journal);
  plan.lists.rebuild(journal);
  return journal;
}

interface Plan {
  readonly types: Builders;
  readonly source: Source;
  readonly positions: Positions;
  readonly lists: Lists;
  /** The root of every source subtree that some edit keeps. */
  readonly kept: ReadonlySet<number>;
}

function planStatements({ types, source, positions, lists, kept }: Plan, edit: Edit): Change {
  const { tree } = source;
  const first = source.original(edit.first);
  const list = statementList(source.hostParent(edit.first));
  const from = positions.of(list, first);
  const to = positions.of(list, source.original(edit.last));
  const build = new Build(types, source);
  const made = build.list(edit.out);
  edit.out.forEach((out, index) => {
    if (out.kind !== OutKind.Keep) takePosition(made[index], first);
  });
  lists.splice(list, from, to, made);

  return (journal) => {
    for (let index = from; index <= to + 1; index += 1) separate(journal, list[index - 1], list[index]);
    const spare = made.at(-1) ?? list[to + 1] ?? list[from - 1];
    if (spare !== undefined) {
      moveComments(journal, source, build, spare);
      for (let id = edit.first; id < tree.end[edit.last]; id = tree.end[id]) {
        saveDropped(journal, source, id, kept, spare);
      }
    }
    for (const element of build.unannotated) dropAnnotation(journal, element);
  };
}

function planNode({ types, source, positions, kept }: Plan, edit: Edit): Change {
  const [out] = edit.out;
  const replaced = source.current(edit.first);
  const slot = findSlot(types, positions, source.hostParent(edit.first), source.original(edit.first) ?? replaced);
  const build = new Build(types, source);
  const made = build.node(out);
  if (out.kind !== OutKind.Keep) takePosition(made, replaced);
  source.replace(edit.first, made);

  return (journal) => {
    moveComments(journal, source, build, made);
    if (!kept.has(edit.first)) {
      // It is gone, and `made` stands exactly where it stood.
      addBefore(journal, made, takeBefore(journal, replaced));
      addBehind(journal, made, takeBehind(journal, replaced));
      saveDropped(journal, source, edit.first, kept, made);
    }
    for (const element of build.unannotated) dropAnnotation(journal, element);
    fillSlot(journal, slot, made);
  };
}

function keptRoots(tree: Tree, edits: readonly Edit[]): Set<number> {
  const roots = new Set<number>();
  const pending: OutNode[] = edits.flatMap((edit) => edit.out);
  for (let out = pending.pop(); out !== undefined; out = pending.pop()) {
    if (out.kind === OutKind.Keep) roots.add(out.node);
    if (out.kind === OutKind.LoopHead)
      for (let part = out.node + 1; tree.nextSibling(part) >= 0; part = tree.end[part]) roots.add(part);
    for (const child of out.children) pending.push(child);
  }
  return roots;
}

/**
 * A schedule of one segment as a tree: what runs in order, what runs side by side.
 *
 *   Parallel[Series[user, posts], theme]   →   Promise.all([(async () => { …user, then posts… })(), getTheme()])
 */
import { SegmentGraph } from "./graph";

export const enum BlockKind {
  /** One node of the graph. */
  Step = 0,
  /** Children run one after the other. */
  Series,
  /** Children begin together and are independent. */
  Parallel,
  /** Children begin together; each waits for the children in its `needs` first. */
  Shared,
}

/** A variable that a child of a group has for itself, under the name of the one outside. */
export class Own {
  /** Unit whose assignment declares it there; -1 when its declaration is the source's, or it comes from elsewhere. */
  beginsAt: i32 = -1;
  /** Child of the group that hands over what it begins with, or -1. */
  source: i32 = -1;
  /** Whether it is assigned after that. */
  changes: boolean = false;
  /** Whether other children of the group, or what comes behind the group, get its last value. */
  goesToOthers: boolean = false;
  goesOn: boolean = false;

  constructor(readonly binding: i32) {}
}

export class Block {
  children: Block[] = [];
  /** Of each child of `Shared`: the children it waits for, ascending. */
  needs: i32[][] = [];
  /** Of a child of a group: bindings of which it gets the values that they have when the group begins. */
  given: i32[] = [];
  /** Of a child of a group: variables that others of the group set, or look at, for themselves. */
  own: Own[] = [];
  /** Of `Shared`: how many of its last children are no promises but stay in the body of the function, one after the other. */
  inBody: i32 = 0;

  constructor(
    readonly kind: BlockKind,
    /** Graph node of a `Step`, else -1. */
    readonly node: i32 = -1,
  ) {}

  add(child: Block): void {
    this.children.push(child);
  }

  /** How many children of `Shared` become promises: the first ones. */
  get promises(): i32 {
    return this.children.length - this.inBody;
  }

  /** What a child of a group has for itself under the name of a variable, or null. */
  ownOf(binding: i32): Own | null {
    for (let i: i32 = 0; i < this.own.length; i++) if (this.own[i].binding === binding) return this.own[i];
    return null;
  }

  /** The steps of a series, also when it is a single one. */
  get steps(): Block[] {
    return this.kind === BlockKind.Series ? this.children : [this];
  }
}

/** The schedule of a segment that is not written as waves: they would delay it, or confuse its errors. */
export class SegmentPlan {
  constructor(
    readonly segment: i32,
    readonly graph: SegmentGraph,
    readonly root: Block,
    /** Whether it is as fast as the dependences allow; otherwise something had to stay behind. */
    readonly isFastest: boolean,
    /** Whether operations are awaited one by one in the order of the source. */
    readonly inOrder: boolean,
  ) {}

  /** Whether the promises of a group have nodes on either side of `node`. */
  isOvertaken(node: i32): boolean {
    const blocks = this.root.children;
    for (let i: i32 = 0; i < blocks.length; i++) {
      if (blocks[i].kind === BlockKind.Step) continue;
      const nodes = promisesOf(blocks[i]);
      let first = nodes[0];
      let last = nodes[0];
      for (let j: i32 = 1; j < nodes.length; j++) {
        if (nodes[j] < first) first = nodes[j];
        if (nodes[j] > last) last = nodes[j];
      }
      if (first < node && node < last) return true;
    }
    return false;
  }
}

/** The graph nodes of a group's promises. */
export function promisesOf(group: Block): i32[] {
  const nodes: i32[] = [];
  for (let i: i32 = 0; i < group.promises; i++) {
    const own = nodesOf(group.children[i]);
    for (let j: i32 = 0; j < own.length; j++) nodes.push(own[j]);
  }
  return nodes;
}

/** All graph nodes below `block`, in the order of the tree. */
export function nodesOf(block: Block): i32[] {
  const nodes: i32[] = [];
  const pending: Block[] = [block];
  while (pending.length > 0) {
    const next = pending.pop() as Block;
    if (next.kind === BlockKind.Step) nodes.push(next.node);
    for (let i = next.children.length - 1; i >= 0; i--) pending.push(next.children[i]);
  }
  return nodes;
}

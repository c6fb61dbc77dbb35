/** A loop that awaits in its body, and what is known about splitting it into a parallel and an ordered phase. */
import { Region, Site } from "../dependence/region";
import { Reason } from "../reason";
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

export class Loop {
  /** Why the iterations stay one after the other, or null. */
  reason: Reason | null = null;
  /** The body's statements and operations; null when the loop was refused before it was looked into. */
  region: Region | null = null;
  /** Regions of blocks and branches inside compound statements that move as they are. */
  inner: Region[] = [];
  /** Awaits of the body, in source order; those in closures are not the loop's. */
  awaits: i32[] = [];
  /** Statements in front of `tried`, `tries` or `guard`, which move into the parallel phase, too, and what they do. */
  before: i32[] = [];
  outer: Region | null = null;
  /** Statements of the list that move into the parallel phase as they are. */
  moved: i32[] = [];
  /** Statements between them that are put off, though they stand in front of an operation. */
  delayed: i32[] = [];
  /** The statement whose awaits move there while the rest of it stays; -1 when its last await is in a moved one. */
  split: i32 = -1;
  /** Those of `continue` in what moves that end an iteration: nothing is left to do for it. */
  skips: i32[] = [];
  /** Sites of that statement that move, outermost ones, as indices of the region. */
  sites: i32[] = [];
  readonly body: i32;
  /** What holds the statements with the operations: the body, the block of `tried`, or what `guard` guards. */
  readonly list: i32;
  /** The end of what the ordered phase may have. */
  readonly end: i32;
  /** Whether what fails in an iteration ends there: `tried` has a handler. */
  readonly isHandled: boolean;
  /** What declares, or takes, the variables of each iteration. */
  readonly left: i32;
  /** What is evaluated before every iteration but the head's declaration: the iterated expression, or test and update. Ids. */
  readonly sourceFrom: i32;
  readonly sourceTo: i32;

  constructor(
    tree: Tree,
    /** The `ForOf`, `ForIn` or `For` node. */
    readonly node: i32,
    /** A statement of the body, a `try`, of which only the operations move: what becomes of them is dealt with in order. Or -1. */
    readonly tried: i32 = -1,
    /** Several of those, each of which awaits once, at its beginning, and all start together; or none. */
    readonly tries: i32[] = [],
    /** The last statement of the body, an `if` without `else` that has something for the ordered phase, too. Or -1. */
    readonly guard: i32 = -1,
  ) {
    const first = tree.firstChild(node);
    const second = tree.nextSibling(first);
    const third = tree.nextSibling(second);
    const isCounted = tree.kind[node] === Kind.For;
    this.left = isCounted ? first : second;
    this.body = isCounted ? tree.nextSibling(third) : third;
    this.sourceFrom = isCounted ? second : first;
    this.sourceTo = isCounted ? this.body : second;
    if (tried >= 0) this.list = tree.firstChild(tried);
    else this.list = guard >= 0 ? tree.nextSibling(tree.firstChild(guard)) : this.body;
    this.end = tree.end[guard >= 0 ? this.list : this.body];
    this.isHandled = tries.length > 0 || (tried >= 0 && tree.kind[tree.end[this.list]] !== Kind.None);
    if (tries.length > 0) this.split = tries[0];
  }

  /** Whether the ordered phase has nothing to do for some iterations. */
  get isSkipping(): boolean {
    return this.skips.length > 0 || this.guard >= 0;
  }

  /** Whether a statement of the body is among those moved: they are the first ones. */
  isMoved(statement: i32): boolean {
    if (this.moved.length === 0 || this.delayed.indexOf(statement) >= 0) return false;
    return statement <= this.moved[this.moved.length - 1];
  }

  /** The first operation of an iteration; some regions of nested blocks have none of their own. */
  firstSite(): Site {
    let first = this.region as Region;
    for (let i: i32 = 0; first.sites.length === 0; i++) first = this.inner[i];
    return first.sites[0];
  }

  /** The identifiers that the head declares. */
  variables(tree: Tree): i32[] {
    const found: i32[] = [];
    for (let node = this.left; node < tree.end[this.left]; node++) {
      if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Ident && (tree.flags[node] & Flag.Binding) !== 0) found.push(node);
    }
    return found;
  }
}

/** A `for…of` loop that awaits in its body, and what is known about splitting it into a parallel and an ordered phase. */
import { Region } from "../dependence/region";
import { Reason } from "../reason";

export class Loop {
  /** Why the iterations stay one after the other, or null. */
  reason: Reason | null = null;
  /** The body's statements and operations; null when the loop was refused before it was looked into. */
  region: Region | null = null;
  /** Regions of blocks and branches inside compound statements that move as they are. */
  inner: Region[] = [];
  /** Awaits of the body, in source order; those in closures are not the loop's. */
  awaits: i32[] = [];
  /** Statements of the body that move into the parallel phase as they are. */
  moved: i32[] = [];
  /** The statement whose awaits move there while the rest of it stays; -1 when its last await is in a moved one. */
  split: i32 = -1;
  /** Sites of that statement that move, outermost ones, as indices of the region. */
  sites: i32[] = [];

  constructor(
    /** The `ForOf` node. */
    readonly node: i32,
    readonly iterable: i32,
    /** Pattern of the loop variable. */
    readonly pattern: i32,
    readonly body: i32,
  ) {}

  /** Whether a statement of the body is among those moved: they are the first ones. */
  isMoved(statement: i32): boolean {
    return this.moved.length > 0 && statement <= this.moved[this.moved.length - 1];
  }
}

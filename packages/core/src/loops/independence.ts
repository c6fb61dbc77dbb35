/**
 * Whether the operations of different iterations have nothing to do with each other: each depends on its item, and none uses up or
 * moves on an object of all iterations.
 *
 *   for (const id of ids) pages.push(await reader.read())   →   one reader, asked again and again (`PA218`)
 */
import { subjectOf } from "../dependence/reasons";
import { Region, Site } from "../dependence/region";
import { Facts } from "../facts";
import { Code, Reason } from "../reason";
import { Flag, Kind } from "../tree/kinds";
import { Loop } from "./loop";
import { Readers } from "./readers";

export class Independence {
  /** The loop's variables, and those of the parallel phase that come of them. */
  derived: Map<i32, boolean> = new Map<i32, boolean>();

  constructor(
    private facts: Facts,
    private loop: Loop,
    private readers: Readers,
  ) {}

  /** Operations must differ from iteration to iteration, and share nothing that one of them uses up or may change. */
  repetition(): Reason | null {
    const loop = this.loop;
    if (loop.outer !== null) {
      const before = this.repeats(loop.outer as Region);
      if (before !== null) return before;
    }
    const reason = this.repeats(loop.region as Region);
    if (reason !== null) return reason;
    // What comes of the item in front of a compound statement is known by now; of what comes of it inside, the block knows.
    for (let i: i32 = 0; i < loop.inner.length; i++) {
      const inner = this.repeats(loop.inner[i]);
      if (inner !== null) return inner;
    }
    return null;
  }

  private repeats(region: Region): Reason | null {
    const facts = this.facts;
    for (let i: i32 = 0; i < region.units.length; i++) {
      const unit = region.units[i];
      for (let j = unit.firstSite; j < unit.lastSite; j++) {
        const site = region.sites[j];
        const shared = this.sharedObject(site);
        if (shared !== null) return shared;
        if (!this.dependsOnItem(site.operand))
          return new Reason(Code.LoopOnce, site.operand, subjectOf(facts, site.operand));
      }
      const isBefore = region !== this.loop.region || this.loop.isMoved(unit.statement);
      if (isBefore) this.deriveFrom(unit.statement);
    }
    return null;
  }

  /** An object of all iterations that an operation uses up, moves on, or may change for all that is known. */
  private sharedObject(site: Site): Reason | null {
    const effect = site.effect;
    const used = this.outerAmong(effect.consumed);
    if (used >= 0) return new Reason(Code.Consumed, used, "");
    const moved = this.outerAmong(effect.advanced);
    if (moved >= 0) return new Reason(Code.Stream, moved, subjectOf(this.facts, moved));
    const asked = this.outerAmong(effect.suspects);
    if (asked >= 0) return new Reason(Code.SharedReceiver, asked, subjectOf(this.facts, site.operand));
    const stream = this.readers.find(site.operand, this);
    return stream >= 0 ? new Reason(Code.Stream, stream, subjectOf(this.facts, stream)) : null;
  }

  /** The first of some expressions that may be the same object in every iteration, or -1. */
  private outerAmong(objects: i32[]): i32 {
    for (let i: i32 = 0; i < objects.length; i++) if (!this.dependsOnItem(objects[i])) return objects[i];
    return -1;
  }

  dependsOnItem(root: i32): boolean {
    const facts = this.facts;
    for (let node = root; node < facts.tree.end[root]; node++)
      if (facts.tree.kind[node] === Kind.Ident && this.derived.has(facts.scopes.binding[node])) return true;
    return false;
  }

  /** What a moved statement declares comes of the item if anything that it is declared with does. */
  private deriveFrom(statement: i32): void {
    const tree = this.facts.tree;
    for (let node = statement; node < tree.end[statement]; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Declarator && this.dependsOnItem(node)) this.derive(tree.firstChild(node));
      else if (kind === Kind.Assign && this.dependsOnItem(tree.child(node, 1)))
        this.deriveTarget(tree.firstChild(node));
      // What is iterated in an inner loop, what fails in an inner `try`.
      else if ((kind === Kind.ForOf || kind === Kind.ForIn) && this.dependsOnItem(tree.firstChild(node)))
        this.derive(tree.nextSibling(tree.firstChild(node)));
      else if (kind === Kind.Catch && this.dependsOnItem(tree.firstChild(tree.parent[node])))
        this.derive(tree.firstChild(node));
    }
  }

  /** A variable of the iteration; those of all iterations may not be read. */
  private deriveTarget(target: i32): void {
    if (this.facts.tree.kind[target] === Kind.Ident) this.derived.set(this.facts.scopes.binding[target], true);
  }

  private derive(pattern: i32): void {
    const tree = this.facts.tree;
    for (let node = pattern; node < tree.end[pattern]; node++)
      if (tree.kind[node] === Kind.Ident && (tree.flags[node] & Flag.Binding) !== 0)
        this.derived.set(this.facts.scopes.binding[node], true);
  }
}

/**
 * Finds the operations of an iteration, and whether each is a read that may start early.
 *
 *   const user = await getUser(id); if (user) item = await getItem(id)   →   two · await save(id)   →   a write: the loop stays
 *
 * Fills in the regions of a `Loop`. Guarantees for one without a reason that every await of its body is in one of them, and that each
 * of their sites may start as soon as its iteration has what it needs.
 */
import { buildRegion } from "../dependence/build";
import { reasonOfCause, subjectOf } from "../dependence/reasons";
import { Region, Site } from "../dependence/region";
import { Cause, Evidence } from "../effects/effect";
import { Facts } from "../facts";
import { Mode } from "../options/options";
import { Code, Reason } from "../reason";
import { Kind } from "../tree/kinds";
import { leavesBody } from "./find";
import { isCompound, lookInside } from "./inner";
import { Loop } from "./loop";

export class Operations {
  constructor(
    private facts: Facts,
    private loop: Loop,
    /** The function the loop runs in. */
    private owner: i32,
  ) {}

  /** Every await of the body must be a read that may start early. */
  reason(): Reason | null {
    const facts = this.facts;
    const loop = this.loop;
    const tree = facts.tree;
    const isList = tree.kind[loop.list] === Kind.Block;
    const region = new Region(loop.list, this.owner, isList);
    region.handled = loop.tried;
    region.isIteration = true;
    region.asksLate = !facts.options.remarks;
    loop.region = region;
    if (loop.tries.length > 0) {
      const early = this.before();
      return early !== null ? early : this.operationsOfTries();
    }
    const first = isList ? tree.firstChild(loop.list) : loop.list;
    let last = first;
    if (isList) while (tree.nextSibling(last) >= 0) last = tree.nextSibling(last);
    buildRegion(facts, region, first, last);
    let reason = this.before();
    if (reason === null && isList) reason = this.inside(first, last);
    if (reason === null) reason = this.reads(region);
    if (reason !== null) return reason;
    let awaits = region.awaits;
    if (loop.outer !== null) awaits += (loop.outer as Region).awaits;
    for (let i: i32 = 0; i < loop.inner.length; i++) {
      const inner = this.reads(loop.inner[i]);
      if (inner !== null) return inner;
      awaits += loop.inner[i].awaits;
    }
    // The others stand in loops and blocks of their own.
    if (awaits !== loop.awaits.length) return this.strayAwait(region);
    return null;
  }

  /** What stands in front of a `try` or `if` of which some stays: an `if` may have operations there. */
  private before(): Reason | null {
    const loop = this.loop;
    let stays = loop.tried >= 0 ? loop.tried : loop.guard;
    if (loop.tries.length > 0) stays = loop.tries[0];
    const first = this.facts.tree.firstChild(loop.body);
    if (stays < 0 || first === stays) return null;
    const outer = new Region(loop.body, this.owner, true);
    outer.isIteration = loop.guard >= 0;
    outer.asksLate = !this.facts.options.remarks;
    buildRegion(this.facts, outer, first, stays - 1);
    loop.outer = outer;
    const reason = this.inside(first, stays - 1);
    return reason !== null ? reason : this.reads(outer);
  }

  private inside(first: i32, last: i32): Reason | null {
    const facts = this.facts;
    for (let statement = first; statement <= last; statement = facts.tree.end[statement]) {
      if (!isCompound(facts, statement)) continue;
      const reason = lookInside(facts, this.owner, statement, this.loop.inner);
      if (reason !== null) return reason;
    }
    return null;
  }

  /** Each `try` has one, at its beginning, and all may start where the first one stands. */
  private operationsOfTries(): Reason | null {
    const facts = this.facts;
    const loop = this.loop;
    const tree = facts.tree;
    for (let node = loop.split; node < loop.tries[loop.tries.length - 1]; node++) {
      if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Continue && leavesBody(tree, node, loop.body))
        return new Reason(Code.Exit, node, subjectOf(facts, node));
    }
    for (let i: i32 = 0; i < loop.tries.length; i++) {
      const block = tree.firstChild(loop.tries[i]);
      const region = new Region(block, this.owner, true);
      region.handled = loop.tries[i];
      region.asksLate = !facts.options.remarks;
      buildRegion(facts, region, tree.firstChild(block), tree.firstChild(block));
      loop.inner.push(region);
      const reason = this.reads(region);
      if (reason !== null) return reason;
      if (region.sites.length !== 1 || region.sites[0].isComposite)
        return new Reason(Code.LoopShape, block, subjectOf(facts, block));
    }
    return null;
  }

  /** Why an operation of a region is no read that may start early, or null. */
  private reads(region: Region): Reason | null {
    const facts = this.facts;
    for (let i: i32 = 0; i < region.sites.length; i++) {
      const site = region.sites[i];
      if (site.seal !== null) return site.seal;
      if (site.pin !== null) return site.pin;
      if (site.order !== null && !this.followsItsStatement(region, site)) return site.order;
      // Guesses that mode "aggressive" overrules in a list: here they would be about every item.
      if (site.effect.cause !== Cause.None) return reasonOfCause(facts, site.effect);
      // `deploy(each)`: two of those in a row are a small risk, a loop of them is not.
      if (facts.options.mode === Mode.Balanced && site.effect.evidence === Evidence.Assumed)
        return new Reason(Code.LoopEvidence, site.effect.weakest, subjectOf(facts, site.effect.weakest));
    }
    if (region.conditional.length > 0) return new Reason(Code.Conditional, region.conditional[0], "");
    return null;
  }

  /**
   * `out[i++] = await load(id)`: whether what an operation's own statement changes before it can stay behind, since the operation does
   * not look at it.
   */
  private followsItsStatement(region: Region, site: Site): boolean {
    const unit = region.units[site.unit];
    const all = this.loop.awaits;
    if (region !== this.loop.region || all[all.length - 1] >= this.facts.tree.end[unit.statement]) return false;
    if (this.facts.tree.kind[unit.statement] !== Kind.ExprStmt) return false;
    const writes = unit.residual.bindingWrites.concat(unit.residual.privateWrites);
    for (let i: i32 = 0; i < writes.length; i++) if (site.effect.bindingReads.indexOf(writes[i]) >= 0) return false;
    return true;
  }

  private strayAwait(region: Region): Reason {
    let stray = this.loop.awaits[0];
    for (let i: i32 = 0; i < this.loop.awaits.length; i++) {
      stray = this.loop.awaits[i];
      let isSite = this.isSite(region, stray);
      if (this.loop.outer !== null && this.isSite(this.loop.outer as Region, stray)) isSite = true;
      for (let j: i32 = 0; j < this.loop.inner.length; j++) if (this.isSite(this.loop.inner[j], stray)) isSite = true;
      if (!isSite) break;
    }
    return new Reason(Code.LoopShape, stray, subjectOf(this.facts, stray));
  }

  private isSite(region: Region, node: i32): boolean {
    for (let i: i32 = 0; i < region.sites.length; i++) {
      const site = region.sites[i];
      if (site.node === node || site.awaits.indexOf(node) >= 0) return true;
    }
    return false;
  }
}

/**
 * Decides whether a loop can be split into a parallel phase, which runs the operations of all iterations, and an ordered phase, which
 * does the rest of each iteration in the order of the items.
 *
 *   for (const id of ids) { const user = await getUser(id); names.push(user.name); }
 *   →   parallel: `getUser(id)` of all ids · ordered: `names.push(…)`
 *
 * Requires the effects of the file. Guarantees for a loop without `reason`:
 *
 * - Every operation of the body is a read that may start as soon as its iteration has what it needs; it depends on the item, and on
 *   nothing that an iteration changes. So all of them may run together, each chain in its order.
 * - What is left can be put off until all operations are over, and nobody could notice that it has not happened when one of them
 *   fails: it changes only variables and objects that are the function's own until the loop ends, and it cannot throw.
 * - No iteration decides whether there is a next one.
 *
 * Every rule here and in `operations.ts`, `delay.ts`, `head.ts`, `standing.ts` and `independence.ts` has fixtures on both sides
 * (`docs/loops.md`).
 */
import { frozenBy } from "../dependence/build";
import { subjectOf } from "../dependence/reasons";
import { Form, Region, Unit } from "../dependence/region";
import { Throws } from "../effects/effect";
import { Facts } from "../facts";
import { Contains } from "../precheck/contents";
import { Code, Reason } from "../reason";
import { BindingFlag } from "../scope/scopes";
import { Flag, Kind } from "../tree/kinds";
import { Decisions } from "./decisions";
import { Delay } from "./delay";
import { isExit, leavesBody } from "./find";
import { Head } from "./head";
import { Independence } from "./independence";
import { isCompound, skips } from "./inner";
import { guardIn, triedIn } from "./list";
import { Loop } from "./loop";
import { ModuleKind, moduleKindOf } from "./module-kind";
import { Operations } from "./operations";
import { Readers } from "./readers";
import { Sources } from "./source";
import { Standing } from "./standing";
import { isLexical } from "./variables";

export class LoopJudge {
  private sources: Sources;
  private readers: Readers;
  private moduleKind: ModuleKind;

  constructor(private facts: Facts) {
    this.sources = new Sources(facts);
    this.readers = new Readers(facts);
    this.moduleKind = moduleKindOf(facts.tree, facts.scopes);
  }

  /** Loops that have been split, in the order in which they were judged. */
  private split: i32[] = [];

  /** Loops must come bottom up, as `findLoops` lists them. */
  judge(node: i32): Loop {
    const tree = this.facts.tree;
    let loop = this.judgeAs(new Loop(tree, node));
    if (loop.reason === null) return loop;
    const tries = triedIn(this.facts, loop);
    if (tries.length === 1) loop = this.judgeAs(new Loop(tree, node, tries[0]));
    else if (tries.length > 1) loop = this.judgeAs(new Loop(tree, node, -1, tries));
    const guard = tries.length > 0 ? -1 : guardIn(this.facts, loop);
    if (guard >= 0) loop = this.judgeAs(new Loop(tree, node, -1, [], guard));
    return loop;
  }

  /** Takes note of a loop that has been split: one around it has work enough. */
  add(loop: Loop): void {
    this.split.push(loop.node);
  }

  private judgeAs(loop: Loop): Loop {
    loop.reason = new Judgement(this.facts, this.sources, this.readers, this.moduleKind, loop).reason();
    const scopes = this.facts.scopes;
    for (let i = this.split.length - 1; i >= 0 && this.split[i] > loop.node && loop.reason === null; i--) {
      const inner = this.split[i];
      if (scopes.owner[inner] === scopes.owner[loop.node]) loop.reason = new Reason(Code.LoopShape, inner, "for");
    }
    return loop;
  }
}

class Judgement {
  /** The function the loop runs in. */
  private owner: i32;
  private standing: Standing;
  private independence: Independence;
  private head: Head;
  private delay: Delay;
  private decisions: Decisions;

  constructor(
    private facts: Facts,
    sources: Sources,
    readers: Readers,
    private moduleKind: ModuleKind,
    private loop: Loop,
  ) {
    const owner = facts.scopes.owner[loop.node];
    const standing = new Standing(facts, loop, owner);
    const independence = new Independence(facts, loop, readers);
    this.owner = owner;
    this.standing = standing;
    this.independence = independence;
    this.head = new Head(facts, sources, loop, standing, independence);
    this.delay = new Delay(facts, loop, standing, owner);
    this.decisions = new Decisions(facts, loop, sources.changes, standing, owner);
  }

  /** Why the loop stays as it is, or null. The first reason is the one that a reader can do most about. */
  reason(): Reason | null {
    this.collectAwaits();
    let reason = this.syntax();
    if (reason === null) reason = this.head.variables();
    if (reason === null) reason = new Operations(this.facts, this.loop, this.owner).reason();
    if (reason === null) reason = this.parallelPhase();
    if (reason === null) reason = this.orderedPhase();
    if (reason === null && this.loop.tries.length > 0) reason = this.carried();
    if (reason === null) reason = this.independence.repetition();
    if (reason === null) reason = this.head.source();
    if (reason === null) reason = this.decisions.reason();
    if (reason === null) reason = this.carried();
    if (reason === null) reason = this.frozen();
    return reason;
  }

  /** What holds for all operations of a region, where that has not been asked before: it takes a look at all that is called around them. */
  private frozen(): Reason | null {
    const loop = this.loop;
    const regions = loop.inner.concat([loop.region as Region]);
    if (loop.outer !== null) regions.push(loop.outer as Region);
    for (let i: i32 = 0; i < regions.length; i++) {
      const region = regions[i];
      if (!region.asksLate || region.sites.length === 0) continue;
      const reason = frozenBy(this.facts, region, region.units[0].statement);
      if (reason !== null) return reason;
    }
    return null;
  }

  private collectAwaits(): void {
    const loop = this.loop;
    const facts = this.facts;
    const all = facts.contents.awaits;
    let low: i32 = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle] < loop.body) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < all.length && all[i] < facts.tree.end[loop.body]; i++)
      if (facts.scopes.owner[all[i]] === this.owner && facts.tree.kind[all[i]] === Kind.Await) loop.awaits.push(all[i]);
  }

  /** What cannot be split whatever it does. What seals operations in lists, directives above all, seals those of loops, too (`operations.ts`). */
  private syntax(): Reason | null {
    const facts = this.facts;
    const loop = this.loop;
    const tree = facts.tree;
    if (this.moduleKind === ModuleKind.Unknown) return new Reason(Code.LoopScript, -1, "");
    const contents = facts.contents;
    for (let part = tree.firstChild(loop.node); part !== loop.body; part = tree.nextSibling(part))
      if (contents.has(part, Contains.Await)) return new Reason(Code.LoopShape, part, "await");
    if (contents.has(loop.node, Contains.Yield)) return new Reason(Code.Yield, loop.node, "");
    if (contents.has(loop.node, Contains.Using)) return new Reason(Code.Using, loop.node, "");
    for (let node = loop.body; node < tree.end[loop.body]; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Function || kind === Kind.Class) {
        if ((tree.flags[node] & Flag.Declaration) !== 0)
          return new Reason(Code.LoopShape, node, kind === Kind.Class ? "class" : "function");
        node = tree.end[node] - 1;
        continue;
      }
      // That ends an iteration, not the loop.
      if (isExit(kind) && !skips(tree, node) && leavesBody(tree, node, loop.body))
        return new Reason(Code.LoopExit, node, subjectOf(facts, node));
      if (kind === Kind.VarDecl && !isLexical(tree, facts.scopes, node)) return new Reason(Code.LoopShape, node, "var");
    }
    return null;
  }

  /** Divides the body behind its last operation. What moves with the operations must touch nothing outside. */
  private parallelPhase(): Reason | null {
    const loop = this.loop;
    const region = loop.region as Region;
    const early = this.before();
    if (early !== null) return early;
    if (loop.tries.length > 0) return this.sharedVariables();
    const last = this.lastOperation(region);
    for (let i: i32 = 0; i < region.units.length; i++) {
      const unit = region.units[i];
      if (unit.statement > last) break;
      if (unit.statement === loop.split) {
        for (let j = unit.firstSite; j < unit.lastSite; j++) if (region.sites[j].outer < 0) loop.sites.push(j);
        continue;
      }
      const isWhole = this.movesAsItIs(unit);
      const barrier = unit.barrier !== null ? unit.barrier : unit.place;
      // What fails in front of an operation comes to the handler as the failure of the operation does.
      const isCaught = loop.isHandled && barrier !== null && (barrier as Reason).code === Code.MayThrow;
      if (!isWhole && this.delay.isPossible(unit, barrier)) {
        loop.delayed.push(unit.statement);
        continue;
      }
      if (!isWhole && barrier !== null && !isCaught) return barrier;
      const reason = isWhole ? this.movesWhole(unit.statement) : this.standing.ownWrites(unit.residual, unit.statement);
      if (reason !== null) return reason;
      if (loop.moved.length === 0 || loop.moved[loop.moved.length - 1] !== unit.statement)
        loop.moved.push(unit.statement);
    }
    const skip = this.findSkips();
    if (skip !== null) return skip;
    for (let i: i32 = 0; i < loop.delayed.length; i++) {
      const overtaken = this.delay.overtaken(loop.delayed[i]);
      if (overtaken !== null) return overtaken;
    }
    return this.sharedVariables();
  }

  /** Whether a statement moves with all that it does: it awaits in blocks of its own, or may end its iteration. */
  private movesAsItIs(unit: Unit): boolean {
    if (isCompound(this.facts, unit.statement)) return true;
    // `syntax` has refused all exits but `continue`.
    return unit.barrier !== null && (unit.barrier as Reason).code === Code.Exit;
  }

  /** Where what moves ends its iteration. In a `try` that stays, something would have to end it once more. */
  private findSkips(): Reason | null {
    const loop = this.loop;
    const tree = this.facts.tree;
    const moved = loop.before.concat(loop.moved);
    for (let i: i32 = 0; i < moved.length; i++) {
      const statement = moved[i];
      if (!this.facts.contents.has(statement, Contains.Exit)) continue;
      for (let node = statement; node < tree.end[statement]; node++) {
        const kind = tree.kind[node];
        if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
        else if (kind === Kind.Continue && leavesBody(tree, node, loop.body)) loop.skips.push(node);
      }
    }
    if (loop.tried < 0 || loop.skips.length === 0) return null;
    return new Reason(Code.Exit, loop.skips[0], subjectOf(this.facts, loop.skips[0]));
  }

  /** What stands in front of a `try` or `if` of which some stays moves, as its test does, and must be the iteration's own business, too. */
  private before(): Reason | null {
    const loop = this.loop;
    const units = loop.outer !== null ? (loop.outer as Region).units : [];
    for (let i: i32 = 0; i < units.length; i++) {
      const unit = units[i];
      const isWhole = loop.guard >= 0 && this.movesAsItIs(unit);
      const barrier = unit.barrier !== null ? unit.barrier : unit.place;
      if (!isWhole && barrier !== null) return barrier;
      const reason = isWhole ? this.movesWhole(unit.statement) : this.standing.ownWrites(unit.residual, unit.statement);
      if (reason !== null) return reason;
      if (loop.before.length === 0 || loop.before[loop.before.length - 1] !== unit.statement)
        loop.before.push(unit.statement);
    }
    if (loop.guard < 0) return null;
    const test = this.facts.tree.firstChild(loop.guard);
    const effect = this.standing.effectOf(test, []);
    const reason = this.standing.standingOf(effect, test);
    return reason !== null ? reason : this.standing.ownWrites(effect, test);
  }

  /** The last statement that awaits. When only its awaits move, it is the one that is split. */
  private lastOperation(region: Region): i32 {
    const tree = this.facts.tree;
    let last: i32 = -1;
    for (let i = region.units.length - 1; i >= 0 && last < 0; i--) {
      const unit = region.units[i];
      if (isCompound(this.facts, unit.statement)) return unit.statement;
      if (unit.hasSites) last = unit.statement;
    }
    const site = region.sites[region.sites.length - 1];
    if (tree.kind[last] !== Kind.VarDecl && site.form !== Form.Discard) this.loop.split = last;
    return last;
  }

  /** What a compound statement does beside its operations must be the iteration's own business. */
  private movesWhole(statement: i32): Reason | null {
    const facts = this.facts;
    const tree = facts.tree;
    const operands: i32[] = [];
    for (let i: i32 = 0; i < this.loop.inner.length; i++) addOperands(this.loop.inner[i], operands);
    addOperands(this.loop.region as Region, operands);
    if (this.loop.outer !== null) addOperands(this.loop.outer as Region, operands);
    let part = tree.firstChild(statement);
    const caught = tree.kind[statement] === Kind.Try ? part : -1;
    while (part >= 0) {
      const effect = this.standing.effectOf(part, operands);
      // A generator of the file that an inner loop iterates.
      if (part === statement + 1) {
        facts.evaluator.own(statement, effect, false);
        facts.summaries.addInvoked(facts.evaluator, effect, this.owner);
      }
      // What fails there comes to the handler, in the same iteration.
      if (part === caught) effect.throws = Throws.Never;
      let reason = this.standing.standingOf(effect, part);
      if (reason === null) reason = this.standing.ownWrites(effect, part);
      if (reason === null) reason = this.standing.carriedBy(effect, part);
      if (reason !== null) return reason;
      part = tree.nextSibling(part);
    }
    return null;
  }

  /** Variables of both phases become two, so none may be assigned in one and read by a closure of the other. */
  private sharedVariables(): Reason | null {
    const facts = this.facts;
    const loop = this.loop;
    const tree = facts.tree;
    const moved = loop.before.concat(loop.moved);
    for (let i: i32 = 0; i < moved.length; i++) {
      const statement = moved[i];
      const ahead = this.looksAhead(statement, tree.end[statement]);
      if (ahead !== null) return ahead;
      for (let node = statement; node < tree.end[statement]; node++) {
        if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
        else if (tree.kind[node] === Kind.Ident && (tree.flags[node] & Flag.Binding) !== 0) {
          const binding = facts.scopes.binding[node];
          const isShared = facts.scopes.has(binding, BindingFlag.Captured);
          if (isShared && !facts.scopes.isStable(binding)) return new Reason(Code.LoopShape, node, tree.text(node));
          // The head of the new loop declares it, where it would hide a variable of the same name that is iterated.
          // The task has the loop variables as parameters, which its body must not declare again.
          for (let head = loop.node + 1; head < loop.body; head++)
            if (tree.kind[head] === Kind.Ident && tree.atom[head] === tree.atom[node])
              return new Reason(Code.LoopShape, node, tree.text(node));
        }
      }
    }
    const operands = this.operandsThatMove();
    if (loop.guard >= 0) operands.push(tree.firstChild(loop.guard));
    for (let i: i32 = 0; i < operands.length; i++) {
      const ahead = this.looksAhead(operands[i], tree.end[operands[i]]);
      if (ahead !== null) return ahead;
    }
    return null;
  }

  /** Those in statements that stay. */
  private operandsThatMove(): i32[] {
    const loop = this.loop;
    const operands: i32[] = [];
    if (loop.tries.length > 0) for (let i: i32 = 0; i < loop.inner.length; i++) addOperands(loop.inner[i], operands);
    for (let i: i32 = 0; i < loop.sites.length; i++)
      operands.push((loop.region as Region).sites[loop.sites[i]].operand);
    return operands;
  }

  /** What moves must not name anything that the ordered phase declares, not even in closures. */
  private looksAhead(from: i32, to: i32): Reason | null {
    const facts = this.facts;
    const tree = facts.tree;
    const split = this.loop.split;
    const start = split >= 0 ? split : tree.end[this.loop.moved[this.loop.moved.length - 1]];
    for (let node = from; node < to; node++) {
      if (tree.kind[node] !== Kind.Ident) continue;
      const declaration = facts.scopes.declaration[facts.scopes.binding[node]];
      const isOwn = declaration >= from && declaration < to;
      if (!isOwn && declaration >= start && declaration < tree.end[this.loop.body])
        return new Reason(Code.LoopShape, node, tree.text(node));
    }
    return null;
  }

  /** What stays behind must be nobody's business until the loop is over. */
  private orderedPhase(): Reason | null {
    const loop = this.loop;
    const tree = this.facts.tree;
    const operands = this.operandsThatMove();
    for (let i: i32 = 0; i < loop.delayed.length; i++) {
      const reason = this.delay.refuses(loop.delayed[i], false, operands);
      if (reason !== null) return reason;
    }
    let statement = loop.split >= 0 ? loop.split : tree.end[loop.moved[loop.moved.length - 1]];
    // What fails in a block with a handler ends there: such a `try` is looked at part by part.
    let blockEnd = loop.isHandled && loop.tried >= 0 ? tree.end[loop.list] : 0;
    while (statement < loop.end) {
      if (loop.tries.indexOf(statement) >= 0) {
        statement = tree.firstChild(statement);
        blockEnd = tree.end[statement];
      }
      const reason = this.delay.refuses(statement, statement < blockEnd, operands);
      if (reason !== null) return reason;
      statement = tree.end[statement];
    }
    return null;
  }

  /** No operation, and nothing that moves with one, may read what an iteration changes. */
  private carried(): Reason | null {
    const region = this.loop.region as Region;
    const operations = this.carriedTo(region);
    if (operations !== null) return operations;
    if (this.loop.outer !== null) {
      const outer = this.carriedTo(this.loop.outer as Region);
      if (outer !== null) return outer;
    }
    const before = this.loop.before.slice(0);
    if (this.loop.guard >= 0) before.push(this.facts.tree.firstChild(this.loop.guard));
    for (let i: i32 = 0; i < before.length; i++) {
      const early = this.standing.carriedBy(this.standing.effectOf(before[i], []), before[i]);
      if (early !== null) return early;
    }
    for (let i: i32 = 0; i < this.loop.inner.length; i++) {
      const inner = this.carriedTo(this.loop.inner[i]);
      if (inner !== null) return inner;
    }
    for (let i: i32 = 0; i < region.units.length; i++) {
      const statement = region.units[i].statement;
      if (!this.loop.isMoved(statement)) continue;
      let reason = this.standing.carriedBy(region.units[i].residual, statement);
      if (reason === null && this.movesAsItIs(region.units[i])) reason = this.movesWhole(statement);
      if (reason !== null) return reason;
    }
    return null;
  }

  private carriedTo(region: Region): Reason | null {
    for (let i: i32 = 0; i < region.sites.length; i++) {
      const reason = this.standing.carriedBy(region.sites[i].effect, region.sites[i].operand);
      if (reason !== null) return reason;
    }
    return null;
  }
}

function addOperands(region: Region, operands: i32[]): void {
  for (let i: i32 = 0; i < region.sites.length; i++) operands.push(region.sites[i].operand);
}

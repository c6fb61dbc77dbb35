/**
 * Writes a loop as a pool of operations and a loop over their results.
 *
 *   for (const id of ids) { const user = await getUser(id); names.push(user.name); }
 *   →   for (const user of await pool(ids, async (id) => getUser(id), 8)) { names.push(user.name); }
 *
 * The task of the pool returns the variables that the ordered phase reads: loop variables, what moved statements declare, and fresh
 * names for awaits inside the statement that stays. Requires loops without `reason`. Where the operations of an iteration have been
 * grouped already, the task takes over these groups (`groups.ts`).
 */
import { Form, Region, Site } from "../dependence/region";
import { isSettled } from "../dependence/settled";
import { Facts } from "../facts";
import { Code, Reason } from "../reason";
import { FreshNames } from "../rewrite/names";
import {
  array,
  arrayPattern,
  asyncArrow,
  asyncArrowOf,
  awaiting,
  block,
  call,
  callWith,
  conditional,
  Edit,
  EditKind,
  forOf,
  globalName,
  hole,
  keep,
  leaving,
  loopHead,
  member,
  name,
  OutKind,
  OutNode,
  returning,
  sameName,
  statement,
  variable,
  wholeNumber,
} from "../rewrite/output";
import { Flag, Kind } from "../tree/kinds";
import { LoopGroups } from "./groups";
import { Loop } from "./loop";
import { HELPER, placeHelper } from "./place-helper";

export class LoopWriter {
  private helper: string = "";
  /** What the pool of the loop being written runs over, and the parameter of its task. */
  private items: OutNode = hole();
  private parameter: OutNode = hole();
  private groups: LoopGroups;

  constructor(
    private facts: Facts,
    private names: FreshNames,
    /** Edits of the file, to which those of the loops are added. */
    public edits: Edit[],
  ) {
    this.groups = new LoopGroups(facts, edits);
  }

  /** Rewrites a loop, or gives it a reason why not. */
  write(loop: Loop): void {
    const region = loop.region as Region;
    if (loop.tries.length > 0) {
      if (this.groups.isBegun(loop)) this.writeTries(loop);
      else loop.reason = new Reason(Code.LoopShape, loop.body, "");
      return;
    }
    if (!this.groups.find(loop, region) || (loop.guard >= 0 && !this.groups.findBefore(loop))) {
      loop.reason = new Reason(Code.LoopShape, loop.body, "");
      return;
    }
    if (loop.tried >= 0) {
      this.writeTried(loop, region);
      return;
    }
    const results: OutNode[] = [];
    let isLet = this.addDeclared(loop.left, loop, results);
    for (let i: i32 = 0; i < loop.before.length; i++) if (this.addDeclared(loop.before[i], loop, results)) isLet = true;
    if (this.addMoved(loop, results)) isLet = true;
    const rest = this.rest(loop);
    // Something is done in each iteration, such as counting, but nothing is handed over.
    if (results.length + loop.sites.length === 0 && (rest !== null || loop.guard >= 0)) {
      loop.reason = new Reason(Code.LoopShape, loop.body, "");
      return;
    }
    const awaits = this.takeSites(loop, region, results);
    const plain = this.groups.isEmpty ? this.plainAwait(loop, results) : -1;
    const isAlone = results.length === 1 && (loop.isSkipping || plain >= 0 || this.isSettledResult(results[0]));
    let body = this.taskOf(loop, results, awaits, plain, isAlone);
    if (loop.guard >= 0) body = this.guarded(loop, body);
    this.skip(loop, results.length > 0);
    const pattern = isAlone ? copyOf(results[0]) : arrayPattern(copiesOf(results));
    this.groups.drop();
    this.finish(loop, pattern, body, rest, isLet);
  }

  /**
   * Leaves a `try` where it is, and has it wait for a promise that has been settled by then, so that each iteration succeeds or fails in
   * its turn:
   *
   *   for (const [id, _user] of await pool(ids, async (id) => {
   *     const _user = (async () => getUser(id))();
   *     await Promise.allSettled([_user]);
   *     return [id, _user];
   *   }, 6)) {
   *     try { const user = await _user; users.push(user); } catch (error) { errors.push({ id, error }); }
   *   }
   *
   * Without a handler the task fails with the promise, and the pool with the task.
   */
  private writeTried(loop: Loop, region: Region): void {
    const tree = this.facts.tree;
    const promise = this.names.forSite(loop.firstSite());
    const handed: OutNode[] = [];
    let isLet = this.addDeclared(loop.left, loop, handed);
    for (let i: i32 = 0; i < loop.before.length; i++) if (this.addDeclared(loop.before[i], loop, handed)) isLet = true;

    const results: OutNode[] = [];
    let operations: OutNode;
    if (loop.moved.length === 0 && loop.sites.length === 1) {
      const site = region.sites[loop.sites[0]];
      this.edits.push(new Edit(EditKind.Node, site.node, site.node, [awaiting(name(promise))]));
      operations = keep(site.operand);
    } else {
      const isAssigned = this.addMoved(loop, results);
      const awaits = this.takeSites(loop, region, results);
      const plain = this.groups.isEmpty ? this.plainAwait(loop, results) : -1;
      const isAlone = results.length === 1 && (plain >= 0 || this.isSettledResult(results[0]));
      operations = this.taskOf(loop, results, awaits, plain, isAlone);
      this.groups.drop();
      const value = awaiting(name(promise));
      const statements = this.stayingIn(loop, tree.end[loop.list]);
      if (results.length === 0) statements.unshift(statement(value));
      else {
        const pattern = isAlone ? copyOf(results[0]) : arrayPattern(copiesOf(results));
        statements.unshift(variable(isAssigned ? "let" : "const", pattern, value));
      }
      this.edits.push(new Edit(EditKind.Node, loop.list, loop.list, [block(statements)]));
    }
    const task: OutNode[] = [];
    for (let i: i32 = 0; i < loop.before.length; i++) task.push(keep(loop.before[i]));
    task.push(variable("const", name(promise), call(asyncArrow(operations))));
    const settled = callWith(member(globalName("Promise"), "allSettled"), [array([name(promise)])]);
    task.push(statement(awaiting(loop.isHandled ? settled : name(promise))));
    handed.push(name(promise));
    task.push(returning(array(copiesOf(handed))));

    const rest: OutNode[] = [keep(loop.tried)];
    for (let stays = tree.end[loop.tried]; stays < tree.end[loop.body]; stays = tree.end[stays]) rest.push(keep(stays));
    this.finish(loop, arrayPattern(handed), block(task), block(rest), isLet);
  }

  /** The same with several of them: their promises are made together, and settled together. */
  private writeTries(loop: Loop): void {
    const handed: OutNode[] = [];
    const task: OutNode[] = [];
    let isLet = this.addDeclared(loop.left, loop, handed);
    for (let i: i32 = 0; i < loop.before.length; i++) {
      if (this.addDeclared(loop.before[i], loop, handed)) isLet = true;
      task.push(keep(loop.before[i]));
    }
    const promises: OutNode[] = [];
    for (let i: i32 = 0; i < loop.inner.length; i++) {
      const site = loop.inner[i].sites[0];
      const begun = this.groups.editOf(site.node);
      // Where they start together already, each has a name.
      const promise = begun !== null ? begun.out[0].children[0].text : this.names.forSite(site);
      if (begun === null) this.edits.push(new Edit(EditKind.Node, site.node, site.node, [awaiting(name(promise))]));
      promises.push(name(promise));
      task.push(variable("const", name(promise), call(asyncArrow(keep(site.operand)))));
    }
    const settled = callWith(member(globalName("Promise"), "allSettled"), [array(promises)]);
    task.push(statement(awaiting(settled)));
    for (let i: i32 = 0; i < promises.length; i++) handed.push(promises[i]);
    task.push(returning(array(copiesOf(handed))));
    this.groups.dropStarts(loop);
    this.finish(loop, arrayPattern(handed), block(task), this.rest(loop), isLet);
  }

  /**
   * Puts fresh names in the place of the awaits that leave the statement that stays, unless the group has done so, and adds the names
   * to the results. What those wait for that have no name yet.
   */
  private takeSites(loop: Loop, region: Region, results: OutNode[]): OutNode[] {
    const tree = this.facts.tree;
    const groups = this.groups;
    const literal = groups.literal;
    const unnamed: Site[] = [];
    for (let i: i32 = 0; i < loop.sites.length; i++) {
      const site = region.sites[loop.sites[i]];
      const given = groups.nameOf(site.node);
      if (given.length > 0) results.push(name(given));
      else unnamed.push(site);
    }
    const awaits: OutNode[] = [];
    for (let i: i32 = 0; i < unnamed.length; i++) {
      const site = unnamed[i];
      const isElement = literal !== null && tree.parent[site.node] === literal.first;
      if (isElement && tree.parent[site.node] + 1 !== site.node) continue;
      const fresh = this.names.forSite(site);
      results.push(name(fresh));
      if (literal !== null && isElement) {
        // All elements have one name.
        awaits.push(literal.out[0].children[0]);
        literal.out[0] = name(fresh);
      } else {
        awaits.push(keep(site.operand));
        this.edits.push(new Edit(EditKind.Node, site.node, site.node, [name(fresh)]));
      }
    }
    return awaits;
  }

  private finish(loop: Loop, pattern: OutNode, body: OutNode, rest: OutNode | null, isLet: boolean): void {
    if (this.helper.length === 0) this.helper = this.names.forHelper(HELPER);
    const tree = this.facts.tree;
    const statements: OutNode[] = [];
    if (tree.kind[loop.node] !== Kind.ForOf) this.collect(loop, statements);
    else {
      const left = loop.left;
      this.items = keep(loop.sourceFrom);
      this.parameter = keep(tree.firstChild(tree.firstChild(left)));
    }
    const args: OutNode[] = [this.items, asyncArrowOf(this.parameter, body)];
    if (this.facts.options.concurrency > 0) args.push(wholeNumber(this.facts.options.concurrency));
    let all = awaiting(callWith(name(this.helper), args));
    if (loop.isSkipping && rest !== null) all = callWith(member(all, "flat"), []);
    const out = rest === null ? statement(all) : forOf(isLet ? "let" : "const", pattern, all, rest);
    // The comments of a loop stay with its head.
    if (statements.length === 0) out.origin = loop.node;
    statements.push(out);
    if (statements.length === 1) this.edits.push(new Edit(EditKind.Node, loop.node, loop.node, statements));
    else if (this.isInList(loop.node)) this.edits.push(new Edit(EditKind.Statements, loop.node, loop.node, statements));
    else this.edits.push(new Edit(EditKind.Node, loop.node, loop.node, [block(statements)]));
  }

  /** Whether a statement stands in a list of which no other edit has it. */
  private isInList(node: i32): boolean {
    const tree = this.facts.tree;
    const up = tree.kind[tree.parent[node]];
    if (up !== Kind.Block && up !== Kind.Case && up !== Kind.Program) return false;
    for (let i: i32 = 0; i < this.edits.length; i++) {
      const edit = this.edits[i];
      if (edit.kind === EditKind.Statements && edit.first <= node && node < tree.end[edit.last]) return false;
    }
    return true;
  }

  /**
   * Collects what the head of a counting loop or of `for…in` gives, in a list that is iterated instead.
   *
   *   const _indices = []; for (let i = 0; i < ids.length; i++) _indices.push(i);
   */
  private collect(loop: Loop, statements: OutNode[]): void {
    const tree = this.facts.tree;
    const used = this.usedVariables(loop);
    const first = tree.text(used[0]);
    let list = first + "s";
    if (tree.kind[loop.node] === Kind.ForIn) list = "keys";
    else if (first.length === 1) list = "indices";
    const fresh = this.names.forName(list);
    const items: OutNode[] = [];
    const parameters: OutNode[] = [];
    for (let i: i32 = 0; i < used.length; i++) {
      items.push(sameName(tree.text(used[i]), used[i]));
      parameters.push(sameName(tree.text(used[i]), used[i]));
    }
    const item = items.length === 1 ? items[0] : array(items);
    this.items = name(fresh);
    this.parameter = items.length === 1 ? parameters[0] : arrayPattern(parameters);
    statements.push(variable("const", name(fresh), array([])));
    const head = loopHead(loop.node, statement(callWith(member(name(fresh), "push"), [item])));
    head.comments = loop.node;
    statements.push(head);
  }

  /** The variables of the head that the body mentions: at least the one that the operations depend on. */
  private usedVariables(loop: Loop): i32[] {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    const names = loop.variables(tree);
    const used: i32[] = [];
    for (let i: i32 = 0; i < names.length; i++) {
      const last = scopes.lastReference[scopes.binding[names[i]]];
      if (last >= loop.body && tree.contains(loop.node, last)) used.push(names[i]);
    }
    return used;
  }

  /** Writes or imports the helper when a loop calls it. */
  addHelper(): void {
    if (this.helper.length > 0) placeHelper(this.facts, this.edits, this.helper);
  }

  /** Adds the variables of what moves that the ordered phase mentions; tells whether it assigns one of them. */
  private addMoved(loop: Loop, results: OutNode[]): boolean {
    let isLet = false;
    for (let i: i32 = 0; i < loop.moved.length; i++) if (this.addDeclared(loop.moved[i], loop, results)) isLet = true;
    return isLet;
  }

  private addDeclared(root: i32, loop: Loop, results: OutNode[]): boolean {
    const tree = this.facts.tree;
    let isLet = false;
    for (let node = root; node < tree.end[root]; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
      else if (kind === Kind.Ident && (tree.flags[node] & Flag.Binding) !== 0) {
        const binding = this.facts.scopes.binding[node];
        if (!this.isUsedBehind(binding, loop, Flag.None)) continue;
        results.push(sameName(tree.text(node), node));
        if (this.isUsedBehind(binding, loop, Flag.Write)) isLet = true;
      }
    }
    return isLet;
  }

  /** Whether the ordered phase mentions a variable, with one of `flags` if there are any. */
  private isUsedBehind(binding: i32, loop: Loop, flags: i32): boolean {
    const scopes = this.facts.scopes;
    const tree = this.facts.tree;
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      if ((flags === 0 || (tree.flags[reference] & flags) !== 0) && this.isBehind(reference, loop)) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }

  private isBehind(node: i32, loop: Loop): boolean {
    const tree = this.facts.tree;
    if (!tree.contains(loop.body, node)) return false;
    for (let i: i32 = 0; i < loop.delayed.length; i++) if (tree.contains(loop.delayed[i], node)) return true;
    if (loop.split < 0) return node >= tree.end[loop.moved[loop.moved.length - 1]];
    if (node < loop.split) return false;
    const region = loop.region as Region;
    for (let i: i32 = 0; i < loop.sites.length; i++)
      if (tree.contains(region.sites[loop.sites[i]].operand, node)) return false;
    for (let i: i32 = 0; i < loop.inner.length && loop.tries.length > 0; i++)
      if (tree.contains(loop.inner[i].sites[0].operand, node)) return false;
    return true;
  }

  /**
   * Body of the task's arrow: an expression where that says it all. `plain`: what `plainAwait` gives; `isAlone`: whether it returns
   * its only result as it is.
   */
  private taskOf(loop: Loop, results: OutNode[], awaits: OutNode[], plain: i32, isAlone: boolean): OutNode {
    const values: OutNode[] = [];
    for (let i: i32 = 0; i < results.length - awaits.length; i++) values.push(copyOf(results[i]));
    if (plain >= 0) {
      values.pop();
      awaits.push(keep(plain));
    }
    const last = this.groups.around(loop.split);
    const isExpression = plain >= 0 || (loop.moved.length === 0 && last === null);
    if (isExpression && values.length === 0 && awaits.length === 1 && !loop.isSkipping) return awaits[0];
    for (let i: i32 = 0; i < awaits.length; i++) values.push(awaiting(awaits[i]));
    let value = isAlone ? values[0] : array(values);
    if (loop.isSkipping) value = array([value]);
    if (isExpression) return value;
    const discarded = this.groups.isEmpty && results.length === 0 ? this.onlyDiscarded(loop) : -1;
    if (discarded >= 0) return keep(discarded);
    const statements: OutNode[] = [];
    for (let i: i32 = 0; i < loop.moved.length; i++) {
      const moved = loop.moved[i];
      const edit = this.groups.around(moved);
      if (edit === null) statements.push(keep(moved));
      else if (moved === edit.first) this.groups.add(edit, loop, statements);
    }
    if (last !== null && last.first === loop.split) this.groups.add(last, loop, statements);
    if (results.length > 0) statements.push(returning(value));
    return block(statements);
  }

  /** Puts what stands in front of an `if` before its operations, and these in its place. */
  private guarded(loop: Loop, task: OutNode): OutNode {
    const statements: OutNode[] = [];
    this.groups.addBefore(loop, statements);
    const body = task.kind === OutKind.Block ? task : block([returning(task)]);
    const guard = conditional(keep(this.facts.tree.firstChild(loop.guard)), body);
    guard.comments = loop.guard;
    guard.origin = loop.guard;
    statements.push(guard);
    statements.push(returning(array([])));
    return block(statements);
  }

  /** Ends tasks where their iterations are over: those give a list of nothing, and all others one of what they hand over. */
  private skip(loop: Loop, hasResults: boolean): void {
    for (let i: i32 = 0; i < loop.skips.length; i++) {
      const out = hasResults ? returning(array([])) : leaving();
      this.edits.push(new Edit(EditKind.Node, loop.skips[i], loop.skips[i], [out]));
    }
  }

  /**
   * Whether a result is known to be no promise. The promise of an async function would wait for one that it is given,
   * as the source does not: a result that may be one is handed over in an array.
   */
  private isSettledResult(result: OutNode): boolean {
    return result.node < 0 || isSettled(this.facts.tree, this.facts.scopes, result.node, 0);
  }

  /** Operand of the only moved statement `const name = await operand`, when `name` is the last result; or -1. */
  private plainAwait(loop: Loop, results: OutNode[]): i32 {
    const region = loop.region as Region;
    if (results.length === 0) return -1;
    if (loop.moved.length !== 1 || loop.split >= 0 || region.sites.length === 0 || loop.inner.length > 0) return -1;
    const site = region.sites[0];
    const unit = region.units[site.unit];
    if (
      site.form !== Form.Declare ||
      site.isComposite ||
      unit.declarator >= 0 ||
      this.facts.tree.kind[site.target] !== Kind.Ident
    )
      return -1;
    return results[results.length - 1].node === site.target ? site.operand : -1;
  }

  /** Operand of the only moved statement `await operand;`, or -1. */
  private onlyDiscarded(loop: Loop): i32 {
    const sites = (loop.region as Region).sites;
    if (loop.moved.length !== 1 || sites.length !== 1 || sites[0].form !== Form.Discard) return -1;
    return loop.inner.length === 0 ? sites[0].operand : -1;
  }

  /** What stays of the body, or null when nothing does. */
  private rest(loop: Loop): OutNode | null {
    const tree = this.facts.tree;
    const list = loop.guard >= 0 ? loop.list : loop.body;
    if (tree.kind[list] !== Kind.Block) return loop.split >= 0 ? keep(list) : null;
    const statements = this.stayingIn(loop, loop.end);
    return statements.length > 0 ? block(statements) : null;
  }

  /** The statements up to `end` that do not move. */
  private stayingIn(loop: Loop, end: i32): OutNode[] {
    const tree = this.facts.tree;
    const statements: OutNode[] = [];
    for (let i: i32 = 0; i < loop.delayed.length; i++) statements.push(keep(loop.delayed[i]));
    let stays = loop.split >= 0 ? loop.split : tree.end[loop.moved[loop.moved.length - 1]];
    while (stays < end) {
      statements.push(keep(stays));
      stays = tree.end[stays];
    }
    return statements;
  }
}

function copyOf(out: OutNode): OutNode {
  return out.node >= 0 ? sameName(out.text, out.node) : name(out.text);
}

function copiesOf(outs: OutNode[]): OutNode[] {
  const copies: OutNode[] = [];
  for (let i: i32 = 0; i < outs.length; i++) copies.push(copyOf(outs[i]));
  return copies;
}

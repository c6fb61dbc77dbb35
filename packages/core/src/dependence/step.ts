/**
 * Statements that are one operation with all that they await in blocks and branches of their own.
 *
 *   let user = guest; try { user = await getUser(id); } catch {}   →   reads what `getUser` reads, sets `user`
 *
 * Everything in such a statement keeps its order, so that branches are taken and failures are caught as in the source; it is a lane
 * by itself. It must only read, and fail only where an operation fails: what throws for reasons of its own may be the check on which
 * all that follows depends. What it sets must be the function's own and nobody's business after a failure, since it may be set late or
 * never. A failure that it catches is no failure to anybody else.
 */
import { DirectiveBit } from "../directives/directives";
import { Cause, Evidence, Throws } from "../effects/effect";
import { Facts } from "../facts";
import { Mode } from "../options/options";
import { Contains, isForAwait } from "../precheck/contents";
import { isClosure } from "../precheck/regions";
import { hasHead, isCaught, withoutLabels } from "../precheck/steps";
import { BindingFlag, BindingKind } from "../scope/scopes";
import { Flag, isLoop, Kind } from "../tree/kinds";
import { LateReads } from "./late";
import { isDeclaredAround, Observability } from "./observable";
import { Region, Site, Unit } from "./region";
import { goesOnByItself } from "./rounds";

/** A statement of a region as an operation, seals and pins aside; null when it cannot be one. */
export function readStep(facts: Facts, region: Region, observability: Observability, statement: i32): Site | null {
  const site = new Site(statement, statement, region.units.length);
  site.isStep = true;
  if (!readNodes(facts, region, site)) return null;
  const tree = facts.tree;
  const kind = tree.kind[statement];
  if (kind === Kind.ExprStmt || kind === Kind.VarDecl) site.own = site.awaits.length;
  else if (hasHead(kind)) {
    const head = tree.firstChild(statement);
    for (let i: i32 = 0; i < site.awaits.length; i++) if (tree.contains(head, site.awaits[i])) site.own += 1;
  }
  if (!goesOnByItself(facts, site)) return null;
  const effect = site.effect;
  effect.bindingReads = outerOf(facts, statement, effect.bindingReads);
  const sets = outerOf(facts, statement, effect.bindingWrites);
  const fills = outerOf(facts, statement, effect.privateWrites);
  effect.bindingWrites = [];
  effect.privateWrites = [];
  for (let i: i32 = 0; i < sets.length; i++) {
    const isHidden = observability.isOwn(sets[i]) && !observability.isObservable(sets[i]);
    if (!isHidden || facts.isVolatile(sets[i], region.owner)) return null;
    site.sets.push(sets[i]);
  }
  for (let i: i32 = 0; i < fills.length; i++) {
    // What others may see is no operation's business: the statement keeps its place.
    if (facts.scopes.has(fills[i], BindingFlag.Field)) continue;
    if (!observability.isPrivateUntil(fills[i], facts.tree.end[statement])) return null;
    site.sets.push(fills[i]);
  }
  if (kind === Kind.VarDecl && !readDeclared(facts, site)) return null;
  const late = new LateReads(facts, region, region.node);
  // A loop that leaves nothing behind is there to wait.
  if (isLoop(tree.kind[withoutLabels(tree, statement)]) && site.sets.length === 0) return null;
  if (site.sets.length > 0 && late.tryBlock >= 0 && late.inLoop) return null;
  if (late.find(effect.bindingReads) >= 0) return null;
  // What it sets has to be there before.
  for (let i: i32 = 0; i < site.sets.length; i++) effect.bindingReads.push(site.sets[i]);
  return site;
}

/** Whether a declaration has defaults that are awaited in its pattern, and declares nothing but constants by that. */
export function awaitsInDefaults(facts: Facts, unit: Unit): boolean {
  const tree = facts.tree;
  const statement = unit.statement;
  if (tree.kind[statement] !== Kind.VarDecl || (tree.flags[statement] & Flag.DeclConst) === 0) return false;
  if (unit.declarator >= 0 || tree.child(statement, 1) >= 0) return false;
  return facts.contents.has(tree.firstChild(tree.firstChild(statement)), Contains.Await);
}

/** Notes the constants of a declaration; false when anybody mentions one of them before. */
function readDeclared(facts: Facts, site: Site): boolean {
  const tree = facts.tree;
  const scopes = facts.scopes;
  const pattern = tree.firstChild(tree.firstChild(site.node));
  for (let node = pattern; node < tree.end[pattern]; node++) {
    if (isClosure(tree, node)) node = tree.end[node] - 1;
    else if (tree.kind[node] === Kind.Ident && (tree.flags[node] & Flag.Binding) !== 0) {
      const binding = scopes.binding[node];
      // What stands before and mentions it fails, and must go on to do so.
      if (scopes.firstReference[binding] !== node) return false;
      site.declares.push(binding);
    }
  }
  return site.declares.length > 0;
}

/** Whether a statement is a `try` in whose block alone something is awaited, once, and that at its beginning. */
export function beginsWithItsOnlyAwait(facts: Facts, statement: i32): boolean {
  const tree = facts.tree;
  if (tree.kind[statement] !== Kind.Try) return false;
  const first = tree.firstChild(tree.firstChild(statement));
  const kind = tree.kind[first];
  if ((kind !== Kind.ExprStmt && kind !== Kind.VarDecl) || !facts.contents.has(first, Contains.Await)) return false;
  let count: i32 = 0;
  for (let node = statement; node < tree.end[statement]; node++) {
    if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
    else if (tree.kind[node] === Kind.Await || isForAwait(tree, node)) count += 1;
  }
  return count === 1;
}

/** Adds the awaits and the effect of everything in a statement; false when something keeps it from being an operation. */
function readNodes(facts: Facts, region: Region, site: Site): boolean {
  const tree = facts.tree;
  const effect = site.effect;
  const statement = site.node;
  const isStrict = facts.options.mode === Mode.Strict;
  let callEnd: i32 = 0;
  let awaitEnd: i32 = 0;
  let discards = false;
  for (let node = statement; node < tree.end[statement]; node++) {
    const kind = tree.kind[node];
    const flags = tree.flags[node];
    const isClosure = kind === Kind.Function || kind === Kind.Class;
    if (facts.directives.has(node, DirectiveBit.Sequential | DirectiveBit.LintSuppressed)) return false;
    if (isClosure && (flags & Flag.Declaration) !== 0) return false;
    if (kind === Kind.Ident && isDead(facts, statement, node)) return false;
    if (kind === Kind.VarDecl && (flags & (Flag.DeclConst | Flag.DeclLet)) === 0) return false;
    if (kind === Kind.Await || isForAwait(tree, node)) {
      const operand = tree.firstChild(node);
      const starts = facts.contents.has(operand, Contains.Call);
      if (kind === Kind.ForOf ? startsSeveral(facts, operand) || !(starts || isOwnSource(facts, operand)) : !starts)
        return false;
      if (tree.kind[tree.parent[node]] === Kind.ExprStmt) discards = true;
      site.awaits.push(node);
      if (tree.end[operand] > awaitEnd) awaitEnd = tree.end[operand];
    }
    effect.throws = Throws.Never;
    facts.evaluator.own(node, effect, node < callEnd);
    facts.summaries.addInvoked(facts.evaluator, effect, region.owner);
    const mayThrow = (effect.throws & Throws.Hard) !== 0 || (isStrict && effect.throws !== Throws.Never);
    // What an await's operand throws is the failure of the operation.
    if (mayThrow && node >= awaitEnd && !isCaught(tree, node, statement)) return false;
    if ((kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate) && tree.end[node] > callEnd)
      callEnd = tree.end[node];
    if (isClosure) node = tree.end[node] - 1;
  }
  effect.throws = Throws.Hard;
  return !discards || effect.evidence >= Evidence.Known || facts.options.mode === Mode.Aggressive;
}

/** Whether what a loop takes its items from is a constant that nothing else uses: the loop alone moves it on. */
function isOwnSource(facts: Facts, source: i32): boolean {
  const scopes = facts.scopes;
  const binding = scopes.binding[source];
  if (facts.tree.kind[source] !== Kind.Ident || scopes.kind[binding] !== BindingKind.Const) return false;
  const declaration = scopes.declaration[binding];
  if (scopes.home[binding] !== scopes.owner[source] || scopes.firstReference[binding] !== declaration) return false;
  if (scopes.nextReference[declaration] !== source || scopes.nextReference[source] >= 0) return false;
  let made = facts.calls.callees.initializer(binding);
  if (made >= 0 && facts.tree.kind[made] === Kind.Await) made = facts.calls.callees.unwrap(facts.tree.firstChild(made));
  if (made < 0 || facts.tree.kind[made] !== Kind.Call || facts.calls.receivers.takesFromHeld(made)) return false;
  const call = facts.calls.classify(made);
  return call.target < 0 && call.cause === Cause.None && call.evidence >= Evidence.Inferred;
}

/**
 * Whether what a `for await` goes through are promises that begin together: one that fails while another is waited for has no handler, and
 * such a failure is not to appear in a run that never got there.
 */
function startsSeveral(facts: Facts, source: i32): boolean {
  const tree = facts.tree;
  const made = facts.calls.callees.unwrap(source);
  if (tree.kind[made] !== Kind.Array) return false;
  let calls: i32 = 0;
  for (let element = tree.firstChild(made); element >= 0; element = tree.nextSibling(element))
    if (facts.contents.has(element, Contains.Call)) calls += 1;
  return calls > 1;
}

/** Whether a name is read before it has a value, or assigned for good: that fails when the statement comes to it, and not before. */
function isDead(facts: Facts, statement: i32, node: i32): boolean {
  const binding = facts.scopes.binding[node];
  if (binding < 0) return false;
  const flags = facts.tree.flags[node];
  if ((flags & Flag.Write) !== 0 && (flags & Flag.Binding) === 0 && facts.scopes.kind[binding] === BindingKind.Const)
    return true;
  const declaration = facts.scopes.declaration[binding];
  if (declaration === node || !facts.tree.contains(statement, declaration)) return false;
  return declaration > node || isDeclaredAround(facts.tree, declaration, node);
}

/** Those of `bindings` that are not declared in a statement, each once. */
function outerOf(facts: Facts, statement: i32, bindings: i32[]): i32[] {
  const outer: i32[] = [];
  for (let i: i32 = 0; i < bindings.length; i++) {
    const isInner = facts.tree.contains(statement, facts.scopes.declaration[bindings[i]]);
    if (!isInner && outer.indexOf(bindings[i]) < 0) outer.push(bindings[i]);
  }
  return outer;
}

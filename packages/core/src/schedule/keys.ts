/**
 * Texts that are equal for equal expressions, to recognise a call that is made twice.
 *
 *   await reader.next(); await reader.next();   →   the same key twice: a stream perhaps, so the order is kept
 */
import { Evidence, Resource } from "../effects/effect";
import { Facts } from "../facts";
import { Kind } from "../tree/kinds";
import { nodeKey } from "../dependence/node-key";
import { Site } from "../dependence/region";

/** Larger calls are not compared: nobody writes the same one twice, and keys of nested calls would add up. */
const MAX_NODES: i32 = 400;

/** More objects of one operand than this are not looked at, which would take quadratic time. */
const MAX_OBJECTS: i32 = 64;

/** Keys of the calls that a site's operand makes, or that made the promise it joins. */
export function callKeys(facts: Facts, site: Site): string[] {
  const tree = facts.tree;
  const keys: string[] = [];
  let root = site.operand;
  if (site.isJoin) {
    const value = facts.calls.callees.unwrap(root);
    root = tree.kind[value] === Kind.Ident ? facts.calls.callees.initializer(facts.scopes.binding[value]) : -1;
    if (root < 0) return keys;
  }
  const evidence = site.effect.evidence;
  if (evidence !== Evidence.Proven && evidence !== Evidence.Declared && tree.end[root] - root <= MAX_NODES)
    keys.push("call:" + nodeKey(facts, root));
  for (let node = root; node < tree.end[root]; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
    else if (kind === Kind.Call && tree.end[node] - node <= MAX_NODES && mayStream(facts, node))
      keys.push("call:" + nodeKey(facts, node));
  }
  return keys;
}

/** Keys of the calls that a site waits for: an equal one may have been waited for before. Joining a promise twice asks nothing twice. */
export function questionsOf(facts: Facts, site: Site): string[] {
  const keys: string[] = [];
  if (site.isJoin || site.isImmediate || isFree(site)) return keys;
  if (site.awaits.length === 0) addQuestion(facts, site.operand, keys);
  for (let i: i32 = 0; i < site.awaits.length; i++) addQuestion(facts, facts.tree.firstChild(site.awaits[i]), keys);
  return keys;
}

function addQuestion(facts: Facts, operand: i32, keys: string[]): void {
  const tree = facts.tree;
  const call = facts.calls.callees.unwrap(operand);
  if (tree.kind[call] !== Kind.Call && tree.kind[call] !== Kind.TaggedTemplate) return;
  if (tree.end[call] - call <= MAX_NODES) keys.push("asked twice:" + nodeKey(facts, call));
}

/** Whether an operation is proven or declared to change nothing. */
export function isFree(site: Site): boolean {
  return site.effect.evidence >= Evidence.Declared && site.effect.isRead;
}

/** Keys of the objects of which a choice may give a property: `ctx` and `ctx.page` for `ctx.page.user ?? (await load())`. */
export function looksOf(facts: Facts, site: Site): string[] {
  const tree = facts.tree;
  const keys: string[] = [];
  const pending: i32[] = [site.operand];
  while (pending.length > 0 && keys.length < MAX_OBJECTS) {
    const node = pending.pop() as i32;
    const kind = tree.kind[node];
    if (kind === Kind.Conditional || kind === Kind.Logical) {
      const first = tree.firstChild(node);
      let value = kind === Kind.Logical ? first : tree.nextSibling(first);
      for (; value >= 0; value = tree.nextSibling(value)) pending.push(value);
    } else if (kind === Kind.Chain || kind === Kind.TypeWrap) {
      pending.push(tree.firstChild(node));
    } else if (kind === Kind.Member) {
      keys.push(nodeKey(facts, tree.firstChild(node)));
      pending.push(tree.firstChild(node));
    }
  }
  return keys;
}

/** Keys of the objects that an operand's calls are given as they are, or are made on. */
export function givenTo(facts: Facts, site: Site): string[] {
  const tree = facts.tree;
  const keys: string[] = [];
  const evidence = site.effect.evidence;
  if (evidence === Evidence.Proven || evidence === Evidence.Declared) return keys;
  for (let node = site.operand; node < tree.end[site.operand] && keys.length < MAX_OBJECTS; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
    if (kind !== Kind.Call) continue;
    const callee = tree.firstChild(node);
    if (tree.kind[callee] === Kind.Member) keys.push(nodeKey(facts, tree.firstChild(callee)));
    for (let value = tree.nextSibling(callee); value >= 0; value = tree.nextSibling(value)) {
      const given = tree.kind[value];
      if (given === Kind.Ident || given === Kind.This || given === Kind.Member) keys.push(nodeKey(facts, value));
    }
  }
  return keys;
}

/** Key of the path that an operation certainly reads, or "". */
export function readPath(facts: Facts, site: Site): string {
  const call = facts.calls.callees.unwrap(site.operand);
  if (site.isJoin || facts.tree.kind[call] !== Kind.Call) return "";
  const effect = facts.calls.classify(call);
  const isFile =
    effect.evidence === Evidence.Known && (effect.reads & (Resource.Fs | Resource.Unknown)) === Resource.Fs;
  const path = facts.tree.child(call, 1);
  return isFile && path >= 0 && isPath(facts.tree.kind[path]) ? nodeKey(facts, path) : "";
}

/** Keys of what may be a path among the arguments of an operation that only its name describes. */
export function givenPaths(facts: Facts, site: Site): string[] {
  const tree = facts.tree;
  const keys: string[] = [];
  const call = facts.calls.callees.unwrap(site.operand);
  if (site.isJoin || tree.kind[call] !== Kind.Call || site.effect.evidence >= Evidence.Known) return keys;
  for (let value = tree.child(call, 1); value >= 0 && keys.length < MAX_OBJECTS; value = tree.nextSibling(value))
    if (isPath(tree.kind[value])) keys.push(nodeKey(facts, value));
  return keys;
}

function isPath(kind: i32): boolean {
  return kind === Kind.Ident || kind === Kind.String || kind === Kind.Member;
}

/** Whether a second call may give another answer because of the first. */
function mayStream(facts: Facts, node: i32): boolean {
  const call = facts.calls.classify(node);
  if (call.target >= 0 || call.evidence === Evidence.Declared) return false;
  return (call.reads & ~Resource.Heap) !== 0;
}

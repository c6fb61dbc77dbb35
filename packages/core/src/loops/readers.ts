/**
 * Reads of all iterations from one stream: the name is that of a read, but what it gives depends on how often it was asked.
 *
 *   for (const size of sizes) parts.push(await reader.read(size))                           →   `reader`
 *   for (const field of fields) row[field.name] = await readField(stream, field.type)      →   `stream`
 *   const readPart = (from, size) => from.read(size);  … await readPart(file, size)         →   `file`
 *
 * Two of them in a row are ordered by what they are called on, or given (`effects/streams.ts`); in a loop they are one reader's.
 */
import { Evidence } from "../effects/effect";
import { firstWord } from "../effects/lexicon";
import { namesStream, readsPiece } from "../effects/streams";
import { Facts } from "../facts";
import { BindingKind } from "../scope/scopes";
import { Kind } from "../tree/kinds";
import { Independence } from "./independence";

/** How many names are followed in a row. */
const MAX_STEPS: i32 = 3;

/** What `takenBy` lists beside the numbers of parameters: an object that the function has from elsewhere, and its receiver. */
const ELSEWHERE: i32 = -1;
const RECEIVER: i32 = -2;
/** An object that each call makes or gets for itself. */
const OWN: i32 = -3;

export class Readers {
  /** What functions asked about before read from. */
  private taken: Map<i32, i32[]> = new Map<i32, i32[]>();

  constructor(private facts: Facts) {}

  /** A call that reads from a stream of all iterations, or -1. */
  find(operand: i32, independence: Independence): i32 {
    const facts = this.facts;
    const tree = facts.tree;
    for (let node = operand; node < tree.end[operand]; node++) {
      if (tree.kind[node] !== Kind.Call) continue;
      const callee = tree.firstChild(node);
      if (this.isReading(node) && !independence.dependsOnItem(callee)) return node;
      for (let argument = tree.nextSibling(callee); argument >= 0; argument = tree.nextSibling(argument))
        if (this.isGiven(node, argument) && !independence.dependsOnItem(argument)) return argument;
      const taken = this.takenBy(facts.calls.classify(node).target);
      for (let i: i32 = 0; i < taken.length; i++) {
        const object = taken[i] >= 0 ? tree.child(node, taken[i] + 1) : callee;
        if (taken[i] === ELSEWHERE || object < 0 || !independence.dependsOnItem(object)) return node;
      }
    }
    return -1;
  }

  /** `anything.read(size)`, `reader.readAll(size)`, `anything.readBytes(size)` */
  private isReading(node: i32): boolean {
    const call = this.facts.calls.classify(node);
    if (!call.hasReceiver || call.evidence >= Evidence.Known || firstWord(call.name) !== "read") return false;
    if (call.name === "read" || readsPiece(call.name)) return true;
    const callees = this.facts.calls.callees;
    return this.isStream(this.facts.tree.firstChild(callees.unwrap(this.facts.tree.firstChild(node))));
  }

  /** Whether a function about which nothing is known is given something that is called a stream. */
  private isGiven(node: i32, argument: i32): boolean {
    const call = this.facts.calls.classify(node);
    return call.target < 0 && call.evidence < Evidence.Known && this.isStream(argument);
  }

  private isStream(node: i32): boolean {
    const tree = this.facts.tree;
    const object = this.facts.calls.callees.unwrap(node);
    const isNamed = tree.kind[object] === Kind.Ident || tree.kind[object] === Kind.Member;
    return isNamed && tree.atom[object] >= 0 && namesStream(tree.text(object));
  }

  /** What a function of the file reads from: numbers of parameters, `RECEIVER`, `ELSEWHERE`. */
  private takenBy(target: i32): i32[] {
    if (this.taken.has(target)) return this.taken.get(target) as i32[];
    const taken: i32[] = [];
    // Also what a function that calls itself finds.
    this.taken.set(target, taken);
    if (target < 0) return taken;
    const tree = this.facts.tree;
    for (let node = target; node < tree.end[target]; node++) {
      if (tree.kind[node] !== Kind.Call) continue;
      const callee = this.facts.calls.callees.unwrap(tree.firstChild(node));
      if (this.isReading(node)) this.add(taken, target, tree.firstChild(callee));
      for (let argument = tree.child(node, 1); argument >= 0; argument = tree.nextSibling(argument))
        if (this.isGiven(node, argument)) this.add(taken, target, argument);
      const inner = this.takenBy(this.facts.calls.classify(node).target);
      for (let i: i32 = 0; i < inner.length; i++) {
        if (inner[i] >= 0) this.add(taken, target, tree.child(node, inner[i] + 1));
        else if (inner[i] === ELSEWHERE) this.add(taken, target, -1);
        else if (tree.kind[callee] === Kind.Member) this.add(taken, target, tree.firstChild(callee));
      }
    }
    return taken;
  }

  private add(taken: i32[], target: i32, object: i32): void {
    const origin = object < 0 ? ELSEWHERE : this.originIn(target, object, 0);
    if (origin !== OWN && taken.indexOf(origin) < 0) taken.push(origin);
  }

  /** Where a function has an object from. */
  private originIn(target: i32, object: i32, steps: i32): i32 {
    const facts = this.facts;
    const tree = facts.tree;
    const callees = facts.calls.callees;
    let root = callees.unwrap(object);
    while (tree.kind[root] === Kind.Member) root = callees.unwrap(tree.firstChild(root));
    if (tree.kind[root] === Kind.This || tree.kind[root] === Kind.Super) return RECEIVER;
    if (tree.kind[root] !== Kind.Ident) return OWN;
    const binding = facts.scopes.binding[root];
    const declaration = facts.scopes.declaration[binding];
    if (declaration < 0 || !tree.contains(target, declaration)) return ELSEWHERE;
    if (facts.scopes.kind[binding] === BindingKind.Param) return this.parameterOf(target, declaration);
    const init = callees.initializer(binding);
    // `const reader = this.reader`
    const isName = init >= 0 && (tree.kind[init] === Kind.Member || tree.kind[init] === Kind.Ident);
    return isName && steps < MAX_STEPS ? this.originIn(target, init, steps + 1) : OWN;
  }

  private parameterOf(target: i32, declaration: i32): i32 {
    const tree = this.facts.tree;
    let index: i32 = 0;
    let parameter = tree.firstChild(tree.child(target, 1));
    while (parameter >= 0 && !tree.contains(parameter, declaration)) {
      parameter = tree.nextSibling(parameter);
      index += 1;
    }
    // Of a callback inside: who calls that knows.
    return parameter < 0 ? OWN : index;
  }
}

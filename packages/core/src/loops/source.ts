/**
 * Whether what a loop iterates may change while iterations wait.
 *
 *   for (const job of queue) results.push(await load(job))   with `queue.push(…)` in another function   →   `queue` may change
 *   for (const job of queue) results.push(await load(job, queue))                                       →   so it may
 *
 * A sequential loop sees what is added to an array before it comes to its end; a pool may have come there long before. Changes inside
 * the loop are writes like any other. Looked for here: changes elsewhere in the file (`changes.ts`), and unknown functions that an
 * iteration hands the array to (ASSUMPTIONS.md, "Iterated collections" for those that cannot be seen).
 */
import { nodeKey } from "../dependence/node-key";
import { Evidence } from "../effects/effect";
import { Facts } from "../facts";
import { Kind } from "../tree/kinds";
import { Changes } from "./changes";

/** How many functions of the file in a row are looked at for what they do with an array. */
const MAX_CALLS: i32 = 3;

export class Sources {
  readonly changes: Changes;

  constructor(private facts: Facts) {
    this.changes = new Changes(facts.tree, facts.scopes, facts.calls);
  }

  /** The part of an iterated expression, or of a head, that other code may change, or -1. `owner`: the function that iterates. */
  changing(from: i32, to: i32, owner: i32): i32 {
    const tree = this.facts.tree;
    for (let node = from; node < to; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
      else if (kind === Kind.Ident || kind === Kind.Member || kind === Kind.Call)
        if (this.changes.mayChange(node, owner, from)) return node;
    }
    return -1;
  }

  /** A property in a head that another function sets, or -1: the head looks at it before every iteration. */
  replaced(from: i32, to: i32, owner: i32): i32 {
    const tree = this.facts.tree;
    for (let node = from; node < to; node++) {
      if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Member && tree.atom[node] >= 0 && tree.text(node) !== "length")
        if (this.changes.isSetElsewhere(node, owner)) return node;
    }
    return -1;
  }

  /** Where a function about which nothing is known is given what `object` gives, below `root`; or -1. */
  handedOver(object: i32, root: i32): i32 {
    const facts = this.facts;
    const key = nodeKey(facts, object);
    for (let node = root; node < facts.tree.end[root]; node++) {
      if (facts.tree.kind[node] !== facts.tree.kind[object] || facts.tree.atom[node] !== facts.tree.atom[object])
        continue;
      if (nodeKey(facts, node) === key && this.isHandedOver(node, 0)) return node;
    }
    return -1;
  }

  private isHandedOver(node: i32, calls: i32): boolean {
    const facts = this.facts;
    const tree = facts.tree;
    let value = node;
    let up = tree.parent[value];
    while (isPassedOn(tree.kind[up])) {
      value = up;
      up = tree.parent[value];
    }
    if ((tree.kind[up] !== Kind.Call && tree.kind[up] !== Kind.New) || tree.firstChild(up) === value) return false;
    const call = facts.calls.classify(up);
    if (call.target < 0) return call.evidence < Evidence.Known;
    return calls > MAX_CALLS || value !== node || this.handsOn(up, value, call.target, calls);
  }

  /** Whether a function of the file hands on what a call gives it. What it does with that itself is among its effects. */
  private handsOn(call: i32, argument: i32, target: i32, calls: i32): boolean {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    let parameter = tree.firstChild(tree.child(target, 1));
    let given = tree.child(call, 1);
    while (given !== argument && given >= 0 && parameter >= 0) {
      if (tree.kind[given] === Kind.Spread) return true;
      given = tree.nextSibling(given);
      parameter = tree.nextSibling(parameter);
    }
    if (parameter < 0) return false;
    if (tree.kind[parameter] === Kind.AssignPattern) parameter = tree.firstChild(parameter);
    if (tree.kind[parameter] !== Kind.Ident) return tree.kind[parameter] === Kind.Rest;
    let reference = scopes.firstReference[scopes.binding[parameter]];
    while (reference >= 0) {
      if (this.isHandedOver(reference, calls + 1)) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }
}

/** Whether what a node of some kind gives is, or holds, what its child gives. */
function isPassedOn(kind: i32): boolean {
  switch (kind) {
    case Kind.TypeWrap:
    case Kind.Conditional:
    case Kind.Logical:
    case Kind.Property:
    case Kind.Object:
    case Kind.Array:
      return true;
    default:
      return false;
  }
}

/**
 * Which variables may have another value, or hold an object with other contents, when an operation of a region has failed and its
 * function has gone on.
 *
 *   let size = 1; try { … } catch { size = 0 }   →   `size`
 */
import { Flag, isLoop } from "../tree/kinds";
import { BindingFlag, BindingKind } from "../scope/scopes";
import { Facts } from "../facts";
import { enclosingTryBlock } from "./observable";
import { Region } from "./region";

export class LateReads {
  /** Block of the innermost `try` that catches failures of the region, or -1. */
  readonly tryBlock: i32;
  /** Whether the statements of the region may run more than once in one call of their function. */
  readonly inLoop: boolean;

  constructor(
    private facts: Facts,
    private region: Region,
    /** First node of the code that may fail: what is assigned before it only is settled. */
    private start: i32,
  ) {
    this.tryBlock = enclosingTryBlock(facts, region.node, region.owner);
    this.inLoop = isInLoop(facts, region);
  }

  /** The first of `bindings` that code after a failure may change, or -1. */
  find(bindings: i32[]): i32 {
    for (let i: i32 = 0; i < bindings.length; i++) if (this.mayChange(bindings[i])) return bindings[i];
    return -1;
  }

  /** Whether nothing but the variable itself may change, so that a copy does not. */
  isOnlyReplaced(binding: i32): boolean {
    return !this.facts.evaluator.heap.isPrivateObject(binding);
  }

  mayChange(binding: i32): boolean {
    const scopes = this.facts.scopes;
    const isVar = scopes.kind[binding] === BindingKind.Var;
    // A `var` that is declared once is assigned once more in each iteration.
    if (isVar && this.inLoop && this.tryBlock >= 0) return true;
    if (!scopes.has(binding, BindingFlag.Reassigned)) {
      if (this.tryBlock < 0 || !this.facts.evaluator.heap.isPrivateObject(binding)) return false;
      return !this.facts.tree.contains(this.tryBlock, scopes.declaration[binding]);
    }
    if (scopes.home[binding] !== this.region.owner) return true;
    // A handler may call the function that assigns it.
    if (this.tryBlock >= 0 && scopes.has(binding, BindingFlag.ClosureWritten)) return true;
    // Without a handler nothing of the function runs any more.
    if (this.tryBlock < 0) return false;
    if (!isVar && this.facts.tree.contains(this.tryBlock, scopes.declaration[binding])) return false;
    return this.inLoop || this.isWrittenFrom(binding, this.start, this.facts.tree.size);
  }

  /** Whether code that runs after a failure assigns the variable. */
  isSetAfterFailure(binding: i32): boolean {
    const tree = this.facts.tree;
    return this.tryBlock >= 0 && this.isWrittenFrom(binding, tree.end[this.tryBlock], tree.size);
  }

  /** Whether the variable is assigned between two nodes, its own declaration aside. */
  isWrittenFrom(binding: i32, from: i32, to: i32): boolean {
    const scopes = this.facts.scopes;
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      const writes = (this.facts.tree.flags[reference] & Flag.Write) !== 0;
      if (writes && reference >= from && reference < to) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }
}

function isInLoop(facts: Facts, region: Region): boolean {
  const tree = facts.tree;
  let at = region.node;
  while (at > region.owner) {
    if (isLoop(tree.kind[at])) return true;
    at = tree.parent[at];
  }
  return false;
}

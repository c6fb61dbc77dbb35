/**
 * What lies below each node, in one backward pass.
 *
 *   if (x) { await f(); return }   →   the `if` contains an await and an exit
 *
 * Guarantees that a question such as "can this statement leave the region?" costs one array read, so that no later phase
 * walks a subtree to answer it (nested blocks would make that quadratic). Function bodies are not part of what lies below:
 * they do not run where they stand. `break`, `continue` and labels are counted as exits of everything around them, which is
 * more than needed for a loop that contains its own `break` and therefore safe.
 */
import { Flag, Kind } from "../tree/kinds";
import { isFunctionLike } from "../scope/scopes";
import { Tree } from "../tree/tree";

export const enum Contains {
  None = 0,
  Await = 1,
  /** `return`, `throw`, `break`, `continue` */
  Exit = 2,
  Yield = 4,
  /** Syntax core does not know, `with`, `debugger`. */
  Opaque = 8,
  Using = 16,
  /** A call, `new`, tagged template or `import()`. */
  Call = 32,
  /** An assignment, update or `delete`. */
  Write = 64,
  ForAwait = 128,
}

export class Contents {
  /** Node column: `Contains` bits of the node and everything below it, function bodies excepted. */
  bits: Int32Array;
  /** Await sites and `for await` loops in source order. */
  awaits: i32[] = [];
  hasUsing: boolean = false;

  constructor(tree: Tree) {
    this.bits = tree.column(tree.size, 0);
  }

  has(node: i32, bit: Contains): boolean {
    return (this.bits[node] & bit) !== 0;
  }
}

export function readContents(tree: Tree): Contents {
  const contents = new Contents(tree);
  for (let node: i32 = tree.size - 1; node > 0; node--) {
    const own = ownBits(tree, node);
    const all = contents.bits[node] | own;
    if (own === Contains.Using) contents.hasUsing = true;
    contents.bits[node] = all;
    const kind = tree.kind[node];
    if (kind !== Kind.StaticBlock && isFunctionLike(kind)) continue;
    contents.bits[tree.parent[node]] |= all;
  }
  for (let node: i32 = 0; node < tree.size; node++) {
    if (tree.kind[node] === Kind.Await || isForAwait(tree, node)) contents.awaits.push(node);
  }
  return contents;
}

/** Whether a node is a `for await` loop, which waits for each item. */
export function isForAwait(tree: Tree, node: i32): boolean {
  return tree.kind[node] === Kind.ForOf && (tree.flags[node] & Flag.ForAwait) !== 0;
}

function ownBits(tree: Tree, node: i32): i32 {
  switch (tree.kind[node]) {
    case Kind.Await:
      return Contains.Await;
    case Kind.Return:
    case Kind.Throw:
    case Kind.Break:
    case Kind.Continue:
      return Contains.Exit;
    case Kind.Yield:
      return Contains.Yield;
    case Kind.Opaque:
    case Kind.Debugger:
      return Contains.Opaque;
    case Kind.VarDecl:
      return (tree.flags[node] & (Flag.DeclUsing | Flag.DeclAwaitUsing)) !== 0 ? Contains.Using : 0;
    case Kind.Call:
    case Kind.New:
    case Kind.TaggedTemplate:
    case Kind.ImportCall:
      return Contains.Call;
    case Kind.Assign:
    case Kind.Update:
      return Contains.Write;
    case Kind.Unary:
      return tree.text(node) === "delete" ? Contains.Write : 0;
    case Kind.ForOf:
      return isForAwait(tree, node) ? Contains.ForAwait | Contains.Await : 0;
    default:
      return 0;
  }
}

/** Empty when every node's bits include those of the nodes below it, else what is wrong. */
export function verifyContents(tree: Tree, contents: Contents): string {
  for (let node: i32 = 1; node < tree.size; node++) {
    const kind = tree.kind[node];
    if (kind !== Kind.StaticBlock && isFunctionLike(kind)) continue;
    const up = tree.parent[node];
    if ((contents.bits[node] & ~contents.bits[up]) !== 0 && up > 0)
      return "precheck: node " + up.toString() + " does not know what is below it";
  }
  for (let i: i32 = 0; i < contents.awaits.length; i++) {
    if (tree.kind[contents.awaits[i]] !== Kind.Await && !isForAwait(tree, contents.awaits[i]))
      return "precheck: node " + contents.awaits[i].toString() + " is no await";
  }
  return "";
}

/** The number of await sites, the one fact the later phases turn on. */
export function printContents(tree: Tree, contents: Contents): string {
  return "  " + contents.awaits.length.toString() + " await sites in " + tree.size.toString() + " nodes\n";
}

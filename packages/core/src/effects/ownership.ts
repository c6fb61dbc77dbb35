/**
 * Which objects belong to the function that made them: nobody else holds them while it runs.
 *
 *   const list = []; items.forEach((item) => list.push(item)); return list   →   `list` is owned, writing it is nobody's business
 *   const entry = {}; register(entry); entry.late = true                     →   `entry` has escaped
 *
 * An owned object is made where its constant is declared, and until the write in question the constant is used only to reach its
 * properties, to be read, or to be handed to functions of the file that do not keep it. Closures may use it: who runs them
 * answers for what they write. Requires scope analysis. Errs towards "escaped".
 */
import { Flag, Kind, isLoop } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Evidence } from "./effect";
import { ANYBODY, NOBODY, parameterAt } from "./params";
import { hasWord, wordsIn } from "./words";

/** How far a parameter is followed through functions that hand it on. */
const MAX_DEPTH: i32 = 4;

/** Methods whose result is a new array, whatever they are called on. Not `slice` and `subarray`, which give a view of a `Buffer`. */
const COPYING: string = "concat filter flat flatMap map split toReversed toSorted toSpliced";
/** Globals whose result is a new object, without accessors. */
const MAKING: string =
  "Array.from Array.of JSON.parse Object.entries Object.fromEntries Object.keys Object.values structuredClone";

export class Ownership {
  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private calls: CallClassifier,
  ) {}

  /** Whether a constant holds an object, array or collection made right there, inside a function, without accessors. */
  isMade(binding: i32): boolean {
    return this.scopes.home[binding] !== 0 && this.isMadeAnywhere(binding);
  }

  /** The same for constants of the module, too. */
  isMadeAnywhere(binding: i32): boolean {
    const kind = this.scopes.kind[binding];
    if (kind !== BindingKind.Const && kind !== BindingKind.Let) return false;
    if (this.scopes.has(binding, BindingFlag.Exported)) return false;
    const init = this.calls.callees.initializer(binding);
    if (init < 0) return false;
    if (this.tree.kind[init] === Kind.Object) return !this.mayRunSetters(init);
    return this.calls.receivers.isCollection(this.scopes.declaration[binding]) || this.isFresh(init);
  }

  /** Whether an expression makes a new object that nobody else can hold. */
  isFresh(node: i32): boolean {
    const tree = this.tree;
    const kind = tree.kind[node];
    if (kind === Kind.Array || kind === Kind.Function || kind === Kind.RegExp) return true;
    if (kind === Kind.Object) return !this.mayRunSetters(node);
    if (kind !== Kind.Call) return false;
    const callee = this.calls.callees.resolve(node);
    // What a reviver gives is anybody's.
    if (callee.global === "JSON.parse") return tree.child(node, 2) < 0 && !this.hasSpread(node);
    if (callee.global.length > 0) return hasWord(MAKING, callee.global);
    if (this.calls.known.origins.isFreshBuilder(node)) return true;
    if (callee.receiver < 0 || callee.target >= 0) return false;
    if (hasWord(COPYING, callee.name)) return true;
    // `list.slice()` is how arrays are copied; a view of all of a `Buffer` would be that itself.
    return callee.name === "slice" && (tree.child(node, 1) < 0 || this.isArray(callee.receiver));
  }

  /** Whether an expression is an array of the file, or new: a part of a `Buffer` that `slice` gives shares the memory of that. */
  private isArray(node: i32): boolean {
    if (this.calls.receivers.isCollection(node) || this.isFresh(node)) return true;
    if (this.tree.kind[node] !== Kind.Ident) return false;
    const init = this.calls.callees.initializer(this.scopes.binding[node]);
    return init >= 0 && this.isFresh(init);
  }

  private hasSpread(call: i32): boolean {
    for (let at = this.tree.child(call, 1); at >= 0; at = this.tree.nextSibling(at))
      if (this.tree.kind[at] === Kind.Spread) return true;
    return false;
  }

  /** Accessors, or a prototype that may have some: `{ set x(v) {} }`, `{ __proto__: p }`. */
  private mayRunSetters(object: i32): boolean {
    const tree = this.tree;
    let member = tree.firstChild(object);
    while (member >= 0) {
      const isAccessor = tree.kind[member] === Kind.Method && (tree.flags[member] & (Flag.Getter | Flag.Setter)) !== 0;
      if (isAccessor || (tree.kind[member] === Kind.Property && tree.text(member) === "__proto__")) return true;
      member = tree.nextSibling(member);
    }
    return false;
  }

  /** Whether somebody else may hold the object of a made constant by the time `write` is evaluated. */
  hasEscaped(binding: i32, write: i32): boolean {
    const scopes = this.scopes;
    const isInner = scopes.owner[write] !== scopes.home[binding];
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      const counts = isInner || reference < write || this.shareLoop(reference, write, binding);
      if (counts && this.isEscape(reference, 0, true)) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }

  /** Whether both nodes are in a loop that does not contain the declaration: then "later" may also be "before". */
  private shareLoop(reference: i32, write: i32, binding: i32): boolean {
    const tree = this.tree;
    let at = tree.parent[write];
    const home = this.scopes.home[binding];
    while (at > home) {
      const isOutside = !tree.contains(at, this.scopes.declaration[binding]);
      if (isLoop(tree.kind[at]) && tree.contains(at, reference) && isOutside) return true;
      at = tree.parent[at];
    }
    return false;
  }

  /** Whether a use of a variable hands its object to somebody. The function's own `return` ends its business with it. */
  private isEscape(reference: i32, depth: i32, mayReturn: boolean): boolean {
    const tree = this.tree;
    if ((tree.flags[reference] & (Flag.Binding | Flag.Write)) !== 0) return false;
    let node = reference;
    let up = tree.parent[node];
    while (tree.kind[up] === Kind.TypeWrap || tree.kind[up] === Kind.Chain) {
      node = up;
      up = tree.parent[node];
    }
    switch (tree.kind[up]) {
      case Kind.Member:
      case Kind.ExprStmt:
      case Kind.Spread:
      case Kind.Template:
      case Kind.Binary:
      case Kind.Unary:
      case Kind.Await:
        return false;
      case Kind.If:
      case Kind.While:
      case Kind.DoWhile:
      case Kind.For:
      case Kind.ForOf:
      case Kind.ForIn:
        return false;
      case Kind.Conditional:
        return tree.firstChild(up) !== node;
      case Kind.Return:
        return !mayReturn;
      case Kind.Function:
        return !mayReturn;
      case Kind.Declarator:
      case Kind.Assign:
        return (
          tree.kind[tree.firstChild(up)] !== Kind.ObjectPattern && tree.kind[tree.firstChild(up)] !== Kind.ArrayPattern
        );
      case Kind.Call:
      case Kind.New:
        return tree.firstChild(up) !== node && this.isKept(up, node, depth);
      default:
        return true;
    }
  }

  /** Whether the called function may keep an argument. */
  private isKept(call: i32, argument: i32, depth: i32): boolean {
    const tree = this.tree;
    const effect = this.calls.classify(call);
    if (effect.target < 0) return effect.evidence !== Evidence.Known || effect.mutatesReceiver;
    if (depth >= MAX_DEPTH) return true;
    let index: i32 = 0;
    let at = tree.child(call, 1);
    while (at !== argument) {
      if (at < 0 || tree.kind[at] === Kind.Spread) return true;
      index += 1;
      at = tree.nextSibling(at);
    }
    const parameter = parameterAt(tree, effect.target, index);
    if (parameter === NOBODY) return false;
    if (parameter === ANYBODY) return true;
    if (tree.kind[parameter] !== Kind.Ident) return tree.kind[parameter] !== Kind.ObjectPattern;
    let reference = this.scopes.firstReference[this.scopes.binding[parameter]];
    while (reference >= 0) {
      const passesItselfOn = this.isSameArgument(reference, effect.target, index);
      if (!passesItselfOn && this.isEscape(reference, depth + 1, false)) return true;
      reference = this.scopes.nextReference[reference];
    }
    return false;
  }

  /** A recursive call that passes a parameter on in its own place keeps nothing that the rest of the function does not. */
  private isSameArgument(reference: i32, fn: i32, index: i32): boolean {
    const tree = this.tree;
    const up = tree.parent[reference];
    if (tree.kind[up] !== Kind.Call || this.calls.classify(up).target !== fn) return false;
    return tree.child(up, index + 1) === reference;
  }
}

/** For the test that keeps the tables sorted. */
export function ownershipTables(): string[][] {
  return [wordsIn(COPYING), wordsIn(MAKING)];
}

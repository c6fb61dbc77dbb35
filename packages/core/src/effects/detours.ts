/**
 * Objects that reach a function of the file by a detour.
 *
 *   mark(o.part), mark({ target: o }), mark(...[o])        it gets a part of the object, or something that holds it
 *   mark.call(null, o), visit(o, (x) => { x.done = 1; })   somebody else hands it over, at once
 *   setTimeout(mark, 10, o), bus.on("end", mark.bind(null, o))   or some time later
 *
 * Who is given both an object and a function is taken to hand the one to the other. Errs towards "changes": of a function that is handed
 * over all parameters count.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Changes } from "./changes";
import { ANYBODY, NOBODY, parameterAt } from "./params";
import { CALLING } from "./receivers";
import { hasWord, wordsIn } from "./words";

/** Methods by which a function is called, or prepared to be, with arguments of its own. */
const BINDING: string = "apply bind call";

/** Those that have called it when they return. */
const AT_ONCE: string = "apply call";

export class Detours {
  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private calls: CallClassifier,
    private changes: Changes,
  ) {}

  /** Whether a mention leads the object, or a part of it, to a function of the file that changes what it is given. */
  change(mention: i32): boolean {
    const argument = this.argumentOf(mention);
    if (argument < 0) return false;
    const call = this.tree.parent[argument];
    const target = this.calls.callees.resolve(call).target;
    return (target >= 0 && this.changesArgument(target, call, argument)) || this.changesByOthers(call, argument);
  }

  /** The call by which a mention does that, if it may happen when the call has returned; or -1. */
  lateCall(mention: i32): i32 {
    if (!this.change(mention)) return -1;
    const call = this.tree.parent[this.argumentOf(mention)];
    const callee = this.calls.callees.resolve(call);
    if (callee.target >= 0) return (this.tree.flags[callee.target] & (Flag.Async | Flag.Generator)) !== 0 ? call : -1;
    return callee.receiver < 0 || !(hasWord(CALLING, callee.name) || hasWord(AT_ONCE, callee.name)) ? call : -1;
  }

  /** The argument of a call that a mention stands in, or a part of it does: `o`, `o.a`, `{ a: o }`; or -1. */
  private argumentOf(mention: i32): i32 {
    const tree = this.tree;
    let node = mention;
    while (true) {
      const up = tree.parent[node];
      switch (tree.kind[up]) {
        case Kind.TypeWrap:
        case Kind.Chain:
        case Kind.Object:
        case Kind.Array:
        case Kind.Spread:
          break;
        case Kind.Member:
          if (tree.firstChild(up) !== node) return -1;
          break;
        case Kind.Property:
          if (tree.child(up, 1) !== node) return -1;
          break;
        case Kind.Call:
          return tree.firstChild(up) === node ? -1 : node;
        default:
          return -1;
      }
      node = up;
    }
  }

  /** Whether a function changes what it gets an argument by. */
  private changesArgument(target: i32, call: i32, argument: i32): boolean {
    const tree = this.tree;
    let index: i32 = 0;
    for (let at = tree.child(call, 1); at !== argument; at = tree.nextSibling(at)) {
      if (tree.kind[at] === Kind.Spread) return this.changesAny(tree.child(target, 1));
      index += 1;
    }
    if (tree.kind[argument] === Kind.Spread) return this.changesAny(tree.child(target, 1));
    const parameter = parameterAt(tree, target, index);
    if (parameter === NOBODY) return false;
    return this.changesAny(parameter === ANYBODY ? tree.child(target, 1) : parameter);
  }

  /** Whether a function that a call is made on, or is given beside an argument, changes one of its own parameters. */
  private changesByOthers(call: i32, argument: i32): boolean {
    const tree = this.tree;
    const callees = this.calls.callees;
    const callee = callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] === Kind.Member && tree.atom[callee] >= 0 && hasWord(BINDING, tree.text(callee))) {
      const fn = callees.functionOf(tree.firstChild(callee), 0);
      if (fn >= 0 && this.changesAny(tree.child(fn, 1))) return true;
    }
    for (let at = tree.child(call, 1); at >= 0; at = tree.nextSibling(at)) {
      const fn = at === argument ? -1 : callees.functionOf(callees.unwrap(at), 0);
      if (fn >= 0 && this.changesAny(tree.child(fn, 1))) return true;
    }
    return false;
  }

  /** Whether one of the variables that parameters declare holds an object that is changed. */
  private changesAny(parameters: i32): boolean {
    const tree = this.tree;
    for (let node = parameters; node < tree.end[parameters]; node++) {
      if (tree.kind[node] !== Kind.Ident || (tree.flags[node] & Flag.Binding) === 0) continue;
      if (this.changes.changesParameter(this.scopes.binding[node])) return true;
    }
    return false;
  }
}

/** For the test that keeps the tables sorted. */
export function detourTables(): string[][] {
  return [wordsIn(BINDING), wordsIn(AT_ONCE)];
}

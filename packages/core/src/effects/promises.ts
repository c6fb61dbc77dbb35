/**
 * Whether calling a function of the file gives a promise: always, sometimes, or never.
 *
 *   async function a() {}  always · const b = (x) => fetch(x)  always · const c = (x) => x + 1  never · const d = (x) => x  sometimes
 *
 * Never means that awaiting the call starts nothing that could run beside anything else. Requires scope analysis.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CallClassifier } from "./calls";
import { Promises } from "./external";
import { hasWord, wordsIn } from "./words";

/** How many calls deep an answer is looked for. */
const MAX_DEPTH: i32 = 4;

/** Globals that give a promise whatever they are given. */
const PROMISING: string =
  "Promise.all Promise.allSettled Promise.any Promise.race Promise.reject Promise.resolve fetch";

export function returnsPromise(tree: Tree, scopes: Scopes, calls: CallClassifier, fn: i32): Promises {
  return ofFunction(tree, scopes, calls, fn, 0);
}

function ofFunction(tree: Tree, scopes: Scopes, calls: CallClassifier, fn: i32, depth: i32): Promises {
  if (depth > MAX_DEPTH || tree.kind[fn] !== Kind.Function) return Promises.Sometimes;
  const flags = tree.flags[fn];
  if ((flags & Flag.Generator) !== 0) return Promises.Never;
  if ((flags & Flag.Async) !== 0) return Promises.Always;
  const body = tree.child(fn, 2);
  if ((flags & Flag.ExprBody) !== 0) return ofValue(tree, scopes, calls, body, depth);
  let some = false;
  let none = !endsInReturn(tree, body);
  for (let node = body + 1; node < tree.end[body]; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.Function || kind === Kind.Class) {
      node = tree.end[node] - 1;
      continue;
    }
    if (kind !== Kind.Return) continue;
    const value = tree.firstChild(node);
    const answer =
      value < 0 || tree.kind[value] === Kind.None ? Promises.Never : ofValue(tree, scopes, calls, value, depth);
    if (answer === Promises.Sometimes) return answer;
    if (answer === Promises.Always) some = true;
    else none = true;
  }
  return some && none ? Promises.Sometimes : some ? Promises.Always : Promises.Never;
}

/** Whether the end of a body cannot be reached: its last statement returns or throws. */
function endsInReturn(tree: Tree, body: i32): boolean {
  let last: i32 = -1;
  let statement = tree.firstChild(body);
  while (statement >= 0) {
    last = statement;
    statement = tree.nextSibling(statement);
  }
  return last >= 0 && (tree.kind[last] === Kind.Return || tree.kind[last] === Kind.Throw);
}

function ofValue(tree: Tree, scopes: Scopes, calls: CallClassifier, node: i32, depth: i32): Promises {
  const value = calls.callees.unwrap(node);
  switch (tree.kind[value]) {
    case Kind.String:
    case Kind.Number:
    case Kind.Constant:
    case Kind.RegExp:
    case Kind.Template:
    case Kind.Array:
    case Kind.Binary:
    case Kind.Unary:
    case Kind.Function:
    case Kind.Class:
    case Kind.JSXElement:
      return Promises.Never;
    case Kind.Conditional:
      return both(
        ofValue(tree, scopes, calls, tree.child(value, 1), depth + 1),
        ofValue(tree, scopes, calls, tree.child(value, 2), depth + 1),
      );
    case Kind.New:
      return calls.callees.global(tree.firstChild(value)) === "Promise" ? Promises.Always : Promises.Sometimes;
    case Kind.Call:
      break;
    default:
      return Promises.Sometimes;
  }
  const target = calls.classify(value).target;
  if (target >= 0) return ofFunction(tree, scopes, calls, target, depth + 1);
  return hasWord(PROMISING, calls.callees.resolve(value).global) ? Promises.Always : Promises.Sometimes;
}

function both(a: Promises, b: Promises): Promises {
  return a === b ? a : Promises.Sometimes;
}

/** For the test that keeps the tables sorted. */
export function promiseTables(): string[][] {
  return [wordsIn(PROMISING)];
}

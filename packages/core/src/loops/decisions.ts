/**
 * What an iteration decides by, if other code may decide otherwise while iterations wait.
 *
 *   for (const id of ids) { if (!this.running) continue; users.push(await getUser(id)); }   with `this.running = false` in another method
 *   for (const id of ids) { signal.throwIfAborted(); users.push(await getUser(id)); }
 *
 * The source looks before each operation; iterations that are under way together have all looked by then, and what the ordered
 * phase looks at is the last there was. Properties are told apart by name. What belongs to an iteration is its own.
 */
import { subjectOf } from "../dependence/reasons";
import { Facts } from "../facts";
import { hasWord } from "../effects/words";
import { Code, Reason } from "../reason";
import { Kind } from "../tree/kinds";
import { Changes } from "./changes";
import { Loop } from "./loop";
import { Standing } from "./standing";

/**
 * Properties and methods that say whether to go on. Sources: DOM Standard, "Interface AbortSignal"; the cancellation tokens of editors
 * and of promise libraries.
 */
const STOPS: string =
  "aborted canceled cancelled isAborted isCanceled isCancellationRequested isCancelled throwIfAborted throwIfCancellationRequested throwIfRequested";

/** For the test that keeps the tables sorted. */
export function decisionTables(): string[][] {
  return [STOPS.split(" ")];
}

export class Decisions {
  constructor(
    private facts: Facts,
    private loop: Loop,
    private changes: Changes,
    private standing: Standing,
    /** The function the loop runs in. */
    private owner: i32,
  ) {}

  /** Why an iteration must not look at something earlier or later than the source does, or null. */
  reason(): Reason | null {
    const tree = this.facts.tree;
    const body = this.loop.body;
    // Nodes up to here decide something.
    let testEnd: i32 = 0;
    for (let node = body; node < tree.end[body]; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Function || kind === Kind.Class) {
        node = tree.end[node] - 1;
        continue;
      }
      const test = testOf(kind, node);
      if (test >= 0 && tree.end[test] > testEnd) testEnd = tree.end[test];
      if (kind === Kind.Call && node < testEnd && this.asks(this.facts.calls.classify(node).target))
        return new Reason(Code.Volatile, node, subjectOf(this.facts, node));
      if (kind !== Kind.Member || tree.atom[node] < 0 || this.isOwn(node)) continue;
      const isStop = hasWord(STOPS, tree.text(node));
      if (isStop || (node < testEnd && this.changes.isSetElsewhere(node, this.owner)))
        return new Reason(Code.Volatile, node, subjectOf(this.facts, node));
    }
    return null;
  }

  /** `if (this.isStopped()) continue`: whether a function of the file looks at what another one sets. */
  private asks(target: i32): boolean {
    const tree = this.facts.tree;
    const end = target < 0 ? target : tree.end[target];
    for (let node = target + 1; node < end; node++) {
      if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
      else if (tree.kind[node] !== Kind.Member || tree.atom[node] < 0) continue;
      else if (hasWord(STOPS, tree.text(node)) || this.changes.isSetElsewhere(node, this.owner)) return true;
    }
    return false;
  }

  /** Whether a property is one of something that an iteration has for itself. */
  private isOwn(member: i32): boolean {
    const callees = this.facts.calls.callees;
    let root = member;
    while (this.facts.tree.kind[root] === Kind.Member) root = callees.unwrap(this.facts.tree.firstChild(root));
    return this.facts.tree.kind[root] === Kind.Ident && this.standing.isOwn(this.facts.scopes.binding[root]);
  }
}

/** What decides in a node, or -1: its first child. */
function testOf(kind: i32, node: i32): i32 {
  switch (kind) {
    case Kind.If:
    case Kind.Conditional:
    case Kind.Logical:
    case Kind.Switch:
    case Kind.While:
      return node + 1;
    default:
      return -1;
  }
}

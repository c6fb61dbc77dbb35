/**
 * Whether the loops of a statement go on by what they have read themselves, and do not wait for something to happen elsewhere.
 *
 *   for (const id of ids) names.push(await getName(id));                                  →   yes: each round asks for another thing
 *   do { page = await getPage(cursor); all.push(...page.items); cursor = page.next; } while (cursor)   →   yes
 *   do { job = await getJob(id); } while (!job.done)                                      →   no: it asks until the answer suits
 *
 * What stands behind a loop that waits may depend on what it has waited for, although no value says so: such a loop keeps its place, as a
 * check does. So what a round awaits must mention something that differs from round to round, and a loop without an end that its head
 * tells must gather what it reads.
 */
import { Evidence } from "../effects/effect";
import { Facts } from "../facts";
import { Mode } from "../options/options";
import { isForAwait } from "../precheck/contents";
import { isClosure } from "../precheck/regions";
import { Flag, isLoop, Kind } from "../tree/kinds";
import { Site } from "./region";

/** `site`: a statement that is to be an operation, with its awaits and its effect. */
export function goesOnByItself(facts: Facts, site: Site): boolean {
  let previous: i32 = -1;
  let rounds: Rounds | null = null;
  for (let i: i32 = 0; i < site.awaits.length; i++) {
    const loop = loopAround(facts, site, site.awaits[i]);
    // Two guesses in a row are a small risk, a loop of them is not.
    const isAgain = loop >= 0 || isForAwait(facts.tree, site.awaits[i]);
    if (isAgain && site.effect.evidence === Evidence.Assumed && facts.options.mode !== Mode.Aggressive) return false;
    if (loop < 0) continue;
    if (loop !== previous) rounds = new Rounds(facts, site, loop);
    previous = loop;
    if (!(rounds as Rounds).mayGoOn(site.awaits[i])) return false;
  }
  return true;
}

/** The innermost loop of the statement that may evaluate an await again, or -1. */
function loopAround(facts: Facts, site: Site, node: i32): i32 {
  const tree = facts.tree;
  for (let at = node; at > site.node; at = tree.parent[at]) {
    const up = tree.parent[at];
    // What a head evaluates once belongs to the code around the loop.
    const isOnce = tree.kind[up] !== Kind.While && tree.kind[up] !== Kind.DoWhile && up + 1 === at;
    if (isLoop(tree.kind[up]) && !isOnce) return up;
  }
  return -1;
}

/** The rounds of one loop. */
class Rounds {
  /** Variables that may have another value in the next round. */
  private changing: i32[] = [];
  private gathers: boolean = false;

  constructor(
    private facts: Facts,
    site: Site,
    private loop: i32,
  ) {
    const fills = site.effect.privateWrites;
    for (let i: i32 = 0; i < fills.length; i++) this.changing.push(fills[i]);
    this.gathers = fills.length > 0;
    this.collect();
    if (!this.gathers) this.gathers = this.ends();
  }

  mayGoOn(node: i32): boolean {
    return this.gathers && this.mentions(this.facts.tree.firstChild(node));
  }

  private collect(): void {
    const tree = this.facts.tree;
    const body = this.facts.tree.end[this.loop];
    for (let node = this.loop + 1; node < body; node++) {
      if (isClosure(tree, node)) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Ident && (tree.flags[node] & Flag.Write) !== 0) this.note(node);
    }
    const head = tree.nextSibling(tree.firstChild(this.loop));
    if (this.isOverItems()) this.declare(head);
    // What is declared with something that differs, or with an answer, differs, too.
    for (let node = this.loop + 1; node < body; node++) {
      if (isClosure(tree, node)) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.Declarator && this.mentions(tree.child(node, 1)))
        this.declare(tree.firstChild(node));
      else if (this.isItems(node) && this.mentions(tree.firstChild(node)))
        this.declare(tree.nextSibling(tree.firstChild(node)));
    }
  }

  /** `total += page.size`, where nothing else in the loop looks at `total`, gathers as well. */
  private note(target: i32): void {
    const tree = this.facts.tree;
    const scopes = this.facts.scopes;
    const binding = scopes.binding[target];
    this.changing.push(binding);
    let isGathered = true;
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      const up = tree.parent[reference];
      const isAdded = tree.kind[up] === Kind.Assign && tree.text(up) === "+=" && tree.firstChild(up) === reference;
      if (tree.contains(this.loop, reference) && !isAdded) isGathered = false;
      reference = scopes.nextReference[reference];
    }
    if (isGathered) this.gathers = true;
  }

  private isItems(node: i32): boolean {
    return this.facts.tree.kind[node] === Kind.ForOf || this.facts.tree.kind[node] === Kind.ForIn;
  }

  private isOverItems(): boolean {
    return this.isItems(this.loop);
  }

  private declare(pattern: i32): void {
    const tree = this.facts.tree;
    for (let node = pattern; node < tree.end[pattern]; node++)
      if (tree.kind[node] === Kind.Ident && (tree.flags[node] & (Flag.Binding | Flag.Write)) !== 0)
        this.changing.push(this.facts.scopes.binding[node]);
  }

  private mentions(root: i32): boolean {
    const tree = this.facts.tree;
    for (let node = root; node < tree.end[root]; node++)
      if (tree.kind[node] === Kind.Ident && this.changing.indexOf(this.facts.scopes.binding[node]) >= 0) return true;
    return false;
  }

  /** Whether the head tells when the loop is over: it runs through items, or compares what it counts. */
  private ends(): boolean {
    const tree = this.facts.tree;
    if (this.isOverItems()) return true;
    if (tree.kind[this.loop] !== Kind.For) return false;
    const init = tree.firstChild(this.loop);
    const test = tree.nextSibling(init);
    return tree.kind[test] === Kind.Binary && tree.kind[init] === Kind.VarDecl && this.mentions(test);
  }
}

/**
 * Writes a segment whose errors come in the order of the source: promises that begin together, awaited where the source awaits.
 *
 *   const user = await getUser(id); const posts = await getPosts(id); return { user, posts, theme: await getTheme() };
 *   →   const _user = Promise.resolve(getUser(id));
 *       const _posts = (async () => getPosts(id))();
 *       const _theme = (async () => getTheme())();
 *       Promise.all([_posts, _theme]).catch(async () => {});
 *       const user = await _user;
 *       const posts = await _posts;
 *       return { user, posts, theme: await _theme };
 *
 * Statements stay where they are; only what they await has begun before. So whichever operation or statement fails first in the source
 * is the one whose error is thrown, without waiting for what comes behind it. The handler that does nothing is for promises that fail
 * while an earlier one is awaited, or after one has failed: they must not count as unhandled. The first promise is awaited at once.
 */
import { Kind } from "../tree/kinds";
import { nodesOf, promisesOf, Block, BlockKind } from "../schedule/block";
import { isGuest } from "../schedule/ordered";
import { Form, Site } from "../dependence/region";
import { Lane } from "./lane";
import { LaneEmitter } from "./lanes";
import {
  asyncArrow,
  awaiting,
  block,
  call,
  Edit,
  EditKind,
  member,
  name,
  OutKind,
  OutNode,
  promiseAll,
  promiseResolve,
  statement,
  variable,
} from "./output";
import { writeUnit } from "./units";

/** The promises of one group, about to be written. */
class Starts {
  lanes: Lane[] = [];
  /** Name of each promise. */
  promises: string[] = [];
  /** Whether its await stays in its statement. */
  inPlace: boolean[] = [];
  /** Whether the next promise waits for it first, which is enough: nobody else wants it. */
  isImplied: boolean[] = [];
  /** First graph node of each, which says where it is awaited. */
  first: i32[] = [];
}

export class OrderedEmitter extends LaneEmitter {
  /** Per node between groups or in the body of one: how many groups begin before it; -1 for nodes of promises. */
  private section: Int32Array = new Int32Array(0);
  /** How many groups have been written. */
  private written: i32 = 0;

  override emit(): OutNode[] {
    const out: OutNode[] = [];
    const blocks = this.plan.root.children;
    this.section = new Int32Array(this.graph.size).fill(-1);
    let groups: i32 = 0;
    for (let i: i32 = 0; i < blocks.length; i++) {
      if (blocks[i].kind === BlockKind.Step) {
        this.section[blocks[i].node] = groups;
        continue;
      }
      groups += 1;
      const children = blocks[i].children;
      for (let j = blocks[i].promises; j < children.length; j++) this.section[children[j].node] = groups;
    }
    let at: i32 = 0;
    while (at < blocks.length) {
      if (blocks[at].kind === BlockKind.Step) {
        this.writeNode(blocks[at].node, out);
        at += 1;
      } else at = this.writeStarts(blocks, at, out);
    }
    return out;
  }

  /** What is in no promise. Awaits stay inside their statements, unless a group begins in between. */
  private writeNode(node: i32, out: OutNode[]): void {
    const index = this.graph.unit[node];
    if (index < this.from || index >= this.to) return;
    if (!this.graph.isOperation(node)) {
      if (!this.merged[index - this.from]) out.push(writeUnit(this.facts, this.region, this.region.units[index]));
      return;
    }
    const site = this.graph.site[node];
    if (!this.staysInside(this.region.sites[site])) this.writeValue(this.region.sites[site], site, out);
  }

  /** Whether the statement around an await is written before the next group begins. */
  private staysInside(site: Site): boolean {
    const residual = this.graph.nodeOfUnit.has(site.unit) ? (this.graph.nodeOfUnit.get(site.unit) as i32) : -1;
    return residual >= 0 && this.section[residual] === this.written;
  }

  /** Writes a group, and the statements that stand among its awaits; returns the place of the block behind them. */
  private writeStarts(blocks: Block[], at: i32, out: OutNode[]): i32 {
    const group = blocks[at];
    this.written += 1;
    const starts = this.startsOf(group);
    for (let i: i32 = 0; i < starts.lanes.length; i++) this.writeStart(group, starts, i, out);
    this.writeHandler(starts, out);
    const last = lastOf(promisesOf(group));
    let next = at + 1;
    let joined: i32 = 0;
    for (let i = group.promises; i < group.children.length; i++) {
      joined = this.writeJoins(group, starts, joined, group.children[i].node, out);
      this.writeNode(group.children[i].node, out);
    }
    while (next < blocks.length && blocks[next].kind === BlockKind.Step && blocks[next].node < last) {
      joined = this.writeJoins(group, starts, joined, blocks[next].node, out);
      this.writeNode(blocks[next].node, out);
      next += 1;
    }
    this.writeJoins(group, starts, joined, this.graph.size, out);
    return next;
  }

  private startsOf(group: Block): Starts {
    const starts = new Starts();
    const isNeeded: boolean[] = [];
    for (let i: i32 = 0; i < group.promises; i++) {
      isNeeded.push(false);
      for (let j: i32 = 0; j < group.needs[i].length; j++) isNeeded[group.needs[i][j]] = true;
    }
    for (let i: i32 = 0; i < group.promises; i++) {
      const child = group.children[i];
      const lane = isNeeded[i] ? this.namedLane(child) : this.laneOf(child, false);
      // Declared in its promise, and handed over by name.
      if (!isNeeded[i] && lane.site !== null && (lane.site as Site).isConstant) this.closeComposite(lane, "", true);
      const isPlain = !isNeeded[i] && lane.returnsLast && !(lane.site as Site).isBoxed && !this.isAskedEarly(child);
      starts.lanes.push(lane);
      starts.inPlace.push(isPlain && this.staysInside(lane.site as Site));
      starts.isImplied.push(false);
      starts.first.push(nodesOf(child)[0]);
    }
    const inside = this.whereabouts.enclose(promisesOf(group));
    const named = new Map<i32, boolean>();
    for (let i = group.promises - 1; i >= 0; i--) {
      if (starts.inPlace[i] && named.has((starts.lanes[i].site as Site).unit)) starts.inPlace[i] = false;
      if (starts.inPlace[i]) continue;
      if (!isNeeded[i] && starts.lanes[i].returnsLast) starts.lanes[i] = this.namedLane(group.children[i]);
      starts.isImplied[i] = this.isImplied(group, starts, i, inside);
      if (starts.isImplied[i]) continue;
      // What its statements await before it must be awaited before it, too.
      const nodes = nodesOf(group.children[i]);
      for (let j: i32 = 0; j < nodes.length; j++) named.set(this.graph.unit[nodes[j]], true);
    }
    for (let i: i32 = 0; i < group.promises; i++)
      starts.promises.push(this.promiseName(group.children[i], starts.lanes[i]));
    return starts;
  }

  /** Whether a statement in front of the last operation of a promise needs what an earlier step sets. */
  private isAskedEarly(child: Block): boolean {
    const nodes = nodesOf(child);
    const last = lastOf(nodes);
    for (let i: i32 = 0; i < nodes.length; i++) {
      const after = this.graph.after[nodes[i]];
      for (let j: i32 = 0; j < after.length; j++)
        if (after[j] < last && this.section[after[j]] === this.written) return true;
    }
    return false;
  }

  /** Whether nobody but the promise behind it wants a promise, and nothing that may fail stands between them. */
  private isImplied(group: Block, starts: Starts, index: i32, inside: i32): boolean {
    if (index + 1 >= group.promises || group.needs[index + 1].indexOf(index) < 0) return false;
    // A failure of what stands before a `try` would be caught in it.
    if (isGuest(this.region, this.graph, starts.first[index + 1])) return false;
    for (let node = starts.first[index]; node < starts.first[index + 1]; node++)
      if (this.section[node] === this.written) return false;
    return this.receive(starts.lanes[index], inside).kind === OutKind.Hole;
  }

  private writeStart(group: Block, starts: Starts, index: i32, out: OutNode[]): void {
    const lane = starts.lanes[index];
    const joins = this.joinsOf(group, index, starts.lanes, starts.promises);
    const body = this.bodyOf(lane, joins);
    // Nothing else has been started when the first one throws.
    const isPlain = lane.isSingle && !(lane.site as Site).isGuest && !(lane.site as Site).isComposite;
    const isBare = index === 0 && body.kind === OutKind.Keep && isPlain;
    const made = isBare ? promiseResolve(body) : call(asyncArrow(body));
    if (!starts.inPlace[index]) {
      this.writePromise(starts.promises[index], made, lane, out);
      return;
    }
    // The statement keeps its comments.
    if (body.kind === OutKind.Block) body.children[body.children.length - 1].comments = -1;
    const site = lane.site as Site;
    const promise = variable("const", name(starts.promises[index]), made);
    promise.origin = this.region.units[site.unit].statement;
    out.push(promise);
    const awaited = awaiting(name(starts.promises[index]));
    awaited.origin = site.node;
    this.replacements.push(new Edit(EditKind.Node, site.node, site.node, [awaited]));
  }

  /** Nobody may ever wait for what comes behind a failure. */
  private writeHandler(starts: Starts, out: OutNode[]): void {
    const names: OutNode[] = [];
    for (let i: i32 = this.isAwaitedAtOnce(starts) ? 1 : 0; i < starts.promises.length; i++)
      names.push(name(starts.promises[i]));
    if (names.length === 0) return;
    const all = names.length === 1 ? names[0] : promiseAll(names);
    const handled = call(member(all, "catch"));
    handled.children.push(asyncArrow(block([])));
    out.push(statement(handled));
  }

  /** Whether nothing is evaluated between the starts and the first await. */
  private isAwaitedAtOnce(starts: Starts): boolean {
    if (starts.isImplied[0] || !starts.inPlace[0]) return true;
    const site = starts.lanes[0].site as Site;
    return site.form !== Form.Nested && (site.form !== Form.Assign || this.isName(site.target));
  }

  /** A variable, or a named property of one or of `this`: nothing fails before the value is there. */
  private isName(target: i32): boolean {
    const tree = this.facts.tree;
    const object = tree.kind[target] === Kind.Member && tree.atom[target] >= 0 ? tree.firstChild(target) : target;
    return tree.kind[object] === Kind.Ident || tree.kind[object] === Kind.This;
  }

  /** Awaits the promises from `from` on that stand before graph node `limit`; returns the number of the next one. */
  private writeJoins(group: Block, starts: Starts, from: i32, limit: i32, out: OutNode[]): i32 {
    const inside = this.whereabouts.enclose(promisesOf(group));
    let at = from;
    while (at < starts.lanes.length && starts.first[at] < limit) {
      const lane = starts.lanes[at];
      at += 1;
      if (starts.inPlace[at - 1] || starts.isImplied[at - 1]) continue;
      const value = awaiting(name(starts.promises[at - 1]));
      const pattern = this.receive(lane, inside);
      if (pattern.kind === OutKind.Hole) out.push(statement(value));
      else out.push(variable(this.keywordOfNames([lane]), pattern, value));
    }
    return at;
  }
}

function lastOf(nodes: i32[]): i32 {
  let last: i32 = -1;
  for (let i: i32 = 0; i < nodes.length; i++) if (nodes[i] > last) last = nodes[i];
  return last;
}

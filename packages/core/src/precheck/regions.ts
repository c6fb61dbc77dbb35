/**
 * Finds the regions: statement lists (or single statements, or arrow bodies) with two or more await sites.
 *
 *   async () => { const a = await f(); if (a) { await g(); } const b = await h(); }   →   one region with sites f and h; g is alone
 *
 * A site belongs to the innermost statement that always evaluates it when it runs: the head of an `if` or `switch` and the
 * iterable of a `for…of` belong to the statement's own region, branches and bodies are regions of their own. Loop tests and
 * updates, parameter defaults and case tests belong to none; they come back as `outside`, with the reason.
 */
import { Flag, Kind, isLoop } from "../tree/kinds";
import { Code, Reason } from "../reason";
import { isFunctionLike } from "../scope/scopes";
import { Tree } from "../tree/tree";
import { Contains, Contents, isForAwait } from "./contents";
import { isStep } from "./steps";
import { waitsForReduce } from "./reduce";

export class RegionSet {
  /** Regions with at least two sites, in order of their first site: the node that owns the statements. */
  node: i32[] = [];
  /** Function-like node each region runs in. */
  owner: i32[] = [];
  /** Whether each region's node owns a statement list. */
  isList: boolean[] = [];
  /** First and last statement with a site, per region. */
  first: i32[] = [];
  last: i32[] = [];
  /** Whether two neighbouring sites of the region might meet, per region. */
  isPromising: boolean[] = [];
  /** Sites that are evaluated one after the other and might meet: their region, their indices in `Contents.awaits`, and their statements. */
  meetRegion: i32[] = [];
  meetFirst: i32[] = [];
  meetSecond: i32[] = [];
  meetFrom: i32[] = [];
  meetTo: i32[] = [];
  /** Sites that cannot be part of any group, with the reason, in source order. */
  outside: i32[] = [];
  outsideReason: Reason[] = [];
}

/** Where one await stands, or a statement around it that may be an operation as a whole. */
class Place {
  region: i32 = -1;
  isList: boolean = true;
  unit: i32 = -1;
  reason: Reason | null = null;

  constructor(
    /** Index of the await in `Contents.awaits`. */
    readonly site: i32,
    readonly isStep: boolean,
  ) {}
}

export function findRegions(tree: Tree, contents: Contents): RegionSet {
  const set = new RegionSet();
  const places: Place[] = [];
  const seen = new Map<i32, boolean>();
  const count = new Map<i32, i32>();
  for (let i: i32 = 0; i < contents.awaits.length; i++) {
    // A `for await` is an operation as a whole or none.
    const isWhole = isForAwait(tree, contents.awaits[i]);
    const place = isWhole ? new Place(i, true) : placeOf(tree, contents.awaits[i], i);
    addSteps(tree, contents, place, seen, places);
    if (!isWhole) places.push(place);
  }
  for (let i: i32 = 0; i < places.length; i++) {
    const region = places[i].region;
    if (region >= 0) count.set(region, count.has(region) ? (count.get(region) as i32) + 1 : 1);
  }
  const index = new Map<i32, i32>();
  const neighbours: Neighbours[] = [];
  for (let i: i32 = 0; i < places.length; i++) {
    const place = places[i];
    if (place.region >= 0 && (count.get(place.region) as i32) > 1)
      addPlace(tree, contents, set, index, neighbours, place);
    else if (!place.isStep) {
      const reason = place.reason;
      set.outside.push(contents.awaits[place.site]);
      set.outsideReason.push(reason !== null ? reason : loneReason(tree, contents.awaits[place.site]));
    }
  }
  for (let at: i32 = 0; at < neighbours.length; at++) neighbours[at].settle(tree, contents, set, at, -1);
  return set;
}

/** Adds the statements around an await, outermost first, that may be operations of the lists they stand in, unless `seen`. */
function addSteps(tree: Tree, contents: Contents, place: Place, seen: Map<i32, boolean>, places: Place[]): void {
  const steps: Place[] = [];
  let at = place.region >= 0 ? place.region : contents.awaits[place.site];
  while (at > 0 && !isFunctionLike(tree.kind[at]) && !isClosure(tree, at)) {
    const list = tree.parent[at];
    const kind = tree.kind[list];
    const isStatement =
      kind === Kind.Program || kind === Kind.Block || (kind === Kind.Case && tree.firstChild(list) !== at);
    if (isStatement) {
      if (seen.has(at)) break;
      seen.set(at, true);
      if (isStep(tree, contents, at)) steps.push(settle(new Place(place.site, true), list, true, at));
    }
    at = list;
  }
  for (let i = steps.length - 1; i >= 0; i--) places.push(steps[i]);
}

function addPlace(
  tree: Tree,
  contents: Contents,
  set: RegionSet,
  index: Map<i32, i32>,
  neighbours: Neighbours[],
  place: Place,
): void {
  if (!index.has(place.region)) {
    index.set(place.region, set.node.length);
    set.node.push(place.region);
    set.owner.push(ownerOf(tree, place.region));
    set.isList.push(place.isList);
    set.first.push(place.unit);
    set.last.push(place.unit);
    set.isPromising.push(false);
    neighbours.push(new Neighbours());
  } else if (place.isStep && set.last[index.get(place.region) as i32] === place.unit) return; // an await in its head stands for it
  const at = index.get(place.region) as i32;
  if (place.unit > set.last[at]) set.last[at] = place.unit;
  neighbours[at].add(tree, contents, set, at, place.site, place.unit);
}

/**
 * Pairs up the sites of one region as they are evaluated: those in an operand before the one that waits for it.
 *
 *   [await a(await b()), await c()]   →   b and a, a and c
 *
 * Sites come in source order; one in whose operand the next might stand is kept open.
 */
class Neighbours {
  private open: i32[] = [];
  private openUnit: i32[] = [];
  private last: i32 = -1;
  private lastUnit: i32 = -1;

  add(tree: Tree, contents: Contents, set: RegionSet, region: i32, site: i32, unit: i32): void {
    this.settle(tree, contents, set, region, contents.awaits[site]);
    this.open.push(site);
    this.openUnit.push(unit);
  }

  /** Closes the open sites that do not contain `node`. */
  settle(tree: Tree, contents: Contents, set: RegionSet, region: i32, node: i32): void {
    for (let top = this.open.length - 1; top >= 0; top--) {
      const site = this.open[top];
      if (node >= 0 && tree.contains(contents.awaits[site], node)) return;
      const unit = this.openUnit[top];
      this.open.pop();
      this.openUnit.pop();
      if (this.last >= 0) this.pair(tree, contents, set, region, site, unit);
      this.last = site;
      this.lastUnit = unit;
    }
  }

  private pair(tree: Tree, contents: Contents, set: RegionSet, region: i32, site: i32, unit: i32): void {
    const previous = contents.awaits[this.last];
    const next = contents.awaits[site];
    if (tree.contains(next, previous) || !mayMeet(tree, contents, this.lastUnit, unit)) return;
    if (isFedBy(tree, previous, this.lastUnit, next) && !standsInPattern(tree, next, unit)) return;
    set.isPromising[region] = true;
    set.meetRegion.push(region);
    set.meetFirst.push(this.last);
    set.meetSecond.push(site);
    set.meetFrom.push(this.lastUnit);
    set.meetTo.push(unit);
  }
}

/**
 * Whether nothing that always cuts a region stands between a site in `unit` and one in `next`. Asks less than scheduling
 * does: a yes may turn out to be a no, never the other way round.
 */
function mayMeet(tree: Tree, contents: Contents, unit: i32, next: i32): boolean {
  if (unit === next) return true;
  if (cuts(tree, contents, unit)) return false;
  let between = tree.end[unit];
  while (between < next) {
    if (cuts(tree, contents, between)) return false;
    between = tree.end[between];
  }
  return true;
}

/**
 * Whether an await's operand uses a name that the declarator around the await before it binds. If that holds for all
 * neighbours they form a chain, and no two of them can meet. Names in closures do not count: they may mean something else.
 */
function isFedBy(tree: Tree, previous: i32, statement: i32, site: i32): boolean {
  if (tree.kind[statement] !== Kind.VarDecl || tree.contains(statement, site)) return false;
  let declarator = previous;
  while (tree.parent[declarator] !== statement) declarator = tree.parent[declarator];
  const pattern = declarator + 1;
  for (let name = pattern; name < tree.end[pattern]; name++) {
    if (isClosure(tree, name)) name = tree.end[name] - 1;
    else if (tree.kind[name] === Kind.Ident && (tree.flags[name] & Flag.Binding) !== 0 && mentions(tree, site, name))
      return true;
  }
  return false;
}

/** Whether a site of a statement is evaluated after what stands behind it: `const { [await key()]: x } = await load();` */
function standsInPattern(tree: Tree, site: i32, statement: i32): boolean {
  for (let at = site; at !== statement; at = tree.parent[at])
    if (tree.kind[at] === Kind.ObjectPattern || tree.kind[at] === Kind.ArrayPattern) return true;
  return false;
}

/** Whether the operand of `site` has an identifier of the same name as `name`, closures aside. */
function mentions(tree: Tree, site: i32, name: i32): boolean {
  for (let use = site + 1; use < tree.end[site]; use++) {
    if (isClosure(tree, use)) use = tree.end[use] - 1;
    else if (tree.kind[use] === Kind.Ident && tree.atom[use] === tree.atom[name]) return true;
  }
  return false;
}

/** Functions and classes: most of what is in them does not run where they stand. */
export function isClosure(tree: Tree, node: i32): boolean {
  return tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class;
}

function cuts(tree: Tree, contents: Contents, statement: i32): boolean {
  // What a function declaration contains does not run where it stands.
  if (tree.kind[statement] === Kind.Function || isStep(tree, contents, statement)) return false;
  const bits = contents.bits[statement];
  if ((bits & (Contains.Exit | Contains.Yield | Contains.Opaque | Contains.Using)) !== 0) return true;
  switch (tree.kind[statement]) {
    case Kind.If:
      return (bits & Contains.Await) !== 0;
    case Kind.For:
    case Kind.ForIn:
    case Kind.ForOf:
    case Kind.While:
    case Kind.DoWhile:
    case Kind.Switch:
    case Kind.Try:
    case Kind.Block:
    case Kind.Labeled:
      return true;
    default:
      return false;
  }
}

function placeOf(tree: Tree, site: i32, index: i32): Place {
  const place = new Place(index, false);
  let at = site;
  while (at > 0) {
    const up = tree.parent[at];
    const kind = tree.kind[up];
    if (kind === Kind.Program || kind === Kind.Block || kind === Kind.StaticBlock) return settle(place, up, true, at);
    if (kind === Kind.Case) {
      if (tree.firstChild(up) === at) return fail(place, Code.Position, up, "case test");
      return settle(place, up, true, at);
    }
    if (kind === Kind.Labeled) return settle(place, at, false, at);
    if (kind === Kind.If && tree.firstChild(up) !== at) return settle(place, at, false, at);
    if (kind === Kind.Function) {
      if ((tree.flags[up] & Flag.ExprBody) !== 0 && tree.end[at] === tree.end[up]) return settle(place, at, false, at);
      return fail(place, Code.Position, up, "parameter default");
    }
    if (isLoop(kind)) {
      if (bodyOf(tree, up) === at) return settle(place, at, false, at);
      if (kind === Kind.For && tree.firstChild(up) === at) return fail(place, Code.Position, up, "loop head");
      const iterable = (kind === Kind.ForIn || kind === Kind.ForOf) && tree.firstChild(up) === at;
      if (!iterable) return fail(place, Code.Loop, up, "loop head");
    }
    if (kind === Kind.Params) return fail(place, Code.Position, up, "parameter default");
    if (kind === Kind.Field || kind === Kind.Decorator || kind === Kind.Namespace)
      return fail(place, Code.Position, up, "class member");
    if (kind === Kind.Class) return fail(place, Code.Position, up, "class definition");
    if (kind === Kind.Opaque) return fail(place, Code.Unknown, up, "");
    at = up;
  }
  return fail(place, Code.Unknown, 0, "");
}

/** Innermost function-like node around a node. */
export function ownerOf(tree: Tree, node: i32): i32 {
  let up = tree.parent[node];
  while (up > 0 && !isFunctionLike(tree.kind[up])) up = tree.parent[up];
  return up < 0 ? 0 : up;
}

/** Why the only await of a region stays: in a loop it is the iterations that could run together, but do not. */
function loneReason(tree: Tree, site: i32): Reason {
  const owner = ownerOf(tree, site);
  if (waitsForReduce(tree, tree.firstChild(site), owner)) return new Reason(Code.Reduce, site, "");
  let at = tree.parent[site];
  while (at > owner) {
    const kind = tree.kind[at];
    if (isLoop(kind)) return new Reason(Code.Loop, at, kind === Kind.While || kind === Kind.DoWhile ? "while" : "");
    at = tree.parent[at];
  }
  return new Reason(Code.Alone, -1, "");
}

/** The body slot of a loop. */
function bodyOf(tree: Tree, loop: i32): i32 {
  const kind = tree.kind[loop];
  const slot = kind === Kind.DoWhile ? 0 : kind === Kind.While ? 1 : kind === Kind.For ? 3 : 2;
  return tree.child(loop, slot);
}

function settle(place: Place, region: i32, isList: boolean, unit: i32): Place {
  place.region = region;
  place.isList = isList;
  place.unit = unit;
  return place;
}

function fail(place: Place, code: Code, node: i32, subject: string): Place {
  place.reason = new Reason(code, node, subject);
  return place;
}

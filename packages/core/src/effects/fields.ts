/**
 * Properties of objects that others may hold, told apart by their names.
 *
 *   this.user = await getUser(id);       writes what is called `user`
 *   this.posts = await getPosts(id);     reads nothing of that name: starts before the assignment, which stays where it is
 *   await getTeam(other.user)            reads `user`, perhaps of the same object: comes after it
 *
 * A location is a root (`this` of a class, an object of the file that only variables of the file hold, parameters among them: `holders.ts`; both are
 * known to have no accessors but those in sight), up to three names, and what is below. Since another name may lead to the same object, a read meets a write whenever it asks for a property of
 * that name, whatever it asks. So it is with functions of the file that run: if any other function asks for the name, they may. What
 * is called on the root, or on an object between it and the property, sees everything.
 *
 * Code of other files sees a location only if it is given the root, or a function that asks for the name: a root that is ever
 * used but to reach its properties, and a name that a function asks for which is handed to somebody, are no locations, and writing
 * them is a write of all (ASSUMPTIONS.md, "Fields"). So it is with names that say that others go by them: a token, a configuration.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { CallEffect } from "./call-effect";
import { CalleeResolver } from "./callee";
import { Evidence, RECEIVER } from "./effect";
import { Holders } from "./holders";
import { hasAnyWord } from "./lexicon";
import { isTarget } from "./mutations";
import { isPlain } from "./slots";
import { wordsIn } from "./words";

const MAX_DEPTH: i32 = 3;

/** A function that sets more is taken to write everything, and so is a name that more functions ask for. */
const MAX_LOCATIONS: i32 = 12;
const MAX_READERS: i32 = 64;

/** How many names and functions are looked at to find out who may ask for one. */
const MAX_ASKED: i32 = 256;

/** Words of properties that are set for others to go by. */
const GUIDING: string = `
auth bearer client clients conf config configuration conn connection context cookie cookies credential
credentials ctx current cwd database db defaults driver endpoint env environment header headers host identity jwt key
keys lang language length locale login mode namespace options origin params password path pool port proto prototype proxy
ref region root scope secret secrets server session settings socket store tenant timezone token tokens transaction tx url
version zone
`;

class Location {
  constructor(
    readonly atom: i32,
    readonly slot: i32,
    /** Set of the variables that may hold the root (`holders.ts`), or `RECEIVER`. */
    readonly root: i32,
    /** Names between the root and the last one. */
    readonly through: i32[],
  ) {}
}

/** What a function sets. */
class Layout {
  locations: Location[] = [];
  /** Slot of each assigned member. */
  slots: Map<i32, i32> = new Map<i32, i32>();
}

export class Fields {
  private layouts: Map<i32, Layout> = new Map<i32, Layout>();
  private isCollected: boolean = false;
  /** By name: functions that ask for it. */
  private readers: Map<i32, i32[]> = new Map<i32, i32[]>();
  /** Names whose values are used for more than to reach what is below. */
  private values: Map<i32, boolean> = new Map<i32, boolean>();
  /** Names that are given objects made right there, and nothing else: any other may have setters, or hang in two places. */
  private holdsOwn: Map<i32, boolean> = new Map<i32, boolean>();
  /** Names, and functions as negative numbers, that the question at hand has met. */
  private asked: Map<i32, boolean> = new Map<i32, boolean>();
  private holders: Holders;
  /** Whether a function of the file hands its `this` to anybody, or asks for a computed property of it; whether one outside of classes does. */
  private handsThis: boolean = false;
  private handsObject: boolean = false;
  /** Classes of which the file makes instances, or hands the prototype to somebody: a decorator may make an accessor of a field. */
  private made: i32[] = [];

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {
    this.holders = new Holders(tree, scopes, callees);
  }

  /** The slot that stands for what assigning to a member changes, or -1 when that may be anything. */
  written(member: i32): i32 {
    const layout = this.layoutOf(this.scopes.owner[member]);
    return layout.slots.has(member) ? (layout.slots.get(member) as i32) : -1;
  }

  /** What reading the property `atom` (-1: an unknown one) at `node` sees. */
  addRead(atom: i32, node: i32, into: i32[]): void {
    const locations = this.layoutOf(this.scopes.owner[node]).locations;
    for (let i: i32 = 0; i < locations.length; i++)
      if (atom < 0 || locations[i].atom === atom) into.push(locations[i].slot);
  }

  /** What a call at `node` that runs something nobody knows may see because of what it is called on. */
  addCall(node: i32, call: CallEffect, receiver: i32, into: i32[]): void {
    const locations = this.layoutOf(this.scopes.owner[node]).locations;
    if (locations.length === 0 || call.target >= 0 || call.evidence >= Evidence.Known) return;
    for (let i: i32 = 0; i < locations.length; i++)
      if (this.reaches(receiver, locations[i])) into.push(locations[i].slot);
  }

  /** What functions of the file may see that code of `owner` runs. */
  addRun(owner: i32, invoked: i32[], into: i32[]): void {
    const locations = this.layoutOf(owner).locations;
    for (let i: i32 = 0; i < locations.length; i++) {
      const readers = this.readersOf(locations[i].atom);
      const isAsked = readers.length > 1 || (readers.length === 1 && readers[0] !== owner);
      if (isAsked || invoked.indexOf(owner) >= 0) into.push(locations[i].slot);
    }
  }

  private reaches(receiver: i32, location: Location): boolean {
    const tree = this.tree;
    let node = receiver;
    while (tree.kind[node] === Kind.Member) {
      if (location.through.indexOf(tree.atom[node]) >= 0) return true;
      node = this.callees.unwrap(tree.firstChild(node));
    }
    return node === receiver && this.rootAt(node) === location.root;
  }

  /** Number of a root: a set of variables, `RECEIVER`, or -1 for everything else. */
  private rootAt(node: i32): i32 {
    const kind = this.tree.kind[node];
    if (kind === Kind.This || kind === Kind.Super) return RECEIVER;
    return kind === Kind.Ident ? this.holders.setOf(this.scopes.binding[node]) : -1;
  }

  // ---- what a function sets ---------------------------------------------------------------------------------------

  private layoutOf(owner: i32): Layout {
    if (this.layouts.has(owner)) return this.layouts.get(owner) as Layout;
    const tree = this.tree;
    const layout = new Layout();
    this.layouts.set(owner, layout);
    for (let node = owner + 1; node < tree.end[owner]; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Function || kind === Kind.Class) node = tree.end[node] - 1;
      else if (kind === Kind.Member && tree.atom[node] >= 0 && isTarget(tree, node)) this.locate(node, owner, layout);
    }
    if (layout.locations.length > MAX_LOCATIONS) this.layouts.set(owner, new Layout());
    return this.layouts.get(owner) as Layout;
  }

  private locate(member: i32, owner: i32, layout: Layout): void {
    const tree = this.tree;
    const through: i32[] = [];
    if (this.isGuide(member, owner)) return;
    let name = tree.text(member);
    let node = this.callees.unwrap(tree.firstChild(member));
    for (; tree.kind[node] === Kind.Member; node = this.callees.unwrap(tree.firstChild(node))) {
      if (tree.atom[node] < 0 || through.length + 2 > MAX_DEPTH || this.isGuide(node, owner)) return;
      through.push(tree.atom[node]);
      name = tree.text(node) + "." + name;
    }
    const root = this.rootAt(node);
    if (root === -1 || !this.isRoot(node) || this.isSeen(tree.atom[member], owner)) return;
    for (let i: i32 = 0; i < through.length; i++)
      if (this.values.has(through[i]) || !this.isGivenOwn(through[i])) return;
    let slot: i32 = -1;
    for (let i: i32 = 0; i < layout.locations.length; i++)
      if (layout.locations[i].atom === tree.atom[member]) slot = layout.locations[i].slot;
    if (slot < 0) slot = this.addSlot(root === RECEIVER ? RECEIVER : this.scopes.binding[node], owner, name);
    layout.slots.set(member, slot);
    layout.locations.push(new Location(tree.atom[member], slot, root, through));
  }

  private addSlot(root: i32, owner: i32, name: string): i32 {
    const scopes = this.scopes;
    const slot =
      root === RECEIVER
        ? scopes.add(this.tree.intern("this." + name), BindingKind.Param, owner, owner, -1)
        : scopes.addSlot(root, this.tree.intern(this.tree.atoms[scopes.atom[root]] + "." + name));
    scopes.flags[slot] |= BindingFlag.Field;
    return slot;
  }

  /** Whether others go by a property; nobody does by a private one that only the function itself asks for. */
  private isGuide(member: i32, owner: i32): boolean {
    const tree = this.tree;
    if (!isGuiding(tree.text(member))) return false;
    if (!tree.text(member).startsWith("#")) return true;
    const readers = this.readersOf(tree.atom[member]);
    return readers.length > 1 || (readers.length === 1 && readers[0] !== owner);
  }

  /** Whether code of other files may be given a function that asks for a name, itself or through others. */
  private isSeen(atom: i32, owner: i32): boolean {
    this.asked = new Map<i32, boolean>();
    return this.isAskedByHanded(atom, owner);
  }

  private isAskedByHanded(atom: i32, owner: i32): boolean {
    if (atom < 0 || this.asked.has(atom)) return atom < 0;
    this.asked.set(atom, true);
    const readers = this.readersOf(atom);
    if (readers.length > MAX_READERS || this.asked.size > MAX_ASKED) return true;
    for (let i: i32 = 0; i < readers.length; i++) if (this.isInHanded(readers[i], owner)) return true;
    return false;
  }

  /** Whether one of the functions around a place, `fn` the innermost, may be run by other files; those around `owner` aside. */
  private isInHanded(fn: i32, owner: i32): boolean {
    for (let at = fn; at > 0 && !this.tree.contains(at, owner); at = this.scopes.owner[at]) {
      // Functions are told from names by their sign.
      if (this.asked.has(-at)) continue;
      this.asked.set(-at, true);
      if (this.isHanded(at, owner)) return true;
    }
    return false;
  }

  /** Whether a function is used otherwise than to be called by its name, or as a method of a class, by functions that are not handed over. */
  private isHanded(fn: i32, owner: i32): boolean {
    const tree = this.tree;
    const scopes = this.scopes;
    if (tree.kind[fn] !== Kind.Function) return false;
    const up = tree.parent[fn];
    if (tree.kind[up] === Kind.Method || tree.kind[up] === Kind.Field)
      return tree.kind[tree.parent[up]] !== Kind.Class || this.isAskedByHanded(tree.atom[up], owner);
    if (tree.kind[up] === Kind.Call && tree.firstChild(up) === fn) return false;
    let name: i32 = -1;
    if ((tree.flags[fn] & Flag.Declaration) !== 0) name = tree.firstChild(fn);
    else if (tree.kind[up] === Kind.Declarator) name = tree.firstChild(up);
    if (name < 0 || tree.kind[name] !== Kind.Ident) return true;
    const binding = scopes.binding[name];
    for (let at = scopes.firstReference[binding]; at >= 0; at = scopes.nextReference[at]) {
      if (at === name) continue;
      const use = tree.parent[at];
      const isCalled = tree.kind[use] === Kind.Call && tree.firstChild(use) === at;
      if (isCalled ? this.isInHanded(scopes.owner[at], owner) : tree.kind[use] !== Kind.ExportSpec) return true;
    }
    return false;
  }

  // ---- roots ------------------------------------------------------------------------------------------------------

  /** Whether an object is used in this file for nothing but to reach its properties. */
  private isRoot(node: i32): boolean {
    if (this.tree.kind[node] === Kind.Super) return false;
    if (this.tree.kind[node] === Kind.This)
      return !this.callees.isStaticHome(node) && this.isReceiver(this.callees.homeObject(node));
    this.collect();
    return !this.handsObject;
  }

  /** `this` of a class that is in the file with all it extends, and of which the file makes no instance that others might be given. */
  private isReceiver(home: i32): boolean {
    if (home < 0 || this.tree.kind[home] !== Kind.Class) return false;
    this.collect();
    if (this.handsThis) return false;
    let base = home;
    for (let depth: i32 = 0; this.tree.kind[this.tree.child(base, 1)] !== Kind.None; depth++) {
      base = this.callees.baseOf(base);
      if (base < 0 || depth === MAX_DEPTH) return false;
    }
    for (let i: i32 = 0; i < this.made.length; i++) {
      let type = this.made[i];
      for (let depth: i32 = 0; type >= 0 && depth < 8; depth++) {
        if (type === home) return false;
        type = this.callees.baseOf(type);
      }
    }
    return true;
  }

  // ---- the whole file ---------------------------------------------------------------------------------------------

  private readersOf(atom: i32): i32[] {
    this.collect();
    return this.readers.has(atom) ? (this.readers.get(atom) as i32[]) : [];
  }

  private collect(): void {
    if (this.isCollected) return;
    this.isCollected = true;
    const tree = this.tree;
    for (let node: i32 = 0; node < tree.size; node++) {
      const kind = tree.kind[node];
      if (kind === Kind.Member) this.collectMember(node);
      else if (kind === Kind.Property && tree.kind[tree.parent[node]] === Kind.Object)
        this.addGiven(tree.atom[node], tree.child(node, 1));
      else if (kind === Kind.Field || kind === Kind.Method) this.addGiven(tree.atom[node], tree.child(node, 1));
      else if (kind === Kind.Params) this.addParameters(node);
      else if (kind === Kind.Property && tree.kind[tree.parent[node]] === Kind.ObjectPattern) {
        this.addReader(tree.atom[node], node);
        this.values.set(tree.atom[node], true);
      } else if (kind === Kind.This) {
        if (!this.holders.isOnlyReached(node)) this.handOut(node);
      } else if (kind === Kind.Decorator) {
        const up = tree.parent[node];
        if (tree.kind[up] === Kind.Field || tree.kind[up] === Kind.Method) this.made.push(tree.parent[up]);
      } else if (kind === Kind.New) {
        const type = this.callees.classOf(this.callees.unwrap(tree.firstChild(node)));
        if (type >= 0) this.made.push(type);
      }
    }
  }

  private handOut(receiver: i32): void {
    this.handsThis = true;
    const home = this.callees.homeObject(receiver);
    if (home < 0 || this.tree.kind[home] !== Kind.Class) this.handsObject = true;
  }

  private collectMember(node: i32): void {
    const tree = this.tree;
    const atom = tree.atom[node];
    const up = tree.parent[node];
    const isPlainWrite =
      isTarget(tree, node) && (tree.kind[up] !== Kind.Assign || tree.text(up) === "=") && tree.kind[up] !== Kind.Update;
    if (isTarget(tree, node) && tree.kind[up] !== Kind.Unary)
      this.addGiven(atom, tree.kind[up] === Kind.Assign && tree.firstChild(up) === node ? tree.child(up, 1) : up);
    if (atom < 0 || isPlainWrite) return;
    this.addReader(atom, node);
    const isPassed = (tree.kind[up] === Kind.Member || tree.kind[up] === Kind.Call) && tree.firstChild(up) === node;
    if (isPassed) return;
    this.values.set(atom, true);
    const type =
      tree.text(node) === "prototype" ? this.callees.classOf(this.callees.unwrap(tree.firstChild(node))) : -1;
    if (type >= 0) this.made.push(type);
  }

  /** What a property is given: a plain object made right there, nothing yet, or something about which less is known. */
  private addGiven(atom: i32, value: i32): void {
    const tree = this.tree;
    if (atom < 0 || value < 0 || tree.kind[value] === Kind.None) return;
    const given = this.callees.unwrap(value);
    if (tree.kind[given] === Kind.Constant && tree.text(given) === "null") return;
    const isOwn = tree.kind[given] === Kind.Object && isPlain(tree, given);
    this.holdsOwn.set(atom, isOwn && (!this.holdsOwn.has(atom) || this.isGivenOwn(atom)));
  }

  private isGivenOwn(atom: i32): boolean {
    return this.holdsOwn.has(atom) && (this.holdsOwn.get(atom) as boolean);
  }

  /** In TypeScript a parameter of a constructor may be a property at the same time. */
  private addParameters(params: i32): void {
    const tree = this.tree;
    const up = tree.parent[tree.parent[params]];
    if (tree.kind[up] !== Kind.Method || (tree.flags[up] & Flag.Constructor) === 0) return;
    for (let node = params + 1; node < tree.end[params]; node++)
      if (tree.kind[node] === Kind.Ident) this.addGiven(tree.atom[node], node);
  }

  private addReader(atom: i32, node: i32): void {
    const owner = this.scopes.owner[node];
    if (!this.readers.has(atom)) this.readers.set(atom, []);
    const readers = this.readers.get(atom) as i32[];
    if (readers.length === 0 || readers[readers.length - 1] !== owner) readers.push(owner);
  }
}

/** Whether a property's name says that others go by it. */
export function isGuiding(name: string): boolean {
  return name === "__proto__" || hasAnyWord(GUIDING, name);
}

/** For the test that keeps the tables sorted. */
export function fieldTables(): string[][] {
  return [wordsIn(GUIDING)];
}

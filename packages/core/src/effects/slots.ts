/**
 * Paths into objects that a function makes and keeps to itself, told apart.
 *
 *   const page = { user: null, query: { id } };
 *   page.user = await getUser(page.query.id);   writes `page.user`, reads `page.query.id`
 *   const posts = await getPosts(page.query);   reads `page.query` and all below: starts beside the first
 *
 * Each path that the function mentions becomes a binding of its own, a _slot_ (`Scopes.addSlot`), so that everything that orders reads and
 * writes of variables orders those of slots, too. Two paths meet when one is the beginning of the other: `page.a` and `page.a.x`, but not
 * `page.b`. A computed or unknown key means everything below, and so does calling a method, which is given the object.
 * Names that an object does not have from the beginning are listed in the order in which they come: `Object.keys`, `JSON.stringify`. What may
 * give it one writes a slot more, that of its keys, so that the order stays.
 *
 * Requires that no other function mentions the variable and that its object is made where it is declared, without accessors and
 * without a prototype of its own. Of the objects inside only those count that stand in that literal and are never used but to
 * reach their properties: any other may have a second name. What happens to the object as a whole (it is returned, handed over, given another name)
 * reads all slots; a write after that is nobody's private business any more (`dependence/observable.ts`, `isPrivateUntil`).
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { Ownership } from "./ownership";

/** Longer paths mean all that is below. */
const MAX_DEPTH: i32 = 3;

/** An object of which more paths are mentioned is one thing. */
const MAX_SLOTS: i32 = 12;

/** And so is one that is mentioned more often: all mentions are compared. */
const MAX_MENTIONS: i32 = 64;

/** The paths into one object, and the binding of each. */
class Layout {
  paths: string[] = [];
  slots: i32[] = [];
  /** Whether a property is deleted somewhere: then none is there for certain. */
  hasDelete: boolean = false;
}

/** Stands for the keys of an object in a path. */
const KEYS: string = "#.";

export class Slots {
  private layouts: Map<i32, Layout> = new Map<i32, Layout>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
    private ownership: Ownership,
  ) {}

  /**
   * Adds the slots that meet the path which begins at a mention of a private object; false when the object is not taken apart.
   */
  add(mention: i32, into: i32[]): boolean {
    const layout = this.layoutOf(this.scopes.binding[mention]);
    if (layout.slots.length === 0) return false;
    const path = this.pathAt(mention);
    for (let i: i32 = 0; i < layout.paths.length; i++) {
      const other = layout.paths[i];
      if (other.startsWith(path) || path.startsWith(other)) into.push(layout.slots[i]);
    }
    return true;
  }

  /** Adds the slot of the keys of the object to which an assignment, `member`, may give a new one. */
  addKeys(mention: i32, member: i32, into: i32[]): void {
    if (this.endOf(mention) !== member) return;
    const layout = this.layoutOf(this.scopes.binding[mention]);
    const at = layout.paths.indexOf(this.levelOf(mention) + KEYS);
    if (at >= 0 && this.mayBeNew(mention, layout)) into.push(layout.slots[at]);
  }

  /** The member at the end of the path that begins at a mention, or the mention. */
  endOf(mention: i32): i32 {
    return this.isTakenApart(mention) ? this.memberAt(mention, countOf(this.pathAt(mention))) : mention;
  }

  /** The name of the private object that a member belongs to when nothing else leads there, or -1. */
  ownerOf(member: i32): i32 {
    const mention = this.rootOf(member);
    return mention >= 0 && this.endOf(mention) === member ? mention : -1;
  }

  private isTakenApart(mention: i32): boolean {
    return this.layoutOf(this.scopes.binding[mention]).slots.length > 0;
  }

  /** The name that a path of members begins with, or -1. */
  private rootOf(member: i32): i32 {
    let node = member;
    while (this.tree.kind[node] === Kind.Member) node = this.tree.firstChild(node);
    return this.tree.kind[node] === Kind.Ident ? node : -1;
  }

  private layoutOf(binding: i32): Layout {
    if (this.layouts.has(binding)) return this.layouts.get(binding) as Layout;
    const layout = new Layout();
    this.layouts.set(binding, layout);
    if (!this.isCandidate(binding)) return layout;
    const declaration = this.scopes.declaration[binding];
    const names: i32[] = [];
    let mention = this.scopes.firstReference[binding];
    for (; mention >= 0; mention = this.scopes.nextReference[mention]) {
      const path = mention === declaration ? "" : this.pathAt(mention);
      if (path.length === 0) continue;
      if (this.isDeleted(mention)) layout.hasDelete = true;
      if (layout.paths.indexOf(path) >= 0) continue;
      layout.paths.push(path);
      names.push(this.nameOf(mention, countOf(path)));
    }
    this.addLevels(binding, layout, names);
    if (layout.paths.length > MAX_SLOTS) return layout;
    for (let i: i32 = 0; i < layout.paths.length; i++) layout.slots.push(this.scopes.addSlot(binding, names[i]));
    return layout;
  }

  /** Adds the paths of the keys of objects that may get new ones. */
  private addLevels(binding: i32, layout: Layout, names: i32[]): void {
    const declaration = this.scopes.declaration[binding];
    let mention = this.scopes.firstReference[binding];
    for (; mention >= 0; mention = this.scopes.nextReference[mention]) {
      if (mention === declaration || this.pathAt(mention).length === 0 || !this.mayBeNew(mention, layout)) continue;
      const level = this.levelOf(mention);
      if (layout.paths.indexOf(level + KEYS) >= 0) continue;
      layout.paths.push(level + KEYS);
      names.push(this.nameOf(mention, countOf(level)));
    }
  }

  /** The path of the object whose property the path at a mention ends in. */
  private levelOf(mention: i32): string {
    const names = this.pathAt(mention).split(".");
    let level = "";
    for (let i: i32 = 0; i < names.length - 2; i++) level += names[i] + ".";
    return level;
  }

  /** Whether the property that the path at a mention ends in may be missing until it is assigned. */
  private mayBeNew(mention: i32, layout: Layout): boolean {
    if (layout.hasDelete) return true;
    const length = countOf(this.pathAt(mention));
    let object = this.callees.initializer(this.scopes.binding[mention]);
    for (let depth: i32 = 1; depth < length && object >= 0; depth++)
      object = this.literalAt(object, this.nameAt(mention, depth));
    return object < 0 || !this.hasKey(object, this.nameAt(mention, length));
  }

  private hasKey(object: i32, atom: i32): boolean {
    const tree = this.tree;
    for (let member = tree.firstChild(object); member >= 0; member = tree.nextSibling(member))
      if (tree.kind[member] !== Kind.Spread && tree.atom[member] === atom) return true;
    return false;
  }

  /** `delete page.user` */
  private isDeleted(mention: i32): boolean {
    const up = this.tree.parent[this.memberAt(mention, countOf(this.pathAt(mention)))];
    return this.tree.kind[up] === Kind.Unary && this.tree.text(up) === "delete";
  }

  /** `page.query.id`, for remarks. */
  private nameOf(mention: i32, length: i32): i32 {
    let text = this.tree.text(mention);
    for (let depth: i32 = 1; depth <= length; depth++) text += "." + this.tree.text(this.memberAt(mention, depth));
    return this.tree.intern(text);
  }

  private isCandidate(binding: i32): boolean {
    const init = this.callees.initializer(binding);
    if (init < 0 || this.tree.kind[init] !== Kind.Object || this.scopes.has(binding, BindingFlag.Captured))
      return false;
    if (!this.ownership.isMade(binding)) return false;
    let count: i32 = 0;
    let mention = this.scopes.firstReference[binding];
    for (; mention >= 0 && count <= MAX_MENTIONS; mention = this.scopes.nextReference[mention]) count += 1;
    return count <= MAX_MENTIONS;
  }

  /** The path that begins at a mention, as `12.7.`: atoms of names; cut where the object may have another name. */
  private pathAt(mention: i32): string {
    const binding = this.scopes.binding[mention];
    let object = this.callees.initializer(binding);
    let path = "";
    const length = this.lengthAt(mention);
    for (let depth: i32 = 0; depth < length; depth++) {
      if (object < 0 || (depth > 0 && !this.isOnlyPassed(binding, mention, depth))) break;
      const atom = this.tree.atom[this.memberAt(mention, depth + 1)];
      path += atom.toString() + ".";
      object = this.literalAt(object, atom);
    }
    return path;
  }

  /** How many named members follow a mention; a method that is called is none. */
  private lengthAt(mention: i32): i32 {
    const tree = this.tree;
    let node = mention;
    let length: i32 = 0;
    while (length < MAX_DEPTH) {
      const up = tree.parent[node];
      if (tree.kind[up] !== Kind.Member || tree.firstChild(up) !== node || tree.atom[up] < 0) return length;
      if (tree.text(up) === "__proto__") return length;
      const use = tree.parent[up];
      const isCalled = tree.kind[use] === Kind.Call || tree.kind[use] === Kind.TaggedTemplate;
      if (isCalled && tree.firstChild(use) === up) return length;
      node = up;
      length += 1;
    }
    return length;
  }

  /** The member that is `depth` names behind a mention. */
  private memberAt(mention: i32, depth: i32): i32 {
    let node = mention;
    for (let i: i32 = 0; i < depth; i++) node = this.tree.parent[node];
    return node;
  }

  /** Whether every mention that shares the first `depth` names with this one goes on to another name. */
  private isOnlyPassed(binding: i32, mention: i32, depth: i32): boolean {
    let other = this.scopes.firstReference[binding];
    for (; other >= 0; other = this.scopes.nextReference[other]) {
      const length = this.lengthAt(other);
      let common: i32 = 0;
      while (common < depth && common < length && this.nameAt(other, common + 1) === this.nameAt(mention, common + 1))
        common += 1;
      if (common === length && length <= depth && length > 0) return false;
    }
    return true;
  }

  private nameAt(mention: i32, depth: i32): i32 {
    return this.tree.atom[this.memberAt(mention, depth)];
  }

  /** The plain object literal that a property of a literal holds, or -1. */
  private literalAt(object: i32, atom: i32): i32 {
    const tree = this.tree;
    let found: i32 = -1;
    for (let member = tree.firstChild(object); member >= 0; member = tree.nextSibling(member)) {
      if (tree.kind[member] === Kind.Spread || tree.atom[member] < 0) return -1;
      if (tree.atom[member] !== atom) continue;
      if (found >= 0 || tree.kind[member] !== Kind.Property) return -1;
      found = this.callees.unwrap(tree.child(member, 1));
    }
    return found >= 0 && tree.kind[found] === Kind.Object && isPlain(tree, found) ? found : -1;
  }
}

/** No accessor, and no prototype that may have some. */
export function isPlain(tree: Tree, object: i32): boolean {
  for (let member = tree.firstChild(object); member >= 0; member = tree.nextSibling(member)) {
    const isAccessor = tree.kind[member] === Kind.Method && (tree.flags[member] & (Flag.Getter | Flag.Setter)) !== 0;
    if (isAccessor || tree.kind[member] === Kind.Spread || tree.text(member) === "__proto__") return false;
  }
  return true;
}

/** How many names a path has. */
function countOf(path: string): i32 {
  return path.split(".").length - 1;
}

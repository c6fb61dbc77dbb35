import { type Tree, TreeBuilder } from "@parallel-await/core";
import { Flag, Kind } from "@parallel-await/core/kinds";
import { Role, type RoleId } from "./role";
import type { MaybeNode, SyntaxNode } from "./syntax";

/** Lowers one type of node: opens its core node (or none, when it is transparent) and pushes the children. */
export type Lower = (walk: Walk, node: SyntaxNode, role: RoleId) => void;

/** How to lower each type of node, by `node.type`. A type without an entry becomes `Opaque`. */
export type Table = ReadonlyMap<string, Lower>;

/**
 * What a walk gives: core's tree, and the host node behind each of its ids (null where the host has none; none at all of an outline). The list may
 * be longer than the tree.
 */
export interface Lowered {
  tree: Tree;
  nodes: (SyntaxNode | null)[];
  /** Number of `Await` nodes, so that a caller can stop before the analysis. */
  awaits: number;
}

/** Stack marker: close the core node opened last. */
const CLOSE: RoleId = -1;

/** Nodes nested deeper than this are lowered with a stack of their own. */
const MAX_DEPTH = 200;

/** First number given by `part`; everything below is a `Role`. */
const FIRST_PART = 16;
const parts: Lower[] = [];

/**
 * Registers how to lower a piece of a node, such as the parameter list of a function, and returns the role to push the
 * whole node with.
 */
export function part(lower: Lower): RoleId {
  parts.push(lower);
  return FIRST_PART + parts.length - 1;
}

/** Columns of the last tree, to be used again: a build lowers thousands of files, one at a time. */
let spare: Tree | null = null;
let spareNodes: (SyntaxNode | null)[] = [];

/** Gives the columns of a tree and the list of its nodes back. Nobody may look at them afterwards. */
export function release(tree: Tree, nodes: (SyntaxNode | null)[] | null = null): void {
  // The buffers of an unusually large file are not worth keeping.
  if (tree.kind.length > LARGEST_SPARE) return;
  spare = tree;
  // The host's tree must not be kept alive.
  if (nodes !== null) spareNodes = nodes.fill(null);
}

const LARGEST_SPARE = 1 << 18;

/**
 * Walks a host tree and feeds core's `TreeBuilder`.
 *
 * A `Lower` function pushes children in evaluation order. Pushing a child lowers it at once, by recursion, up to a certain depth. Generated
 * sources nest thousands of levels deep (one `a + b + c + …` of a bundler's string table is enough), and a stack overflow in a plugin is
 * a broken build: from there on children are put on an explicit stack. The walk then reverses what was pushed, so that the first is
 * popped first.
 */
export class Walk {
  private readonly builder = new TreeBuilder();
  /** May be longer than the tree. */
  private readonly nodes: (SyntaxNode | null)[];
  private readonly work: MaybeNode[] = [];
  private readonly roles: RoleId[] = [];
  private top = -1;
  private depth = 0;
  /** Whether children go to the stack. */
  private isDeep = false;
  /** Whether the node that is lowered by recursion has opened a core node, which is to be closed when its children are there. */
  private isOpen = false;
  private awaits = 0;

  /** With an `outline`, functions that are not in it lose their parameters and bodies; without `places`, nodes do not say where they stand. */
  constructor(
    private readonly table: Table,
    private readonly outline: Pick<ReadonlySet<SyntaxNode>, "has"> | null = null,
    private readonly places = true,
  ) {
    this.nodes = outline === null ? spareNodes : [];
    if (outline === null) spareNodes = [];
    if (spare === null) return;
    this.builder.tree.recycle(spare);
    spare = null;
  }

  run(root: SyntaxNode): Lowered {
    this.push(root, Role.Plain);
    return { tree: this.builder.tree, nodes: this.nodes, awaits: this.awaits };
  }

  private recurse(node: SyntaxNode, role: RoleId): void {
    const wasOpen = this.isOpen;
    this.isOpen = false;
    this.depth += 1;
    this.lowerOf(node, role)(this, node, role);
    this.depth -= 1;
    if (this.isOpen) this.builder.close();
    this.isOpen = wasOpen;
  }

  private descend(root: SyntaxNode, rootRole: RoleId): void {
    const { work, roles } = this;
    this.isDeep = true;
    this.push(root, rootRole);
    while (this.top >= 0) {
      const node = work[this.top];
      const role = roles[this.top];
      this.top -= 1;
      if (role === CLOSE) this.builder.close();
      else if (node === null || node === undefined) this.none();
      else this.lower(this.lowerOf(node, role), node, role);
    }
    this.isDeep = false;
  }

  private lowerOf(node: SyntaxNode, role: RoleId): Lower {
    return role >= FIRST_PART ? parts[role - FIRST_PART] : (this.table.get(node.type) ?? lowerOpaque);
  }

  private lower(lower: Lower, node: SyntaxNode, role: RoleId): void {
    const mark = this.top + 1;
    lower(this, node, role);
    // `open` left its CLOSE at `mark`; it stays below the children.
    let low = this.top >= mark && this.roles[mark] === CLOSE ? mark + 1 : mark;
    let high = this.top;
    const { work, roles } = this;
    while (low < high) {
      const node = work[low];
      work[low] = work[high];
      work[high] = node;
      const role = roles[low];
      roles[low] = roles[high];
      roles[high] = role;
      low += 1;
      high -= 1;
    }
  }

  /** Starts the core node of `node`. Call it at most once, before any `push`. */
  open(kind: Kind, atom: number, flags: number, node: SyntaxNode): void {
    this.openPart(kind, atom, flags, node, node);
  }

  /** As `open`, for a core node whose host node is another than the one that gives the position, or none. */
  openPart(kind: Kind, atom: number, flags: number, node: SyntaxNode, host: SyntaxNode | null): void {
    this.begin(kind, atom, flags, node, host);
    if (this.isDeep) this.push(null, CLOSE);
    else this.isOpen = true;
  }

  /** As `open`, for a node without children. */
  leaf(kind: Kind, atom: number, flags: number, node: SyntaxNode): void {
    const id = this.places
      ? this.builder.leaf(kind, atom, flags, node.start ?? -1, node.end ?? -1)
      : this.builder.leaf(kind, atom, flags, -1, -1);
    if (this.outline === null) this.nodes[id] = node;
  }

  /**
   * As `open`, for a node whose children are made at once, by `leaf` and `none`, instead of pushed; `end` ends it. Most nodes
   * are such small things as `a.b`, and the detour by the stack would cost more than all the rest.
   */
  begin(kind: Kind, atom: number, flags: number, node: SyntaxNode, host: SyntaxNode | null): void {
    const id = this.places
      ? this.builder.open(kind, atom, flags, node.start ?? -1, node.end ?? -1)
      : this.builder.open(kind, atom, flags, -1, -1);
    if (this.outline === null) this.nodes[id] = host;
    if (kind === Kind.Await || (kind === Kind.ForOf && (flags & Flag.ForAwait) !== 0)) this.awaits += 1;
  }

  /** Whether only the outside of a function is wanted. */
  omits(node: SyntaxNode): boolean {
    return this.outline !== null && !this.outline.has(node);
  }

  /** Ends what `begin` began. */
  end(): void {
    this.builder.close();
  }

  /** Fills the next slot with `None`. */
  none(): void {
    const id = this.builder.none();
    if (this.outline === null) this.nodes[id] = null;
  }

  /** Lowers `node` as the next child; an absent node fills its slot with `None`. */
  push(node: MaybeNode, role: RoleId): void {
    if (!this.isDeep) {
      if (node === null || node === undefined) this.none();
      else if (this.depth < MAX_DEPTH) this.recurse(node, role);
      else this.descend(node, role);
      return;
    }
    this.top += 1;
    this.work[this.top] = node;
    this.roles[this.top] = role;
  }

  /** Lowers every node of a list as the next children. */
  pushAll(list: readonly MaybeNode[] | null | undefined, role: RoleId): void {
    if (!list) return;
    for (let index = 0; index < list.length; index += 1) this.push(list[index], role);
  }

  /** As `Tree.intern`, which every other node asks for: answered with one look-up where core's portable code has two. */
  intern(text: string): number {
    const { atoms, atomIds } = this.builder.tree;
    const known = atomIds.get(text);
    if (known !== undefined) return known;
    atomIds.set(text, atoms.length);
    return atoms.push(text) - 1;
  }
}

/** Fields of any node that hold no syntax, or only types. */
const NOT_SYNTAX = new Set([
  "type",
  "start",
  "end",
  "loc",
  "range",
  "extra",
  "parent",
  "leadingComments",
  "innerComments",
  "trailingComments",
  "typeAnnotation",
  "typeParameters",
  "typeArguments",
  "superTypeParameters",
  "superTypeArguments",
  "returnType",
  "implements",
]);

/**
 * Syntax without a row, and rows that meet an operator or a form they do not know. Core treats it as a full barrier; its
 * children keep the names in it visible.
 */
export function lowerOpaque(walk: Walk, node: SyntaxNode): void {
  walk.open(Kind.Opaque, walk.intern(node.type), 0, node);
  for (const field of Object.keys(node)) {
    if (NOT_SYNTAX.has(field)) continue;
    const value: unknown = node[field];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk.push(item, Role.Plain);
    } else if (isNode(value)) {
      walk.push(value, Role.Plain);
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

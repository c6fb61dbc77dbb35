import { contains, mentions, namesFrom } from "./feeds";
import type { SyntaxNode } from "./lower/syntax";

/** A statement list, or a single statement or expression that stands where one could be. */
interface List {
  readonly statements: readonly SyntaxNode[];
  /** The function around it. */
  readonly owner: Owner;
  /** Whether a loop of its function repeats it whose head says what is iterated. */
  readonly inLoop: boolean;
}

/** A function or the program, and the one around it. */
interface Owner {
  readonly node: SyntaxNode;
  readonly around: Owner | null;
}

/** The fields that hold nodes, for each type of node, as `VISITOR_KEYS` of `@babel/types` has them. */
export type Fields = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * The part of a tree that leads to its awaits, searched for awaits that might meet: two in one statement, or in two of one list
 * with nothing between them that always cuts it (core's `precheck/regions.ts` asks the same, and more, of what is lowered).
 *
 *   async () => { await f(); if (a) { return await g(); } await h(); }   →   nothing: the `if` cuts the list, and `g` is alone in its own
 *
 * Errs towards awaits that meet: types of nodes that it does not know cut nothing, and all awaits below them count for the list.
 */
export class Spine {
  private readonly found = new Set<SyntaxNode>();
  /** What is awaited where awaits might meet: names of methods of `this` and of functions. */
  readonly awaited = new Set<string>();
  private readonly names: string[] = [];
  private readonly lists: List[] = [];
  private readonly work: SyntaxNode[] = [];
  /** Whether the statement looked at last may have an await in a pattern, which is evaluated after the value that stands behind it. */
  private isReversed = false;
  /** Set when a node does not say where it stands. */
  private isLost = false;

  /** `places`: where the text says `await`, ascending. */
  constructor(
    private readonly places: readonly number[],
    private readonly loops: boolean,
    private readonly fields: Fields,
  ) {}

  /** The functions with such awaits and those around them; null when the tree does not say where its nodes are. */
  promisingFunctions(program: SyntaxNode): Set<SyntaxNode> | null {
    this.lists.push({ statements: program.body, owner: { node: program, around: null }, inLoop: false });
    for (let list = this.lists.pop(); list && !this.isLost; list = this.lists.pop()) {
      this.names.length = 0;
      if (!this.isPromising(list)) continue;
      this.keep(list.owner);
      for (const statement of list.statements) if (STEPS.has(statement.type)) this.nameAwaits(statement);
      for (const name of this.names) this.awaited.add(name);
    }
    return this.isLost ? null : this.found;
  }

  private keep(owner: Owner): void {
    for (let at: Owner | null = owner; at && !this.found.has(at.node); at = at.around) this.found.add(at.node);
  }

  /** Whether two awaits of a list might meet, or one stands in a loop. What it finds in other lists and functions waits its turn. */
  private isPromising(list: List): boolean {
    let isPromising = false;
    let isOpen = false;
    /** What the await before gives its value to. */
    let fed: readonly string[] = NO_NAMES;
    for (const statement of list.statements) {
      if (!this.leadsToAwait(statement)) {
        if (isOpen && cuts(statement)) isOpen = false;
        continue;
      }
      const wasOpen = isOpen;
      const awaits = this.ownAwaits(statement, list);
      if (awaits.length > 0) {
        if (list.inLoop || (isOpen && (this.isReversed || !mentions(awaits[0].argument, fed)))) isPromising = true;
        for (let i = 1; i < awaits.length; i += 1) if (!contains(awaits[i], awaits[i - 1])) isPromising = true;
        isOpen = true;
        fed = namesFrom(statement, awaits[awaits.length - 1]);
      }
      // A loop around one that waits for each item may be split.
      if (list.inLoop && statement.type === "ForOfStatement" && statement.await) isPromising = true;
      // With all that it awaits it may be one operation.
      if (STEPS.has(statement.type) && this.hasAwaits(statement)) {
        if (wasOpen) isPromising = true;
        isOpen = true;
        fed = NO_NAMES;
      }
      // What leads to awaits and is no exit may be an operation with all that it awaits.
      if (isOpen && leaves(statement)) isOpen = false;
    }
    return isPromising;
  }

  /** Awaits of a statement that are none of another list's, as they are evaluated: those in an operand before the one that waits for it. */
  private ownAwaits(statement: SyntaxNode, list: List): SyntaxNode[] {
    const { work } = this;
    const own: SyntaxNode[] = [];
    this.isReversed = false;
    work.push(statement);
    for (let node = work.pop(); node; node = work.pop()) {
      if (node.type === "AwaitExpression") {
        own.push(node);
        const name = calledName(node.argument);
        if (name !== null) this.names.push(name);
      }
      const target: SyntaxNode | null | undefined = node.id ?? node.left;
      if (target && this.leadsToAwait(target)) this.isReversed = true;
      this.descend(node, list);
    }
    if (own.length > 1) own.sort((a, b) => (a.end ?? 0) - (b.end ?? 0) || (b.start ?? 0) - (a.start ?? 0));
    return own;
  }

  /** Whether anything is awaited in a statement, functions in it excepted. */
  private hasAwaits(statement: SyntaxNode): boolean {
    const { work } = this;
    this.follow(statement);
    for (let node = work.pop(); node; node = work.pop()) {
      if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await)) {
        work.length = 0;
        return true;
      }
      if (!FUNCTIONS.has(node.type)) this.followAll(node);
    }
    return false;
  }

  /** Names what is awaited in the blocks and branches of a statement. Only where that matters: they are walked again as lists of their own. */
  private nameAwaits(statement: SyntaxNode): void {
    const { work } = this;
    this.follow(statement);
    for (let node = work.pop(); node; node = work.pop()) {
      if (node.type === "AwaitExpression") {
        const name = calledName(node.argument);
        if (name !== null) this.names.push(name);
      }
      if (!FUNCTIONS.has(node.type)) this.followAll(node);
    }
  }

  /** Queues what is below a node: the lists in it, and the rest of it for `ownAwaits`. */
  private descend(node: SyntaxNode, list: List): void {
    switch (node.type) {
      case "BlockStatement":
      case "StaticBlock":
        return this.queue(node.body, list, list.inLoop);
      case "IfStatement":
        this.follow(node.test);
        this.branch(node.consequent, list, list.inLoop);
        return this.branch(node.alternate, list, list.inLoop);
      case "SwitchCase":
        this.follow(node.test);
        return this.queue(node.consequent, list, list.inLoop);
      case "LabeledStatement":
        return this.branch(node.body, list, list.inLoop);
      case "ForInStatement":
      case "ForOfStatement":
        this.follow(node.left);
        this.follow(node.right);
        return this.branch(node.body, list, list.inLoop || (!node.await && !returns(node.body)));
      case "ForStatement":
        this.branch(node.init, list, list.inLoop);
        for (const part of [node.test, node.update, node.body])
          this.branch(part, list, list.inLoop || !returns(node.body));
        return;
      case "DoWhileStatement":
      case "WhileStatement":
        this.branch(node.test, list, list.inLoop);
        return this.branch(node.body, list, list.inLoop);
      default:
        if (FUNCTIONS.has(node.type)) this.enter(node, list);
        else this.followAll(node);
    }
  }

  private enter(node: SyntaxNode, list: List): void {
    const inside: List = { statements: [], owner: { node, around: list.owner }, inLoop: false };
    // Awaits in parameters belong to no list; functions in them are to be found all the same.
    for (const param of node.params) this.branch(param, inside, false);
    this.branch(node.body, inside, false);
    // The function around a method evaluates these.
    if (node.computed) this.follow(node.key);
    for (const decorator of node.decorators ?? []) this.follow(decorator);
  }

  private branch(node: unknown, around: List, inLoop: boolean): void {
    if (isNode(node) && this.leadsToAwait(node)) this.queue([node], around, inLoop);
  }

  private queue(statements: readonly SyntaxNode[], { owner }: List, inLoop: boolean): void {
    this.lists.push({ statements, owner, inLoop: inLoop && this.loops });
  }

  private followAll(node: SyntaxNode): void {
    for (const field of this.fields[node.type] ?? Object.keys(node)) {
      const value: unknown = node[field];
      if (typeof value !== "object" || value === null) continue;
      if (Array.isArray(value)) for (const item of value) this.follow(item);
      else this.follow(value);
    }
  }

  /** Has `ownAwaits` look at what may be a node, when it leads to an await. */
  private follow(value: unknown): void {
    if (isNode(value) && this.leadsToAwait(value)) this.work.push(value);
  }

  /** Whether the text of a node says `await`. */
  private leadsToAwait({ start, end }: SyntaxNode): boolean {
    if (typeof start !== "number" || typeof end !== "number") {
      this.isLost = true;
      return false;
    }
    const next = firstAtOrAfter(this.places, start);
    return next < this.places.length && this.places[next] < end;
  }
}

/** Whether no operation behind a statement that awaits nothing can meet one before it. */
function cuts(statement: SyntaxNode): boolean {
  return leaves(statement) || (STEPS.has(statement.type) && statement.type !== "IfStatement");
}

/** Whether a statement is an exit, or an `if` with one in its branches. */
function leaves(statement: SyntaxNode): boolean {
  return statement.type === "IfStatement" ? exits(statement) : EXITS.has(statement.type);
}

const NO_NAMES: readonly string[] = [];

const EXITS = new Set(["ReturnStatement", "ThrowStatement", "BreakStatement", "ContinueStatement"]);
/** What may be an operation with all that it awaits. */
const STEPS = new Set([
  "BlockStatement",
  "DoWhileStatement",
  "ForInStatement",
  "ForOfStatement",
  "ForStatement",
  "IfStatement",
  "LabeledStatement",
  "SwitchStatement",
  "TryStatement",
  "WhileStatement",
]);
export const FUNCTIONS: ReadonlySet<string> = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ObjectMethod",
  "ClassMethod",
  "ClassPrivateMethod",
]);

/** Whether a loop's body leaves the function, as far as statements show: such loops are never split. */
function returns(body: SyntaxNode): boolean {
  const work: (SyntaxNode | null | undefined)[] = [body];
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (node?.type === "ReturnStatement") return true;
    if (node?.type === "BlockStatement") work.push(...node.body);
    else if (node?.type === "IfStatement") work.push(node.consequent, node.alternate ?? null);
    else if (node?.type === "TryStatement") work.push(node.block, node.handler?.body ?? null, node.finalizer ?? null);
  }
  return false;
}

/** Whether an exit stands in the branches of an `if`, as far as these are nothing but blocks and such branches. */
function exits(statement: SyntaxNode): boolean {
  const work: SyntaxNode[] = [statement];
  for (let node = work.pop(); node; node = work.pop()) {
    if (EXITS.has(node.type)) return true;
    if (node.type === "BlockStatement") {
      for (const each of node.body) work.push(each);
    } else if (node.type === "IfStatement") {
      work.push(node.consequent);
      if (node.alternate) work.push(node.alternate);
    }
  }
  return false;
}

/** Name of the function or method of `this` that a call is of; null for other expressions. */
function calledName({ type, callee }: SyntaxNode): string | null {
  if (type !== "CallExpression") return null;
  if (callee.type === "Identifier") return callee.name;
  const isOwn = callee.type === "MemberExpression" && callee.object.type === "ThisExpression" && !callee.computed;
  return isOwn ? nameOf(callee.property) : null;
}

/** A name as it stands in the source. */
function nameOf(node: SyntaxNode): string | null {
  if (node.type === "Identifier") return node.name;
  return node.type === "PrivateName" ? `#${node.id.name}` : null;
}

/** The name that a function or method is declared by. */
export function declaredName({ id, key }: SyntaxNode): string | null {
  const name: SyntaxNode | null = id ?? key ?? null;
  return name === null ? null : nameOf(name);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** Index of the first of the sorted `places` that is not before `position`. */
export function firstAtOrAfter(places: readonly number[], position: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

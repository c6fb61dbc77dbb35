/**
 * Which functions of the file an expression may hold: a field-based call graph.
 *
 *   const api = { load: async () => save() }; const { load: get } = api; await get()   →   `get` may hold the function in `load`
 *
 * Vertices are variables, property names (one for all objects that have the property), "some element" (computed keys, array
 * elements) and the results of functions; an edge says that a value flows from an expression into a vertex. Objects are not told
 * apart, so an answer may name too many functions, never too few of those that are stored under a name. Source: Feldthaus et
 * al., "Efficient construction of approximate call graphs for JavaScript IDE services" (ICSE 2013), the pessimistic variant.
 *
 * Requires scope analysis. Built when first asked, in one pass; a question walks backwards and gives up after `MAX_STEPS`.
 * Does not follow: `eval`, functions handed out by code of other files.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingFlag, BindingKind, Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { saysActs } from "./lexicon";
import { isTarget } from "./mutations";

/** A question that visits more vertices and expressions than this is answered with `isTooMany`. */
const MAX_STEPS: i32 = 600;
/** An answer with more functions than this is no better than "any function", which may write. */
const MAX_FUNCTIONS: i32 = 24;
/** A method name that more functions of the file have does not pass arguments on. */
const MAX_NAMESAKES: i32 = 8;

/** Functions and classes that a value may be, in the order of their nodes. */
export class Holders {
  functions: i32[] = [];
  /** Imported names, and members of imports, that it may be too: nodes that say no more than what they are called. */
  imports: i32[] = [];
  isTooMany: boolean = false;
  /** Whether these are too many functions to be told apart, and not too many places to look at. */
  isAny: boolean = false;
}

export class FlowGraph {
  private isBuilt: boolean = false;
  /** First edge into each vertex, or -1; then parallel lists of the next edge and of where the value comes from. */
  private first: Int32Array = new Int32Array(0);
  private next: i32[] = [];
  /** An expression, or `-1 - vertex`. */
  private source: i32[] = [];
  private propertyBase: i32 = 0;
  private element: i32 = 0;
  private resultBase: i32 = 0;
  /** Whether properties are written under computed names: then a named one may hold them too. */
  private hasComputedWrites: boolean = false;
  /** Functions of the file by the name of the method they are; argument lists are connected to them. */
  private methods: Map<i32, i32[]> = new Map<i32, i32[]>();
  private answers: Map<i32, Holders> = new Map<i32, Holders>();
  /** The last question that came by: for each vertex, then for each expression. */
  private seen: Int32Array = new Int32Array(0);
  private questions: i32 = 0;
  private steps: i32 = 0;
  /** Vertices and expressions that the question at hand has yet to visit. */
  private open: i32[] = [];

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  /** Functions that the value of an expression may be. */
  holders(expression: i32): Holders {
    if (!this.isBuilt) this.build();
    const key = this.keyOf(expression);
    if (this.answers.has(key)) return this.answers.get(key) as Holders;
    const found = new Holders();
    this.answers.set(key, found);
    this.questions += 1;
    this.steps = 0;
    this.search(expression, found);
    found.functions.sort((a: i32, b: i32): i32 => a - b);
    found.imports.sort((a: i32, b: i32): i32 => a - b);
    return found;
  }

  /** Names and named members are asked about again and again: they share the answer of their vertex. */
  private keyOf(expression: i32): i32 {
    if (this.tree.kind[expression] === Kind.Ident) return -1 - this.scopes.binding[expression];
    if (this.tree.kind[expression] !== Kind.Member || this.tree.atom[expression] < 0) return expression;
    return -1 - (this.propertyBase + this.tree.atom[expression]);
  }

  // ---- asking -----------------------------------------------------------------------------------------------------

  private search(expression: i32, found: Holders): void {
    const open = this.open;
    open.push(expression);
    while (open.length > 0) {
      const at = open.pop() as i32;
      const place = at < 0 ? -1 - at : this.resultBase + this.tree.size + at;
      if (this.seen[place] === this.questions) continue;
      this.seen[place] = this.questions;
      this.steps += 1;
      if (this.steps > MAX_STEPS || found.functions.length > MAX_FUNCTIONS) {
        found.isTooMany = true;
        found.isAny = this.steps <= MAX_STEPS;
        open.length = 0;
        return;
      }
      if (at < 0) this.pushSources(-1 - at, open);
      else this.visit(at, open, found);
    }
  }

  private pushSources(vertex: i32, open: i32[]): void {
    for (let edge = this.first[vertex]; edge >= 0; edge = this.next[edge]) open.push(this.source[edge]);
  }

  private visit(node: i32, open: i32[], found: Holders): void {
    const tree = this.tree;
    switch (tree.kind[node]) {
      case Kind.Function:
      case Kind.Class:
        found.functions.push(node);
        break;
      case Kind.Ident:
        this.visitName(node, open, found);
        break;
      case Kind.Member:
        if (this.isOfImport(node)) found.imports.push(node);
        else this.visitMember(node, open);
        break;
      case Kind.Call:
        this.visitCall(node, open);
        break;
      case Kind.Conditional:
        open.push(tree.child(node, 1));
        open.push(tree.child(node, 2));
        break;
      case Kind.Logical:
        open.push(tree.firstChild(node));
        open.push(tree.child(node, 1));
        break;
      case Kind.Assign:
        open.push(tree.child(node, 1));
        break;
      case Kind.Sequence:
        open.push(this.lastChild(node));
        break;
      case Kind.TypeWrap:
      case Kind.Chain:
      case Kind.Await:
        open.push(tree.firstChild(node));
        break;
      default:
        break;
    }
  }

  private visitName(node: i32, open: i32[], found: Holders): void {
    const binding = this.scopes.binding[node];
    const declaration = this.scopes.declaration[binding];
    if (declaration < 0) return;
    const up = this.tree.parent[declaration];
    const kind = this.scopes.kind[binding];
    if (kind === BindingKind.Import) {
      found.imports.push(node);
      return;
    }
    if (kind === BindingKind.Function || kind === BindingKind.Class || kind === BindingKind.Self) {
      if (this.tree.kind[up] === Kind.Function || this.tree.kind[up] === Kind.Class) found.functions.push(up);
    }
    open.push(-1 - binding);
  }

  /** Whether a member is one of an import: `api.save`. */
  private isOfImport(member: i32): boolean {
    let root = member;
    while (this.tree.kind[root] === Kind.Member) root = this.callees.unwrap(this.tree.firstChild(root));
    return this.tree.kind[root] === Kind.Ident && this.scopes.kind[this.scopes.binding[root]] === BindingKind.Import;
  }

  private visitMember(node: i32, open: i32[]): void {
    const tree = this.tree;
    if (tree.atom[node] >= 0) {
      open.push(-1 - (this.propertyBase + tree.atom[node]));
      if (this.hasComputedWrites) open.push(-1 - this.element);
      return;
    }
    open.push(-1 - this.element);
    const object = this.callees.unwrap(tree.firstChild(node));
    const init = tree.kind[object] === Kind.Ident ? this.callees.initializer(this.scopes.binding[object]) : object;
    if (init < 0 || (tree.kind[init] !== Kind.Object && tree.kind[init] !== Kind.Array)) return;
    // `handlers[type]()`: one of those in the literal.
    let member = tree.firstChild(init);
    while (member >= 0) {
      const kind = tree.kind[member];
      if (kind === Kind.Property || kind === Kind.Method) open.push(tree.child(member, 1));
      member = tree.nextSibling(member);
    }
  }

  /** What a call gives back: what the functions it may call return. */
  private visitCall(node: i32, open: i32[]): void {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(node));
    if (tree.kind[callee] === Kind.Member && tree.text(callee) === "bind") {
      open.push(tree.firstChild(callee));
      return;
    }
    const target = this.callees.functionOf(callee, 0);
    if (target >= 0) {
      open.push(-1 - (this.resultBase + target));
      return;
    }
    if (tree.kind[callee] === Kind.Member && tree.text(callee) === "get" && this.isMap(tree.firstChild(callee)))
      open.push(-1 - this.element);
    if (tree.kind[callee] !== Kind.Member || tree.atom[callee] < 0 || !this.methods.has(tree.atom[callee])) {
      this.pushWrapped(node, open);
      return;
    }
    const named = this.methods.get(tree.atom[callee]) as i32[];
    for (let i: i32 = 0; i < named.length && i < MAX_FUNCTIONS; i++) open.push(-1 - (this.resultBase + named[i]));
  }

  /** `useCallback(async () => …)`, `memoize(saveUser)`: what somebody unknown makes of functions may call them. */
  private pushWrapped(call: i32, open: i32[]): void {
    const tree = this.tree;
    if (!this.mayWrap(call)) return;
    for (let argument = tree.child(call, 1); argument >= 0; argument = tree.nextSibling(argument)) {
      const value = this.callees.unwrap(argument);
      const kind = tree.kind[value];
      if (kind === Kind.Function || kind === Kind.Call) open.push(value);
      else if (kind !== Kind.Ident && kind !== Kind.Member) continue;
      else if (this.callees.functionOf(value, 0) >= 0) open.push(this.callees.functionOf(value, 0));
      else if (this.isImported(value) && saysActs(tree.text(value))) open.push(value);
    }
  }

  /** Whether a call may give a function that is kept under a name: `await` gives results, `ids.map(load)` a list. */
  private mayWrap(call: i32): boolean {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] === Kind.Member && !this.isOfImport(callee)) return false;
    let up = tree.parent[call];
    while (tree.kind[up] === Kind.TypeWrap || tree.kind[up] === Kind.Chain) up = tree.parent[up];
    const kind = tree.kind[up];
    if (kind === Kind.Declarator) return tree.kind[tree.firstChild(up)] === Kind.Ident;
    return kind === Kind.Call || kind === Kind.Assign || kind === Kind.Field || kind === Kind.Property;
  }

  /** Whether a value is an import, or a member of one: `api.save`. Classes and the like begin with a capital letter. */
  isImported(value: i32): boolean {
    const tree = this.tree;
    const root = tree.kind[value] === Kind.Member ? this.callees.unwrap(tree.firstChild(value)) : value;
    const name = tree.kind[root] === Kind.Ident ? tree.text(value) : "";
    if (name.length === 0 || name.substring(0, 1) !== name.substring(0, 1).toLowerCase()) return false;
    return this.scopes.kind[this.scopes.binding[root]] === BindingKind.Import;
  }

  /** A constant that holds a `Map` made in the file. */
  private isMap(object: i32): boolean {
    const value = this.callees.unwrap(object);
    const made = this.tree.kind[value] === Kind.Ident ? this.callees.initializer(this.scopes.binding[value]) : -1;
    return made >= 0 && this.tree.kind[made] === Kind.New && this.tree.text(this.tree.firstChild(made)) === "Map";
  }

  private lastChild(node: i32): i32 {
    const tree = this.tree;
    let child = tree.firstChild(node);
    while (tree.nextSibling(child) >= 0) child = tree.nextSibling(child);
    return child;
  }

  // ---- building ---------------------------------------------------------------------------------------------------

  private build(): void {
    this.isBuilt = true;
    const tree = this.tree;
    this.propertyBase = this.scopes.count;
    this.element = this.propertyBase + tree.atoms.length;
    this.resultBase = this.element + 1;
    const vertices = this.resultBase + tree.size;
    this.first = tree.column(vertices, -1);
    this.seen = tree.column(vertices + tree.size, 0);
    for (let node: i32 = 0; node < tree.size; node++) {
      if (tree.kind[node] === Kind.Method) this.nameMethod(node);
      else if (tree.kind[node] === Kind.Property && tree.kind[tree.parent[node]] === Kind.Object) this.nameMethod(node);
    }
    for (let node: i32 = 0; node < tree.size; node++) this.connect(node);
  }

  private nameMethod(member: i32): void {
    const tree = this.tree;
    const atom = tree.atom[member];
    const value = tree.child(member, 1);
    if (atom < 0 || tree.kind[value] !== Kind.Function) return;
    if (!this.methods.has(atom)) this.methods.set(atom, []);
    (this.methods.get(atom) as i32[]).push(value);
  }

  private connect(node: i32): void {
    const tree = this.tree;
    switch (tree.kind[node]) {
      case Kind.Declarator:
        this.flowInto(tree.firstChild(node), tree.child(node, 1));
        break;
      case Kind.Assign:
        if (isPlainAssignment(tree.text(node))) this.flowInto(tree.firstChild(node), tree.child(node, 1));
        break;
      case Kind.AssignPattern:
        this.flowInto(tree.firstChild(node), tree.child(node, 1));
        break;
      case Kind.Property:
        if (tree.kind[tree.parent[node]] === Kind.ObjectPattern) this.readProperty(node);
        else this.storeMember(node);
        break;
      case Kind.Method:
        if ((tree.flags[node] & (Flag.Getter | Flag.Setter | Flag.Constructor)) === 0) this.storeMember(node);
        break;
      case Kind.Field:
        this.storeMember(node);
        break;
      case Kind.Array:
        this.storeElements(node);
        break;
      case Kind.Return:
        if (tree.firstChild(node) >= 0) this.edge(this.resultBase + this.scopes.owner[node], tree.firstChild(node));
        break;
      case Kind.Function:
        if ((tree.flags[node] & Flag.ExprBody) !== 0) this.edge(this.resultBase + node, tree.child(node, 2));
        break;
      case Kind.ForOf:
        this.readElement(tree.child(node, 1));
        break;
      case Kind.Call:
      case Kind.New:
        this.passArguments(node);
        break;
      default:
        break;
    }
  }

  private edge(vertex: i32, source: i32): void {
    if (source >= 0 && !this.mayHold(source)) return;
    this.source.push(source);
    this.next.push(this.first[vertex]);
    this.first[vertex] = this.next.length - 1;
  }

  /** Whether an expression can be a function at all. */
  private mayHold(node: i32): boolean {
    switch (this.tree.kind[node]) {
      case Kind.Function:
      case Kind.Class:
      case Kind.Ident:
      case Kind.Member:
      case Kind.Call:
      case Kind.Conditional:
      case Kind.Logical:
      case Kind.Assign:
      case Kind.Sequence:
      case Kind.TypeWrap:
      case Kind.Chain:
      case Kind.Await:
        return true;
      default:
        return false;
    }
  }

  /** `target = value`, for names, members and patterns whose parts get edges of their own. */
  private flowInto(target: i32, value: i32): void {
    const tree = this.tree;
    if (value < 0 || target < 0 || tree.kind[value] === Kind.None) return;
    const into = this.callees.unwrap(target);
    if (tree.kind[into] === Kind.Ident) this.edge(this.scopes.binding[into], value);
    else if (tree.kind[into] === Kind.Member) this.edge(this.vertexOfMember(into), value);
    else if (tree.kind[into] === Kind.ArrayPattern) this.takeElements(into);
  }

  private vertexOfMember(member: i32): i32 {
    if (this.tree.atom[member] >= 0) return this.propertyBase + this.tree.atom[member];
    if (isTarget(this.tree, member)) this.hasComputedWrites = true;
    return this.element;
  }

  /** `{ load: get }` as a pattern: what is stored under `load` flows into `get`. */
  private readProperty(property: i32): void {
    const tree = this.tree;
    let target = tree.child(property, 1);
    if (tree.kind[target] === Kind.AssignPattern) target = tree.firstChild(target);
    const from = tree.atom[property] >= 0 ? this.propertyBase + tree.atom[property] : this.element;
    this.link(target, from);
  }

  private takeElements(pattern: i32): void {
    const tree = this.tree;
    let item = tree.firstChild(pattern);
    while (item >= 0) {
      this.link(tree.kind[item] === Kind.AssignPattern ? tree.firstChild(item) : item, this.element);
      item = tree.nextSibling(item);
    }
  }

  private readElement(left: i32): void {
    const tree = this.tree;
    const declarator = tree.kind[left] === Kind.VarDecl ? tree.firstChild(left) : -1;
    // A broken tree may declare nothing.
    if (declarator < 0 && tree.kind[left] === Kind.VarDecl) return;
    const target = declarator < 0 ? left : tree.firstChild(declarator);
    if (tree.kind[target] === Kind.ArrayPattern) this.takeElements(target);
    else this.link(target, this.element);
  }

  private link(target: i32, from: i32): void {
    const tree = this.tree;
    if (target < 0) return;
    if (tree.kind[target] === Kind.Ident) this.edge(this.scopes.binding[target], -1 - from);
    else if (tree.kind[target] === Kind.Member) this.edge(this.vertexOfMember(target), -1 - from);
  }

  private storeMember(member: i32): void {
    const tree = this.tree;
    const value = tree.child(member, 1);
    if (value < 0 || tree.kind[value] === Kind.None) return;
    if (tree.atom[member] < 0) this.hasComputedWrites = true;
    this.edge(tree.atom[member] >= 0 ? this.propertyBase + tree.atom[member] : this.element, value);
  }

  private storeElements(array: i32): void {
    const tree = this.tree;
    let item = tree.firstChild(array);
    while (item >= 0) {
      this.edge(this.element, item);
      item = tree.nextSibling(item);
    }
  }

  /** Arguments flow into the parameters of the functions that a call may reach. */
  private passArguments(call: i32): void {
    const tree = this.tree;
    if (tree.child(call, 1) < 0) return;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[call] === Kind.New) {
      const made = this.callees.classOf(callee);
      if (made >= 0) this.passTo(call, this.callees.constructorOf(made, 0));
      return;
    }
    const target = this.callees.functionOf(callee, 0);
    if (target >= 0) {
      this.passTo(call, target);
      return;
    }
    if (tree.kind[callee] === Kind.Member && tree.text(callee) === "set" && this.isMap(tree.firstChild(callee)))
      this.edge(this.element, tree.child(call, 2));
    if (tree.kind[callee] !== Kind.Member || tree.atom[callee] < 0 || !this.methods.has(tree.atom[callee])) return;
    const named = this.methods.get(tree.atom[callee]) as i32[];
    for (let i: i32 = 0; i < named.length && named.length <= MAX_NAMESAKES; i++) this.passTo(call, named[i]);
  }

  private passTo(call: i32, target: i32): void {
    const tree = this.tree;
    if (target < 0 || tree.kind[target] !== Kind.Function) return;
    let parameter = tree.firstChild(tree.child(target, 1));
    let argument = tree.child(call, 1);
    while (parameter >= 0 && argument >= 0 && tree.kind[argument] !== Kind.Spread) {
      const name = tree.kind[parameter] === Kind.AssignPattern ? tree.firstChild(parameter) : parameter;
      if (tree.kind[name] === Kind.Ident) this.edge(this.scopes.binding[name], argument);
      parameter = tree.nextSibling(parameter);
      argument = tree.nextSibling(argument);
    }
  }
}

function isPlainAssignment(operator: string): boolean {
  return operator === "=" || operator === "&&=" || operator === "||=" || operator === "??=";
}

/** Whether a name is a parameter of the very function that uses it: its callers then say what it holds. */
export function isOwnParameter(scopes: Scopes, ident: i32): boolean {
  const binding = scopes.binding[ident];
  return (
    scopes.kind[binding] === BindingKind.Param &&
    scopes.home[binding] === scopes.owner[ident] &&
    !scopes.has(binding, BindingFlag.Reassigned)
  );
}

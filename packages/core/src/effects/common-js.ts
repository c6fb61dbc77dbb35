/**
 * What a CommonJS module exports.
 *
 *   module.exports = { load, save };   →   whole: the object
 *   exports.load = load;               →   `load`
 *
 * Only assignments at the top level of the file count, and nothing else may be done with `exports` and `module` than to read from them:
 * otherwise somebody may put other functions there. Requires scope analysis.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { isTarget } from "./mutations";

export class CommonJsExports {
  /** Whether everything that is done with `exports` and `module` is understood. */
  isClear: boolean = true;
  /** What `module.exports` is set to, or -1. */
  whole: i32 = -1;
  names: string[] = [];
  /** Of each name: what it is set to. */
  values: i32[] = [];
  /** Whether a name has been set on the object that `module.exports` held first. */
  private isFilled: boolean = false;

  constructor(
    private tree: Tree,
    scopes: Scopes,
  ) {
    for (let node: i32 = 0; node < tree.size && this.isClear; node++) {
      if (tree.kind[node] !== Kind.Ident || scopes.binding[node] < 0) continue;
      if (scopes.kind[scopes.binding[node]] !== BindingKind.Global) continue;
      const name = tree.text(node);
      if (name === "exports") this.use(node, true);
      else if (name === "module") this.useModule(node);
    }
    if (this.whole >= 0 && this.isFilled) this.isClear = false;
  }

  private useModule(node: i32): void {
    const tree = this.tree;
    const up = tree.parent[node];
    if (tree.kind[up] === Kind.Member && tree.firstChild(up) === node) {
      if (tree.atom[up] >= 0 && tree.text(up) === "exports") this.use(up, false);
      else if (tree.atom[up] < 0 || isTarget(tree, up)) this.isClear = false;
      return;
    }
    // `require.main === module`
    if (tree.kind[up] !== Kind.Binary) this.isClear = false;
  }

  /** A mention of the object: `exports` (`isShort`) or `module.exports`. */
  private use(node: i32, isShort: boolean): void {
    const tree = this.tree;
    const up = tree.parent[node];
    if (tree.kind[up] === Kind.Member && tree.firstChild(up) === node) {
      if (tree.atom[up] < 0) this.isClear = false;
      else if (isTarget(tree, up)) this.setName(up, isShort);
      return;
    }
    if (tree.kind[up] === Kind.Assign && tree.firstChild(up) === node && !isShort) {
      const value = this.valueOf(up);
      if (value < 0 || this.whole >= 0 || this.names.length > 0) this.isClear = false;
      this.whole = value;
      return;
    }
    if (!this.isMark(up, node)) this.isClear = false;
  }

  private setName(member: i32, isShort: boolean): void {
    const tree = this.tree;
    const up = tree.parent[member];
    const isSet = tree.kind[up] === Kind.Assign && tree.firstChild(up) === member;
    const value = isSet ? this.valueOf(up) : -1;
    if (value < 0) {
      this.isClear = false;
      return;
    }
    // `exports.load = exports.save = void 0`: compilers announce the names so.
    if (tree.kind[value] === Kind.Unary && tree.text(value) === "void") return;
    if (this.names.indexOf(tree.text(member)) >= 0) this.isClear = false;
    if (isShort) this.isFilled = true;
    this.names.push(tree.text(member));
    this.values.push(value);
  }

  /** What is assigned by a statement of the file's top level, or -1. */
  private valueOf(assignment: i32): i32 {
    const tree = this.tree;
    let statement = assignment;
    while (tree.kind[statement] === Kind.Assign) {
      if (tree.text(statement) !== "=") return -1;
      statement = tree.parent[statement];
    }
    if (tree.kind[statement] !== Kind.ExprStmt || tree.parent[statement] !== 0) return -1;
    let value = tree.child(assignment, 1);
    while (tree.kind[value] === Kind.Assign) value = tree.child(value, 1);
    return value;
  }

  /** `Object.defineProperty(exports, "__esModule", { value: true })` */
  private isMark(call: i32, node: i32): boolean {
    const tree = this.tree;
    if (tree.kind[call] !== Kind.Call || tree.child(call, 1) !== node) return false;
    const key = tree.nextSibling(node);
    return key >= 0 && tree.kind[key] === Kind.String && tree.text(key) === "__esModule";
  }
}

/**
 * Whether a loop that counts may never come to its end, or only after more rounds than are worth collecting.
 *
 *   for (let page = 1; page < Infinity; page++) pages.push(await getPage(page))   →   ends when a page cannot be had
 *   for (let page = 1; page > 0; page++) pages.push(await getPage(page))          →   the same
 *
 * What a head counts is collected before the first operation starts (`write.ts`). The source comes to an operation first, and goes no
 * further when that fails: without a bound that somebody means, the collecting would never end, or fill the memory.
 *
 * Followed are constants, fields and defaults of the file. What is only known when the program runs is believed.
 */
import { CalleeResolver } from "../effects/callee";
import { hasWord } from "../effects/words";
import { BindingKind, Scopes } from "../scope/scopes";
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";

/** The highest number that is taken for a bound. */
const MOST_ROUNDS: i32 = 10000;
/** Numbers that stand for no bound, of `Number` and of the file's globals. */
const UNBOUNDED: string = "Infinity MAX_SAFE_INTEGER MAX_VALUE POSITIVE_INFINITY";
/** What a counter may be different from for ever. */
const NEVER: string = "NaN undefined";

/** For the test that keeps the tables sorted. */
export function boundTables(): string[][] {
  return [UNBOUNDED.split(" "), NEVER.split(" ")];
}

export class Bounds {
  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  /** What makes a head endless, or -1. `test` compares something. */
  endless(test: i32, update: i32): i32 {
    const tree = this.tree;
    const left = tree.firstChild(test);
    const right = tree.nextSibling(left);
    const operator = tree.text(test);
    const isLess = operator === "<" || operator === "<=";
    const isOther = operator === "!==" || operator === "!=";
    if (tree.kind[update] === Kind.Update && this.isSameName(tree.firstChild(update), left)) {
      const isUpwards = tree.text(update) === "++";
      if (isUpwards ? !isLess && !isOther : isLess) return test;
      if (isUpwards && isOther && tree.kind[right] === Kind.Unary) return test;
    }
    if (isOther && (this.isNever(left) || this.isNever(right))) return test;
    if (this.isHuge(right, 0)) return right;
    // Where a counter begins is of no interest when it goes up to something.
    if (isLess && tree.kind[left] === Kind.Ident) return -1;
    return this.isHuge(left, 0) ? left : -1;
  }

  private isSameName(one: i32, other: i32): boolean {
    const kind = this.tree.kind;
    if (kind[one] !== Kind.Ident || kind[other] !== Kind.Ident) return false;
    return this.scopes.binding[one] === this.scopes.binding[other];
  }

  /** `null`, `undefined` */
  private isNever(node: i32): boolean {
    const kind = this.tree.kind[node];
    return kind === Kind.Constant || (kind === Kind.Ident && hasWord(NEVER, this.tree.text(node)));
  }

  /** Whether an expression may be a number above `MOST_ROUNDS`, for all that the file says. */
  private isHuge(node: i32, depth: i32): boolean {
    if (node < 0 || depth > 6) return false;
    const tree = this.tree;
    const value = this.callees.unwrap(node);
    switch (tree.kind[value]) {
      case Kind.Number:
      case Kind.Constant:
        return exceeds(tree.text(value), MOST_ROUNDS);
      case Kind.Ident:
        return this.isHugeName(value, depth);
      case Kind.Member: {
        const object = tree.firstChild(value);
        if (tree.atom[value] >= 0 && this.isGlobal(object, "Number")) return hasWord(UNBOUNDED, tree.text(value));
        return this.isHuge(this.callees.valueBehind(value, 0), depth + 1);
      }
      case Kind.Unary:
        return this.isHuge(tree.firstChild(value), depth + 1);
      case Kind.Binary: {
        if (this.isHuge(tree.firstChild(value), depth + 1)) return true;
        const operator = tree.text(value);
        return operator !== "/" && operator !== "%" && this.isHuge(tree.child(value, 1), depth + 1);
      }
      case Kind.Logical:
      case Kind.Conditional: {
        const last = tree.child(value, tree.kind[value] === Kind.Logical ? 0 : 2);
        return this.isHuge(tree.child(value, 1), depth + 1) || this.isHuge(last, depth + 1);
      }
      case Kind.Call:
        return this.isHugeChoice(value, depth);
      default:
        return false;
    }
  }

  private isHugeName(name: i32, depth: i32): boolean {
    const tree = this.tree;
    const binding = this.scopes.binding[name];
    if (this.isGlobal(name, tree.text(name))) return hasWord(UNBOUNDED, tree.text(name));
    const declaration = this.scopes.declaration[binding];
    const up = declaration >= 0 ? tree.parent[declaration] : -1;
    // `const most = …`, `{ most = … }`: what it is before anything sets it again.
    if (up < 0 || (tree.kind[up] !== Kind.Declarator && tree.kind[up] !== Kind.AssignPattern)) return false;
    return this.isHuge(tree.nextSibling(declaration), depth + 1);
  }

  /** `Math.max(count, 1e6)`; of `Math.min` one argument that is none will do. */
  private isHugeChoice(call: i32, depth: i32): boolean {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] !== Kind.Member || !this.isGlobal(tree.firstChild(callee), "Math")) return false;
    const isLeast = tree.text(callee) === "min";
    let argument = tree.child(call, 1);
    while (argument >= 0) {
      if (this.isHuge(argument, depth + 1) !== isLeast) return !isLeast;
      argument = tree.nextSibling(argument);
    }
    return isLeast;
  }

  private isGlobal(node: i32, name: string): boolean {
    if (this.tree.kind[node] !== Kind.Ident || this.tree.text(node) !== name) return false;
    return this.scopes.kind[this.scopes.binding[node]] === BindingKind.Global;
  }
}

/** Whether the text of a number says more than `limit`, whatever its notation. */
function exceeds(text: string, limit: i32): boolean {
  let base: i32 = 10;
  let at: i32 = 0;
  if (text.length > 2 && text.charCodeAt(0) === 48 && text.charCodeAt(1) > 57) {
    const letter = text.charCodeAt(1) | 32;
    // `0x10`, `0b10`, `0o10`
    base = letter === 120 ? 16 : letter === 98 ? 2 : 8;
    at = 2;
  }
  let value: i32 = 0;
  while (at < text.length) {
    const digit = digitAt(text, at, base);
    // A point, an exponent or the `n` of a bigint; a `_` is nothing.
    if (digit < 0 && text.charCodeAt(at) !== 95) break;
    if (digit >= 0) value = value * base + digit;
    if (value > limit) return true;
    at += 1;
  }
  while (at < text.length && (text.charCodeAt(at) | 32) !== 101) at += 1;
  let exponent: i32 = 0;
  for (at += 1; at < text.length; at++) {
    const digit = digitAt(text, at, 10);
    // A negative one makes it less.
    if (digit < 0 && text.charCodeAt(at) !== 43) return false;
    if (digit >= 0) exponent = exponent * 10 + digit;
    if (exponent > 4) return true;
  }
  for (let i: i32 = 0; i < exponent; i++) value *= 10;
  return value > limit;
}

function digitAt(text: string, at: i32, base: i32): i32 {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const letter = (code | 32) - 97;
  return base === 16 && letter >= 0 && letter < 6 ? letter + 10 : -1;
}

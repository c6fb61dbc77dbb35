/**
 * Objects that a function makes empty and gives to others to fill, or that remember what was done with them.
 *
 *   const errors = []; const a = await readA(x, errors); const b = await readB(y, errors)      who is given it second may look at what the first left
 *   const buffer = Buffer.alloc(16); await file.read(buffer, 0, 16, 0); await parseHeader(buffer)
 *
 * Two operations that are given the same one, and that nothing but their names describe, keep their order, as with contexts (`peers.ts`).
 * What the function itself fills first is data: it is handed over to be read. Requires scope analysis.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { Known, knownConstructor } from "./globals";
import { Receivers } from "./receivers";
import { hasWord, wordsIn } from "./words";

/** Constructors whose instances begin empty when they are given nothing, or a length. */
const COLLECTIONS: string = "Map Set WeakMap WeakSet";
const BYTES: string = `
ArrayBuffer BigInt64Array BigUint64Array Float32Array Float64Array Int16Array Int32Array Int8Array SharedArrayBuffer
Uint16Array Uint32Array Uint8Array Uint8ClampedArray
`;

/** Functions that give an object of this kind: what they are called says so. */
const MAKERS: string = "alloc allocUnsafe asyncIterator createReadStream createWriteStream iterator";

/** Classes of the platform, some of them also of libraries, whose instances are values. */
const VALUES: string = "AbortController BigNumber Date Decimal Headers Request URL URLSearchParams";

export class Vessels {
  private answers: Map<i32, boolean> = new Map<i32, boolean>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
    private receivers: Receivers,
  ) {}

  /** Adds those that a call is given, as they are or under a name: `parse(text, { errors })`. */
  add(call: i32, into: i32[]): void {
    const tree = this.tree;
    for (let node = tree.nextSibling(tree.firstChild(call)); node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.unwrap(node);
      this.addValue(value, into);
      if (tree.kind[value] !== Kind.Object) continue;
      for (let property = tree.firstChild(value); property >= 0; property = tree.nextSibling(property))
        if (tree.kind[property] === Kind.Property) this.addValue(this.callees.unwrap(tree.child(property, 1)), into);
    }
  }

  private addValue(value: i32, into: i32[]): void {
    if (value < 0 || this.tree.kind[value] !== Kind.Ident) return;
    const binding = this.scopes.binding[value];
    if (!this.answers.has(binding)) this.answers.set(binding, this.decide(value, binding));
    if (this.answers.get(binding) as boolean) into.push(value);
  }

  private decide(mention: i32, binding: i32): boolean {
    if (this.scopes.home[binding] === 0) return false;
    const init = this.callees.initializer(binding);
    if (init < 0) return false;
    const tree = this.tree;
    const kind = tree.kind[init];
    if (kind === Kind.Array || kind === Kind.Object)
      return tree.firstChild(init) < 0 && !this.isFilled(binding, mention);
    if (kind === Kind.New) return this.isInstance(init, binding, mention);
    if (kind === Kind.Call) {
      const callee = this.callees.unwrap(tree.firstChild(init));
      if (tree.kind[callee] !== Kind.Member && tree.kind[callee] !== Kind.Ident) return false;
      const key = tree.kind[callee] === Kind.Member && tree.atom[callee] < 0 ? tree.child(callee, 1) : callee;
      return tree.atom[key] >= 0 && hasWord(MAKERS, tree.text(key)) && !this.isFilled(binding, mention);
    }
    return this.receivers.isResponse(mention);
  }

  private isInstance(made: i32, binding: i32, mention: i32): boolean {
    const tree = this.tree;
    const type = this.callees.unwrap(tree.firstChild(made));
    const argument = tree.child(made, 1);
    const path = this.callees.global(type);
    if (path.length === 0) return this.callees.classOf(type) < 0 && !hasWord(VALUES, tree.text(type));
    if (hasWord(COLLECTIONS, path)) return argument < 0 && !this.isFilled(binding, mention);
    if (hasWord(BYTES, path))
      return (
        argument >= 0 && tree.kind[this.callees.unwrap(argument)] !== Kind.Array && !this.isFilled(binding, mention)
      );
    return knownConstructor(path) === Known.Nothing && !hasWord(VALUES, path);
  }

  /** Whether the function itself puts something in before `mention`. */
  private isFilled(binding: i32, mention: i32): boolean {
    const tree = this.tree;
    for (let at = this.scopes.firstReference[binding]; at >= 0; at = this.scopes.nextReference[at]) {
      const member = tree.parent[at];
      if (at >= mention || tree.kind[member] !== Kind.Member || tree.firstChild(member) !== at) continue;
      const use = tree.parent[member];
      if (tree.kind[use] === Kind.Call && tree.firstChild(use) === member) return true;
      if (tree.kind[use] === Kind.Assign && tree.firstChild(use) === member) return true;
    }
    return false;
  }
}

/** For the test that keeps the tables sorted. */
export function vesselTables(): string[][] {
  return [wordsIn(BYTES), wordsIn(COLLECTIONS), wordsIn(MAKERS), wordsIn(VALUES)];
}

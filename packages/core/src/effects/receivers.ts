/**
 * The effect of a method as its receiver tells it, and the few names of methods that tell as much whatever they are called on.
 *
 *   const response = await fetch(url); response.json() → known read · const seen = new Set(); seen.add(id) → changes its receiver
 *
 * Requires resolved callees. Guarantees that a method which is described does no more than is said, under the assumption "Names" where
 * the evidence is no more than inferred.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { CallEffect, READ_ANYTHING } from "./call-effect";
import { CalleeResolver } from "./callee";
import { Cause, Evidence, Resource, Throws } from "./effect";
import { Pattern, patternOf } from "./regexps";
import { Callee } from "./spelling";
import { hasWord, wordsIn } from "./words";

/** Body readers of Response, Request and Blob: each settles with the content and consumes the stream. */
const BODY_READERS: string = "arrayBuffer blob bytes formData json text";

/** Methods of strings, arrays, maps, sets and promises that change nothing but what their callback changes. */
const PURE_METHODS: string = `
at catch charAt charCodeAt concat endsWith entries every filter finally findIndex findLast flat flatMap forEach includes
indexOf join keys lastIndexOf map match matchAll padEnd padStart reduce repeat slice some split startsWith
substring then toFixed toISOString toLowerCase toString toUpperCase trim trimEnd trimStart values
`;

/** Methods that have called what they are given when they return. */
export const CALLING: string = `
every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight replace replaceAll some
sort toSorted
`;

/** Methods that change a collection they are called on. */
export const MUTATORS: string = "add clear copyWithin delete fill pop push reverse set shift sort splice unshift";

/** Of those, the ones that other objects hardly have, so that the name alone tells. */
const ARRAY_MUTATORS: string = "copyWithin reverse sort splice";

export class Receivers {
  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  /** Fills in what is known of a method from what it is called on; false when that tells nothing. */
  describe(effect: CallEffect, callee: Callee, call: i32): boolean {
    if (callee.receiver < 0 || this.tree.kind[call] !== Kind.Call) return false;
    if (hasWord(BODY_READERS, callee.name) && this.tree.child(call, 1) < 0) {
      const response = this.isResponse(callee.receiver);
      effect.reads = Resource.Net;
      effect.evidence = response ? Evidence.Known : Evidence.Inferred;
      effect.throws = response ? Throws.Never : Throws.Hard;
      effect.consumes = true;
      return true;
    }
    if (this.isMatch(effect, callee, call)) return true;
    if (callee.name === "read" && this.tree.child(call, 1) < 0) {
      effect.reads = READ_ANYTHING;
      effect.evidence = Evidence.Inferred;
      effect.advances = true;
      return true;
    }
    if (hasWord(MUTATORS, callee.name) && callee.root >= 0 && this.isCollection(callee.receiver)) {
      effect.mutatesReceiver = true;
      effect.evidence = Evidence.Known;
      effect.throws = Throws.Never;
      return true;
    }
    if (this.isLookup(callee)) {
      effect.reads = Resource.Heap;
      effect.evidence = Evidence.Known;
      effect.throws = Throws.Never;
      return true;
    }
    // Only arrays have methods of these names, and they change them.
    if (hasWord(ARRAY_MUTATORS, callee.name)) {
      effect.mutatesReceiver = true;
      effect.evidence = Evidence.Inferred;
      effect.throws = Throws.Soft;
      return true;
    }
    if (hasWord(PURE_METHODS, callee.name)) {
      effect.reads = Resource.Heap;
      // It fails only on a receiver of another shape, as reading a property does.
      effect.throws = Throws.Soft;
      effect.evidence = Evidence.Inferred;
      if (this.isIterated(call) && this.takesFromHeld(call)) {
        effect.cause = Cause.Stream;
        effect.writes = Resource.All;
      }
      return true;
    }
    return false;
  }

  /** Whether a call is such a method of something that others hold. That may be a stream, for streams have these methods, too. */
  takesFromHeld(call: i32): boolean {
    const callee = this.callees.resolve(call);
    if (callee.receiver < 0 || !hasWord(PURE_METHODS, callee.name) || this.isCollection(callee.receiver)) return false;
    const kind = this.tree.kind[callee.receiver];
    return kind !== Kind.Array && kind !== Kind.Call && kind !== Kind.New;
  }

  /** Whether a call gives a `for await` its items. */
  private isIterated(call: i32): boolean {
    const tree = this.tree;
    let source = call;
    let loop = tree.parent[call];
    while (tree.kind[loop] === Kind.TypeWrap || tree.kind[loop] === Kind.Chain) {
      source = loop;
      loop = tree.parent[loop];
    }
    return (
      tree.kind[loop] === Kind.ForOf && (tree.flags[loop] & Flag.ForAwait) !== 0 && tree.firstChild(loop) === source
    );
  }

  /** `seen.has(id)`, where the function itself has made `seen` as a `Map` or `Set`: that cannot fail. */
  private isLookup(callee: Callee): boolean {
    if ((callee.name !== "get" && callee.name !== "has") || !this.isCollection(callee.receiver)) return false;
    const binding = this.scopes.binding[callee.receiver];
    if (this.scopes.home[binding] !== this.scopes.owner[callee.receiver]) return false;
    const init = this.callees.initializer(binding);
    return this.tree.kind[init] === Kind.New && this.tree.text(this.tree.firstChild(init)) !== "Array";
  }

  /** `pattern.test(text)`, `text.match(pattern)` and their kin: a global expression remembers where it stopped. */
  private isMatch(effect: CallEffect, callee: Callee, call: i32): boolean {
    const name = callee.name;
    const argument = this.tree.child(call, 1);
    if (argument < 0) return false;
    if (name === "match" || name === "replace" || name === "replaceAll") {
      effect.mutatesArgument = patternOf(this.tree, this.callees, argument) === Pattern.Stateful;
      return effect.mutatesArgument && this.touchesPattern(effect);
    }
    if (name !== "exec" && name !== "test") return false;
    const pattern = patternOf(this.tree, this.callees, callee.receiver);
    if (pattern === Pattern.Stateless) return this.touchesPattern(effect);
    // `exec` of something unknown writes by its name; what is awaited is no regular expression's answer.
    if (pattern === Pattern.Unknown && (name === "exec" || this.tree.kind[this.tree.parent[call]] === Kind.Await))
      return false;
    effect.mutatesReceiver = true;
    return pattern === Pattern.Stateful && this.touchesPattern(effect);
  }

  private touchesPattern(effect: CallEffect): boolean {
    effect.reads = Resource.Heap;
    effect.evidence = Evidence.Known;
    effect.throws = Throws.Soft;
    return true;
  }

  /** Whether an expression holds the response of a global `fetch`. */
  isResponse(node: i32): boolean {
    const tree = this.tree;
    const value = this.callees.valueOf(node);
    if (value < 0 || tree.kind[value] !== Kind.Await) return false;
    const call = this.callees.unwrap(tree.firstChild(value));
    return tree.kind[call] === Kind.Call && this.callees.resolve(call).global === "fetch";
  }

  /** Whether an expression names a constant made here as an array, `Map` or `Set`. */
  isCollection(node: i32): boolean {
    const tree = this.tree;
    if (tree.kind[node] !== Kind.Ident) return false;
    const init = this.callees.initializer(this.scopes.binding[node]);
    if (init < 0) return false;
    if (tree.kind[init] === Kind.Array) return true;
    if (tree.kind[init] !== Kind.New) return false;
    const made = tree.firstChild(init);
    if (tree.kind[made] !== Kind.Ident || this.scopes.kind[this.scopes.binding[made]] !== BindingKind.Global)
      return false;
    const name = tree.text(made);
    return name === "Map" || name === "Set" || name === "Array";
  }
}

/** For the test that keeps the tables sorted. */
export function receiverTables(): string[][] {
  return [wordsIn(BODY_READERS), wordsIn(PURE_METHODS), wordsIn(MUTATORS), wordsIn(ARRAY_MUTATORS)];
}

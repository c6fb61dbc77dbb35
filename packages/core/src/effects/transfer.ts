/**
 * What a function's effect means where it is called: its parameters become arguments, its `this` the receiver, and what the caller
 * owns is nobody else's business.
 *
 *   function fill(into, x) { into.push(x) }           fill: writes its first argument
 *   async function load() { const a = []; fill(a, 1); return fetch(a[0]) }   load: reads net; `a` is its own
 *
 * Two uses: a summary takes in the effects of what the function calls and may pass on what its own callers have to judge; a
 * statement of a region takes them in for good.
 */
import { Flag, Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { Cause, Deferred, deferredOf, Effect, Evidence, RECEIVER, Resource } from "./effect";
import { Evaluator } from "./evaluate";
import { KeptCallbacks } from "./kept";
import { Verb, verbOf } from "./lexicon";

export class Transfer {
  private tree: Tree;
  private scopes: Scopes;

  constructor(
    private evaluator: Evaluator,
    private kept: KeptCallbacks,
  ) {
    this.tree = evaluator.tree;
    this.scopes = evaluator.scopes;
  }

  /**
   * Takes what `callee` left to its callers into `effect`, the effect of code in `caller` that runs it at `site`. With `keep`,
   * `effect` is the summary of `caller` and may leave things to callers in turn.
   */
  apply(effect: Effect, from: Deferred, callee: i32, caller: i32, site: i32, keep: boolean): void {
    for (let i: i32 = 0; i < from.variables.length; i++)
      this.variable(effect, from.variables[i], from.variableNodes[i], caller, keep);
    for (let i: i32 = 0; i < from.objects.length; i++)
      this.object(effect, from.objects[i], from.objectNodes[i], callee, caller, site, keep);
    for (let i: i32 = 0; i < from.callbacks.length; i++)
      this.callback(
        effect,
        from.callbacks[i],
        from.callbackNodes[i],
        from.callbackDiscarded[i],
        callee,
        caller,
        site,
        keep,
      );
    for (let i: i32 = 0; i < from.requests.length; i++)
      this.request(effect, from.requests[i], from.requestNodes[i], callee, caller, site, keep);
  }

  private variable(effect: Effect, binding: i32, node: i32, caller: i32, keep: boolean): void {
    const home = this.scopes.home[binding];
    if (keep && this.tree.contains(caller, home)) return;
    if (keep && home > 0 && this.tree.contains(home, caller) && deferredOf(effect).addVariable(binding, node)) return;
    // Nobody but the caller, and functions that are over when it goes on, can see the variable: it is set as if that stood here.
    if (!keep && home === caller && !this.kept.isHeld(binding)) effect.bindingWrites.push(binding);
    else assign(effect, node);
  }

  private object(effect: Effect, binding: i32, node: i32, callee: i32, caller: i32, site: i32, keep: boolean): void {
    if (binding === RECEIVER) {
      this.receiver(effect, node, callee, caller, site, keep);
      return;
    }
    const home = this.scopes.home[binding];
    if (home === callee && this.scopes.kind[binding] === BindingKind.Param) {
      this.argument(effect, this.indexOf(binding, callee), node, callee, caller, site, keep);
      return;
    }
    if (!keep) {
      assign(effect, node);
      return;
    }
    const isParam = this.scopes.kind[binding] === BindingKind.Param;
    if (home === caller && !isParam) {
      if (this.evaluator.heap.ownership.hasEscaped(binding, node)) assign(effect, node);
      return;
    }
    if (home !== caller && this.tree.contains(caller, home)) return;
    if (this.tree.contains(home, caller) && home > 0 && deferredOf(effect).addObject(binding, node)) return;
    assign(effect, node);
  }

  /** `this.x = y` in the callee. */
  private receiver(effect: Effect, node: i32, callee: i32, caller: i32, site: i32, keep: boolean): void {
    const kind = this.tree.kind[site];
    if ((this.tree.flags[callee] & Flag.Arrow) !== 0 && this.tree.kind[callee] === Kind.Function) {
      // An arrow has the `this` of the function around it.
      if (keep && this.tree.contains(caller, callee) && deferredOf(effect).addObject(RECEIVER, node)) return;
      assign(effect, node);
      return;
    }
    if (kind === Kind.New || kind === Kind.Class) return;
    const called = kind === Kind.Call ? this.evaluator.calls.callees.unwrap(this.tree.firstChild(site)) : -1;
    if (called < 0 || this.tree.kind[called] !== Kind.Member) assign(effect, node);
    else this.written(effect, this.evaluator.runs.receiverOf(site), node, caller, site, keep);
  }

  /** The callee writes the object of its parameter number `index`. */
  private argument(effect: Effect, index: i32, node: i32, callee: i32, caller: i32, site: i32, keep: boolean): void {
    if (!this.isDirectCall(site, callee)) {
      assign(effect, node);
      return;
    }
    const argument = this.argumentAt(site, index);
    if (argument === SPREAD) assign(effect, node);
    else if (argument >= 0)
      this.written(effect, this.evaluator.calls.callees.unwrap(argument), node, caller, site, keep);
  }

  /** The object that `value` evaluates to in the caller is written. */
  private written(effect: Effect, value: i32, node: i32, caller: i32, site: i32, keep: boolean): void {
    const ownership = this.evaluator.heap.ownership;
    if (ownership.isFresh(value)) return;
    if (keep && (this.tree.kind[value] === Kind.This || this.tree.kind[value] === Kind.Super)) {
      if (deferredOf(effect).addObject(RECEIVER, node)) return;
    } else if (keep && this.tree.kind[value] === Kind.Ident) {
      const binding = this.scopes.binding[value];
      const isMade = ownership.isMade(binding) || this.isInstance(binding);
      const isOwn = this.scopes.home[binding] === caller;
      if (isMade && isOwn && !ownership.hasEscaped(binding, site)) return;
      const isPassedOn = this.evaluator.heap.isParameter(value) || (isMade && !isOwn && this.scopes.home[binding] > 0);
      if (isPassedOn && deferredOf(effect).addObject(binding, node)) return;
    }
    assign(effect, node);
  }

  /** A constant that holds an instance of a class of the file. */
  private isInstance(binding: i32): boolean {
    const init = this.evaluator.calls.callees.initializer(binding);
    return init >= 0 && this.tree.kind[init] === Kind.New && this.evaluator.calls.callees.homeOf(init, 0) >= 0;
  }

  /** The callee calls its parameter, whose name stands at `node`. */
  private callback(
    effect: Effect,
    binding: i32,
    node: i32,
    isDiscarded: boolean,
    callee: i32,
    caller: i32,
    site: i32,
    keep: boolean,
  ): void {
    const home = this.scopes.home[binding];
    if (home === callee && this.isDirectCall(site, callee)) {
      const argument = this.argumentAt(site, this.indexOf(binding, callee));
      if (argument === SPREAD) this.evaluator.runs.runByName(node, isDiscarded, effect);
      else if (argument >= 0)
        this.passed(effect, this.evaluator.calls.callees.unwrap(argument), node, isDiscarded, keep);
      return;
    }
    if (keep && home !== callee && this.tree.contains(home, caller)) {
      if (deferredOf(effect).addCallback(binding, node, isDiscarded)) return;
    }
    this.evaluator.runs.runByName(node, isDiscarded, effect);
  }

  /** The callee makes a request to its parameter. */
  private request(effect: Effect, binding: i32, node: i32, callee: i32, caller: i32, site: i32, keep: boolean): void {
    const home = this.scopes.home[binding];
    if (home === callee && this.isDirectCall(site, callee)) {
      const url = this.argumentAt(site, this.indexOf(binding, callee));
      if (url >= 0 && this.evaluator.calls.known.isUrl(url)) return;
      const name = url >= 0 ? this.evaluator.calls.callees.unwrap(url) : -1;
      if (
        keep &&
        this.evaluator.heap.isParameter(name) &&
        deferredOf(effect).addRequest(this.scopes.binding[name], node)
      )
        return;
    } else if (keep && home !== callee && this.tree.contains(home, caller)) {
      if (deferredOf(effect).addRequest(binding, node)) return;
    }
    effect.weaken(Evidence.Inferred, node);
  }

  /** The function that `value` holds is run. Functions of the file count as run already, because they are given to a call. */
  private passed(effect: Effect, value: i32, parameter: i32, isDiscarded: boolean, keep: boolean): void {
    const kind = this.tree.kind[value];
    if (kind === Kind.Function || kind === Kind.Constant || kind === Kind.String || kind === Kind.Object) return;
    const evaluator = this.evaluator;
    if (keep && evaluator.heap.isParameter(value)) {
      if (deferredOf(effect).addCallback(this.scopes.binding[value], value, isDiscarded)) return;
    }
    if (evaluator.calls.callees.functionOf(value, 0) >= 0) return;
    const isNamed = kind === Kind.Ident || kind === Kind.Member;
    if (isNamed) evaluator.runs.runByName(value, isDiscarded, effect);
    // A name that says nothing leaves the word to the parameter's: `(save) => save()`, called with `task`.
    if (!isNamed || verbOf(this.tree.text(value)) === Verb.None)
      evaluator.runs.runByName(parameter, isDiscarded, effect);
  }

  /** Whether a node is a call whose arguments are those of `callee`. */
  private isDirectCall(site: i32, callee: i32): boolean {
    const kind = this.tree.kind[site];
    if (kind === Kind.New) return true;
    if (kind !== Kind.Call) return false;
    const called = this.evaluator.calls.callees.unwrap(this.tree.firstChild(site));
    const name = this.tree.kind[called] === Kind.Member ? this.tree.text(called) : "";
    if (this.evaluator.calls.classify(site).target === callee) return !this.isBound(called);
    return name !== "call" && name !== "apply" && name !== "bind" && !this.isBound(called);
  }

  /** `const get = load.bind(null, "a"); get()`: arguments are shifted. */
  private isBound(called: i32): boolean {
    if (this.tree.kind[called] !== Kind.Ident) return false;
    const init = this.evaluator.calls.callees.initializer(this.scopes.binding[called]);
    return init >= 0 && this.tree.kind[init] === Kind.Call;
  }

  private argumentAt(site: i32, index: i32): i32 {
    const tree = this.tree;
    let argument = tree.child(site, 1);
    let left = index;
    while (argument >= 0) {
      if (tree.kind[argument] === Kind.Spread) return SPREAD;
      if (left === 0) return argument;
      left -= 1;
      argument = tree.nextSibling(argument);
    }
    return -1;
  }

  private indexOf(binding: i32, fn: i32): i32 {
    const tree = this.tree;
    const declaration = this.scopes.declaration[binding];
    let parameter = tree.firstChild(tree.child(fn, 1));
    let index: i32 = 0;
    while (parameter >= 0 && !tree.contains(parameter, declaration)) {
      index += 1;
      parameter = tree.nextSibling(parameter);
    }
    return index;
  }
}

const SPREAD: i32 = -2;

function assign(effect: Effect, node: i32): void {
  effect.touch(0, Resource.Heap, Evidence.Proven, Cause.Assignment, node);
}

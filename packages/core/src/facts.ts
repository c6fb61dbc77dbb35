/**
 * The results of the phases before dependence, bundled for the phases after it. Read only.
 */
import { Directives } from "./directives/directives";
import { CallClassifier } from "./effects/calls";
import { Clocks } from "./effects/clocks";
import { Evaluator } from "./effects/evaluate";
import { ExclusiveBindings } from "./effects/exclusive-flow";
import { Outcomes } from "./effects/outcomes";
import { Summaries } from "./effects/summaries";
import { Options } from "./options/options";
import { KeptCallbacks } from "./effects/kept";
import { LateFields } from "./effects/late-fields";
import { Meanwhile } from "./effects/meanwhile";
import { Contents } from "./precheck/contents";
import { BindingFlag, isVolatile, Scopes } from "./scope/scopes";
import { Tree } from "./tree/tree";

export class Facts {
  /** Objects that keep the outcome of what they were asked last. */
  readonly outcomes: Outcomes;

  constructor(
    readonly tree: Tree,
    readonly options: Options,
    readonly contents: Contents,
    readonly scopes: Scopes,
    readonly directives: Directives,
    readonly calls: CallClassifier,
    readonly evaluator: Evaluator,
    readonly summaries: Summaries,
    readonly exclusive: ExclusiveBindings,
    readonly kept: KeptCallbacks,
    readonly meanwhile: Meanwhile,
    readonly lateFields: LateFields,
    /** Clock readings per function-like node; see `effects/clocks.ts`. */
    readonly clocks: Clocks,
    /** Whether the name `Promise` means the global everywhere in the file. */
    readonly promiseIsGlobal: boolean,
    /** Whether the file calls `eval` directly. */
    readonly hasEval: boolean,
  ) {
    this.outcomes = new Outcomes(tree);
  }

  /** Whether other code may change a variable, or the object in it, while an operation of the function `owner` is under way. */
  isVolatile(binding: i32, owner: i32): boolean {
    if (isVolatile(this.scopes, binding)) return true;
    if (this.scopes.has(binding, BindingFlag.ClosureWritten) && this.isHeld(binding)) return true;
    return this.kept.mayChange(binding) || this.meanwhile.mayChange(binding, owner);
  }

  /** Whether a function inside the one that a variable belongs to may look at it, or set it, when that one has gone on. */
  isHeld(binding: i32): boolean {
    return this.scopes.has(binding, BindingFlag.Captured) && this.kept.isHeld(binding);
  }

  /** Whether the file declares anything with `using`. */
  get hasUsing(): boolean {
    return this.contents.hasUsing;
  }
}

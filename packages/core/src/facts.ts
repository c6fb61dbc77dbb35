/**
 * The results of the phases before dependence, bundled for the phases after it. Read only.
 */
import { Directives } from "./directives/directives";
import { CallClassifier } from "./effects/calls";
import { Clocks } from "./effects/clocks";
import { Evaluator } from "./effects/evaluate";
import { ExclusiveBindings } from "./effects/exclusive";
import { Summaries } from "./effects/summaries";
import { Options } from "./options/options";
import { Contents } from "./precheck/contents";
import { Scopes } from "./scope/scopes";
import { Tree } from "./tree/tree";

export class Facts {
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
    /** Clock readings per function-like node; see `effects/clocks.ts`. */
    readonly clocks: Clocks,
    /** Whether the name `Promise` means the global everywhere in the file. */
    readonly promiseIsGlobal: boolean,
    /** Whether the file calls `eval` directly. */
    readonly hasEval: boolean,
  ) {}

  /** Whether the file declares anything with `using`. */
  get hasUsing(): boolean {
    return this.contents.hasUsing;
  }
}

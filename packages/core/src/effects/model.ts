/**
 * The parts of effect analysis, put together for one file.
 */
import { pureCalls } from "../directives/pure";
import { Options } from "../options/options";
import { Contents } from "../precheck/contents";
import { Scopes } from "../scope/scopes";
import { Tree } from "../tree/tree";
import { CalleeResolver } from "./callee";
import { CallClassifier } from "./calls";
import { Changes } from "./changes";
import { Evaluator } from "./evaluate";
import { ExclusiveBindings } from "./exclusive-flow";
import { Fields } from "./fields";
import { FlowGraph } from "./flow";
import { HeapWrites } from "./heap";
import { ImplicitCalls } from "./implicit";
import { Invocations } from "./invocations";
import { KeptCallbacks } from "./kept";
import { KnownCalls } from "./knowledge/known-calls";
import { LateFields } from "./late-fields";
import { Origins } from "./knowledge/origin";
import { Meanwhile } from "./meanwhile";
import { Ownership } from "./ownership";
import { Slots } from "./slots";
import { Summaries } from "./summaries";

export function callsOf(tree: Tree, scopes: Scopes, options: Options): CallClassifier {
  const callees = new CalleeResolver(tree, scopes);
  const known = new KnownCalls(
    tree,
    scopes,
    callees,
    new Origins(tree, scopes, callees, options.summaries, options.file),
  );
  const pure = pureCalls(tree);
  const exclusive = new ExclusiveBindings(tree, scopes, callees, known);
  return new CallClassifier(
    tree,
    scopes,
    callees,
    options.effects,
    pure,
    known,
    exclusive,
    options.summaries,
    options.file,
  );
}

export class EffectModel {
  readonly calls: CallClassifier;
  /** For the statements of regions. */
  readonly evaluator: Evaluator;
  readonly summaries: Summaries;
  readonly kept: KeptCallbacks;
  readonly meanwhile: Meanwhile;
  readonly lateFields: LateFields;

  constructor(
    tree: Tree,
    readonly scopes: Scopes,
    calls: CallClassifier,
    contents: Contents,
  ) {
    const callees = calls.callees;
    const flow = new FlowGraph(tree, scopes, callees);
    const implicit = new ImplicitCalls(tree, scopes, callees);
    const ownership = new Ownership(tree, scopes, calls);
    this.calls = calls;
    const slots = new Slots(tree, scopes, callees, ownership);
    const fields = new Fields(tree, scopes, callees);
    const judging = new HeapWrites(tree, scopes, ownership, slots, fields, false);
    this.evaluator = new Evaluator(
      tree,
      scopes,
      calls,
      judging,
      new Invocations(tree, scopes, calls, flow, implicit, judging),
    );
    const leaving = new HeapWrites(tree, scopes, ownership, slots, fields, true);
    const deferring = new Evaluator(
      tree,
      scopes,
      calls,
      leaving,
      new Invocations(tree, scopes, calls, flow, implicit, leaving),
    );
    const changes = new Changes(tree, scopes, calls);
    const kept = new KeptCallbacks(tree, scopes, calls, changes);
    this.kept = kept;
    const meanwhile = new Meanwhile(tree, scopes, changes, kept);
    this.meanwhile = meanwhile;
    this.lateFields = new LateFields(tree, scopes, changes, kept, meanwhile);
    this.summaries = new Summaries(tree, scopes, deferring, contents, kept);
  }
}

/**
 * The pipeline, listed once. Each phase reads what earlier phases left in the state and adds its own result; `explain.ts` has the
 * verifier and the printer of each, which a host that only transforms need not carry.
 */
import { readDirectives } from "./directives/read-directives";
import { buildRegion, frozenBy } from "./dependence/build";
import { Certain } from "./dependence/certain";
import { verifySchedule } from "./dependence/check";
import { believesNames, keepsAny, ruleOut } from "./dependence/rule-out";
import { CallClassifier } from "./effects/calls";
import { Clocks } from "./effects/clocks";
import { ExportReader } from "./effects/exports";
import { ModuleSummary } from "./effects/external";
import { callsOf, EffectModel } from "./effects/model";
import { tableFor } from "./effects/knowledge/tables";
import { callsEval, isPromiseGlobal } from "./effects/reserved";
import { Directives } from "./directives/directives";
import { Region } from "./dependence/region";
import { collectLoops, findLoops } from "./loops/find";
import { ruleOutLoops } from "./loops/rule-out";
import { LoopJudge } from "./loops/judge";
import { Loop } from "./loops/loop";
import { LoopWriter } from "./loops/write";
import { Facts } from "./facts";
import { Options } from "./options/options";
import { Contents, readContents } from "./precheck/contents";
import { findRegions, RegionSet } from "./precheck/regions";
import { collectRemarks } from "./remarks/collect";
import { Assertion, collectAssertions } from "./remarks/assertions";
import { remarkLoops } from "./remarks/loops";
import { Remark } from "./remarks/remark";
import { verifyEdits } from "./rewrite/check";
import { Reason } from "./reason";
import { FreshNames } from "./rewrite/names";
import { Edit } from "./rewrite/output";
import { Rewriter, sortEdits } from "./rewrite/rewrite";
import { SegmentPlan } from "./schedule/block";
import { verifyPlans } from "./schedule/check";
import { Scheduler } from "./schedule/schedule";
import { analyzeScopes } from "./scope/resolve";
import { Scopes } from "./scope/scopes";
import { Tree } from "./tree/tree";

/** Everything core has to say about one file. */
export class Analysis {
  edits: Edit[] = [];
  remarks: Remark[] = [];
  /** What the user vouches for; empty without remarks. */
  assertions: Assertion[] = [];
  /** What an internal check objects to; then there are no edits, and the host says so. Empty when all is well. */
  problem: string = "";
  /** What every name means, when that was needed; a host that knows better can compare. */
  scopes: Scopes | null = null;
}

/** What the phases know so far. A phase's `requires` says which fields it reads. */
export class State {
  contents: Contents | null = null;
  scopes: Scopes | null = null;
  directives: Directives | null = null;
  calls: CallClassifier | null = null;
  facts: Facts | null = null;
  candidates: RegionSet = new RegionSet();
  regions: Region[] = [];
  plans: Map<i32, SegmentPlan> = new Map<i32, SegmentPlan>();
  obstacles: Map<i32, Reason> = new Map<i32, Reason>();
  /** Loops that may be split into phases, when the options ask for that: their nodes, and what became of them. */
  loopNodes: i32[] = [];
  loops: Loop[] = [];
  names: FreshNames | null = null;
  analysis: Analysis = new Analysis();

  constructor(
    readonly tree: Tree,
    readonly options: Options,
  ) {}
}

export class Phase {
  constructor(
    readonly name: string,
    /** Names of the phases whose results it reads. */
    readonly requires: string,
    readonly run: (state: State) => void,
  ) {}
}

export const PHASES: Phase[] = [
  new Phase("tree", "", nothing),
  new Phase("precheck", "tree", precheck),
  new Phase("scope", "tree", scope),
  new Phase("directives", "tree", directives),
  new Phase("effects", "precheck scope directives", effects),
  new Phase("dependence", "effects", dependence),
  new Phase("schedule", "dependence", schedule),
  new Phase("rewrite", "schedule", rewrite),
  new Phase("loops", "effects rewrite", loops),
  new Phase("remarks", "schedule loops", remarks),
];

/**
 * Analyses one file. The answer may be empty; it never throws on a tree that `verifyTree` accepts. Where no
 * region has two await sites, only the first two phases and the last do any work.
 */
export function analyze(tree: Tree, options: Options): Analysis {
  const state = new State(tree, options);
  for (let i: i32 = 0; i < PHASES.length; i++) PHASES[i].run(state);
  if (state.analysis.edits.length > 0) checkEdits(state);
  state.analysis.scopes = state.scopes;
  return state.analysis;
}

/**
 * Whether `analyze` might have edits for a file. `tree` may be an outline: functions without two awaits that might meet, without a
 * loop that awaits and without such functions in them may lack their parameters and bodies, unless they give a field of `this` a
 * value of a module that a table describes (`knowsModule`). Its nodes need no places in the source unless a comment says
 * `__PURE__`, and its comments may be missing when none says that or `@parallel`. A yes may turn out to be a no, never the other way
 * round.
 */
export function mayHoist(tree: Tree, options: Options): boolean {
  const state = new State(tree, options);
  precheck(state);
  if (!hasPromise(state) && state.loopNodes.length === 0) return false;
  if (options.remarks || !believesNames(tree, options)) return true;
  const contents = state.contents as Contents;
  const scopes = analyzeScopes(tree);
  const calls = callsOf(tree, scopes, options);
  calls.isRough = true;
  const certain = new Certain(tree, scopes, calls);
  // One is enough: the rest is looked at again when the whole file is there.
  if (keepsAny(contents, certain, state.candidates)) return true;
  return ruleOutLoops(contents, certain, options, state.loopNodes).length > 0;
}

/**
 * Awaits that might meet, and loops that await; when there are none `analyze` has no edits. `tree` may lack functions without awaits, and
 * expressions without awaits that none waits for. The SWC plugin asks before its module has any constants: no text and no function
 * that is handed over, such as to `sort`, may be used here.
 */
export function prospectsOf(tree: Tree, options: Options): i32[] {
  const contents = readContents(tree);
  const set = findRegions(tree, contents);
  const found = mayHaveLoops(options) ? collectLoops(tree, contents) : [];
  for (let i: i32 = 0; i < set.meetRegion.length; i++) {
    found.push(contents.awaits[set.meetFirst[i]]);
    found.push(contents.awaits[set.meetSecond[i]]);
  }
  return found;
}

/** Whether a table describes what a module exports. */
export function knowsModule(source: string): boolean {
  return tableFor(source) >= 0;
}

/** The checks that guard the output itself are run on every file that changes; all others are for tests. */
function checkEdits(state: State): void {
  let problem = verifySchedules(state);
  if (problem.length === 0) problem = verifyEdits(state.tree, state.analysis.edits);
  if (problem.length === 0) return;
  state.analysis.edits = [];
  state.analysis.problem = problem;
}

/** Names of the phases in order, for documentation tests. */
export function phaseNames(): string[] {
  const names: string[] = [];
  for (let i: i32 = 0; i < PHASES.length; i++) names.push(PHASES[i].name);
  return names;
}

function nothing(_state: State): void {}

function precheck(state: State): void {
  const contents = readContents(state.tree);
  state.contents = contents;
  state.candidates = findRegions(state.tree, contents);
  if (mayHaveLoops(state.options)) state.loopNodes = findLoops(state.tree, contents);
}

function mayHaveLoops(options: Options): boolean {
  // A pool fails with the first failure in time.
  return options.loops && !options.sourceOrderErrors;
}

/**
 * Whether the phases between precheck and remarks have anything to do: a loop to split, a region with two await sites to explain,
 * or, when nobody wants explanations, one where two sites might meet.
 */
function hasWork(state: State): boolean {
  if (state.loopNodes.length > 0) return true;
  return state.options.remarks ? state.candidates.node.length > 0 : hasPromise(state);
}

function hasPromise(state: State): boolean {
  return state.candidates.isPromising.indexOf(true) >= 0;
}

function scope(state: State): void {
  if (!hasWork(state)) return;
  state.scopes = analyzeScopes(state.tree);
}

function directives(state: State): void {
  if (state.options.remarks ? (state.contents as Contents).awaits.length === 0 : !hasWork(state)) return;
  state.directives = readDirectives(state.tree);
}

/** Rules out what it can at once, when nobody wants explanations. */
function narrow(state: State, calls: CallClassifier): void {
  const tree = state.tree;
  if (state.options.remarks || !believesNames(tree, state.options)) return;
  const contents = state.contents as Contents;
  const scopes = state.scopes as Scopes;
  const certain = new Certain(tree, scopes, calls);
  ruleOut(contents, certain, state.candidates);
  state.loopNodes = ruleOutLoops(contents, certain, state.options, state.loopNodes);
}

function effects(state: State): void {
  if (!hasWork(state)) return;
  const tree = state.tree;
  const scopes = state.scopes as Scopes;
  const calls = callsOf(tree, scopes, state.options);
  state.calls = calls;
  narrow(state, calls);
  if (!hasWork(state)) return;
  const model = new EffectModel(tree, scopes, calls, state.contents as Contents);
  state.facts = new Facts(
    tree,
    state.options,
    state.contents as Contents,
    scopes,
    state.directives as Directives,
    calls,
    model.evaluator,
    model.summaries,
    calls.exclusive,
    model.kept,
    model.meanwhile,
    model.lateFields,
    new Clocks(tree, scopes, calls, model.summaries),
    isPromiseGlobal(tree, scopes),
    callsEval(tree, scopes),
  );
}

/**
 * What the exports of a module do, for `effects.summaries` of the files that import it. `options.file` names the module and
 * `options.summaries` what is known about others. A file that calls `eval` directly gives nothing.
 */
export function summarize(tree: Tree, options: Options): ModuleSummary {
  const scopes = analyzeScopes(tree);
  if (callsEval(tree, scopes)) return new ModuleSummary(options.file);
  const calls = callsOf(tree, scopes, options);
  const model = new EffectModel(tree, scopes, calls, readContents(tree));
  return new ExportReader(tree, scopes, calls, model.summaries, options.summaries, options.file).run();
}

function dependence(state: State): void {
  if (!hasWork(state)) return;
  const facts = state.facts as Facts;
  const set = state.candidates;
  for (let i: i32 = 0; i < set.node.length; i++) {
    if (!state.options.remarks && !set.isPromising[i]) continue;
    const region = new Region(set.node[i], set.owner[i], set.isList[i]);
    region.takesSteps = true;
    region.asksLate = !state.options.remarks;
    buildRegion(facts, region, set.first[i], set.last[i]);
    if (!region.asksLate || (region.mayMove && frozenBy(facts, region, set.first[i]) === null))
      state.regions.push(region);
  }
}

function schedule(state: State): void {
  if (!hasWork(state)) return;
  const scheduler = new Scheduler(state.facts as Facts);
  const set = state.regions;
  for (let i: i32 = 0; i < set.length; i++) scheduler.schedule(set[i]);
  state.plans = scheduler.plans;
  state.obstacles = scheduler.obstacles;
}

function rewrite(state: State): void {
  if (!hasWork(state)) return;
  const facts = state.facts as Facts;
  state.names = new FreshNames(facts);
  const rewriter = new Rewriter(facts, state.names as FreshNames, state.plans);
  const set = state.regions;
  for (let i: i32 = 0; i < set.length; i++) rewriter.rewrite(set[i]);
  sortEdits(rewriter.edits);
  state.analysis.edits = rewriter.edits;
}

function loops(state: State): void {
  if (state.loopNodes.length === 0) return;
  const facts = state.facts as Facts;
  const judge = new LoopJudge(facts);
  const writer = new LoopWriter(facts, state.names as FreshNames, state.analysis.edits);
  for (let i: i32 = 0; i < state.loopNodes.length; i++) {
    const loop = judge.judge(state.loopNodes[i]);
    if (loop.reason === null) writer.write(loop);
    if (loop.reason === null) judge.add(loop);
    state.loops.push(loop);
  }
  writer.addHelper();
  state.analysis.edits = writer.edits;
  sortEdits(state.analysis.edits);
}

function remarks(state: State): void {
  if (!state.options.remarks) return;
  const remarks = collectRemarks(
    state.tree,
    state.directives,
    state.facts,
    state.contents as Contents,
    state.candidates,
    state.regions,
  );
  if (state.loops.length > 0) remarkLoops(state.facts as Facts, state.loops, remarks);
  state.analysis.remarks = remarks;
  if (state.directives !== null)
    state.analysis.assertions = collectAssertions(state.tree, state.directives as Directives);
}

export function verifySchedules(state: State): string {
  const set = state.regions;
  for (let i: i32 = 0; i < set.length; i++) {
    let problem = verifySchedule(set[i]);
    if (problem.length === 0) problem = verifyPlans(set[i], state.plans);
    if (problem.length > 0) return problem;
  }
  return "";
}

/**
 * The pipeline, listed once. Each phase reads what earlier phases left in the state and adds its own result; each can print
 * and verify that result. `analyze` runs the phases, `explain` also verifies and prints them.
 */
import { printDirectives, verifyDirectives } from "./directives/print-directives";
import { readDirectives } from "./directives/read-directives";
import { buildRegion } from "./dependence/build";
import { printRegion, verifyRegion, verifySchedule } from "./dependence/check";
import { CalleeResolver } from "./effects/callee";
import { CallClassifier } from "./effects/calls";
import { countClocks } from "./effects/clocks";
import { Evaluator } from "./effects/evaluate";
import { ExclusiveBindings } from "./effects/exclusive";
import { callsEval, isPromiseGlobal } from "./effects/reserved";
import { printSummaries, Summaries, verifySummaries } from "./effects/summaries";
import { Directives } from "./directives/directives";
import { Region } from "./dependence/region";
import { Facts } from "./facts";
import { Options } from "./options/options";
import { Contents, printContents, readContents, verifyContents } from "./precheck/contents";
import { findRegions, RegionSet } from "./precheck/regions";
import { collectRemarks } from "./remarks/collect";
import { Remark } from "./remarks/remark";
import { printRemarks, verifyRemarks } from "./remarks/print";
import { printEdits, verifyEdits } from "./rewrite/check";
import { Reason } from "./reason";
import { FreshNames } from "./rewrite/names";
import { Edit } from "./rewrite/output";
import { Rewriter, sortEdits } from "./rewrite/rewrite";
import { SegmentPlan } from "./schedule/block";
import { printPlans, verifyPlans } from "./schedule/check";
import { Scheduler } from "./schedule/schedule";
import { analyzeScopes } from "./scope/resolve";
import { printScopes, verifyScopes } from "./scope/check";
import { Scopes } from "./scope/scopes";
import { printTree } from "./tree/print";
import { Tree } from "./tree/tree";
import { verifyTree } from "./tree/verify";

/** Everything core has to say about one file. */
export class Analysis {
  edits: Edit[] = [];
  remarks: Remark[] = [];
  /** What an internal check objects to; then there are no edits, and the host says so. Empty when all is well. */
  problem: string = "";
}

/** What the phases know so far. A phase's `requires` says which fields it reads. */
class State {
  contents: Contents | null = null;
  scopes: Scopes | null = null;
  directives: Directives | null = null;
  facts: Facts | null = null;
  candidates: RegionSet = new RegionSet();
  regions: Region[] = [];
  plans: Map<i32, SegmentPlan> = new Map<i32, SegmentPlan>();
  obstacles: Map<i32, Reason> = new Map<i32, Reason>();
  analysis: Analysis = new Analysis();

  constructor(
    readonly tree: Tree,
    readonly options: Options,
  ) {}
}

class Phase {
  constructor(
    readonly name: string,
    /** Names of the phases whose results it reads. */
    readonly requires: string,
    /** Whether its printed form is part of the plan that fixtures record. */
    readonly inPlan: boolean,
    readonly run: (state: State) => void,
    /** Empty when the result is sound, else what is wrong: then the file is left as it is. */
    readonly verify: (state: State) => string,
    readonly print: (state: State) => string,
  ) {}
}

const PHASES: Phase[] = [
  new Phase(
    "tree",
    "",
    false,
    nothing,
    (s: State): string => verifyTree(s.tree),
    (s: State): string => printTree(s.tree),
  ),
  new Phase(
    "precheck",
    "tree",
    false,
    precheck,
    (s: State): string => verifyContents(s.tree, s.contents as Contents),
    (s: State): string => printContents(s.tree, s.contents as Contents),
  ),
  new Phase(
    "scope",
    "tree",
    false,
    scope,
    (s: State): string => (s.scopes !== null ? verifyScopes(s.tree, s.scopes as Scopes) : ""),
    (s: State): string => (s.scopes !== null ? printScopes(s.tree, s.scopes as Scopes) : ""),
  ),
  new Phase(
    "directives",
    "tree",
    true,
    directives,
    (s: State): string => (s.directives !== null ? verifyDirectives(s.directives as Directives, s.tree) : ""),
    (s: State): string => (s.directives !== null ? printDirectives(s.directives as Directives, s.tree) : ""),
  ),
  new Phase("effects", "precheck scope directives", true, effects, verifyEffects, printEffects),
  new Phase("dependence", "effects", false, dependence, verifyRegions, printRegions),
  new Phase("schedule", "dependence", true, schedule, verifySchedules, printSchedules),
  new Phase(
    "rewrite",
    "schedule",
    true,
    rewrite,
    (s: State): string => verifyEdits(s.tree, s.analysis.edits),
    (s: State): string => printEdits(s.analysis.edits),
  ),
  new Phase(
    "remarks",
    "schedule",
    false,
    remarks,
    (s: State): string => (s.options.remarks ? verifyRemarks(s.tree, s.analysis.remarks) : ""),
    (s: State): string => printRemarks(s.analysis.remarks),
  ),
];

/**
 * Analyses one file. The answer may be empty; it never throws on a tree that `verifyTree` accepts. Where no
 * region has two await sites, only the first two phases and the last do any work.
 */
export function analyze(tree: Tree, options: Options): Analysis {
  const state = new State(tree, options);
  for (let i: i32 = 0; i < PHASES.length; i++) PHASES[i].run(state);
  if (state.analysis.edits.length > 0) checkEdits(state);
  return state.analysis;
}

/** The checks that guard the output itself are run on every file that changes; all others are for tests. */
function checkEdits(state: State): void {
  let problem = verifySchedules(state);
  if (problem.length === 0) problem = verifyEdits(state.tree, state.analysis.edits);
  if (problem.length === 0) return;
  state.analysis.edits = [];
  state.analysis.problem = problem;
}

/** Runs, verifies and prints every phase. With `planOnly`, prints the part that fixtures record. */
export function explain(tree: Tree, options: Options, planOnly: boolean): string {
  const state = new State(tree, options);
  const parts: string[] = [];
  for (let i: i32 = 0; i < PHASES.length; i++) {
    const phase = PHASES[i];
    phase.run(state);
    const problem = phase.verify(state);
    if (problem.length > 0)
      return parts.join("") + "INVALID " + phase.name + ": " + problem + "\n" + phase.print(state);
    if (planOnly && !phase.inPlan) continue;
    const printed = phase.print(state);
    if (printed.length > 0) parts.push(phase.name + "\n" + printed);
  }
  return parts.join("");
}

/** First thing that any phase's verifier objects to, or the empty string. */
export function verify(tree: Tree, options: Options): string {
  const state = new State(tree, options);
  for (let i: i32 = 0; i < PHASES.length; i++) {
    PHASES[i].run(state);
    const problem = PHASES[i].verify(state);
    if (problem.length > 0) return PHASES[i].name + ": " + problem;
  }
  return "";
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
}

/**
 * Whether the phases between precheck and remarks have anything to do: a region with two await sites to explain, or, when
 * nobody wants explanations, one where two sites might meet.
 */
function hasWork(state: State): boolean {
  const set = state.candidates;
  if (state.options.remarks) return set.node.length > 0;
  return set.isPromising.indexOf(true) >= 0;
}

function scope(state: State): void {
  if (!hasWork(state)) return;
  state.scopes = analyzeScopes(state.tree);
}

function directives(state: State): void {
  if ((state.contents as Contents).awaits.length === 0) return;
  state.directives = readDirectives(state.tree);
}

function effects(state: State): void {
  if (!hasWork(state)) return;
  const tree = state.tree;
  const scopes = state.scopes as Scopes;
  const callees = new CalleeResolver(tree, scopes);
  const calls = new CallClassifier(tree, scopes, callees, state.options.effects);
  const evaluator = new Evaluator(tree, scopes, calls);
  const contents = state.contents as Contents;
  const summaries = new Summaries(tree, scopes, new Evaluator(tree, scopes, calls), contents);
  state.facts = new Facts(
    tree,
    state.options,
    state.contents as Contents,
    scopes,
    state.directives as Directives,
    calls,
    evaluator,
    summaries,
    new ExclusiveBindings(tree, scopes, callees),
    countClocks(tree, scopes, calls, summaries),
    isPromiseGlobal(tree, scopes),
    callsEval(tree, scopes),
  );
}

function dependence(state: State): void {
  if (!hasWork(state)) return;
  const facts = state.facts as Facts;
  const set = state.candidates;
  for (let i: i32 = 0; i < set.node.length; i++) {
    if (!state.options.remarks && !set.isPromising[i]) continue;
    const region = new Region(set.node[i], set.owner[i], set.isList[i]);
    buildRegion(facts, region, set.first[i], set.last[i]);
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
  const rewriter = new Rewriter(facts, new FreshNames(facts), state.plans);
  const set = state.regions;
  for (let i: i32 = 0; i < set.length; i++) rewriter.rewrite(set[i]);
  sortEdits(rewriter.edits);
  state.analysis.edits = rewriter.edits;
}

function remarks(state: State): void {
  if (!state.options.remarks) return;
  state.analysis.remarks = collectRemarks(state.tree, state.directives, state.facts, state.candidates, state.regions);
}

function verifyEffects(state: State): string {
  return state.facts === null ? "" : verifySummaries((state.facts as Facts).summaries, state.tree);
}

function printEffects(state: State): string {
  if (state.facts === null) return "";
  const facts = state.facts as Facts;
  return printSummaries(facts.summaries, state.tree, facts.scopes);
}

function printRegions(state: State): string {
  if (state.facts === null) return "";
  const set = state.regions;
  const parts: string[] = [];
  for (let i: i32 = 0; i < set.length; i++) parts.push(printRegion(state.facts as Facts, set[i]));
  return parts.join("");
}

function printSchedules(state: State): string {
  if (state.facts === null) return "";
  const facts = state.facts as Facts;
  const set = state.regions;
  const parts: string[] = [];
  for (let i: i32 = 0; i < set.length; i++) {
    parts.push(printRegion(facts, set[i]));
    parts.push(printPlans(facts, set[i], state.plans, state.obstacles));
  }
  return parts.join("");
}

function verifyRegions(state: State): string {
  if (state.facts === null || !state.options.remarks) return "";
  const set = state.regions;
  let sites = state.candidates.outside.length;
  for (let i: i32 = 0; i < set.length; i++) {
    const problem = verifyRegion(set[i]);
    if (problem.length > 0) return problem;
    sites += set[i].awaits + set[i].conditional.length;
  }
  return sites === (state.contents as Contents).awaits.length ? "" : "an await site belongs to no region";
}

function verifySchedules(state: State): string {
  const set = state.regions;
  for (let i: i32 = 0; i < set.length; i++) {
    let problem = verifySchedule(set[i]);
    if (problem.length === 0) problem = verifyPlans(set[i], state.plans);
    if (problem.length > 0) return problem;
  }
  return "";
}

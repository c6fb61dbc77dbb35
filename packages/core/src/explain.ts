/**
 * Shows and checks what every phase of the pipeline has found out. Tests and tools use it; hosts only run the phases.
 */
import { printDirectives, verifyDirectives } from "./directives/print-directives";
import { printRegion, verifyRegion } from "./dependence/check";
import { Directives } from "./directives/directives";
import { printSummaries, verifySummaries } from "./effects/summaries";
import { Facts } from "./facts";
import { Options } from "./options/options";
import { printLoops } from "./loops/print";
import { PHASES, State, verifySchedules } from "./pipeline";
import { Contents, isForAwait, printContents, verifyContents } from "./precheck/contents";
import { printRemarks, verifyRemarks } from "./remarks/print";
import { printEdits, verifyEdits } from "./rewrite/check";
import { printPlans } from "./schedule/check";
import { printScopes, verifyScopes } from "./scope/check";
import { Scopes } from "./scope/scopes";
import { printTree } from "./tree/print";
import { Tree } from "./tree/tree";
import { verifyTree } from "./tree/verify";

/** How the result of one phase is checked and shown. */
class PhaseView {
  constructor(
    readonly phase: string,
    /** Whether its printed form is part of the plan that fixtures record. */
    readonly inPlan: boolean,
    /** Empty when the result is sound, else what is wrong. */
    readonly verify: (state: State) => string,
    readonly print: (state: State) => string,
  ) {}
}

/** In the order of the pipeline. */
const VIEWS: PhaseView[] = [
  new PhaseView(
    "tree",
    false,
    (s: State): string => verifyTree(s.tree),
    (s: State): string => printTree(s.tree),
  ),
  new PhaseView(
    "precheck",
    false,
    (s: State): string => verifyContents(s.tree, s.contents as Contents),
    (s: State): string => printContents(s.tree, s.contents as Contents),
  ),
  new PhaseView(
    "scope",
    false,
    (s: State): string => (s.scopes !== null ? verifyScopes(s.tree, s.scopes as Scopes) : ""),
    (s: State): string => (s.scopes !== null ? printScopes(s.tree, s.scopes as Scopes) : ""),
  ),
  new PhaseView(
    "directives",
    true,
    (s: State): string => (s.directives !== null ? verifyDirectives(s.directives as Directives, s.tree) : ""),
    (s: State): string => (s.directives !== null ? printDirectives(s.directives as Directives, s.tree) : ""),
  ),
  new PhaseView("effects", true, verifyEffects, printEffects),
  new PhaseView("dependence", false, verifyRegions, printRegions),
  new PhaseView("schedule", true, verifySchedules, printSchedules),
  new PhaseView(
    "rewrite",
    true,
    (s: State): string => verifyEdits(s.tree, s.analysis.edits),
    (s: State): string => printEdits(s.analysis.edits),
  ),
  new PhaseView(
    "loops",
    true,
    (s: State): string => verifyEdits(s.tree, s.analysis.edits),
    (s: State): string => (s.loops.length > 0 ? printLoops(s.loops) + printEdits(s.analysis.edits) : ""),
  ),
  new PhaseView(
    "remarks",
    false,
    (s: State): string => (s.options.remarks ? verifyRemarks(s.tree, s.analysis.remarks) : ""),
    (s: State): string => printRemarks(s.analysis.remarks),
  ),
];

/** Runs, verifies and prints every phase. With `planOnly`, prints the part that fixtures record. */
export function explain(tree: Tree, options: Options, planOnly: boolean): string {
  const state = new State(tree, options);
  const parts: string[] = [];
  for (let i: i32 = 0; i < PHASES.length; i++) {
    const view = VIEWS[i];
    PHASES[i].run(state);
    const problem = view.verify(state);
    if (problem.length > 0) return parts.join("") + "INVALID " + view.phase + ": " + problem + "\n" + view.print(state);
    if (planOnly && !view.inPlan) continue;
    const printed = view.print(state);
    if (printed.length > 0) parts.push(view.phase + "\n" + printed);
  }
  return parts.join("");
}

/** First thing that any phase's verifier objects to, or the empty string. */
export function verify(tree: Tree, options: Options): string {
  const state = new State(tree, options);
  for (let i: i32 = 0; i < PHASES.length; i++) {
    PHASES[i].run(state);
    const problem = VIEWS[i].verify(state);
    if (problem.length > 0) return PHASES[i].name + ": " + problem;
  }
  return "";
}

/** Names of the views in order, for the test that every phase has one. */
export function viewNames(): string[] {
  const names: string[] = [];
  for (let i: i32 = 0; i < VIEWS.length; i++) names.push(VIEWS[i].phase);
  return names;
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
  const awaits = (state.contents as Contents).awaits;
  for (let i: i32 = 0; i < awaits.length; i++) if (isForAwait(state.tree, awaits[i])) sites += 1;
  return sites === awaits.length ? "" : "an await site belongs to no region";
}

export { type Candidate, checkCandidates, checkEquivalence } from "./oracle/check";
export type { OracleFile, OracleOptions, PluginOptions } from "./oracle/options";
export { type Category, type Makespan, type OracleReport, type Violation, printViolations } from "./oracle/report";
export { type Effect, type EffectOf, defaultEffectOf } from "./oracle/effects";
export { type Fixture, listFixtures } from "./fixtures/fixture";
export { type FixtureResult, type PlanPrinter, compile, parseProgram, runFixture } from "./fixtures/run";
export { checkOrphans, readSnapshots, snapshotsOf, updateFixture } from "./fixtures/snapshots";
export { judgeFixture } from "./fixtures/judge";
export { planPrinter } from "./fixtures/plan";
export { type NaiveOptions, naivePlugin, naiveTransform } from "./naive";
export {
  type FuzzOptions,
  type FuzzReport,
  type Transform,
  type Variant,
  fuzz,
  fuzzAll,
  printFuzzReport,
} from "./fuzz/fuzz";
export { optionsFor } from "./fuzz/campaign";
export { pluginTransform } from "./fuzz/plugin-transform";
export { printProgram } from "./fuzz/print-program";
export { type ProgramRecipe, programs } from "./fuzz/recipe";
export { canonical } from "./swc/canonical";
export {
  type BabelRun,
  type Difference,
  type ParityCase,
  compareStripped,
  compareWithBabel,
  printDifference,
} from "./swc/parity";
export {
  type SwcHost,
  type SwcOrder,
  type SwcRequest,
  type SwcResult,
  swcOptions,
  swcTransform,
} from "./swc/transform";
export * from "./makespan/graph";
export { type Measured, measure } from "./makespan/measure";

/**
 * Takes the rules that keep operations in their places away, one at a time, and shows which fixture notices.
 *
 *   npm run mutation                    all rules
 *   npm run mutation -- graph clocks    those whose id contains a word
 *   npm run mutation -- --part 1/20     every twentieth, beginning with the first
 *
 * A rule is noticed when the edits of a fixture change (`output`), or a check of core objects (`check`). For the first few fixtures whose output changes
 * the table says what the oracle calls it. `remark` means that the plan of a fixture names another reason, but no output changes: two rules hold. What
 * nothing notices is listed in `mutation/survivors.mjs` with the reason; anything else there, or missing there, is an error.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compile, judgeFixture, listFixtures, parseProgram } from "@parallel-await/testkit";
import { lowerFile } from "../packages/babel-plugin/build/lower.mjs";
import { MutantBuilder } from "./mutation/mutant.mjs";
import { listRules } from "./mutation/rules.mjs";
import { survivors } from "./mutation/survivors.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** So many changed outputs are shown to the oracle before it is said to see nothing. */
const judged = 3;

const { values, positionals } = parseArgs({ options: { part: { type: "string" } }, allowPositionals: true });
if (values.part === undefined && positionals.length === 0) process.exit(runInParts(12));
const [part, parts] = (values.part ?? "1/1").split("/").map(Number);
const rules = listRules(root)
  .filter(({ id }) => positionals.length === 0 || positionals.some((word) => id.includes(word)))
  .filter((_, index) => index % parts === part - 1);

const known = new Set(listRules(root).map(({ id }) => id));
const stale = Object.keys(survivors).filter((id) => !known.has(id));

const cases = listFixtures(`${root}fixtures`).map((fixture) => ({
  fixture,
  tree: lowerFile({ code: fixture.source, ast: parseProgram(fixture.source, fixture.filename, fixture.comments) }).tree,
  plan: "",
}));
const mutants = new MutantBuilder(root);
let wrong = stale.length;
for (const id of stale) console.log(`gone      ${id} is listed as a survivor, and there is no such rule`);
try {
  const plain = await mutants.core(null);
  for (const each of cases) each.plan = planOf(plain, each);
  const counts = new Map();
  for (const rule of rules) {
    const verdict = await verdictOf(rule);
    const listed = survivors[rule.id];
    const isSurvivor = verdict.kind === "survived";
    const isWrong = isSurvivor !== (listed !== undefined);
    if (isWrong) wrong += 1;
    counts.set(verdict.kind, (counts.get(verdict.kind) ?? 0) + 1);
    const why = isSurvivor ? (listed ?? "NOT LISTED") : listed === undefined ? "" : "listed as a survivor, and is none";
    console.log(
      `${verdict.kind.padEnd(9)} ${rule.id.padEnd(50)} ${[verdict.by, verdict.oracle, why].filter(Boolean).join("; ")}`,
    );
    if (isWrong) console.log(`          packages/core/src/${rule.file}:${rule.line}: ${rule.text.slice(0, 120)}`);
  }
  console.log(`\n${rules.length} rules: ${[...counts].map(([kind, count]) => `${count} ${kind}`).join(", ")}`);
} finally {
  mutants.close();
}
if (wrong > 0) {
  console.error(`${wrong} rules want a fixture, or a line in scripts/mutation/survivors.mjs`);
  process.exitCode = 1;
}

/** Runs all rules, a part at a time in a process of its own, since Node never forgets a module; gives the exit code. */
function runInParts(count) {
  const total = new Map();
  let failed = 0;
  for (let each = 1; each <= count; each += 1) {
    const { stdout, status } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), "--part", `${each}/${count}`],
      { encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "inherit"] },
    );
    process.stdout.write(stdout);
    if (status !== 0) failed = 1;
    for (const [, number, kind] of stdout
      .trimEnd()
      .split("\n")
      .at(-1)
      .matchAll(/(\d+) (\w+)/g))
      total.set(kind, (total.get(kind) ?? 0) + Number(number));
  }
  console.log(`\nall parts: ${[...total].map(([kind, number]) => `${number} ${kind}`).join(", ")}`);
  return failed;
}

/** Core's decisions on a fixture, or what went wrong; where it was noticed last comes first. */
async function verdictOf(rule) {
  const core = await mutants.core(rule);
  let remark = null;
  const changed = [];
  for (const each of cases) {
    const plan = planOf(core, each);
    if (plan === each.plan) continue;
    if (plan.startsWith("FAILED")) return noticed("check", each);
    if (editsIn(plan) === editsIn(each.plan)) remark ??= each;
    else if (changed.push(each) === judged) break;
  }
  if (changed.length === 0) return remark ? { kind: "remark", by: remark.fixture.name } : { kind: "survived", by: "" };
  return { ...noticed("output", changed[0]), oracle: await oracleOn(rule, changed) };
}

function noticed(kind, found) {
  cases.splice(cases.indexOf(found), 1);
  cases.unshift(found);
  return { kind, by: found.fixture.name };
}

function planOf(core, { fixture, tree }) {
  try {
    const plan = core.explain(tree, core.readOptions(JSON.stringify(fixture.options)).options, true);
    const objection = /^INVALID .*$/m.exec(plan);
    return objection ? `FAILED ${objection[0]}` : plan;
  } catch (error) {
    return `FAILED ${error.message}`;
  }
}

function editsIn(plan) {
  const start = plan.indexOf("\nrewrite\n");
  return start < 0 ? "" : plan.slice(start);
}

/** What the oracle says of the first changed output that it objects to. */
async function oracleOn(rule, changed) {
  const plugin = await mutants.plugin(rule);
  for (const { fixture } of changed) {
    let output;
    try {
      output = compile(fixture.source, fixture.filename, [[plugin, fixture.options]], fixture.comments);
    } catch (error) {
      return `host: ${error.message.split("\n")[0]}`;
    }
    const { violations } = await judgeFixture(fixture, { output });
    if (violations.length > 0) return `oracle: ${violations[0].category} in ${fixture.name}`;
  }
  return "";
}

import fc from "fast-check";
import {
  type Candidate,
  checkCandidates,
  checkEquivalence,
  naiveTransform,
  printProgram,
  programs,
} from "../src/index";
import { serviceReads } from "../src/fuzz/services";
import { declaredReads } from "../src/fuzz/vocabulary";
import { defaultEffectOf } from "../src/oracle/effects";

jest.setTimeout(120_000);

const strict = { plugin: { mode: "strict", effects: { read: [...declaredReads, ...serviceReads] } } };
const balanced = { plugin: { mode: "balanced" } };

test("candidates that share the runs of their original get the reports that each would get alone", async () => {
  const sources = fc.sample(programs, { numRuns: 25, seed: 20240302 }).map(printProgram);
  let found = 0;
  for (const source of sources) {
    const candidates: Candidate[] = [
      { output: naiveTransform(source), options: balanced },
      { output: source, options: strict },
      { output: naiveTransform(source), options: strict },
    ];
    const alone = [];
    for (const { output, options } of candidates) alone.push(await checkEquivalence(source, output, options));
    const together = await checkCandidates(source, candidates);
    expect(together).toEqual(alone);
    found += together.filter(({ violations }) => violations.length > 0).length;
  }
  expect(found).toBeGreaterThan(10);
});

test("what the fuzzer declares as reads its oracle takes for reads anyway, so modes can share runs", () => {
  for (const path of [...declaredReads, ...serviceReads])
    expect([path, defaultEffectOf(path, [], false)]).toEqual([path, "read"]);
});

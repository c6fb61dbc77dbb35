import {
  type Graph,
  type Transform,
  checkEquivalence,
  levelProgram,
  longestChain,
  measure,
  pluginTransform,
  printViolations,
  randomGraph,
  randomLatencies,
  randomNumbers,
  sequentialProgram,
  stepProgram,
} from "../src/index";

// Each program runs on several sets of latencies, and the machine may be busy.
jest.setTimeout(120_000);

/** Errors come as they happen, or in the order of the source: this must not cost time. */
const transforms = {
  "as they come": pluginTransform({}),
  "in the order of the source": pluginTransform({ errors: "source-order" }),
};
const sizes = Array.from({ length: 11 }, (_, i) => i + 2);
const perSize = 40;

function graphsOf(size: number): Graph[] {
  const random = randomNumbers(7000 + size);
  return Array.from({ length: perSize }, () => randomGraph(size, random));
}

/** What the programs say is not for people. */
const helpers = { console: { log: (): void => {} } };

const programs: [string, (graph: Graph, random: () => number) => string][] = [
  ["operations", (graph) => sequentialProgram(graph)],
  ["operations with lines of a log between them", (graph, random) => sequentialProgram(graph, random)],
  ["operations in choices and try blocks", stepProgram],
];

for (const [order, transform] of Object.entries(transforms)) {
  for (const [what, print] of programs) {
    for (const size of sizes) {
      test(`schedules of ${size} generated ${what} reach the critical path with latencies drawn at random and errors ${order}`, () =>
        expectCriticalPath(size, print, transform));
    }
  }
}

async function expectCriticalPath(
  size: number,
  print: (graph: Graph, random: () => number) => string,
  transform: Transform,
): Promise<void> {
  const random = randomNumbers(size);
  for (const graph of graphsOf(size)) {
    const source = print(graph, random);
    const output = transform(source) ?? source;
    for (let draw = 0; draw < 3; draw++) {
      const latencies = randomLatencies(size, random);
      const before = await measure(source, graph, latencies, helpers);
      const after = await measure(output, graph, latencies, helpers);
      expect({ output, ratio: after.makespan / longestChain(graph, latencies) }).toEqual({ output, ratio: 1 });
      expect(after.result).toEqual(before.result);
      expect([...after.starts].sort()).toEqual([...before.starts].sort());
    }
  }
}

test("going level by level falls behind the critical path", async () => {
  const random = randomNumbers(1);
  let behind = 0;
  for (const graph of graphsOf(8)) {
    const latencies = randomLatencies(8, random);
    const { makespan } = await measure(levelProgram(graph), graph, latencies);
    if (makespan > longestChain(graph, latencies)) behind += 1;
  }
  expect(behind).toBeGreaterThan(perSize / 4);
});

test("generated graphs do what their sources do, whatever fails", async () => {
  const random = randomNumbers(99);
  for (let i = 0; i < 24; i++) {
    const graph = randomGraph(3 + (i % 6), random);
    const program =
      i % 3 === 2 ? stepProgram(graph, random) : sequentialProgram(graph, i % 3 === 0 ? random : undefined);
    const source = `export ${program}`;
    const output = transforms["as they come"](source);
    if (output === null) continue;
    const report = await checkEquivalence(source, output);
    expect(printViolations(report.violations)).toBe("");
    for (const { after, criticalPath } of report.makespans) expect(after).toBe(criticalPath);
  }
});

import { type NodePath, transformSync, types as t } from "@babel/core";
import { type Transform, fuzz, naiveTransform, printFuzzReport } from "../src/index";

// Each program runs in dozens of scenarios, and the machine may be busy.
jest.setTimeout(120_000);

/** Every run of the suite tries the same programs; `npm run fuzz` tries others. */
const seed = 20240229;

async function failureOf(transform: Transform, runs: number): Promise<string> {
  const report = await fuzz(transform, { runs, seed });
  expect(report.programs).toBeGreaterThan(0);
  return report.failure ? printFuzzReport(report) : "";
}

test("finds nothing wrong with programs that stay as they are", async () => {
  expect(await failureOf((source) => source, 30)).toBe("");
});

test("finds nothing wrong when every awaited operand gets a function of its own", async () => {
  // More turns of the microtask queue, but no other order: the oracle must not mind.
  expect(await failureOf(guardEveryAwait, 30)).toBe("");
});

test("finds and shrinks what the naive transform breaks", async () => {
  const transform: Transform = (source) => {
    const output = naiveTransform(source);
    return output.includes("Promise.all") ? output : null;
  };
  // A chain is several awaits that shrink together; this seed begins with a program that two statements alone break.
  const { failure } = await fuzz(transform, { runs: 100, seed: 20240230, without: ["chain"] });
  expect(failure).toBeDefined();
  expect(failure!.violations.length).toBeGreaterThan(0);
  expect(failure!.source.match(/await/g)!.length).toBeLessThanOrEqual(5);
});

test("tells when a transform prints what cannot be compiled", async () => {
  const { failure } = await fuzz(() => "let let = (;", { runs: 5, seed });
  expect(failure!.violations[0].category).toBe("broken");
});

function guardEveryAwait(source: string): string {
  const done = new WeakSet<t.Node>();
  const plugin = {
    visitor: {
      AwaitExpression: {
        exit(path: NodePath<t.AwaitExpression>) {
          if (done.has(path.node)) return;
          const guarded = t.awaitExpression(
            t.callExpression(t.arrowFunctionExpression([], path.node.argument, true), []),
          );
          done.add(guarded);
          path.replaceWith(guarded);
        },
      },
    },
  };
  return transformSync(source, { babelrc: false, configFile: false, plugins: [plugin] })!.code!;
}

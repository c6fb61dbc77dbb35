import { fuzz, optionsFor, pluginTransform, printFuzzReport } from "../src/index";

// Each program runs in dozens of scenarios, and the machine may be busy.
jest.setTimeout(300_000);

const seed = 20240301;
const runs = 150;
/** A generator whose programs are hardly ever changed proves little. */
const share = 0.4;

const configurations: [name: string, mode: string, loops: string, share: number, without: string[]][] = [
  ["balanced mode", "balanced", "2", share, []],
  ["strict mode", "strict", "2", 0.25, []],
  // Services do not care for names, and this mode does not believe them.
  ["aggressive mode", "aggressive", "2", share, ["service"]],
  ["balanced mode without loops", "balanced", "off", share, []],
  ["strict mode with loops without a bound", "strict", "unbounded", 0.25, []],
];

for (const [name, mode, loops, wanted, without] of configurations) {
  const options = optionsFor(mode, "first", loops);
  test(`the plugin keeps ${runs} generated programs as they were in ${name}`, async () => {
    const report = await fuzz(pluginTransform(options), { runs, seed, plugin: options, without });
    console.info(printFuzzReport(report).split("\n")[0]);
    expect(report.failure ? printFuzzReport(report) : "").toBe("");
    expect(report.changed / report.programs).toBeGreaterThanOrEqual(wanted);
  });
}

import { fuzz, optionsFor, pluginTransform, printFuzzReport } from "../src/index";

// Each program runs in dozens of scenarios, and the machine may be busy.
jest.setTimeout(300_000);

const seed = 20240301;
const runs = 150;
/** A generator whose programs are hardly ever changed proves little. */
const share = 0.4;

const configurations: [mode: string, share: number, without: string[]][] = [
  ["balanced", share, []],
  ["strict", 0.25, []],
  // Services do not care for names, and this mode does not believe them.
  ["aggressive", share, ["service"]],
];

for (const [name, wanted, without] of configurations) {
  const options = optionsFor(name);
  test(`the plugin keeps ${runs} generated programs as they were in ${name} mode`, async () => {
    const report = await fuzz(pluginTransform(options), { runs, seed, plugin: options, without });
    console.info(printFuzzReport(report).split("\n")[0]);
    expect(report.failure ? printFuzzReport(report) : "").toBe("");
    expect(report.changed / report.programs).toBeGreaterThanOrEqual(wanted);
  });
}

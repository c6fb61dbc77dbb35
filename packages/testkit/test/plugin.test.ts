import { type PluginOptions, fuzz, pluginTransform, printFuzzReport } from "../src/index";

// Each program runs in dozens of scenarios, and the machine may be busy.
jest.setTimeout(300_000);

const seed = 20240301;
const runs = 150;
/** A generator whose programs are hardly ever changed proves little. */
const share = 0.4;

const declared = ["getUser", "fetchPosts", "loadConfig", "db.items.findMany", "listTags", "api.getMenu"];

const configurations: [string, PluginOptions, number][] = [
  ["balanced mode", {}, share],
  // Nothing is known of generated names: without a declaration strict mode would leave nearly all programs alone.
  ["strict mode", { mode: "strict", effects: { read: declared } }, 0.25],
  ["aggressive mode", { mode: "aggressive" }, share],
  ["balanced mode with loops", { loops: { concurrency: 2 } }, share],
  [
    "strict mode with loops",
    { mode: "strict", effects: { read: declared }, loops: { concurrency: "unbounded" } },
    0.25,
  ],
];

for (const [name, options, wanted] of configurations) {
  test(`the plugin keeps ${runs} generated programs as they were in ${name}`, async () => {
    const report = await fuzz(pluginTransform(options), { runs, seed, plugin: options });
    console.info(printFuzzReport(report).split("\n")[0]);
    expect(report.failure ? printFuzzReport(report) : "").toBe("");
    expect(report.changed / report.programs).toBeGreaterThanOrEqual(wanted);
  });
}

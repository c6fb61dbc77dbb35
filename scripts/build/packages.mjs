import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * What is built, and how. `entries` maps a name under `dist/` to a source file; all entries are built as ES modules, those
 * that `exports` in `package.json` names as CommonJS too. `tools` go to `build/`, which is not published: parts of a package
 * that the tools of this repository want to drive by themselves.
 */
const table = [
  {
    name: "core",
    // Core uses nothing of Node: a browser playground and the bundler plugins load the same bundle.
    platform: "neutral",
    declarations: true,
    entries: { index: "src/index.ts", kinds: "src/tree/kinds.ts" },
  },
  {
    name: "runtime",
    platform: "neutral",
    // It runs where the users' programs run.
    target: "es2017",
    declarations: true,
    entries: { index: "src/index.ts" },
  },
  {
    name: "babel-plugin",
    platform: "node",
    declarations: true,
    entries: { index: "src/index.ts", summarize: "src/summarize.ts" },
    tools: { lower: "src/lower/lower.ts" },
  },
  {
    name: "testkit",
    platform: "node",
    // Private: it is typed through `paths` in tsconfig.json and never published.
    declarations: false,
    entries: { index: "src/index.ts", "fuzz/cli": "src/fuzz/cli.ts", "fixtures/update": "src/fixtures/update.ts" },
  },
];

export const packages = table.map((each) => {
  const directory = path.join(root, "packages", each.name);
  return {
    ...each,
    directory,
    entries: existing(directory, each.entries),
    tools: existing(directory, each.tools ?? {}),
  };
});

function existing(directory, entries) {
  return Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(path.join(directory, source))));
}

/** What the pages say is there, is there. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { versions } from "./support/versions";

const root = path.resolve(__dirname, "../../..");
const plugin = path.join(root, "packages/swc-plugin");
const pages = readdirSync(path.join(plugin, "docs")).map((name) => path.join(plugin, "docs", name));
const readmes = [path.join(root, "README.md"), path.join(plugin, "README.md")];

test.each(pages)("every file that %s names exists", (page) => {
  const named = [...readFileSync(page, "utf8").matchAll(/`((?:src|schema|test|build|scripts)\/[\w./-]*)`/g)];
  const missing = named
    .map((match) => match[1])
    .filter((name) => ![plugin, root].some((folder) => existsSync(path.join(folder, name))));
  expect(named.length).toBeGreaterThan(0);
  expect(missing).toEqual([]);
});

test.each(readmes)("%s names the versions of @swc/core that are tested", (readme) => {
  const text = readFileSync(readme, "utf8");
  // Behind these it names the one that only `scripts/ci` installs.
  expect(text).toContain(`\`@swc/core\` ${versions.join(", ")} and `);
});

test.each(readmes)("%s names the versions of the tools that are tried", (readme) => {
  const text = readFileSync(readme, "utf8").replaceAll(/\s+/g, " ");
  const manifest = (file: string): Record<string, Record<string, string>> =>
    JSON.parse(readFileSync(path.join(plugin, file), "utf8")) as Record<string, Record<string, string>>;
  const tools = { ...manifest("package.json").devDependencies, ...manifest("hosts/package.json").dependencies };
  for (const name of ["@swc/jest", "swc-loader", "@swc/cli", "rspack-1", "@rspack/core", "next", "vite"]) {
    expect(text).toContain(tools[name].replace(/^npm:.*@/, ""));
  }
  expect(text).toContain(`\`@vitejs/plugin-react-swc\` ${tools["@vitejs/plugin-react-swc"]}`);
});

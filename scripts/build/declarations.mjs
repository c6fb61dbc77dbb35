import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "./packages.mjs";
import { writeOutput } from "./write.mjs";

const run = promisify(execFile);

/**
 * Emits `dist/**\/*.d.mts` and `dist/**\/*.d.cts`.
 *
 * `tsc` writes one `.d.ts` tree for the sources as they are. Three things in it must not reach a user, and are rewritten:
 *
 * - extension-less relative imports (asc demands them) do not resolve under `moduleResolution: node16`;
 * - the integer types of `portable.d.ts` are ambient, and would have to become globals in the user's program;
 * - `const enum` cannot be used by people who compile file by file (`isolatedModules`); at run time it is an object.
 */
export async function emitDeclarations(packages) {
  const built = packages.filter((each) => each.declarations && each.entries.index);
  const portable = await readFile(path.join(root, "packages/core/src/platform/portable.d.ts"), "utf8");
  const integerTypes = [...portable.matchAll(/^declare type (\w+) = number;/gm)].map((match) => match[1]);

  // Inside the repository, so that `@types` packages resolve.
  const cache = path.join(root, "node_modules/.cache/parallel-await");
  await mkdir(cache, { recursive: true });
  const emitted = await mkdtemp(path.join(cache, "declarations-"));
  try {
    await emitAsIs(built, emitted);
    for (const each of built) await publish(each, path.join(emitted, "out", each.name, "src"), integerTypes);
  } finally {
    await rm(emitted, { recursive: true, force: true });
  }
}

async function emitAsIs(built, emitted) {
  const project = path.join(emitted, "tsconfig.json");
  await writeFile(project, JSON.stringify(projectFor(built, emitted)));
  try {
    await run(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-p", project]);
  } catch (error) {
    throw new Error(`tsc could not emit declarations:\n${error.stdout || error.message}`, { cause: error });
  }
}

async function publish({ directory }, emitted, integerTypes) {
  for (const file of await readdir(emitted, { recursive: true })) {
    if (!file.endsWith(".d.ts")) continue;
    const text = await readFile(path.join(emitted, file), "utf8");
    const target = path.join(directory, "dist", file.slice(0, -".d.ts".length));
    for (const flavour of ["m", "c"]) {
      await writeOutput(`${target}.d.${flavour}ts`, publishable(text, `.${flavour}js`, integerTypes));
    }
  }
}

/** One program for all packages: they see each other's sources through `paths`, so no package waits for another's build. */
function projectFor(built, emitted) {
  return {
    extends: path.join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      noCheck: true,
      stripInternal: true,
      rootDir: path.join(root, "packages"),
      outDir: path.join(emitted, "out"),
    },
    files: [
      path.join(root, "packages/core/src/platform/portable.d.ts"),
      ...built.map((each) => path.join(each.directory, each.entries.index)),
    ],
    include: [],
  };
}

/** `text` with what is said above rewritten; `extension` is that of the JavaScript the declarations describe. */
export function publishable(text, extension, integerTypes) {
  let result = text
    .replace(/(\bfrom\s+|\bimport\s*\(\s*|^import\s+)"(\.{1,2}\/[^"]+)"/gm, (all, before, specifier) => {
      const bare = specifier.replace(/\.(?:[cm]?js|ts)$/, "");
      return `${before}"${bare}${extension}"`;
    })
    .replace(/\bdeclare const enum\b/g, "declare enum");
  const used = integerTypes.filter((name) => new RegExp(`\\b${name}\\b`).test(withoutComments(result)));
  if (used.length > 0) {
    // `export {}` keeps the aliases private: in a declaration file without it, everything is exported.
    result = `${used.map((name) => `type ${name} = number;`).join("\n")}\nexport {};\n${result}`;
  }
  return result;
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}

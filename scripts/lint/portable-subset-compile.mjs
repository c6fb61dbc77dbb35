/**
 * Compiles all of packages/core with asc, not only what its Wasm entry reaches.
 *
 *   node scripts/lint/portable-subset-compile.mjs [directory]
 *
 * asc does not look into functions and methods that nothing calls, so "it builds" says little about new code. Here every
 * exported function counts as called (all files are entries), and every public method is called by a function that is
 * added to a copy of its file: `function (self: C, a: A): void { self.method(a); }`. Unused private ones are tsc's to find.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { parseSync } from "@babel/core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

const directory = path.resolve(process.argv[2] ?? path.join(root, "packages/core/src"));
const problem = await compileAll(directory);
if (problem) {
  console.error(problem);
  process.exit(1);
}

/** The errors of asc, or an empty text. */
async function compileAll(sources) {
  const cache = path.join(root, "node_modules/.cache/parallel-await");
  await mkdir(cache, { recursive: true });
  const copy = await mkdtemp(path.join(cache, "portable-"));
  try {
    await cp(sources, copy, { recursive: true });
    const files = (await readdir(copy, { recursive: true })).filter((file) => /(?<!\.d)\.ts$/.test(file)).sort();
    await Promise.all(files.map((file, index) => addCalls(path.join(copy, file), index)));
    const asc = path.join(root, "node_modules/assemblyscript/bin/asc.js");
    // AS235: classes are not exported. We know.
    const flags = ["--noEmit", "--runtime", "stub", "--disableWarning", "235"];
    await run(process.execPath, [asc, ...files, ...flags], { cwd: copy, maxBuffer: 1 << 26 });
    return "";
  } catch (error) {
    return `asc rejects packages/core:\n${error.stderr || error.message}`;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function addCalls(file, index) {
  const code = await readFile(file, "utf8");
  const ast = parseSync(code, {
    filename: file,
    configFile: false,
    babelrc: false,
    parserOpts: { plugins: ["typescript"], sourceType: "module" },
  });
  const calls = ast.program.body
    .map((statement) => statement.declaration ?? statement)
    .filter((each) => each.type === "ClassDeclaration" && !each.typeParameters && !each.abstract)
    .flatMap((each) => each.body.body.filter(isCallable).map((method) => callTo(each.id.name, method, code)));
  const functions = calls.map((text, at) => `export function reach_${index}_${at}${text}`);
  await writeFile(file, [code, ...functions, ""].join("\n"));
}

function isCallable(member) {
  if (member.type !== "ClassMethod" || member.static || member.typeParameters) return false;
  return member.kind !== "constructor" && member.accessibility !== "private" && member.accessibility !== "protected";
}

/** `(self: C, a0: A): void { self.method(a0); }` */
function callTo(className, method, code) {
  const name = method.key.name;
  const types = method.params.map((each) => typeOf(each, code));
  const parameters = [`self: ${className}`, ...types.map((type, at) => `a${at}: ${type}`)].join(", ");
  const values = types.map((_, at) => `a${at}`).join(", ");
  if (method.kind === "get") return `(${parameters}): void { self.${name}; }`;
  if (method.kind === "set") return `(${parameters}): void { self.${name} = a0; }`;
  return `(${parameters}): void { self.${name}(${values}); }`;
}

function typeOf(parameter, code) {
  const name = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  const type = name.typeAnnotation?.typeAnnotation;
  return type ? code.slice(type.start, type.end) : "i32";
}

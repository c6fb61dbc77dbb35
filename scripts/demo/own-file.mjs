import { readFileSync } from "node:fs";
import path from "node:path";
import { fail } from "../show/fail.mjs";

/** Reads the program at `file`, called `name` by the user; ends with one clear error when it cannot be a program. */
export function readProgram(file, name) {
  const extension = path.extname(file);
  if (!/^\.[cm]?[jt]sx?$/.test(extension)) {
    fail(
      `${name}: "${extension}" is not a JavaScript or TypeScript file`,
      "give a .js, .jsx, .ts, .tsx, .mjs, .cjs, .mts or .cts file",
    );
  }
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const causes = { ENOENT: "there is no such file", EISDIR: "this is a directory", EACCES: "it may not be read" };
    fail(
      `${name}: ${causes[error.code] ?? error.message}`,
      "check the path; it is taken from the directory you are in",
    );
  }
  if (bytes.includes(0)) fail(`${name}: this is a binary file, not a program text`, "give a source file");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fail(`${name}: this is not UTF-8 text`, "save the file as UTF-8");
  }
}

/** Runs `compile`; a syntax error of the user's file becomes one message with its place. */
export function compiling(name, compile) {
  try {
    return compile();
  } catch (error) {
    if (error?.code !== "BABEL_PARSE_ERROR" && !error?.loc) throw error;
    const { line, column } = error.loc;
    // Babel's message: "/full/path: cause. (line:column)" and a picture of the place.
    const [first, ...picture] = error.message.split("\n");
    const cause = first.replace(/^.*?: (?=\S)/, "").replace(/ \(\d+:\d+\)$/, "");
    const remedy =
      /flow/i.test(error.message) || error.missingPlugin
        ? "only standard JavaScript, JSX and TypeScript are read here; in your project Babel's own configuration says more"
        : "correct the syntax, or check that the extension fits the language (.ts, .tsx, .jsx)";
    return fail(`${name}:${line}:${column + 1}: ${cause}\n${picture.join("\n")}`, remedy);
  }
}

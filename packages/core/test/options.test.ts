import { Mode } from "../src/options/options";
import { readOptions } from "../src/options/read-options";
import { editDistance, nearest } from "../src/options/nearest";

/** The message for options, given as a value or as JSON text. */
function errorOf(options: unknown): string {
  const result = readOptions(typeof options === "string" ? options : JSON.stringify(options));
  return result.error;
}

describe("reading options", () => {
  test("gives the defaults for no options", () => {
    for (const json of ["", "{}", " {\n} "]) {
      const { options, error } = readOptions(json);
      expect(error).toBe("");
      expect(options.mode).toBe(Mode.Balanced);
      expect(options.loops).toBe(true);
      expect(options.concurrency).toBe(6);
      expect(options.inlineRuntime).toBe(true);
      expect(options.expressions).toBe(true);
      expect(options.sourceOrderErrors).toBe(false);
      expect(options.effects.any).toBe(false);
      expect(options.includeTests).toBe(false);
      expect(options.report).toBe("off");
    }
  });

  test("takes every option", () => {
    const { options, error } = readOptions(
      JSON.stringify({
        mode: "strict",
        loops: { concurrency: 8 },
        runtime: "import",
        expressions: false,
        errors: "first",
        effects: { read: ["db.*.find*"], write: ["~/mail#send*"], pure: ["hash"], sequential: ["queue.**"] },
        includeTests: true,
        report: "all",
      }),
    );
    expect(error).toBe("");
    expect(options.mode).toBe(Mode.Strict);
    expect(options.loops).toBe(true);
    expect(options.inlineRuntime).toBe(false);
    expect(options.concurrency).toBe(8);
    expect(options.expressions).toBe(false);
    expect(options.includeTests).toBe(true);
    expect(options.report).toBe("all");
    expect(options.effects.any).toBe(true);
    expect(options.effects.read[0].path).toBe("db.*.find*");
    expect(options.effects.write[0].source).toBe("~/mail");
    expect(options.effects.write[0].path).toBe("send*");
    expect(options.effects.pure).toHaveLength(1);
    expect(options.effects.sequential).toHaveLength(1);
  });

  test("takes loops with and without a bound, and none", () => {
    const unbounded = readOptions('{"loops": {"concurrency": "unbounded"}}').options;
    expect([unbounded.loops, unbounded.concurrency]).toEqual([true, 0]);
    expect(readOptions('{"loops": {"concurrency": 10000}}').options.concurrency).toBe(10000);
    expect(readOptions('{"loops": false}').options.loops).toBe(false);
  });

  test("takes each mode", () => {
    expect(readOptions('{"mode": "strict"}').options.mode).toBe(Mode.Strict);
    expect(readOptions('{"mode": "balanced"}').options.mode).toBe(Mode.Balanced);
    expect(readOptions('{"mode": "aggressive"}').options.mode).toBe(Mode.Aggressive);
  });

  test("takes the last of equal keys, as JSON.parse does", () => {
    const { options, error } = readOptions('{"mode": "fast", "mode": "strict"}');
    expect(error).toBe("");
    expect(options.mode).toBe(Mode.Strict);
  });

  test("does not count empty pattern lists as patterns", () => {
    expect(readOptions('{"effects": {"read": [], "pure": []}}').options.effects.any).toBe(false);
  });
});

describe("a wrong option", () => {
  test.each([
    [
      "an unknown name",
      { mod: "strict" },
      'parallel-await: unknown option "mod". Did you mean "mode"? Options are mode, loops, runtime, expressions, errors, effects, includeTests, report.',
    ],
    [
      "an unknown name with nothing near",
      { concurrency: 4 },
      'parallel-await: unknown option "concurrency". Options are mode, loops, runtime, expressions, errors, effects, includeTests, report.',
    ],
    [
      "another spelling",
      { "include-tests": true },
      'parallel-await: unknown option "include-tests". Did you mean "includeTests"? Options are mode, loops, runtime, expressions, errors, effects, includeTests, report.',
    ],
    [
      "an unknown mode",
      { mode: "agressive" },
      'parallel-await: option "mode" must be "strict", "balanced" or "aggressive", but is "agressive". Did you mean "aggressive"? Without the option it is "balanced".',
    ],
    [
      "a mode of the wrong type",
      { mode: 1 },
      'parallel-await: option "mode" must be "strict", "balanced" or "aggressive", but is the number 1. Without the option it is "balanced".',
    ],
    [
      "null",
      { mode: null },
      'parallel-await: option "mode" must be "strict", "balanced" or "aggressive", but is null. Without the option it is "balanced".',
    ],
    [
      "loops",
      { loops: { concurrency: 0 } },
      'parallel-await: option "loops.concurrency" must be a whole number from 1 to 10000 or "unbounded", but is the number 0.',
    ],
    [
      "half an iteration",
      { loops: { concurrency: 2.5 } },
      'parallel-await: option "loops.concurrency" must be a whole number from 1 to 10000 or "unbounded", but is the number 2.5.',
    ],
    [
      "a quoted concurrency",
      { loops: { concurrency: "8" } },
      'parallel-await: option "loops.concurrency" must be a whole number from 1 to 10000 or "unbounded", but is "8".',
    ],
    [
      "loops without a bound",
      { loops: {} },
      'parallel-await: option "loops" needs "concurrency": how many iterations may be under way at a time.',
    ],
    [
      "an unknown key of loops",
      { loops: { concurency: 4 } },
      'parallel-await: unknown option "loops.concurency". Did you mean "concurrency"? Keys of "loops" are concurrency.',
    ],
    [
      "loops: true",
      { loops: true },
      'parallel-await: option "loops" must be false or an object such as {"concurrency": 8}, but is true. Without the option it is {"concurrency": 6}.',
    ],
    [
      "another runtime",
      { runtime: "imports" },
      'parallel-await: option "runtime" must be "inline" or "import", but is "imports". Did you mean "import"? Without the option it is "inline".',
    ],
    [
      "other errors",
      { errors: "all" },
      'parallel-await: option "errors" must be "first" or "source-order", but is "all". Without the option it is "first".',
    ],
    [
      "a quoted boolean",
      { expressions: "false" },
      'parallel-await: option "expressions" must be true or false, but is "false". Write false without quotes.',
    ],
    [
      "no boolean",
      { includeTests: [] },
      'parallel-await: option "includeTests" must be true or false, but is an array. Without the option it is false.',
    ],
    [
      "an unknown report",
      { report: "sumary" },
      'parallel-await: option "report" must be "off", "summary" or "all", but is "sumary". Did you mean "summary"? Without the option it is "off".',
    ],
    [
      "effects as a list",
      { effects: ["db.*"] },
      'parallel-await: option "effects" must be an object such as {"read": ["db.*.findMany"]}, but is an array. Its keys are read, write, pure, sequential, summaries.',
    ],
    [
      "an unknown effect",
      { effects: { reads: ["db.*"] } },
      'parallel-await: unknown option "effects.reads". Did you mean "read"? Keys of "effects" are read, write, pure, sequential, summaries.',
    ],
    [
      "a pattern outside a list",
      { effects: { read: "db.*" } },
      'parallel-await: option "effects.read" must be an array of patterns, but is "db.*". Write ["db.*"].',
    ],
    [
      "a pattern that is no text",
      { effects: { read: ["db.*", 7] } },
      'parallel-await: option "effects.read[1]" must be a string with a pattern such as "db.*.findMany", but is the number 7.',
    ],
    [
      "a malformed pattern",
      { effects: { write: ["db.save()"] } },
      'parallel-await: option "effects.write[0]" is "db.save()", which contains "(". Write a callee such as "db.*.findMany", or an import source, "#" and a name such as "~/lib/api#get*".',
    ],
    [
      "an array of options",
      [],
      "parallel-await: the options must be an object, but are an array. Options are mode, loops, runtime, expressions, errors, effects, includeTests, report.",
    ],
    ["broken JSON", '{"mode": }', "parallel-await: the options are not valid JSON: expected a value at offset 9."],
  ])("is explained: %s", (_, options, expected) => {
    expect(errorOf(options)).toBe(expected);
  });

  test("is quoted in short", () => {
    expect(errorOf({ mode: "x".repeat(500) }).length).toBeLessThan(250);
    expect(errorOf({ ["x".repeat(500)]: 1 }).length).toBeLessThan(250);
  });

  test("leaves a message for the first one only", () => {
    expect(errorOf({ mode: "fast", loops: true })).toContain('"mode"');
    expect(errorOf({ mode: "fast", loops: true })).not.toContain('"loops"');
  });
});

describe("the nearest name", () => {
  test("is measured in edits", () => {
    expect(editDistance("", "")).toBe(0);
    expect(editDistance("mode", "mode")).toBe(0);
    expect(editDistance("mode", "mod")).toBe(1);
    expect(editDistance("kitten", "sitting")).toBe(3);
    expect(editDistance("", "abc")).toBe(3);
  });

  test("is not given when it is far", () => {
    expect(nearest("zzzz", ["mode", "loops"])).toBe("");
    expect(nearest("LOOP", ["mode", "loops"])).toBe("loops");
    expect(nearest("x", ["mode"])).toBe("");
  });
});

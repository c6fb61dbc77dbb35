import fc from "fast-check";
import { readOptions } from "../src/options/read-options";
import { Declared, declaredEffect, globMatches, parsePattern } from "../src/options/patterns";

describe("a pattern", () => {
  test.each([
    ["getUser", "getUser", true],
    ["getUser", "getUsers", false],
    ["get*", "getUser", true],
    ["get*", "get", true],
    ["get*", "getUser.name", false],
    ["*User", "getUser", true],
    ["db.*.findMany", "db.users.findMany", true],
    ["db.*.findMany", "db.findMany", false],
    ["db.*.findMany", "db.a.b.findMany", false],
    ["db.**.findMany", "db.a.b.findMany", true],
    ["db.**", "db.a.b.findMany", true],
    ["db.**", "db", false],
    ["**", "a.b.c", true],
    ["**.load", "a.b.load", true],
    ["**.load", "load", false],
    ["**load", "load", true],
    ["a*b*c", "aXbYbZc", true],
    ["a*b*c", "a.b.c", false],
    ["a**b*c", "a.b.xbyc", true],
    ["", "", true],
    ["", "a", false],
  ])("%j matches %j: %s", (glob, text, expected) => {
    expect(globMatches(glob, text)).toBe(expected);
  });

  test("matches as the regular expression it stands for", () => {
    const letters = (...all: string[]): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...all), { maxLength: 9 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(letters("a", "b", ".", "*", "**"), letters("a", "b", "."), (glob, text) => {
        const source = glob.replace(/\*{2,}|[*.]/g, (part) => (part === "." ? "\\." : part === "*" ? "[^.]*" : ".*"));
        expect([glob, text, globMatches(glob, text)]).toEqual([glob, text, new RegExp(`^${source}$`).test(text)]);
      }),
      { numRuns: 5000 },
    );
  });

  // Exponential work would never end.
  test("gives up on what nearly matches in many ways", () => {
    expect(globMatches("a*".repeat(40) + "b", "a".repeat(400))).toBe(false);
    expect(globMatches("**a".repeat(40) + "b", "a.".repeat(400))).toBe(false);
  });

  test.each([
    ["", "is empty"],
    [" db", "contains a space"],
    ["db .find", "contains a space"],
    ["db.find()", 'contains "("'],
    ["db[0]", 'contains "["'],
    ["a?.b", 'contains "?"'],
    [".find", "has an empty name beside a dot"],
    ["db.", "has an empty name beside a dot"],
    ["db..find", "has an empty name beside a dot"],
    ["#get", 'has no import source before "#"'],
    ["~/api#", 'has no exported name after "#"'],
    ["~/api#get#x", 'contains more than one "#"'],
    ["this.#load", "names a private member, which patterns cannot do"],
    ["~/api#get.", "has an empty name beside a dot"],
  ])("%j is refused: it %s", (text, error) => {
    expect(parsePattern(text).error).toBe(error);
  });

  test.each([
    "$",
    "_a.$b1",
    "this.api.get*",
    "ünï.cödé",
    "*",
    "**",
    "./x#y",
    "#lib/api#get*",
    "@scope/pkg/sub#default.get",
    "x#*",
  ])("%j is fine", (text) => {
    expect(parsePattern(text).error).toBe("");
  });
});

describe("declared effects", () => {
  const { options } = readOptions(
    JSON.stringify({
      effects: {
        read: ["db.*.find*", "~/lib/api#get*", "both", "#own/api#load", "axios#default.get"],
        write: ["db.*.findAndModify", "both", "~/lib/api#getOrCreate"],
        pure: ["hash*", "db.users.find"],
        sequential: ["hashChain", "**.seq"],
      },
    }),
  );
  const declared = (path: string, source = "", exported = ""): Declared =>
    declaredEffect(options.effects, path, source, exported);

  test("come from the callee as it is written", () => {
    expect(declared("db.users.findMany")).toBe(Declared.Read);
    expect(declared("db.users.save")).toBe(Declared.None);
    expect(declared("hash1")).toBe(Declared.Pure);
    expect(declared("any.thing.seq")).toBe(Declared.Sequential);
  });

  test("come from the import, whatever its local name", () => {
    expect(declared("fetchIt", "~/lib/api", "getUser")).toBe(Declared.Read);
    expect(declared("fetchIt", "~/lib/other", "getUser")).toBe(Declared.None);
    expect(declared("a.get", "axios", "default.get")).toBe(Declared.Read);
    expect(declared("load", "#own/api", "load")).toBe(Declared.Read);
    expect(declared("getUser", "", "")).toBe(Declared.None);
  });

  test("are the most careful of several", () => {
    expect(declared("both")).toBe(Declared.Write);
    expect(declared("db.x.findAndModify")).toBe(Declared.Write);
    expect(declared("x", "~/lib/api", "getOrCreate")).toBe(Declared.Write);
    expect(declared("db.users.find")).toBe(Declared.Read);
    expect(declared("hashChain")).toBe(Declared.Sequential);
  });

  test("do not exist without patterns, or for a callee without a name", () => {
    expect(declaredEffect(readOptions("").options.effects, "a", "b", "c")).toBe(Declared.None);
    expect(declaredEffect(readOptions('{"effects":{"read":["**"]}}').options.effects, "", "", "")).toBe(Declared.None);
  });
});

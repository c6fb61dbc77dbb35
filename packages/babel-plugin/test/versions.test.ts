import { runIn } from "./support/hosts";

const code = `
  import { f, g } from "m";
  export async function load(id) {
    // the user
    const user = await f(id); // first
    const posts = await g(id);
    return () => [user, posts];
  }
`;

const reads = [
  'import { getPosts, getUser } from "m";',
  "export async function load(id) {",
  "  const user = await getUser(id);",
  "  const posts = await getPosts(id);",
  "  return [user, posts];",
  "}",
].join("\n");

describe.each([
  ["7.20", /^7\.20\./],
  ["8", /^8\./],
] as const)("Babel %s", (version, pattern) => {
  const [{ version: found, code: output, facts, traverse }, real] = runIn(version, [
    { code, options: null },
    { code: reads, options: {} },
  ]);
  const [again] = runIn(version, [{ code: output, options: null }]);

  test("is the version under test, with the traverse of its time", () => {
    expect(found).toMatch(pattern);
    if (version === "7.20") expect(traverse).toMatch(pattern);
  });

  test("prints the edits, with the comments in their places", () => {
    expect(output).toBe(
      [
        'import { f, g } from "m";',
        "export async function load(id) {",
        "  // the user",
        "  const [user, posts] = await Promise.all([",
        "  // first",
        "  f(id), g(id)]);",
        "  return () => [user, posts];",
        "}",
      ].join("\n"),
    );
  });

  test("has the scopes afterwards that a fresh parse of the output has", () => {
    expect(again.code).toBe(output);
    expect(facts).toEqual(again.facts);
    expect(facts.length).toBeGreaterThan(3);
    expect(facts.every((fact) => fact.includes("attached true"))).toBe(true);
  });

  test("runs the plugin itself", () => {
    expect(real.code).toContain("const [user, posts] = await Promise.all([getUser(id), ");
    expect(real.facts.every((fact) => fact.includes("attached true"))).toBe(true);
  });
});

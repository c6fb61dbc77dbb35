import fc from "fast-check";
import { JsonKind, type JsonValue, readJson } from "../src/options/json";

/** The value as `JSON.parse` would give it. */
function plain(value: JsonValue): unknown {
  switch (value.kind) {
    case JsonKind.Null:
      return null;
    case JsonKind.Boolean:
      return value.text === "true";
    case JsonKind.Number:
      return Number(value.text);
    case JsonKind.String:
      return value.text;
    case JsonKind.Array:
      return value.items.map(plain);
    default:
      return Object.fromEntries(value.keys.map((key, index) => [key, plain(value.items[index])]));
  }
}

function isValid(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("the JSON reader", () => {
  test("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, stringUnit: "binary" }), (text) => {
        const result = readJson(text);
        expect(result.error).toBe("");
        expect(plain(result.value)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("accepts and refuses the same mutilated texts as JSON.parse", () => {
    const pieces = fc.constantFrom(...'{}[],:"\\ \n01.-+eEutrfalsn\u0001é'.split(""), "true", "null", '"a"', "\\u00e9");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        expect([text, readJson(text).error === ""]).toEqual([text, isValid(text)]);
      }),
      { numRuns: 3000 },
    );
  });

  test("reads escapes, surrogate pairs and lone surrogates", () => {
    for (const text of ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u00e9\\uD83D\\uDE00"', '"\\ud800"', '"😀"']) {
      expect(readJson(text).value.text).toBe(JSON.parse(text));
    }
  });

  test.each([
    ["", "expected a value", 0],
    ["{", "expected a name in double quotes", 1],
    ['{"a"', 'expected ":"', 4],
    ['{"a":1', 'expected "," or "}"', 6],
    ['{"a":1,}', "expected a name in double quotes", 7],
    ["[1", 'expected "," or "]"', 2],
    ["[1,]", "expected a value", 3],
    ['"a', "expected the end of the string", 2],
    ['"a\n"', "expected no control character in the string", 2],
    ['"\\x"', "expected an escape sequence", 2],
    ['"\\u12g4"', "expected an escape sequence", 5],
    ["01", "expected the end of the text", 1],
    ["-", "expected a digit", 1],
    ["1.", "expected a digit", 2],
    ["1e+", "expected a digit", 3],
    ["nul", "expected a value", 0],
    ["// no\n1", "expected a value", 0],
    ["1 2", "expected the end of the text", 2],
  ])("says what is wrong with %j", (text, error, offset) => {
    const result = readJson(text);
    expect([result.error, result.offset]).toEqual([error, offset]);
  });

  test("refuses deep nesting rather than overflow the stack", () => {
    expect(readJson("[".repeat(64) + "]".repeat(64)).error).toBe("");
    expect(readJson("[".repeat(100_000)).error).toBe("nested more than 64 levels deep");
    expect(readJson('{"a":'.repeat(100_000)).error).toBe("nested more than 64 levels deep");
  });
});

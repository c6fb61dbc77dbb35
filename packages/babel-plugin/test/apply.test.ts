import generate from "@babel/generator";
import { type Edit, Kind } from "@parallel-await/core";
import { applyEdits } from "../src/apply/apply";
import { all, builders, type Parsed, parse } from "./support/lowered";
import {
  array,
  arrayPattern,
  assign,
  asyncArrow,
  asyncArrowOf,
  awaiting,
  block,
  call,
  conditional,
  forOf,
  functionDecl,
  globalName,
  hole,
  keep,
  less,
  member,
  name,
  promiseAll,
  replaceNode,
  replaceStatements,
  returning,
  runtimeImport,
  statement,
  text,
  variable,
  whileLoop,
  wholeNumber,
  withTypes,
  yieldAll,
} from "./support/out";

/** Output of `code` after the edits that `edits` makes of it. */
function edited(code: string, edits: (parsed: Parsed) => Edit[], plugins: unknown[] = []): string {
  const parsed = parse(code, plugins);
  applyEdits(builders, parsed.lowered, edits(parsed));
  return generate(parsed.ast as never).code;
}

/** The operand of the await number `index` in `parsed`. */
const operand = ({ tree }: Parsed, index: number): number => tree.firstChild(all(tree, Kind.Await)[index]);

describe("output kinds", () => {
  test("every kind is built as the syntax it stands for", () => {
    const output = edited("await a();", (parsed) => [
      replaceStatements(all(parsed.tree, Kind.ExprStmt)[0], all(parsed.tree, Kind.ExprStmt)[0], [
        variable("let", name("x"), keep(operand(parsed, 0))),
        statement(assign(arrayPattern([name("x"), hole(), member(name("y"), "z")]), array([name("x"), name("y")]))),
        runtimeImport("pool", "pool2"),
        functionDecl(
          "async",
          "g",
          ["x", "y"],
          block([
            whileLoop(less(name("x"), text("a")), block([returning(globalName("Map"))])),
            conditional(name("y"), block([returning(name("y"))])),
          ]),
        ),
        functionDecl("*", "h", [], block([statement(yieldAll(name("x")))])),
        forOf("const", name("x"), asyncArrowOf(name("y"), wholeNumber(8)), block([statement(name("x"))])),
        statement(awaiting(promiseAll([call(asyncArrow(name("x"))), call(asyncArrow(block([returning(name("y"))])))]))),
      ]),
    ]);
    expect(output).toBe(
      [
        "let x = a();",
        "[x,, y.z] = [x, y];",
        'import { pool as pool2 } from "@parallel-await/runtime";',
        "async function g(x, y) {",
        '  while (x < "a") {',
        "    return Map;",
        "  }",
        "  if (y) {",
        "    return y;",
        "  }",
        "}",
        "function* h() {",
        "  yield* x;",
        "}",
        "for (const x of async y => 8) {",
        "  x;",
        "}",
        "await Promise.all([(async () => x)(), (async () => {",
        "  return y;",
        "})()]);",
      ].join("\n"),
    );
  });
});

describe("edits of statements", () => {
  test("replace a range and keep what is around it", () => {
    const output = edited("before(); one(); two(); three(); after();", ({ tree }) => {
      const [, one, two, three] = all(tree, Kind.ExprStmt);
      return [replaceStatements(one, three, [keep(two), keep(one)])];
    });
    expect(output).toBe("before();\ntwo();\none();\nafter();");
  });

  test("of the same list do not shift each other", () => {
    const output = edited("a(); b(); c(); d(); e();", ({ tree }) => {
      const [a, b, c, d, e] = all(tree, Kind.ExprStmt);
      return [
        replaceStatements(d, e, [statement(name("de"))]),
        replaceStatements(a, b, [keep(b), statement(name("x")), keep(a)]),
        replaceStatements(c, c, []),
      ];
    });
    expect(output).toBe("b();\nx;\na();\nde;");
  });

  test("work in blocks, cases, static blocks and module bodies", () => {
    const output = edited("{ a(); } switch (x) { case 1: b(); } class C { static { c(); } } d();", ({ tree }) =>
      all(tree, Kind.ExprStmt).map((id) => replaceStatements(id, id, [statement(name("made")), keep(id)])),
    );
    expect(output.match(/made;\s+[abcd]\(\);/g)).toHaveLength(4);
  });

  test("inside a statement that an outer edit keeps are applied too", () => {
    const output = edited("if (a) { b(); c(); } d();", ({ tree }) => {
      const [b, c, d] = all(tree, Kind.ExprStmt);
      const [outer] = all(tree, Kind.If);
      return [replaceStatements(b, c, [keep(c), keep(b)]), replaceStatements(outer, d, [keep(d), keep(outer)])];
    });
    expect(output).toBe("d();\nif (a) {\n  c();\n  b();\n}");
  });
});

describe("edits of nodes", () => {
  test("replace an await by a name, in every kind of slot", () => {
    const sources = [
      "x = await y();",
      "f(0, await y());",
      "({ a: await y(), [b]: 1 });",
      "({ [await y()]: 1 });",
      "`${await y()}`;",
      "[...(await y())];",
      "(await y()).z;",
      "(await y())?.z;",
      "for (const a of await y());",
      "switch (await y()) {}",
      "class A extends (await y()) {}",
      "const { a = await y() } = b;",
      "throw await y();",
    ];
    for (const source of sources) {
      const output = edited(source, ({ tree }) => [replaceNode(all(tree, Kind.Await)[0], name("_n"))]);
      expect(output).not.toContain("await");
      expect(output).toContain("_n");
    }
  });

  test("find slots behind JSX containers, parameter properties and other nodes that core does not see", () => {
    const replaceFirst = ({ tree }: Parsed): Edit[] => [replaceNode(all(tree, Kind.Await)[0], name("_n"))];
    expect(edited("<a b={await c}>{d}</a>;", replaceFirst, ["jsx"])).toBe("<a b={_n}>{d}</a>;");
    expect(edited("<a>{await c}</a>;", replaceFirst, ["jsx"])).toBe("<a>{_n}</a>;");
    expect(edited("enum E { A = await c }", replaceFirst, ["typescript"])).toContain("A = _n");
  });

  test("of an await whose operand is kept elsewhere compose", () => {
    const output = edited("go({ a: await f(), b: await g() });", (parsed) => {
      const [first, second] = all(parsed.tree, Kind.Await);
      const [whole] = all(parsed.tree, Kind.ExprStmt);
      const group = promiseAll([keep(operand(parsed, 0)), keep(operand(parsed, 1))]);
      return [
        replaceNode(first, name("_a")),
        replaceNode(second, name("_b")),
        replaceStatements(whole, whole, [
          variable("const", arrayPattern([name("_a"), name("_b")]), awaiting(group)),
          keep(whole),
        ]),
      ];
    });
    expect(output).toBe("const [_a, _b] = await Promise.all([f(), g()]);\ngo({\n  a: _a,\n  b: _b\n});");
  });

  test("replace a node twice, the later one around the earlier", () => {
    const output = edited("x = await f();", ({ tree }) => {
      const [site] = all(tree, Kind.Await);
      return [replaceNode(site, name("_a")), replaceNode(site, call(keep(site)))];
    });
    expect(output).toBe("x = _a();");
  });

  test("replace a whole optional chain by its Chain or by its outermost link", () => {
    for (const kind of [Kind.Chain, Kind.Call]) {
      const output = edited("x = a?.b.c();", ({ tree }) => [replaceNode(all(tree, kind)[0], name("_n"))]);
      expect(output).toBe("x = _n;");
    }
  });

  test("keep a chain's extent when it becomes the object of a member", () => {
    const output = edited("x = await a?.b();", ({ tree }) => {
      const [site] = all(tree, Kind.Await);
      return [replaceNode(site, member(keep(all(tree, Kind.Chain)[0]), "c"))];
    });
    expect(output).toBe("x = (a?.b()).c;");
  });

  test("turn an arrow's expression body into a block", () => {
    const parsed = parse("const f = async () => [await a(), await b()];");
    const [body] = all(parsed.tree, Kind.Array);
    const arrow = parsed.ast.program.body[0].declarations[0].init;
    // As other parsers and `types.arrowFunctionExpression` leave it.
    arrow.expression = true;
    applyEdits(builders, parsed.lowered, [replaceNode(body, block([statement(name("x")), returning(keep(body))]))]);
    expect(generate(parsed.ast as never).code).toBe(
      "const f = async () => {\n  x;\n  return [await a(), await b()];\n};",
    );
    expect(arrow.expression).toBe(false);
  });

  test("wrap the only statement of a branch in a block", () => {
    const output = edited("if (a) b();", ({ tree }) => {
      const [only] = all(tree, Kind.ExprStmt);
      return [replaceNode(only, block([statement(name("x")), keep(only)]))];
    });
    expect(output).toBe("if (a) {\n  x;\n  b();\n}");
  });

  test("write out a shorthand property whose value changed", () => {
    const output = edited("({ a, b });", ({ tree }) => [replaceNode(all(tree, Kind.Ident)[0], name("_n"))]);
    expect(output).toBe("({\n  a: _n,\n  b\n});");
  });
});

describe("type annotations", () => {
  const declarations = (parsed: Parsed, typed: boolean): Edit[] => {
    const [first, second] = all(parsed.tree, Kind.VarDecl);
    const patterns = all(parsed.tree, Kind.Declarator).map((id) => keep(parsed.tree.firstChild(id)));
    const pattern = arrayPattern(patterns);
    const init = awaiting(promiseAll([keep(operand(parsed, 0)), keep(operand(parsed, 1))]));
    return [replaceStatements(first, second, [variable("const", typed ? withTypes(pattern) : pattern, init)])];
  };

  test("of the elements become one tuple type", () => {
    const output = edited(
      "const a: A<B> = await f(); const { c }: C = await g();",
      (parsed) => declarations(parsed, true),
      ["typescript"],
    );
    expect(output).toBe("const [a, {\n  c\n}]: [A<B>, C] = await Promise.all([f(), g()]);");
  });

  test("become a tuple type of Flow's in Flow code", () => {
    const output = edited("const a: A = await f(); const b: ?B = await g();", (parsed) => declarations(parsed, true), [
      "flow",
    ]);
    expect(output).toBe("const [a, b]: [A, ?B] = await Promise.all([f(), g()]);");
  });

  test("stay as they are when core does not ask for a tuple", () => {
    const output = edited("const a = await f(); const b = await g();", (parsed) => declarations(parsed, false), [
      "typescript",
    ]);
    expect(output).toBe("const [a, b] = await Promise.all([f(), g()]);");
  });
});

describe("when an edit cannot be applied", () => {
  const code = "a(); b(); x = await c();";
  const unchanged = generate(parse(code).ast as never).code;
  const good = ({ tree }: Parsed): Edit => replaceNode(all(tree, Kind.Await)[0], name("_n"));

  test.each<[string, (parsed: Parsed) => Edit]>([
    ["a kept node without a host", ({ tree }) => replaceNode(all(tree, Kind.Await)[0], keep(all(tree, Kind.None)[0]))],
    [
      "a statement that is in no list",
      ({ tree }) => replaceStatements(all(tree, Kind.Call)[0], all(tree, Kind.Call)[0], []),
    ],
    [
      "a range that ends before it starts",
      ({ tree }) => replaceStatements(all(tree, Kind.ExprStmt)[1], all(tree, Kind.ExprStmt)[0], []),
    ],
  ])("%s: it throws before anything is changed", (_name, bad) => {
    const parsed = parse(`${code} new d.e;`);
    const before = generate(parsed.ast as never).code;
    expect(() => applyEdits(builders, parsed.lowered, [good(parsed), bad(parsed)])).toThrow();
    expect(generate(parsed.ast as never).code).toBe(before);
  });

  test("two edits of one statement: it throws before anything is changed", () => {
    const parsed = parse(code);
    const [a, b] = all(parsed.tree, Kind.ExprStmt);
    const edits = [good(parsed), replaceStatements(a, b, []), replaceStatements(b, b, [])];
    expect(() => applyEdits(builders, parsed.lowered, edits)).toThrow("two edits replace the same statement");
    expect(generate(parsed.ast as never).code).toBe(unchanged);
  });

  test("everything can be taken back afterwards, comments and annotations included", () => {
    const source = "/* 1 */ const a: A = await f(); // 2\n/* 3 */ const b: B = /* 4 */ await g(); // 5\nx = await h();";
    const parsed = parse(source, ["typescript"]);
    const before = generate(parsed.ast as never).code;
    const [first, second] = all(parsed.tree, Kind.VarDecl);
    const patterns = all(parsed.tree, Kind.Declarator).map((id) => keep(parsed.tree.firstChild(id)));
    const init = awaiting(promiseAll([keep(operand(parsed, 0)), keep(operand(parsed, 1))]));
    const journal = applyEdits(builders, parsed.lowered, [
      replaceNode(all(parsed.tree, Kind.Await)[2], name("_n")),
      replaceStatements(first, second, [variable("const", withTypes(arrayPattern(patterns)), init)]),
    ]);
    expect(generate(parsed.ast as never).code).not.toBe(before);
    journal.rollBack();
    expect(generate(parsed.ast as never).code).toBe(before);
  });
});

// Quadratic work would outlast the runner's patience; how long it takes is for the benchmark to say.
test("makes ten thousand edits of one list and one array", () => {
  const count = 10_000;
  const source = `${"a();b();".repeat(count)}f([${"await g(),".repeat(count)}]);`;
  const parsed = parse(source);
  const statements = all(parsed.tree, Kind.ExprStmt);
  const edits = all(parsed.tree, Kind.Await).map((id) => replaceNode(id, name("_n")));
  for (let pair = 0; pair < count; pair += 1) {
    const [a, b] = [statements[2 * pair], statements[2 * pair + 1]];
    edits.push(replaceStatements(a, b, [keep(b), keep(a)]));
  }
  applyEdits(builders, parsed.lowered, edits);
  expect(parsed.ast.program.body[0].expression.callee.name).toBe("b");
  expect(parsed.ast.program.body).toHaveLength(2 * count + 1);
});

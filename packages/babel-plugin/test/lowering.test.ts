import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kind, printTree, verifyTree } from "@parallel-await/core";
import { lowerFile } from "../src/lower/lower";
import { all, parse } from "./support/lowered";

/**
 * `lowering/*.txt`: parser options, `---`, a source, `---`, core's tree as printed. After a deliberate change,
 * `UPDATE=1 npx jest lowering` writes the trees anew; read the difference before committing it.
 */
const cases = readdirSync(join(__dirname, "lowering")).map((file) => {
  const path = join(__dirname, "lowering", file);
  const [options, code, printed] = readFileSync(path, "utf8").split("\n---\n");
  const { plugins, ...rest } = JSON.parse(options);
  return { name: file.replace(".txt", "").replaceAll("-", " "), path, options, plugins, rest, code, printed };
});

describe("lowering", () => {
  test.each(cases)("$name", ({ path, options, plugins, rest, code, printed }) => {
    const { tree } = parse(code, plugins, rest);
    expect(verifyTree(tree)).toBe("");
    const found = printTree(tree).trim();
    if (process.env.UPDATE) writeFileSync(path, `${options}\n---\n${code}\n---\n${found}\n`);
    else expect(found).toBe(printed.trim());
  });

  test("gives the same trees for Babel 8's syntax as for Babel 7's", () => {
    // The parsers' trees cross the process boundary as JSON; lowering reads nothing that JSON loses but bigints.
    const script = `
      import { parseSync } from "babel-core-8";
      import { readFileSync } from "node:fs";
      const replacer = (key, value) => (typeof value === "bigint" ? String(value) : value);
      const asts = JSON.parse(readFileSync(0, "utf8")).map(({ code, plugins, rest }) => {
        try {
          const parserOpts = { plugins, allowReturnOutsideFunction: true, ...rest };
          return parseSync(code, { configFile: false, babelrc: false, sourceType: "unambiguous", parserOpts });
        } catch (error) {
          return String(error);
        }
      });
      console.log(JSON.stringify(asts, replacer));`;
    const asts = JSON.parse(
      execFileSync(process.execPath, ["--input-type=module", "-e", script], {
        cwd: join(__dirname, ".."),
        input: JSON.stringify(cases.map(({ code, plugins, rest }) => ({ code, plugins, rest }))),
        encoding: "utf8",
        maxBuffer: 1 << 28,
      }),
    );
    cases.forEach(({ code, printed }, index) => {
      const { tree } = lowerFile({ code, ast: asts[index] });
      expect(verifyTree(tree)).toBe("");
      expect(printTree(tree).trim()).toBe(printed.trim());
    });
  });

  test("keeps the host node behind every core node that has one", () => {
    const { tree, lowered, code } = parse("async function f() { return (await a?.b(c)).d; }");
    expect(lowered.nodes).toHaveLength(tree.size);
    lowered.nodes.forEach((node, id) => {
      if (node === null) expect([Kind.None, Kind.Params]).toContain(tree.kind[id]);
      else expect([tree.start[id], tree.stop[id]]).toEqual([node.start, node.end]);
    });
    const [chain] = all(tree, Kind.Chain);
    expect(code.slice(tree.start[chain], tree.stop[chain])).toBe("a?.b(c)");
    expect(lowered.nodes[chain]).toBe(lowered.nodes[chain + 1]);
  });

  test("ignores parentheses that the parser was told to keep", () => {
    const source = "((a), (b.c)) = await ((d))?.e;".replace("((a), (b.c)) =", "(a) =");
    const plain = parse(source);
    const kept = parse(source, [], { createParenthesizedExpressions: true });
    expect(printTree(kept.tree)).toBe(printTree(plain.tree));
  });

  test("makes a row's unknown operator opaque instead of guessing", () => {
    const { ast, code } = parse("a + b; a = b; !a; a && b; var x;");
    const [binary, assignment, unary, logical, declaration] = ast.program.body;
    Object.assign(binary.expression, { operator: "|>" });
    Object.assign(assignment.expression, { operator: "@=" });
    Object.assign(unary.expression, { operator: "throw" });
    Object.assign(logical.expression, { operator: "!!" });
    Object.assign(declaration, { kind: "const*" });
    const { tree } = lowerFile({ code, ast });
    expect(all(tree, Kind.Opaque)).toHaveLength(5);
    expect(all(tree, Kind.Ident)).toHaveLength(8);
  });

  test("makes syntax it has never heard of opaque, with its names visible", () => {
    const { ast, code } = parse("f(a);");
    const [statement] = ast.program.body;
    statement.expression = { type: "FutureExpression", parts: [statement.expression, null], mode: "x" };
    const { tree } = lowerFile({ code, ast });
    expect(verifyTree(tree)).toBe("");
    expect(printTree(tree)).toContain('Opaque "FutureExpression"\n      Call\n        Ident "f"\n        Ident "a"');
  });
});

describe("depth and size", () => {
  test("a tree nested 50,000 deep is lowered without overflowing the stack", () => {
    let expression: object = { type: "Identifier", name: "a" };
    for (let depth = 0; depth < 50_000; depth += 1) {
      expression = { type: "AwaitExpression", argument: expression };
    }
    const statement = { type: "ExpressionStatement", expression };
    const ast = { program: { type: "Program", sourceType: "module", body: [statement] }, comments: [] };
    const { tree, awaits } = lowerFile({ code: "", ast });
    expect(awaits).toBe(50_000);
    expect(tree.size).toBe(50_003);
  });
});

describe("positions", () => {
  test("lines start after each of the five line endings, and inside templates and comments", () => {
    const code = "a;\nb;\r\nc;\rd;\u2028e;\u2029`\n`;/*\n*/f;";
    const { tree, ast } = parse(code);
    for (const statement of ast.program.body) {
      const { line, column } = statement.loc.start;
      expect([tree.lineAt(statement.start as number), tree.columnAt(statement.start as number)]).toEqual([
        line,
        column,
      ]);
    }
    expect(tree.lineAt(code.indexOf("f"))).toBe(8);
  });

  test("without the source text, lines come from the nodes", () => {
    const { ast, code, tree: withText } = parse("\n\n  a;\n\nawait\n  b( c,\n d); e;");
    const { tree } = lowerFile({ code: "", ast });
    expect(code).not.toBe("");
    for (let id = 1; id < tree.size; id += 1) {
      expect([tree.lineAt(tree.start[id]), tree.columnAt(tree.start[id])]).toEqual([
        withText.lineAt(tree.start[id]),
        withText.columnAt(tree.start[id]),
      ]);
    }
  });

  test("comments come with offsets and without delimiters", () => {
    const { tree } = parse("/* a */ f(); // b");
    expect(tree.commentText).toEqual([" a ", " b"]);
    expect(tree.commentStart).toEqual([0, 13]);
    expect(tree.commentStop).toEqual([7, 17]);
    expect(tree.commentsKnown).toBe(true);
  });

  test("a tree without a comment list says that comments are unknown", () => {
    const { ast } = parse("f();");
    expect(lowerFile({ code: "f();", ast: { program: ast.program } }).tree.commentsKnown).toBe(false);
  });
});

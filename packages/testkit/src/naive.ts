import { type NodePath, type PluginObj, transformSync, types as t } from "@babel/core";

/** How the naive transform starts a group: unguarded in `Promise.all`, or each promise early and awaited later. */
export type NaiveShape = "all" | "early";

export interface NaiveOptions {
  shape?: NaiveShape;
  /** Synchronous statements between two awaits do not end a group; they move behind it. */
  overSync?: boolean;
}

/**
 * What a transform does that takes disjoint identifiers for independence: neighbouring awaits that do not mention each
 * other's names start together. It knows no effects, no guards and no failures. It is here to be caught.
 */
export function naivePlugin(_: unknown, options: NaiveOptions = {}): PluginObj {
  return {
    visitor: {
      BlockStatement: { exit: (path) => rewrite(path, options) },
      Program: { exit: (path) => rewrite(path, options) },
    },
  };
}

export function naiveTransform(code: string, options: NaiveOptions = {}): string {
  const result = transformSync(code, {
    babelrc: false,
    configFile: false,
    plugins: [[naivePlugin, options]],
    parserOpts: { plugins: ["jsx"] },
  });
  return result!.code!;
}

/** One awaited statement: what receives the value (nothing when it is thrown away), and the operand. */
interface Site {
  target: t.LVal | null;
  declares: boolean;
  operand: t.Expression;
}

function rewrite(path: NodePath<t.BlockStatement> | NodePath<t.Program>, options: NaiveOptions): void {
  const output: t.Statement[] = [];
  let group: Site[] = [];
  let between: t.Statement[] = [];
  const flush = (): void => {
    output.push(...printGroup(group, options.shape ?? "all"), ...between);
    group = [];
    between = [];
  };
  for (const statement of path.node.body) {
    const site = siteOf(statement);
    if (site) {
      const names = group.flatMap(({ target }) =>
        target ? Object.keys(t.getBindingIdentifiers(target, false, true)) : [],
      );
      if (mentions(site.operand, names) || (group.length > 0 && group[0].declares !== site.declares)) flush();
      group.push(site);
    } else if (options.overSync && group.length > 0 && t.isExpressionStatement(statement)) {
      between.push(statement);
    } else {
      flush();
      output.push(statement);
    }
  }
  flush();
  path.node.body = output;
}

function siteOf(statement: t.Statement): Site | undefined {
  if (t.isVariableDeclaration(statement) && statement.declarations.length === 1) {
    const [{ id, init }] = statement.declarations;
    return t.isAwaitExpression(init) ? { target: id as t.LVal, declares: true, operand: init.argument } : undefined;
  }
  if (!t.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (t.isAwaitExpression(expression)) return { target: null, declares: false, operand: expression.argument };
  if (t.isAssignmentExpression(expression, { operator: "=" }) && t.isAwaitExpression(expression.right)) {
    return { target: expression.left as t.LVal, declares: false, operand: expression.right.argument };
  }
  return undefined;
}

function mentions(node: t.Node, names: string[]): boolean {
  let found = false;
  t.traverseFast(node, (each) => {
    if (t.isIdentifier(each) && names.includes(each.name)) found = true;
  });
  return found;
}

let count = 0;

function printGroup(group: Site[], shape: NaiveShape): t.Statement[] {
  if (group.length < 2) return group.map((site) => assign(site, t.awaitExpression(site.operand)));
  if (shape === "early") {
    const promises = group.map(() => t.identifier(`p${(count += 1)}`));
    const starts = group.map(({ operand }, i) =>
      t.variableDeclaration("const", [t.variableDeclarator(promises[i], operand)]),
    );
    return [...starts, ...group.map((site, i) => assign(site, t.awaitExpression(promises[i])))];
  }
  const all = t.memberExpression(t.identifier("Promise"), t.identifier("all"));
  const value = t.awaitExpression(t.callExpression(all, [t.arrayExpression(group.map(({ operand }) => operand))]));
  if (group.every(({ target }) => target === null)) return [t.expressionStatement(value)];
  const pattern = t.arrayPattern(group.map(({ target }) => target as t.PatternLike | null));
  return [assign({ ...group[0], target: pattern, operand: value }, value)];
}

function assign({ target, declares }: Site, value: t.Expression): t.Statement {
  if (target === null) return t.expressionStatement(value);
  if (declares)
    return t.variableDeclaration("let", [t.variableDeclarator(target as t.VariableDeclarator["id"], value)]);
  return t.expressionStatement(t.assignmentExpression("=", target as t.AssignmentExpression["left"], value));
}

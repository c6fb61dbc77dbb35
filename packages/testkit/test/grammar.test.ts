import { parseSync, types as t } from "@babel/core";
import fc from "fast-check";
import { printProgram } from "../src/fuzz/print-program";
import { programs } from "../src/fuzz/recipe";

type Shape = (node: t.Node) => boolean;

const isName = (node: t.Node | null | undefined, ...names: string[]): boolean =>
  t.isIdentifier(node) && names.includes(node.name);
const calls = (node: t.Node, ...names: string[]): node is t.CallExpression =>
  t.isCallExpression(node) && t.isMemberExpression(node.callee) && isName(node.callee.property, ...names);
const hasAwait = (node: t.Node | null | undefined): boolean => {
  let found = false;
  if (node) t.traverseFast(node, (inner) => void (found ||= t.isAwaitExpression(inner)));
  return found;
};
const has = (node: t.Node | null | undefined, shape: (inner: t.Node) => boolean): boolean => {
  let found = false;
  if (node) t.traverseFast(node, (inner) => void (found ||= shape(inner)));
  return found;
};
/** A `for…of` loop that awaits, over a source of some shape. */
const loopOver =
  (shape: (right: t.Node) => boolean): Shape =>
  (node) =>
    t.isForOfStatement(node) && !node.await && hasAwait(node.body) && shape(node.right);
/** A loop that awaits and has something in its body. */
const loopWith =
  (shape: (inner: t.Node) => boolean): Shape =>
  (node) =>
    t.isLoop(node) && hasAwait(node.body) && has(node.body, shape);
/** An expression that decides what it awaits. */
const isChoice = (node: t.Node | null | undefined): boolean =>
  (t.isConditionalExpression(node) && (hasAwait(node.consequent) || hasAwait(node.alternate))) ||
  (t.isLogicalExpression(node) && hasAwait(node.right));
const callsLocal = (node: t.Node | null | undefined): boolean =>
  t.isCallExpression(node) && t.isIdentifier(node.callee) && /^(?:put|show)\d*$/.test(node.callee.name);
const isVar = (node: t.Node): boolean => t.isVariableDeclaration(node, { kind: "var" });
const isNew = (node: t.Node, name: string): boolean => t.isNewExpression(node) && isName(node.callee, name);
const says =
  (comment: RegExp, shape: (node: t.Node) => boolean): Shape =>
  (node) =>
    shape(node) && (node.leadingComments ?? []).some(({ value }) => comment.test(value));

const setsAsked: Shape = (node) =>
  t.isExpressionStatement(node) &&
  t.isAssignmentExpression(node.expression, { operator: "=" }) &&
  t.isIdentifier(node.expression.left) &&
  /^asked/.test(node.expression.left.name);

/** What must appear among generated programs: the constructs that lanes, statements and loops are about. */
const constructs: Record<string, Shape> = {
  "a chain (await f()).json()": (node) =>
    t.isAwaitExpression(node) &&
    calls(node.argument, "json") &&
    t.isAwaitExpression((node.argument.callee as t.MemberExpression).object),
  "a conditional expression that awaits": (node) => t.isConditionalExpression(node) && hasAwait(node.consequent),
  "a choice in an object literal": (node) =>
    t.isObjectExpression(node) && node.properties.some((each) => t.isObjectProperty(each) && isChoice(each.value)),
  "a choice in an array literal": (node) => t.isArrayExpression(node) && node.elements.some(isChoice),
  "a choice that is an argument": (node) => t.isCallExpression(node) && node.arguments.some(isChoice),
  "a choice inside an operand": (node) => t.isAwaitExpression(node) && has(node.argument, isChoice),
  "a choice that a call decides": (node) =>
    isChoice(node) && t.isCallExpression((node as t.ConditionalExpression).test ?? (node as t.LogicalExpression).left),
  "a choice that is returned": (node) => t.isReturnStatement(node) && isChoice(node.argument),
  "a choice that a property is set to": (node) =>
    t.isAssignmentExpression(node) && t.isMemberExpression(node.left) && isChoice(node.right),
  "a choice that is taken apart": (node) =>
    t.isVariableDeclarator(node) && t.isObjectPattern(node.id) && isChoice(node.init),
  "a local function that is given what is awaited": (node) =>
    callsLocal(node) && hasAwait((node as t.CallExpression).arguments[0]),
  "an operand that calls a local function": (node) => t.isAwaitExpression(node) && has(node.argument, callsLocal),
  "an operand that sets a variable": (node) =>
    t.isAwaitExpression(node) &&
    t.isCallExpression(node.argument) &&
    node.argument.arguments.some((each) => t.isAssignmentExpression(each)),
  "a variable that is set again when it has been asked with": (node) =>
    t.isBlockStatement(node) &&
    node.body.some(
      (each, index) =>
        hasAwait(each) &&
        has(each, (inner) => t.isIdentifier(inner) && /^asked/.test(inner.name)) &&
        node.body.slice(index).some(setsAsked),
    ),
  "a local function that is kept": (node) =>
    t.isAwaitExpression(node) &&
    t.isCallExpression(node.argument) &&
    node.argument.arguments.some((each) => t.isIdentifier(each) && /^put\d*$/.test(each.name)),
  "an if that awaits": (node) => t.isIfStatement(node) && hasAwait(node.consequent),
  "an if whose two branches await": (node) =>
    t.isIfStatement(node) && hasAwait(node.consequent) && hasAwait(node.alternate),
  "a switch whose cases await": (node) => t.isSwitchStatement(node) && node.cases.some(hasAwait),
  "&& with an await": (node) => t.isLogicalExpression(node, { operator: "&&" }) && hasAwait(node.right),
  "|| with an await": (node) => t.isLogicalExpression(node, { operator: "||" }) && hasAwait(node.right),
  "?? with an await": (node) => t.isLogicalExpression(node, { operator: "??" }) && hasAwait(node.right),
  "a logical assignment of an await": (node) =>
    t.isAssignmentExpression(node) && /^(\?\?|\|\||&&)=$/.test(node.operator) && hasAwait(node.right),
  "an optional call that is awaited": (node) => t.isAwaitExpression(node) && t.isOptionalCallExpression(node.argument),
  "an optional member of what was awaited": (node) =>
    t.isOptionalMemberExpression(node) && t.isAwaitExpression(node.object),
  "a labelled if or switch that is left": (node) =>
    t.isLabeledStatement(node) && (t.isIfStatement(node.body) || t.isSwitchStatement(node.body)) && hasAwait(node),
  "a labelled block that is left": (node) =>
    t.isLabeledStatement(node) && t.isBlockStatement(node.body) && hasAwait(node),
  "try and catch": (node) => t.isTryStatement(node) && hasAwait(node.block) && !!node.handler,
  "try and finally": (node) => t.isTryStatement(node) && hasAwait(node.block) && !!node.finalizer,
  "an object that is filled from awaits": (node) =>
    t.isExpressionStatement(node) &&
    t.isAssignmentExpression(node.expression) &&
    t.isMemberExpression(node.expression.left) &&
    hasAwait(node.expression.right),
  "a key set on one branch only": (node) =>
    t.isIfStatement(node) &&
    !node.alternate &&
    has(node.consequent, (inner) => t.isAssignmentExpression(inner) && t.isMemberExpression(inner.left)),
  "a block with declarations of its own": (node) =>
    t.isBlockStatement(node) &&
    node.body.some(
      (each) => t.isBlockStatement(each) && hasAwait(each) && each.body.some((inner) => t.isVariableDeclaration(inner)),
    ),
  "an async function declared in a function": (node) =>
    t.isBlockStatement(node) && node.body.some((each) => t.isFunctionDeclaration(each) && each.async),
  "a function that is called where it stands": (node) =>
    t.isAwaitExpression(node) && t.isCallExpression(node.argument) && t.isFunction(node.argument.callee),
  "iterations that only for await": (node) =>
    t.isForOfStatement(node) &&
    !node.await &&
    !hasAwait(node.body) &&
    has(node.body, (inner) => t.isForOfStatement(inner) && inner.await),
  "a for await over what a read gives": (node) =>
    t.isForOfStatement(node) && node.await && t.isCallExpression(node.right),
  "for await": (node) => t.isForOfStatement(node) && node.await,
  ...Object.fromEntries(
    ["all", "allSettled", "any", "race"].map((name): [string, Shape] => [
      `Promise.${name}`,
      (node) => calls(node, name) && isName((node.callee as t.MemberExpression).object, "Promise"),
    ]),
  ),
  "a promise that runs already": (node) => t.isAwaitExpression(node) && t.isIdentifier(node.argument),
  "a promise whose failure is seen to": (node) => calls(node, "catch") && t.isFunction(node.arguments[0]),
  "a synchronous statement with effects": (node) =>
    t.isExpressionStatement(node) && t.isCallExpression(node.expression) && isName(node.expression.callee, "track"),
  "a synchronous declaration without effects": (node) =>
    t.isVariableDeclarator(node) && t.isArrayExpression(node.init) && node.init.elements.length === 2,
  "for…of": loopOver((right) => t.isIdentifier(right)),
  "an index loop": (node) => t.isForStatement(node) && hasAwait(node.body),
  "for…in": (node) => t.isForInStatement(node) && hasAwait(node.body),
  "forEach with tasks": (node) => calls(node, "forEach") && hasAwait(node.arguments[0]),
  "map with tasks": (node) => calls(node, "map") && hasAwait(node.arguments[0]),
  "a chain of reduce": (node) => calls(node, "reduce") && hasAwait(node.arguments[0]),
  "an array is filled": loopWith((inner) => calls(inner, "push")),
  "a map is filled": loopWith((inner) => calls(inner, "set")),
  "a set is filled": loopWith((inner) => calls(inner, "add")),
  "an object is filled by key": loopWith(
    (inner) => t.isAssignmentExpression(inner) && t.isMemberExpression(inner.left, { computed: true }),
  ),
  "a sum": loopWith(
    (inner) => t.isAssignmentExpression(inner, { operator: "+=" }) && !t.isTemplateLiteral(inner.right),
  ),
  "a string that grows": loopWith(
    (inner) => t.isAssignmentExpression(inner, { operator: "+=" }) && t.isTemplateLiteral(inner.right),
  ),
  continue: loopWith((inner) => t.isContinueStatement(inner, { label: null })),
  break: loopWith((inner) => t.isBreakStatement(inner, { label: null })),
  return: loopWith((inner) => t.isReturnStatement(inner)),
  yield: loopWith((inner) => t.isYieldExpression(inner)),
  "a label": (node) => t.isLabeledStatement(node) && t.isLoop(node.body) && hasAwait(node.body),
  "a value that is carried from one iteration to the next": (node) => {
    if (!t.isForOfStatement(node) || !t.isExpressionStatement(node.body) || !hasAwait(node.body)) return false;
    const { expression } = node.body;
    if (!t.isAssignmentExpression(expression) || !t.isIdentifier(expression.left)) return false;
    const { name } = expression.left;
    return has(expression.right, (inner) => isName(inner, name));
  },
  "the iterated list is changed": (node) =>
    t.isForOfStatement(node) &&
    t.isIdentifier(node.right) &&
    has(
      node.body,
      (inner) =>
        calls(inner, "push") && isName((inner.callee as t.MemberExpression).object, (node.right as t.Identifier).name),
    ),
  "an iterator with effects": loopOver(
    (right) =>
      t.isCallExpression(right) &&
      t.isFunctionExpression(right.callee, { generator: true }) &&
      has(right, (inner) => calls(inner, "push")),
  ),
  "an await in the head of for…of": (node) => t.isForOfStatement(node) && t.isAwaitExpression(node.right),
  "an await in the head of while": (node) => t.isWhileStatement(node) && hasAwait(node.test),
  "try again": (node) =>
    t.isForStatement(node) &&
    has(node.body, (inner) => t.isTryStatement(inner) && has(inner.block, t.isBreakStatement)),
  "page after page": (node) =>
    t.isDoWhileStatement(node) &&
    hasAwait(node.body) &&
    isName((node.test as t.LogicalExpression).left, "cursor", "cursor2"),
  "a write in each iteration": loopWith((inner) => t.isCallExpression(inner) && isName(inner.callee, "saveUser")),
  holes: loopOver((right) => t.isArrayExpression(right) && right.elements.includes(null)),
  "a generator": loopOver((right) => t.isCallExpression(right) && t.isFunctionExpression(right.callee)),
  "a Map": loopOver((right) => isNew(right, "Map")),
  "a Set": loopOver((right) => isNew(right, "Set")),
  "a string": loopOver((right) => t.isStringLiteral(right)),
  "a list of nodes": loopOver((right) => calls(right, "querySelectorAll")),
  "an iterable of entries": loopOver((right) => calls(right, "entries")),
  "an item that catches its own failure": loopWith((inner) => t.isTryStatement(inner) && hasAwait(inner.block)),
  "an awaited var": (node) => isVar(node) && hasAwait(node),
  "an awaited var in a block": (node) =>
    t.isIfStatement(node) && has(node.consequent, (inner) => isVar(inner) && hasAwait(inner)),
  "an awaited var in a loop that goes on after a failure": loopWith(
    (inner) => t.isTryStatement(inner) && has(inner.block, (each) => isVar(each) && hasAwait(each)),
  ),
  "an awaited var that a function holds": (node) =>
    t.isArrowFunctionExpression(node) && isName(node.body as t.Node, "firstVar", "secondVar"),
  "a variable that a loop carries past a failure": loopWith(
    (inner) =>
      t.isTryStatement(inner) &&
      has(inner.block, (each) => t.isAssignmentExpression(each) && isName(each.left, "last")),
  ),
  "// @sequential": says(/@sequential/, t.isStatement),
  "// @parallel on a statement": says(/@parallel/, (node) => t.isVariableDeclaration(node)),
  "// @parallel on a loop": says(/@parallel/, (node) => t.isLoop(node)),
};

const sources = fc.sample(programs, { numRuns: 1500, seed: 20240301 }).map(printProgram);
const nodes: t.Node[] = [];
for (const source of sources)
  t.traverseFast(
    parseSync(source, { babelrc: false, configFile: false, sourceType: "module" })!,
    (node) => void nodes.push(node),
  );

test.each(Object.entries(constructs))("generated programs have %s", (_, shape) => {
  expect(nodes.some((node) => shape(node))).toBe(true);
});

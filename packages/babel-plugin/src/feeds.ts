import type { SyntaxNode } from "./lower/syntax";

/** Names that the declarator around an await gives its value to, when the await's statement is a declaration. */
export function namesFrom(statement: SyntaxNode, site: SyntaxNode): string[] {
  const names: string[] = [];
  if (statement.type !== "VariableDeclaration") return names;
  const declarator = statement.declarations.find((each: SyntaxNode) => contains(each, site));
  const work: (SyntaxNode | null)[] = [declarator?.id ?? null];
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    switch (node?.type) {
      case "Identifier":
        names.push(node.name);
        break;
      case "ObjectPattern":
        for (const property of node.properties) work.push(property.value ?? property.argument ?? null);
        break;
      case "ArrayPattern":
        work.push(...node.elements);
        break;
      case "AssignmentPattern":
        work.push(node.left);
        break;
      case "RestElement":
        work.push(node.argument);
    }
  }
  return names;
}

/** Whether an expression uses one of some variables; only where it is plain to see, and not in functions. */
export function mentions(expression: SyntaxNode, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  const work: (SyntaxNode | null)[] = [expression];
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    switch (node?.type) {
      case "Identifier":
        if (names.includes(node.name)) return true;
        break;
      case "CallExpression":
      case "NewExpression":
      case "OptionalCallExpression":
        work.push(node.callee, ...node.arguments);
        break;
      case "MemberExpression":
      case "OptionalMemberExpression":
        work.push(node.object);
        break;
      case "AwaitExpression":
      case "SpreadElement":
      case "UnaryExpression":
        work.push(node.argument);
        break;
      case "ArrayExpression":
        work.push(...node.elements);
        break;
      case "ObjectExpression":
        for (const property of node.properties) work.push(property.type === "ObjectProperty" ? property.value : null);
        break;
      case "TemplateLiteral":
        work.push(...node.expressions);
    }
  }
  return false;
}

/** Whether `inner` stands in `outer`, by their places. */
export function contains(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return (outer.start ?? 0) <= (inner.start ?? 0) && (inner.end ?? 0) <= (outer.end ?? 0);
}

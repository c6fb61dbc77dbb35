import { type NodePath, types as t } from "@babel/core";

/**
 * The static name of what an expression denotes, in the notation the running program's values use too:
 * `db.users.findMany`, `fetch().json` for `(await fetch(u)).json`, `db.select().from`. Constants are followed to what
 * they were initialised with. `exact` is false when the root is not a global or an import, so that at run time it
 * may have another name: then only the last segment can be relied on.
 */
export interface CalleePath {
  text: string;
  exact: boolean;
}

const unknown: CalleePath = { text: "?", exact: false };

export function pathOf(path: NodePath<t.Node | null | undefined>, depth = 0): CalleePath {
  if (!path.node || depth > 12) return unknown;
  if (path.isIdentifier()) return pathOfName(path, depth);
  if (path.isMemberExpression() || path.isOptionalMemberExpression()) {
    const object = pathOf(path.get("object") as NodePath<t.Node>, depth + 1);
    const property = path.node.property;
    if (path.node.computed && !t.isStringLiteral(property)) return { text: `${object.text}.[]`, exact: false };
    const name = t.isIdentifier(property) ? property.name : t.isStringLiteral(property) ? property.value : "#";
    return { text: `${object.text}.${name}`, exact: object.exact };
  }
  if (path.isCallExpression() || path.isOptionalCallExpression()) {
    return extend(pathOf(path.get("callee") as NodePath<t.Node>, depth + 1), "()");
  }
  if (path.isTaggedTemplateExpression()) return extend(pathOf(path.get("tag"), depth + 1), "()");
  if (path.isAwaitExpression()) return pathOf(path.get("argument"), depth + 1);
  if (path.isNewExpression()) {
    const callee = pathOf(path.get("callee") as NodePath<t.Node>, depth + 1);
    return { text: `new ${callee.text}()`, exact: callee.exact };
  }
  return unknown;
}

function extend(path: CalleePath, suffix: string): CalleePath {
  return { text: path.text + suffix, exact: path.exact };
}

function pathOfName(path: NodePath<t.Identifier>, depth: number): CalleePath {
  const { name } = path.node;
  const binding = path.scope.getBinding(name);
  if (!binding) return { text: name, exact: true };
  const declaration = binding.path;
  if (declaration.isImportSpecifier()) {
    const imported = declaration.node.imported;
    const text = t.isIdentifier(imported) ? imported.name : imported.value;
    return { text: text === "default" ? name : text, exact: true };
  }
  if (declaration.isImportDefaultSpecifier() || declaration.isImportNamespaceSpecifier())
    return { text: name, exact: true };
  if (declaration.isVariableDeclarator() && binding.constant && declaration.node.init) {
    const init = pathOf(declaration.get("init") as NodePath<t.Node>, depth + 1);
    if (t.isIdentifier(declaration.node.id)) return init.text.startsWith("?") ? { text: name, exact: false } : init;
    const key = keyOf(declaration.node.id, name);
    if (key !== undefined) return extend(init, `.${key}`);
  }
  return { text: name, exact: false };
}

/** The property that an object pattern reads into `name`, one level deep. */
function keyOf(pattern: t.Node, name: string): string | undefined {
  if (!t.isObjectPattern(pattern)) return undefined;
  for (const property of pattern.properties) {
    if (!t.isObjectProperty(property) || property.computed || !t.isIdentifier(property.key)) continue;
    const target = t.isAssignmentPattern(property.value) ? property.value.left : property.value;
    if (t.isIdentifier(target, { name })) return property.key.name;
  }
  return undefined;
}

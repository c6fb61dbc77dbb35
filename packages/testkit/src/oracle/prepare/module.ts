import { RUNTIME } from "@parallel-await/core";
import { type NodePath, type PluginObj, template, types as t } from "@babel/core";
import { isService } from "../services/services";

/** What `moduleToFunction` found out about a module. */
export interface ModuleShape {
  /** Names under which something can be entered, in source order; the top-level functions when nothing is exported. */
  exports: string[];
  /** Module bindings that are assigned again somewhere: the state a failed run can leave behind. */
  state: string[];
  /** Local name of an import, and the path it is known by: the imported name, or the local one for default and `*`. */
  imports: Map<string, string>;
  /** Local name of what comes from our own runtime package, and its name there: it is run, not invented. */
  runtime: Map<string, string>;
  /** Local names of what is imported from a service of the oracle. */
  services: Map<string, { source: string; imported: string }>;
  /** Names the program uses and does not declare, imports included. */
  free: string[];
  strict: boolean;
}

interface Options {
  shape: ModuleShape;
  markDiscarded: boolean;
}

/**
 * `import`s become free names, `export`s become `$$export(name, () => local)`, every loop body starts with `$$step()`
 * (an endless loop ends the run instead of the process), every handler with `$$caught(error)`, an inlined pool with `$$counted(task)`, and `import()` and `import.meta` become free names.
 */
export function moduleToFunction(_: unknown, { shape, markDiscarded }: Options): PluginObj {
  return {
    visitor: {
      Program: {
        exit(program) {
          const hooks: t.Statement[] = [];
          const addExport = (name: string, local: string): void => {
            shape.exports.push(name);
            hooks.push(call("$$export", t.stringLiteral(name), t.arrowFunctionExpression([], t.identifier(local))));
          };
          for (const statement of program.get("body")) lowerStatement(statement, shape, addExport);
          if (shape.exports.length === 0) {
            for (const statement of program.get("body"))
              for (const name of functionNames(statement)) addExport(name, name);
          }
          program.scope.crawl();
          for (const [name, binding] of Object.entries(program.scope.bindings)) {
            if (binding.constantViolations.length === 0 || (binding.kind !== "let" && binding.kind !== "var")) continue;
            shape.state.push(name);
            hooks.push(call("$$state", t.stringLiteral(name), t.arrowFunctionExpression([], t.identifier(name))));
          }
          shape.free.push(...Object.keys((program.scope as unknown as { globals: object }).globals).filter(isFree));
          program.node.body.unshift(...hooks);
        },
      },
      Loop(path) {
        if (!t.isBlockStatement(path.node.body)) path.node.body = t.blockStatement([path.node.body]);
        path.node.body.body.unshift(call("$$step"));
      },
      FunctionDeclaration(path) {
        // The helper that loops call, written into the file.
        if (isPool(path.node)) path.node.body.body.unshift(countTasks() as t.Statement);
      },
      CatchClause(path) {
        if (!t.isIdentifier(path.node.param)) {
          const pattern = path.node.param;
          path.node.param = t.identifier("$$error");
          if (pattern)
            path.node.body.body.unshift(bind({ PATTERN: pattern, ERROR: t.identifier("$$error") }) as t.Statement);
        }
        path.node.body.body.unshift(call("$$caught", t.cloneNode(path.node.param as t.Identifier)));
      },
      Import(path) {
        path.replaceWith(t.identifier("$$import"));
      },
      ImportExpression(path) {
        const args = path.node.options ? [path.node.source, path.node.options] : [path.node.source];
        path.replaceWith(t.callExpression(t.identifier("$$import"), args));
      },
      MetaProperty(path) {
        if (path.node.meta.name === "import") path.replaceWith(t.identifier("$$meta"));
      },
      ExpressionStatement(path) {
        const expression = path.node.expression;
        if (!markDiscarded || !t.isAwaitExpression(expression) || !isCall(expression.argument)) return;
        expression.argument = t.callExpression(t.identifier("$$discarded"), [expression.argument]);
        path.skipKey("expression.argument.callee");
      },
    },
  };
}

function isCall(node: t.Node): boolean {
  return t.isCallExpression(node) || t.isOptionalCallExpression(node) || t.isTaggedTemplateExpression(node);
}

/** Not a parameter: the value properties of the global object that cannot be shadowed, and our own hooks. */
function isFree(name: string): boolean {
  return !["undefined", "arguments", "$$step", "$$caught", "$$discarded", "$$counted", "$$export", "$$state"].includes(
    name,
  );
}

function call(name: string, ...args: t.Expression[]): t.ExpressionStatement {
  return t.expressionStatement(t.callExpression(t.identifier(name), args));
}

/** Core writes it at the end of a module, in the words of `@parallel-await/runtime`. */
function isPool({ async, params, body: { body } }: t.FunctionDeclaration): boolean {
  const names = params.map((each) => (t.isIdentifier(each) ? each.name : ""));
  const [first] = body;
  return (
    async &&
    names[0] === "items" &&
    names[1] === "task" &&
    t.isVariableDeclaration(first) &&
    t.isIdentifier(first.declarations[0].id, { name: "results" })
  );
}

const countTasks = template.statement("task = $$counted(task);");
const bind = template.statement("let PATTERN = ERROR;");
const defaultTemplate = template.statement("const $$default = VALUE;");

function lowerStatement(
  path: NodePath<t.Statement>,
  shape: ModuleShape,
  addExport: (name: string, local: string) => void,
): void {
  if (path.isImportDeclaration()) {
    for (const specifier of path.node.specifiers) {
      const imported = t.isImportSpecifier(specifier) ? nameOf(specifier.imported) : "default";
      const source = path.node.source.value;
      if (source === RUNTIME) shape.runtime.set(specifier.local.name, imported);
      if (isService(source)) {
        const name = t.isImportNamespaceSpecifier(specifier) ? "*" : imported;
        shape.services.set(specifier.local.name, { source, imported: name });
        continue;
      }
      shape.imports.set(specifier.local.name, imported === "default" ? specifier.local.name : imported);
    }
    path.remove();
  } else if (path.isVariableDeclaration() && requiredHelper(path.node) !== null) {
    const [local, helper] = requiredHelper(path.node)!;
    shape.runtime.set(local, helper);
    path.remove();
  } else if (path.isExportNamedDeclaration()) {
    const { declaration, specifiers, source } = path.node;
    if (declaration) {
      for (const name of Object.keys(t.getBindingIdentifiers(declaration, false, true))) addExport(name, name);
      path.replaceWith(declaration);
      return;
    }
    for (const specifier of source ? [] : specifiers) {
      if (t.isExportSpecifier(specifier)) addExport(nameOf(specifier.exported), specifier.local.name);
    }
    path.remove();
  } else if (path.isExportDefaultDeclaration()) {
    const { declaration } = path.node;
    const named = (t.isFunctionDeclaration(declaration) || t.isClassDeclaration(declaration)) && declaration.id;
    addExport("default", named ? named.name : "$$default");
    if (named) path.replaceWith(declaration);
    else path.replaceWith(defaultTemplate({ VALUE: t.toExpression(declaration as t.FunctionDeclaration) }));
  } else if (path.isExportAllDeclaration()) {
    path.remove();
  }
}

/** `const local = require("@parallel-await/runtime").helper` */
function requiredHelper({ declarations: [{ id, init }] }: t.VariableDeclaration): [string, string] | null {
  if (!t.isIdentifier(id) || !t.isMemberExpression(init) || !t.isCallExpression(init.object)) return null;
  const { callee, arguments: args } = init.object;
  const isRuntime = t.isIdentifier(callee, { name: "require" }) && t.isStringLiteral(args[0], { value: RUNTIME });
  return isRuntime ? [id.name, nameOf(init.property as t.Identifier)] : null;
}

function nameOf(node: t.Identifier | t.StringLiteral): string {
  return t.isIdentifier(node) ? node.name : node.value;
}

/** Functions and classes a top-level statement declares. */
function functionNames(path: NodePath<t.Statement>): string[] {
  const { node } = path;
  if (t.isFunctionDeclaration(node) || t.isClassDeclaration(node)) return node.id ? [node.id.name] : [];
  if (!t.isVariableDeclaration(node)) return [];
  return node.declarations
    .filter(({ init }) => t.isFunction(init) || t.isClass(init) || t.isObjectExpression(init))
    .flatMap(({ id }) => (t.isIdentifier(id) ? [id.name] : []));
}

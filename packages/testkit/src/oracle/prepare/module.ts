import { RUNTIME } from "@parallel-await/core";
import { types as t } from "@babel/core";
import { isService } from "../services/services";
import { Names } from "./names";
import { type Context, type Site, contextsOf, endOfArguments, siteOf } from "./sites";
import { Splices } from "./splices";

/** What `moduleToBody` found out about a module. */
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
  /** Where something is called, in source order. */
  sites: Site[];
  strict: boolean;
}

/**
 * The text of a module as the body of a function: `import`s become free names, `export`s become `$$export(name, () => local)`, every loop
 * body starts with `$$step()` (an endless loop ends the run instead of the process), every handler with `$$caught(error)`, an inlined pool
 * with `$$counted(task)`, every call has the further arguments `...$$at(site)`, which are none, and `import()` and `import.meta` become free names. With `markDiscarded`, `await f();` becomes `await $$discarded(f());`.
 */
export function moduleToBody(code: string, file: t.File, markDiscarded: boolean): { body: string; shape: ModuleShape } {
  return new ModuleToBody(code, file.program, markDiscarded).run();
}

class ModuleToBody {
  private splices = new Splices();
  private exported: [name: string, local: string][] = [];
  /** Names that come in by what is put in. */
  private hooks = new Set<string>();
  /** What is assigned and what is decided about, in the order of the source. */
  private contexts: { assigned: Context[]; decided: Context[] } = { assigned: [], decided: [] };
  private shape: ModuleShape;

  constructor(
    private code: string,
    private program: t.Program,
    private markDiscarded: boolean,
  ) {
    this.shape = {
      exports: [],
      state: [],
      imports: new Map(),
      runtime: new Map(),
      services: new Map(),
      free: [],
      sites: [],
      strict: program.sourceType === "module",
    };
  }

  run(): { body: string; shape: ModuleShape } {
    const { program, shape, splices } = this;
    if (program.interpreter) this.remove(program.interpreter);
    for (const statement of program.body) this.lower(statement);
    if (this.exported.length === 0)
      for (const statement of program.body)
        for (const name of functionNames(statement)) this.exported.push([name, name]);
    t.traverseFast(program, (node) => this.instrument(node));
    const names = new Names(program);
    shape.exports = this.exported.map(([name]) => name);
    shape.state = names.state;
    shape.free = [...new Set([...names.free, ...this.hooks])].filter(isFree);
    const hooks = [
      ...this.exported.map(([name, local]) => `$$export(${JSON.stringify(name)}, () => ${local});`),
      ...shape.state.map((name) => `$$state(${JSON.stringify(name)}, () => ${name});`),
    ];
    const strict = shape.strict ? '"use strict";\n' : "";
    return { body: `${strict}${hooks.join("")}\n${splices.apply(this.code)}`, shape };
  }

  private remove({ start, end }: t.Node): void {
    this.splices.replace(start!, end!, "");
  }

  private lower(statement: t.Statement): void {
    if (t.isImportDeclaration(statement)) {
      this.lowerImport(statement);
    } else if (t.isVariableDeclaration(statement) && requiredHelper(statement)) {
      const [local, helper] = requiredHelper(statement)!;
      this.shape.runtime.set(local, helper);
      this.hooks.add(local);
      this.remove(statement);
    } else if (t.isExportNamedDeclaration(statement)) {
      const { declaration, specifiers, source } = statement;
      if (declaration) {
        for (const name of Object.keys(t.getBindingIdentifiers(declaration, false, true)))
          this.exported.push([name, name]);
        this.splices.replace(statement.start!, declaration.start!, "");
        return;
      }
      for (const specifier of source ? [] : specifiers)
        if (t.isExportSpecifier(specifier)) this.exported.push([nameOf(specifier.exported), specifier.local.name]);
      this.remove(statement);
    } else if (t.isExportDefaultDeclaration(statement)) {
      const { declaration } = statement;
      const named = (t.isFunctionDeclaration(declaration) || t.isClassDeclaration(declaration)) && declaration.id;
      this.exported.push(["default", named ? named.name : "$$default"]);
      const keyword = /^export\s+default\b/.exec(this.code.slice(statement.start!))![0];
      this.splices.replace(statement.start!, statement.start! + keyword.length, named ? "" : "const $$default =");
      if (!named) this.splices.insert(statement.end!, ";");
    } else if (t.isExportAllDeclaration(statement)) this.remove(statement);
  }

  private lowerImport(statement: t.ImportDeclaration): void {
    const { shape } = this;
    for (const specifier of statement.specifiers) {
      const imported = t.isImportSpecifier(specifier) ? nameOf(specifier.imported) : "default";
      const source = statement.source.value;
      if (source === RUNTIME) shape.runtime.set(specifier.local.name, imported);
      if (isService(source)) {
        const name = t.isImportNamespaceSpecifier(specifier) ? "*" : imported;
        shape.services.set(specifier.local.name, { source, imported: name });
        continue;
      }
      shape.imports.set(specifier.local.name, imported === "default" ? specifier.local.name : imported);
    }
    this.remove(statement);
  }

  private instrument(node: t.Node): void {
    const { splices, contexts } = this;
    const { assigned, decided } = contextsOf(node);
    contexts.assigned.push(...assigned);
    contexts.decided.push(...decided);
    const end = endOfArguments(node, this.code);
    if (end) {
      splices.insert(end.at, `${end.separator}...$$at(${this.shape.sites.length})`);
      this.shape.sites.push(siteOf(node, this.code, contexts));
    } else if (t.isLoop(node)) {
      if (t.isBlockStatement(node.body)) splices.insert(node.body.start! + 1, "$$step();");
      else {
        splices.insert(node.body.start!, "{$$step();");
        splices.insert(node.body.end!, "}");
      }
    } else if (t.isCatchClause(node)) this.instrumentCatch(node);
    else if (t.isFunctionDeclaration(node) && isPool(node))
      splices.insert(node.body.start! + 1, "task = $$counted(task);");
    else if (t.isImport(node) || t.isImportExpression(node)) {
      splices.replace(node.start!, node.start! + "import".length, "$$import");
      this.hooks.add("$$import");
    } else if (t.isMetaProperty(node) && node.meta.name === "import") {
      splices.replace(node.start!, node.end!, "$$meta");
      this.hooks.add("$$meta");
    } else if (this.markDiscarded && t.isExpressionStatement(node) && t.isAwaitExpression(node.expression)) {
      const { argument } = node.expression;
      if (!isCall(argument)) return;
      splices.insert(argument.start!, "$$discarded(");
      splices.insert(argument.end!, ")");
    }
  }

  private instrumentCatch({ param, body, start }: t.CatchClause): void {
    const { splices } = this;
    const inside = body.start! + 1;
    if (t.isIdentifier(param)) splices.insert(inside, `$$caught(${param.name});`);
    else if (!param) splices.replace(start! + "catch".length, inside, " ($$error) {$$caught($$error);");
    else {
      splices.replace(start! + "catch".length, param.start!, " ($$error) {$$caught($$error);let ");
      splices.replace(param.end!, inside, "=$$error;");
    }
  }
}

function isCall(node: t.Node): boolean {
  return t.isCallExpression(node) || t.isOptionalCallExpression(node) || t.isTaggedTemplateExpression(node);
}

/** What a prepared program finds beside the names it uses itself. */
export const hookNames = ["$$export", "$$state", "$$step", "$$caught", "$$discarded", "$$counted", "$$at"];

/** Not a parameter: the value properties of the global object that cannot be shadowed, and our own hooks. */
function isFree(name: string): boolean {
  return !["undefined", "arguments", ...hookNames].includes(name);
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
function functionNames(node: t.Statement): string[] {
  if (t.isFunctionDeclaration(node) || t.isClassDeclaration(node)) return node.id ? [node.id.name] : [];
  if (!t.isVariableDeclaration(node)) return [];
  return node.declarations
    .filter(({ init }) => t.isFunction(init) || t.isClass(init) || t.isObjectExpression(init))
    .flatMap(({ id }) => (t.isIdentifier(id) ? [id.name] : []));
}

import { types as t } from "@babel/core";

/** A name that is read or written, where it stands. */
interface Mention {
  name: string;
  scope: Scope;
  assigned: boolean;
}

class Scope {
  readonly declared = new Map<string, "var" | "let" | "other">();

  constructor(
    readonly parent: Scope | null,
    /** The scope that `var` belongs to. */
    readonly isFunction: boolean,
  ) {}

  declare(name: string, kind: "var" | "let" | "other"): void {
    this.declared.set(name, kind);
  }

  get ofFunction(): Scope {
    return this.isFunction || !this.parent ? this : this.parent.ofFunction;
  }

  find(name: string): Scope | null {
    return this.declared.has(name) ? this : (this.parent?.find(name) ?? null);
  }
}

/** The names of a module: what it uses and does not declare, and which of its own variables change. Imports count as not declared. */
export class Names {
  private program = new Scope(null, true);
  private mentions: Mention[] = [];

  constructor(body: t.Program) {
    for (const statement of body.body) this.visit(statement, body, null, this.program);
  }

  /** In the order of the source. */
  get free(): string[] {
    return [...new Set(this.mentions.filter(({ name, scope }) => !scope.find(name)).map(({ name }) => name))];
  }

  /** Module variables that are assigned again somewhere. */
  get state(): string[] {
    const changed = new Set<string>();
    for (const { name, scope, assigned } of this.mentions)
      if (assigned && scope.find(name) === this.program) changed.add(name);
    return [...this.program.declared]
      .filter(([name, kind]) => kind !== "other" && changed.has(name))
      .map(([name]) => name);
  }

  private visit(node: t.Node, parent: t.Node, grandparent: t.Node | null, outer: Scope): void {
    if (t.isImportDeclaration(node) || t.isExportAllDeclaration(node)) return;
    if (t.isExportNamedDeclaration(node) && !node.declaration) return;
    if (t.isIdentifier(node)) {
      if (t.isReferenced(node, parent, grandparent ?? undefined))
        this.mentions.push({ name: node.name, scope: outer, assigned: false });
      return;
    }
    this.declare(node, parent, outer);
    const scope = this.scopeOf(node, parent, outer);
    for (const key of t.VISITOR_KEYS[node.type]) {
      const child = (node as unknown as Record<string, t.Node | (t.Node | null)[] | null>)[key];
      // The name and the decorators of a class belong outside, so do the keys of computed members; a name more does no harm there.
      if (Array.isArray(child)) {
        for (const each of child) if (each) this.visit(each, node, parent, scope);
      } else if (child) this.visit(child, node, parent, scope);
    }
  }

  /** What a node declares where it stands, and what it assigns. */
  private declare(node: t.Node, parent: t.Node, scope: Scope): void {
    if (t.isVariableDeclaration(node)) {
      const isVar = node.kind === "var";
      const [target, kind] = [
        isVar ? scope.ofFunction : scope,
        isVar ? "var" : node.kind === "let" ? "let" : "other",
      ] as const;
      for (const name of Object.keys(t.getBindingIdentifiers(node))) {
        if (isVar && target.declared.has(name)) this.mentions.push({ name, scope, assigned: true });
        else target.declare(name, kind);
      }
      const isHead = (t.isForOfStatement(parent) || t.isForInStatement(parent)) && parent.left === node;
      if (isHead)
        for (const name of Object.keys(t.getBindingIdentifiers(node)))
          this.mentions.push({ name, scope, assigned: true });
    } else if ((t.isFunctionDeclaration(node) || t.isClassDeclaration(node)) && node.id) {
      scope.declare(node.id.name, "other");
    } else if (t.isAssignmentExpression(node) || t.isUpdateExpression(node)) {
      this.assign(t.isUpdateExpression(node) ? node.argument : node.left, scope);
    } else if ((t.isForOfStatement(node) || t.isForInStatement(node)) && !t.isVariableDeclaration(node.left)) {
      this.assign(node.left, scope);
    }
  }

  private assign(target: t.Node, scope: Scope): void {
    for (const name of Object.keys(t.getBindingIdentifiers(target, true)))
      this.mentions.push({ name, scope, assigned: true });
  }

  /** The scope that the children of a node stand in. */
  private scopeOf(node: t.Node, parent: t.Node, outer: Scope): Scope {
    if (t.isFunction(node)) {
      const scope = new Scope(outer, true);
      if (t.isFunctionExpression(node) && node.id) scope.declare(node.id.name, "other");
      for (const param of node.params)
        for (const name of Object.keys(t.getBindingIdentifiers(param))) scope.declare(name, "other");
      return scope;
    }
    if (t.isClass(node)) {
      const scope = new Scope(outer, false);
      if (node.id) scope.declare(node.id.name, "other");
      return scope;
    }
    if (t.isCatchClause(node)) {
      const scope = new Scope(outer, false);
      if (node.param) for (const name of Object.keys(t.getBindingIdentifiers(node.param))) scope.declare(name, "other");
      return scope;
    }
    if (t.isStaticBlock(node)) return new Scope(outer, true);
    // The body of a function shares its parameters' scope.
    if (t.isBlockStatement(node)) return t.isFunction(parent) ? outer : new Scope(outer, false);
    return t.isLoop(node) || t.isSwitchStatement(node) ? new Scope(outer, false) : outer;
  }
}

import type { SyntaxNode } from "./lower/syntax";

interface Scope {
  crawl(): void;
  references: object;
  bindings: object;
  globals: object;
  uids: object;
}

interface ScopePath {
  readonly scope: Scope;
  stop(): void;
}

/** What re-crawling needs of Babel's `File`. */
export interface ScopedFile {
  readonly scope: Scope;
  readonly path: {
    readonly node: SyntaxNode;
    traverse(visitor: { Scope(path: ScopePath): void }): void;
  };
}

/**
 * Makes Babel's scope information right again after the tree was changed without its path API.
 *
 * `crawl` on the program does that since @babel/traverse 7.27. Older ones keep the bindings of nested scopes as long as
 * the identifier is the same node, with a `path` that leads to where the declaration was before we moved it; minifiers and
 * block scoping then work on the wrong statement. So there the nested scopes are emptied first. Versions are not
 * compared: a lock file can pair any core with any traverse.
 */
export function recrawl(file: ScopedFile): void {
  const nested = anyNestedScope(file);
  const before = nested?.bindings;
  file.scope.crawl();
  if (nested === null || nested.bindings !== before) return;
  file.path.traverse({ Scope: ({ scope }) => empty(scope) });
  file.scope.crawl();
}

/** Some scope below the program's; null when all awaits are at the top level and nothing else has a scope. */
function anyNestedScope(file: ScopedFile): Scope | null {
  let found: Scope | null = null;
  file.path.traverse({
    Scope(path) {
      found = path.scope;
      path.stop();
    },
  });
  return found;
}

function empty(scope: Scope): void {
  scope.references = Object.create(null);
  scope.bindings = Object.create(null);
  scope.globals = Object.create(null);
  scope.uids = Object.create(null);
}

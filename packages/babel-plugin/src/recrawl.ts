import type { SyntaxNode } from "./lower/syntax";

/** Where something of the tree stands, as Babel's paths know it. */
interface Path {
  readonly node: SyntaxNode;
  readonly parentPath: Path | null;
}

interface Binding {
  referencePaths: Path[];
  referenced: boolean;
  references: number;
  constantViolations: Path[];
  constant: boolean;
}

interface Scope {
  readonly parent: Scope | undefined;
  crawl(): void;
  references: object;
  bindings: Record<string, Binding>;
  globals: object;
  uids: object;
}

interface ScopePath extends Path {
  readonly scope: Scope;
  stop(): void;
  skip(): void;
}

/** What re-crawling needs of Babel's `File`. */
export interface ScopedFile {
  readonly scope: Scope;
  readonly path: {
    readonly node: SyntaxNode;
    traverse(visitor: { Scope(path: ScopePath): void } | { enter(path: ScopePath): void }): void;
  };
}

/** Whether `crawl` makes the scopes below anew, by the class of the scopes: every version of @babel/traverse has one of its own. */
const renewsNested = new WeakMap<object, boolean>();

/**
 * Makes Babel's scope information right again after the tree was changed without its path API. `changed`: the functions outside of which
 * nothing is different, in the order of the source; null when that is not known.
 *
 * `crawl` on the program does that since @babel/traverse 7.27. Older ones keep the bindings of nested scopes as long as
 * the identifier is the same node, with a `path` that leads to where the declaration was before we moved it; minifiers and
 * block scoping then work on the wrong statement. So there the nested scopes are emptied first. Versions are not
 * compared: a lock file can pair any core with any traverse. The first file that changes tells.
 */
export function recrawl(file: ScopedFile, changed: readonly SyntaxNode[] | null): void {
  const version = file.scope.constructor;
  if (changed !== null && renewsNested.get(version) === true) {
    const paths = pathsOf(file, changed);
    if (paths !== null) return paths.forEach(recrawlFunction);
  }
  if (renewsNested.get(version) === true) return file.scope.crawl();
  const nested = anyNestedScope(file);
  const before = nested?.bindings;
  file.scope.crawl();
  if (nested === null) return;
  renewsNested.set(version, nested.bindings !== before);
  if (nested.bindings !== before) return;
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

/** Babel's paths of some functions; null when one of them is not where its place in the source says. */
function pathsOf(file: ScopedFile, functions: readonly SyntaxNode[]): ScopePath[] | null {
  const found: ScopePath[] = [];
  file.path.traverse({
    enter(path) {
      const isFunction = functions.includes(path.node);
      if (isFunction) found.push(path);
      if (isFunction || !functions.some((each) => mayContain(path.node, each))) path.skip();
    },
  });
  return found.length === functions.length ? found : null;
}

function mayContain({ start, end }: SyntaxNode, inner: SyntaxNode): boolean {
  if (typeof start !== "number" || typeof end !== "number") return true;
  return typeof inner.start !== "number" || typeof inner.end !== "number" || (start <= inner.start && inner.end <= end);
}

/**
 * Makes the scopes of one function right again, and what the variables around it know of their uses in the function: `crawl` adds those
 * that it finds to what is there. They stay in the order of the source.
 */
function recrawlFunction(path: ScopePath): void {
  const uses: { binding: Binding; at: number; count: number }[] = [];
  for (let scope = path.scope.parent; scope; scope = scope.parent) {
    for (const binding of Object.values(scope.bindings)) {
      const at = forgetInside(path, binding);
      if (at >= 0) uses.push({ binding, at, count: binding.referencePaths.length });
    }
  }
  path.scope.crawl();
  for (const { binding, at, count } of uses) {
    const found = binding.referencePaths.splice(count);
    binding.referencePaths = [...binding.referencePaths.slice(0, at), ...found, ...binding.referencePaths.slice(at)];
  }
}

/** Forgets what uses a variable, or gives it another value, inside a function; gives the index of the first use forgotten, or -1. */
function forgetInside(path: Path, binding: Binding): number {
  const { referencePaths, constantViolations } = binding;
  if (constantViolations.some((each) => isInside(each, path))) {
    binding.constantViolations = constantViolations.filter((each) => !isInside(each, path));
    binding.constant = binding.constantViolations.length === 0;
  }
  const at = referencePaths.findIndex((each) => isInside(each, path));
  if (at < 0) return -1;
  binding.referencePaths = referencePaths.filter((each) => !isInside(each, path));
  binding.references -= referencePaths.length - binding.referencePaths.length;
  binding.referenced = binding.references > 0;
  return at;
}

function isInside(path: Path, around: Path): boolean {
  for (let at: Path | null = path; at; at = at.parentPath) if (at.node === around.node) return true;
  return false;
}

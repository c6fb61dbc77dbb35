import type { SyntaxNode } from "../lower/syntax";

/**
 * The only way in which applying changes the host tree, so that everything can be taken back: when Babel's own check of
 * the result fails (a name declared twice), the file must stay as it was rather than half changed.
 */
export class Journal {
  private readonly undo: (() => void)[] = [];

  /** `target[key] = value` */
  set(target: object, key: string | number, value: unknown): void {
    const fields = target as Record<string | number, unknown>;
    const before = fields[key];
    const isNew = !(key in fields);
    this.undo.push(() => {
      if (isNew) delete fields[key];
      else fields[key] = before;
    });
    fields[key] = value;
  }

  /** Gives `list` new contents; it stays the same array, which Babel's paths hold on to. */
  refill(list: SyntaxNode[], contents: readonly SyntaxNode[]): void {
    const before = list.slice();
    this.undo.push(() => fill(list, before));
    fill(list, contents);
  }

  /** Takes back everything, last change first. */
  rollBack(): void {
    for (let step = this.undo.pop(); step !== undefined; step = this.undo.pop()) step();
  }
}

/** Not `splice(…)` with a spread: lists can be longer than a call may have arguments. */
function fill(list: SyntaxNode[], contents: readonly SyntaxNode[]): void {
  list.length = 0;
  for (const node of contents) list.push(node);
}

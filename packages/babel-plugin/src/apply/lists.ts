import type { SyntaxNode } from "../lower/syntax";
import type { Journal } from "./journal";

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly made: readonly SyntaxNode[];
}

/**
 * The statement lists that edits change. Each list is rebuilt once, after all other changes: splicing it edit by edit
 * would be quadratic, and positions would shift under the edits to come.
 */
export class Lists {
  private readonly splices = new Map<SyntaxNode[], Splice[]>();

  /** Plans to put `made` in the place of the statements `from` to `to`, inclusive. */
  splice(list: SyntaxNode[], from: number, to: number, made: readonly SyntaxNode[]): void {
    if (from < 0 || to < 0) throw new Error("an edit names a statement that is in no list");
    if (to < from) throw new Error(`an edit of statements ends at ${to}, before its start at ${from}`);
    const splices = this.splices.get(list);
    if (splices === undefined) this.splices.set(list, [{ from, to, made }]);
    else splices.push({ from, to, made });
  }

  /** Sorts the plans; throws when two of them want the same statement. */
  check(): void {
    for (const splices of this.splices.values()) {
      splices.sort((a, b) => a.from - b.from);
      for (let index = 1; index < splices.length; index += 1) {
        if (splices[index].from <= splices[index - 1].to) throw new Error("two edits replace the same statement");
      }
    }
  }

  rebuild(journal: Journal): void {
    for (const [list, splices] of this.splices) {
      const after: SyntaxNode[] = [];
      let next = 0;
      for (const { from, to, made } of splices) {
        while (next < from) after.push(list[next++]);
        for (const node of made) after.push(node);
        next = to + 1;
      }
      while (next < list.length) after.push(list[next++]);
      journal.refill(list, after);
    }
  }
}

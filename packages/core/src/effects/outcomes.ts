/**
 * Properties in which an object keeps the outcome of what it was asked last.
 *
 *   const user = await client.getUser(id); log(client.lastResponse)   →   `client`, under `lastResponse`
 *
 * Operations on such an object must not be under way together: the property is that of the one that ended last. Found by their
 * names, over the whole file; hardly any file has one.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { firstWord } from "./lexicon";
import { isTarget } from "./mutations";
import { hasWord } from "./words";

/** What `last` is followed by. A `lastName` or `lastLogin` is no outcome. */
const OUTCOMES: string =
  "call code error headers id info insert query reply request response result row rowid statement status url warning";
/** Names that say it by themselves. Sources: the documentations of mysql, sqlite3 and better-sqlite3. */
const NAMES: string = "affectedRows changes insertId";

/** For the test that keeps the tables sorted. */
export function outcomeTables(): string[][] {
  return [OUTCOMES.split(" "), NAMES.split(" ")];
}

export class Outcomes {
  private isCollected: boolean = false;
  /** The objects, sorted. */
  private objects: i32[] = [];

  constructor(private tree: Tree) {}

  /** The objects of which a node, or something below it, looks at such a property. */
  askedIn(root: i32): i32[] {
    if (!this.isCollected) this.collect();
    const objects = this.objects;
    let low: i32 = 0;
    let high = objects.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (objects[middle] < root) low = middle + 1;
      else high = middle;
    }
    const found: i32[] = [];
    for (let i = low; i < objects.length && objects[i] < this.tree.end[root]; i++) found.push(objects[i]);
    return found;
  }

  private collect(): void {
    const tree = this.tree;
    this.isCollected = true;
    for (let node: i32 = 1; node < tree.size; node++) {
      const kind = tree.kind[node];
      if ((kind !== Kind.Member && kind !== Kind.Property) || tree.atom[node] < 0 || !isOutcome(tree.text(node)))
        continue;
      if (kind === Kind.Member) {
        if (!isTarget(tree, node)) this.objects.push(tree.firstChild(node));
        continue;
      }
      // `const { lastResponse } = client`
      const pattern = tree.parent[node];
      const declarator = tree.parent[pattern];
      if (tree.kind[pattern] === Kind.ObjectPattern && tree.kind[declarator] === Kind.Declarator)
        this.objects.push(tree.nextSibling(pattern));
    }
    this.objects.sort((a: i32, b: i32): i32 => a - b);
  }
}

function isOutcome(name: string): boolean {
  if (hasWord(NAMES, name)) return true;
  return name.length > 4 && firstWord(name) === "last" && hasWord(OUTCOMES, firstWord(name.substring(4)));
}

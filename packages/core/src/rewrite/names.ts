/**
 * Fresh names that collide with nothing in the file.
 *
 *   { user: await getUser(id) } → `_user` · (await fetch(url)).json() → `_fetch`, then `_fetch2`
 *
 * A name is fresh when no atom of the tree (identifier, property, label, even literal text) spells it, so that no scope, typed
 * or not, can be affected. Names are derived from what the value is for, so that the output can be reviewed.
 */
import { Kind } from "../tree/kinds";
import { Facts } from "../facts";
import { Tree } from "../tree/tree";
import { Form, Site } from "../dependence/region";

export class FreshNames {
  /** How often a name was asked for. */
  private used: Map<string, i32> = new Map<string, i32>();
  /** All names that have been given: `_a2` may be the second for `a` or the first for `a2`. */
  private given: Map<string, boolean> = new Map<string, boolean>();

  constructor(private facts: Facts) {}

  /** A fresh name for the value of `site`. */
  forSite(site: Site): string {
    return this.fresh("_" + baseOf(this.facts, site));
  }

  /** A fresh name for something that has to do with the name `text`. */
  forName(text: string): string {
    return this.fresh("_" + text);
  }

  /** A fresh name for what the runtime package calls `helper`; the same when nothing else in the file is called so. */
  forHelper(helper: string): string {
    return this.fresh(helper);
  }

  private fresh(base: string): string {
    let count = this.used.has(base) ? (this.used.get(base) as i32) : 0;
    let name = base;
    do {
      count += 1;
      name = count === 1 ? base : base + count.toString();
    } while (this.facts.tree.atomOf(name) >= 0 || this.given.has(name));
    this.used.set(base, count);
    this.given.set(name, true);
    return name;
  }
}

function baseOf(facts: Facts, site: Site): string {
  const tree = facts.tree;
  const up = tree.parent[site.node];
  if (tree.kind[up] === Kind.Property && tree.atom[up] >= 0 && isIdentifier(tree.text(up))) return tree.text(up);
  if (tree.kind[up] === Kind.JSXAttr && isIdentifier(tree.text(up))) return tree.text(up);
  if (site.form !== Form.Nested && site.target >= 0) {
    if (tree.kind[site.target] === Kind.Ident) return tree.text(site.target);
    if (tree.kind[site.target] === Kind.Member && isIdentifier(tree.text(site.target))) return tree.text(site.target);
  }
  if (site.isComposite && isNamed(tree, up) && isIdentifier(tree.text(up + 1))) return tree.text(up + 1);
  const operand = facts.calls.callees.unwrap(site.subject(tree));
  const kind = tree.kind[operand];
  if (kind === Kind.Call || kind === Kind.New || kind === Kind.TaggedTemplate) {
    const name = facts.calls.classify(operand).name;
    if (isIdentifier(name)) return name;
  }
  if (kind === Kind.Ident) return tree.text(operand);
  return "value";
}

/** Whether what a node consists of is given to a variable or a named property. */
function isNamed(tree: Tree, node: i32): boolean {
  const kind = tree.kind[node];
  if (kind !== Kind.Declarator && kind !== Kind.Assign) return false;
  const target = tree.kind[node + 1];
  return target === Kind.Ident || target === Kind.Member;
}

/** ASCII identifiers only: the name goes into the output as it is. */
function isIdentifier(text: string): boolean {
  if (text.length === 0) return false;
  for (let index: i32 = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 36 || code === 95;
    if (!letter && (index === 0 || code < 48 || code > 57)) return false;
  }
  return true;
}

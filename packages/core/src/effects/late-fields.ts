/**
 * Properties of `this` that change while a function is waiting.
 *
 *   setTimeout(() => { this.n = 5; }, 1); await f(); await g(this.n);   →   `n` may change during any await
 *   const done = this.refresh(); await f(); await g(this.n);            →   if `refresh`, which goes on meanwhile, sets `n`
 *   ids.forEach((id) => { this.n += 1; });                              →   over when `forEach` returns
 *
 * Seen is what a function does itself, what functions inside it do, and what the methods do that it calls on `this`. What others do to the object is
 * their callers' business (ASSUMPTIONS.md, "Interference").
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { Changes } from "./changes";
import { KeptCallbacks } from "./kept";
import { Meanwhile } from "./meanwhile";

/** Where a function has properties of its `this` changed, by functions that do not run where they are called. */
class Layout {
  mentions: i32[] = [];
  /** Names of the properties; -1 for any. */
  fields: i32[][] = [];
  isLate: boolean[] = [];
}

export class LateFields {
  private layouts: Map<i32, Layout> = new Map<i32, Layout>();

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private changes: Changes,
    private kept: KeptCallbacks,
    private meanwhile: Meanwhile,
  ) {}

  /** The first property of `this` in `root`, code of the function `owner`, that may change while that is waiting; or -1. */
  firstIn(root: i32, owner: i32): i32 {
    const tree = this.tree;
    for (let node = root; node < tree.end[root]; node++) {
      if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
      else if (tree.kind[node] === Kind.This && this.mayChange(node, owner)) return node;
    }
    return -1;
  }

  private mayChange(mention: i32, owner: i32): boolean {
    const tree = this.tree;
    const home = this.changes.ownerOfThis(mention);
    if (home <= 0 || tree.kind[home] !== Kind.Function) return false;
    const layout = this.layoutOf(home);
    const up = tree.parent[mention];
    const field = tree.kind[up] === Kind.Member ? tree.atom[up] : -1;
    for (let i: i32 = 0; i < layout.mentions.length; i++) {
      const fields = layout.fields[i];
      if (field >= 0 && fields.indexOf(field) < 0 && fields.indexOf(-1) < 0) continue;
      if (layout.isLate[i]) return true;
      if (owner !== home && this.meanwhile.areAwaitedTogether(layout.mentions[i], owner)) return true;
    }
    return false;
  }

  private layoutOf(home: i32): Layout {
    if (this.layouts.has(home)) return this.layouts.get(home) as Layout;
    const layout = new Layout();
    this.layouts.set(home, layout);
    const tree = this.tree;
    const names: i32[] = [];
    for (let node = home + 1; node < tree.end[home]; node++) {
      if (tree.kind[node] !== Kind.This || this.changes.ownerOfThis(node) !== home) continue;
      this.add(node, home, layout);
      // `const self = this`
      if (tree.kind[tree.parent[node]] === Kind.Declarator) this.changes.addNames(node, names);
    }
    for (let i: i32 = 0; i < names.length; i++) {
      if (this.scopes.home[names[i]] !== home) continue;
      let mention = this.scopes.firstReference[names[i]];
      for (; mention >= 0; mention = this.scopes.nextReference[mention]) this.add(mention, home, layout);
    }
    return layout;
  }

  private add(mention: i32, home: i32, layout: Layout): void {
    const isInside = this.scopes.owner[mention] !== home;
    const goesOn = this.kept.goesOn(mention, home);
    if (!isInside && !goesOn) return;
    const fields: i32[] = [];
    this.changes.addFields(mention, fields);
    if (fields.length === 0) return;
    layout.mentions.push(mention);
    layout.fields.push(fields);
    layout.isLate.push(goesOn || this.kept.isLate(mention, home));
  }
}

/**
 * Turns a scheduled region into edits.
 *
 *   const a = await f(); const n = 1; const b = await g();
 *   →   const [a, b] = await Promise.all([f(), (async () => g())()]); const n = 1;
 *
 * Only the statements from the first to the last that takes part in a group are written anew; everything else is not
 * touched. Where a value is used inside a larger expression, its await is replaced by a fresh name that the group binds.
 * Requires a scheduled region; guarantees edits in an order a host can apply one by one (inner before outer).
 */
import { Kind } from "../tree/kinds";
import { Facts } from "../facts";
import { Form, Region, Site, Unit } from "../dependence/region";
import { isSettled } from "../dependence/settled";
import { SegmentPlan } from "../schedule/block";
import { BindingFlag } from "../scope/scopes";
import { GroupElements } from "./elements";
import { namesOf, Result, valuesOf } from "./lane";
import { LaneEmitter } from "./lanes";
import { FreshNames } from "./names";
import { OrderedEmitter } from "./ordered";
import {
  array,
  arrayPattern,
  assign,
  asyncArrow,
  awaiting,
  block,
  call,
  Edit,
  EditKind,
  hole,
  keep,
  name,
  OutKind,
  OutNode,
  promiseAll,
  returning,
  sameName,
  statement,
  variable,
} from "./output";
import { bodyOf, isTyped, keywordOf, ownsComments, receiverOf, valueOf, writeUnit } from "./units";

/** How the results of one group are received. */
class GroupShape {
  /** `const`, `let`, `var`, or empty when results are assigned or discarded. */
  keyword: string = "";
  /** Whether the group is one assignment `[a, b] = …`. */
  assigns: boolean = false;
  /** Whether every pattern carries a type annotation. */
  typed: boolean = false;
}

export class Rewriter {
  edits: Edit[] = [];

  constructor(
    private facts: Facts,
    private names: FreshNames,
    /** Segments that lanes suit better than waves. */
    private plans: Map<i32, SegmentPlan>,
  ) {}

  rewrite(region: Region): void {
    const written = new Written(this.facts, region);
    let index: i32 = 0;
    while (index < region.units.length) {
      const segment = region.units[index].segment;
      let end = index;
      while (end < region.units.length && region.units[end].segment === segment) end++;
      this.rewriteSegment(region, index, end, written);
      index = end;
    }
    written.close();
    this.addAll(written.edits);
  }

  private rewriteSegment(region: Region, from: i32, to: i32, written: Written): void {
    let first: i32 = -1;
    let last: i32 = -1;
    for (let index = from; index < to; index++) {
      if (!this.takesPart(region, region.units[index])) continue;
      if (first < 0) first = index;
      last = index;
    }
    if (first < 0) return;
    const segment = region.units[first].segment;
    const plan = this.plans.has(segment) ? (this.plans.get(segment) as SegmentPlan) : null;
    if (plan === null && this.rewriteArray(region, first, last)) return;
    const units = region.units;
    while (first > from && units[first - 1].statement === units[first].statement) first -= 1;
    while (last + 1 < to && units[last + 1].statement === units[last].statement) last += 1;
    if (plan !== null) {
      const emitter = plan.inOrder
        ? new OrderedEmitter(this.facts, this.names, region, plan, first, last + 1)
        : new LaneEmitter(this.facts, this.names, region, plan, first, last + 1);
      written.add(first, last, emitter.emit());
      this.addAll(emitter.replacements);
    } else {
      const emitter = new SegmentEmitter(this.facts, this.names, region, first, last + 1);
      written.add(first, last, emitter.emit());
      this.addAll(emitter.replacements);
    }
  }

  private addAll(edits: Edit[]): void {
    for (let i: i32 = 0; i < edits.length; i++) this.edits.push(edits[i]);
  }

  private takesPart(region: Region, unit: Unit): boolean {
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      if (region.sites[i].group > 0 || region.sites[i].extracted) return true;
    }
    return false;
  }

  /** `[await f(), await g()]` as a whole is `await Promise.all([f(), g()])`: nothing leaves the statement. */
  private rewriteArray(region: Region, first: i32, last: i32): boolean {
    if (first !== last) return false;
    const tree = this.facts.tree;
    const unit = region.units[first];
    const literal = tree.parent[region.sites[unit.firstSite].node];
    // `[…] as const` must stay a literal.
    if (tree.kind[literal] !== Kind.Array || tree.kind[tree.parent[literal]] === Kind.TypeWrap) return false;
    const elements = new GroupElements();
    let count: i32 = 0;
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = region.sites[i];
      if (site.group === 0 || tree.parent[site.node] !== literal) return false;
      if (site.group !== region.sites[unit.firstSite].group) return false;
      elements.add(this.facts, site, hole(), false);
      count += 1;
    }
    let child = tree.firstChild(literal);
    while (child >= 0) {
      if (tree.kind[child] !== Kind.Await) return false;
      count -= 1;
      child = tree.nextSibling(child);
    }
    if (count !== 0) return false;
    const all = awaiting(promiseAll(elements.elements));
    all.origin = literal;
    this.edits.push(new Edit(EditKind.Node, literal, literal, [all]));
    return true;
  }
}

/**
 * Collects what is written of the segments of a region as edits of whole statements. A declaration whose declarators belong to
 * several segments is written once, with the declarators of all of them in their order.
 */
class Written {
  edits: Edit[] = [];
  /** Units and statements of the edit that is open; `first` is -1 without one. */
  private first: i32 = -1;
  private last: i32 = -1;
  private out: OutNode[] = [];

  constructor(
    private facts: Facts,
    private region: Region,
  ) {}

  /** Adds what has become of the units `first` to `last`. */
  add(first: i32, last: i32, statements: OutNode[]): void {
    const units = this.region.units;
    if (this.first >= 0 && units[this.last].statement === units[first].statement) {
      this.writeUnits(this.last + 1, first);
    } else {
      this.close();
      this.first = first;
      while (this.first > 0 && units[this.first - 1].statement === units[first].statement) this.first -= 1;
      this.writeUnits(this.first, first);
    }
    for (let i: i32 = 0; i < statements.length; i++) this.out.push(statements[i]);
    this.last = last;
  }

  /** Makes the open edit. */
  close(): void {
    if (this.first < 0) return;
    const units = this.region.units;
    const from = this.last;
    while (this.last + 1 < units.length && units[this.last + 1].statement === units[from].statement) this.last += 1;
    this.writeUnits(from + 1, this.last + 1);
    if (this.region.isList)
      this.edits.push(new Edit(EditKind.Statements, units[this.first].statement, units[this.last].statement, this.out));
    else this.edits.push(new Edit(EditKind.Node, this.region.node, this.region.node, [block(this.out)]));
    this.first = -1;
    this.out = [];
  }

  /** The units `from` to `to` (exclusive) as they stand. */
  private writeUnits(from: i32, to: i32): void {
    for (let index = from; index < to; index++)
      this.out.push(writeUnit(this.facts, this.region, this.region.units[index]));
  }
}

/** Writes the units of one segment in the order of their levels. */
class SegmentEmitter {
  /** Awaits replaced by fresh names. */
  replacements: Edit[] = [];
  private statements: OutNode[] = [];
  private merged: boolean[] = [];

  constructor(
    private facts: Facts,
    private names: FreshNames,
    private region: Region,
    private from: i32,
    private to: i32,
  ) {}

  emit(): OutNode[] {
    const units = this.region.units;
    let highest: i32 = 0;
    for (let index = this.from; index < this.to; index++) {
      this.merged.push(false);
      if (units[index].level > highest) highest = units[index].level;
    }
    // Bucket by level so that writing the segment stays linear in its size.
    const unitsAt: i32[][] = [];
    const sitesAt: i32[][] = [];
    for (let level: i32 = 0; level <= highest; level++) {
      unitsAt.push([]);
      sitesAt.push([]);
    }
    for (let index = this.from; index < this.to; index++) {
      const unit = units[index];
      unitsAt[unit.level].push(index);
      for (let i = unit.firstSite; i < unit.lastSite; i++) {
        const at = this.region.order[i];
        const site = this.region.sites[at];
        if (site.group > 0 || site.extracted) sitesAt[site.level].push(at);
      }
    }
    for (let level: i32 = 0; level <= highest; level++) {
      this.emitOperations(sitesAt[level]);
      for (let i: i32 = 0; i < unitsAt[level].length; i++) this.emitUnit(unitsAt[level][i]);
    }
    return this.statements;
  }

  private emitOperations(sites: i32[]): void {
    if (sites.length === 0) return;
    if (this.region.sites[sites[0]].group === 0) {
      for (let i: i32 = 0; i < sites.length; i++) this.emitSingle(this.region.sites[sites[i]]);
      return;
    }
    sites.sort((a: i32, b: i32): i32 => a - b);
    this.emitGroup(sites);
  }

  /** An await that leaves its statement alone because something after it is hoisted. */
  private emitSingle(site: Site): void {
    const fresh = this.replace(site);
    const out = variable("const", name(fresh), valueOf(site));
    out.origin = site.node;
    this.statements.push(out);
  }

  private emitGroup(sites: i32[]): void {
    const shape = this.shapeOf(sites);
    const group = new GroupElements();
    let bound = false;
    for (let i: i32 = 0; i < sites.length; i++) {
      const site = this.region.sites[sites[i]];
      const unit = this.region.units[site.unit];
      const direct = this.isMerged(site, shape);
      const before = group.elements.length;
      if (!direct && (site.isStep || site.isConstant)) {
        this.addWhole(group, site);
        if (!site.isStep || site.declares.length > 0) bound = true;
        continue;
      }
      if (!direct) {
        group.add(this.facts, site, name(this.replace(site)), false);
        bound = true;
        continue;
      }
      this.merged[site.unit - this.from] = true;
      const pattern = site.target >= 0 ? keep(site.target) : hole();
      group.add(this.facts, site, pattern, !shape.typed);
      if (site.target >= 0) bound = true;
      if (i > 0 && ownsComments(unit)) group.elements[before].comments = unit.statement;
    }
    this.statements.push(this.receive(shape, group, bound, this.region.sites[sites[0]]));
  }

  /** An expression that decides what it awaits is declared in its element, and handed over by name. */
  private addWhole(group: GroupElements, site: Site): void {
    const unit = this.region.units[site.unit];
    this.merged[site.unit - this.from] = true;
    if (site.isStep) {
      const body = [writeUnit(this.facts, this.region, unit)];
      const results = this.resultsOf(site);
      if (results.length > 0) body.push(returning(valuesOf(results)));
      group.elements.push(call(asyncArrow(bodyOf(this.facts, body))));
      group.patterns.push(namesOf(results));
      return;
    }
    const target = this.facts.tree.text(site.target);
    const value = sameName(target, site.target);
    const result = returning(site.isBoxed ? array([value]) : value);
    group.elements.push(call(asyncArrow(block([writeUnit(this.facts, this.region, unit), result]))));
    group.patterns.push(receiverOf(site, sameName(target, site.target)));
  }

  /** The constants of a declaration that is an operation as a whole, as far as anybody reads them. */
  private resultsOf(site: Site): Result[] {
    const scopes = this.facts.scopes;
    const results: Result[] = [];
    for (let i: i32 = 0; i < site.declares.length; i++) {
      const binding = site.declares[i];
      const declaration = scopes.declaration[binding];
      if (scopes.nextReference[declaration] < 0 && !scopes.has(binding, BindingFlag.Exported)) continue;
      const settled = isSettled(this.facts.tree, scopes, declaration, 0);
      results.push(new Result(this.facts.tree.text(declaration), "const", binding, -1, declaration, settled));
    }
    return results;
  }

  /** The statement that awaits the group. */
  private receive(shape: GroupShape, group: GroupElements, bound: boolean, first: Site): OutNode {
    const all = awaiting(promiseAll(group.elements));
    const patterns = group.patterns;
    while (patterns.length > 0 && patterns[patterns.length - 1].kind === OutKind.Hole) patterns.pop();
    let out: OutNode;
    if (!bound || patterns.length === 0) {
      out = statement(all);
    } else {
      const pattern = arrayPattern(patterns);
      pattern.typed = shape.typed;
      out = shape.assigns ? statement(assign(pattern, all)) : variable(shape.keyword, pattern, all);
    }
    const unit = this.region.units[first.unit];
    out.origin = unit.statement;
    if (this.merged[first.unit - this.from] && ownsComments(unit)) out.comments = unit.statement;
    return out;
  }

  private shapeOf(sites: i32[]): GroupShape {
    const shape = new GroupShape();
    let declares: i32 = 0;
    let typed: i32 = 0;
    let boxed: i32 = 0;
    let assigns: i32 = 0;
    let others: i32 = 0;
    let constants: i32 = 0;
    for (let i: i32 = 0; i < sites.length; i++) {
      const site = this.region.sites[sites[i]];
      if (site.declares.length > 0) constants += 1;
      if (site.isStep) continue;
      if (!this.region.units[site.unit].mergeable || site.form === Form.Nested) {
        others += 1;
      } else if (site.form === Form.Declare) {
        declares += 1;
        if (isTyped(this.facts, site)) typed += 1;
        if (site.isBoxed) boxed += 1;
        if (shape.keyword.length === 0) shape.keyword = this.keywordOf(site);
      } else if (site.form === Form.Assign) {
        assigns += 1;
      }
    }
    shape.typed = typed > 0 && typed === sites.length && boxed === 0 && this.haveOneKeyword(sites);
    if (typed > 0 && !shape.typed) {
      // Annotated declarations keep their own statement; they are not what the keyword is chosen for.
      shape.keyword = this.keywordOfUntyped(sites);
      declares -= typed;
      others += typed;
    }
    if (declares === 0 && others === 0 && constants === 0 && assigns > 0) shape.assigns = true;
    else if (shape.keyword.length === 0) shape.keyword = "const";
    // Constants belong to their block.
    if (constants > 0 && shape.keyword === "var") shape.keyword = "const";
    return shape;
  }

  private haveOneKeyword(sites: i32[]): boolean {
    for (let i: i32 = 1; i < sites.length; i++) {
      if (this.keywordOf(this.region.sites[sites[i]]) !== this.keywordOf(this.region.sites[sites[0]])) return false;
    }
    return true;
  }

  private keywordOfUntyped(sites: i32[]): string {
    for (let i: i32 = 0; i < sites.length; i++) {
      const site = this.region.sites[sites[i]];
      if (site.form !== Form.Declare || isTyped(this.facts, site) || !this.region.units[site.unit].mergeable) continue;
      return this.keywordOf(site);
    }
    return "";
  }

  /** Whether the site's own pattern stands in the group's pattern. */
  private isMerged(site: Site, shape: GroupShape): boolean {
    if (!this.region.units[site.unit].mergeable) return false;
    if (site.form === Form.Discard) return true;
    if (site.form === Form.Assign) return shape.assigns;
    if (site.form !== Form.Declare || this.keywordOf(site) !== shape.keyword) return false;
    return isTyped(this.facts, site) === shape.typed;
  }

  private keywordOf(site: Site): string {
    return keywordOf(this.facts, this.region.units[site.unit]);
  }

  /** Replaces an await by a fresh name and returns the name. */
  private replace(site: Site): string {
    const fresh = this.names.forSite(site);
    const out = name(fresh);
    out.origin = site.node;
    this.replacements.push(new Edit(EditKind.Node, site.node, site.node, [out]));
    return fresh;
  }

  /** What is left of a unit after its operations have moved. */
  private emitUnit(index: i32): void {
    if (this.merged[index - this.from]) return;
    this.statements.push(writeUnit(this.facts, this.region, this.region.units[index]));
  }
}

/** Puts edits into the order hosts apply them: inner before outer. */
export function sortEdits(edits: Edit[]): void {
  edits.sort((a: Edit, b: Edit): i32 =>
    a.first !== b.first ? b.first - a.first : a.kind === b.kind ? 0 : a.kind === EditKind.Node ? -1 : 1,
  );
}

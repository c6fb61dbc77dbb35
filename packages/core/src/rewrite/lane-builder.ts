/**
 * Works out what the lanes of a group consist of, and what they hand over: a lane declares what its units declare, under the same names, and
 * returns those that somebody outside reads.
 */
import { Kind } from "../tree/kinds";
import { Facts } from "../facts";
import { Form, Region, Site } from "../dependence/region";
import { isSettled } from "../dependence/settled";
import { Block, BlockKind, nodesOf, Own, SegmentPlan } from "../schedule/block";
import { SegmentGraph } from "../schedule/graph";
import { LaneVars } from "../schedule/lane-vars";
import { BindingKind } from "../scope/scopes";
import { Item, ItemKind, itemsOf } from "./items";
import { Lane, Result } from "./lane";
import { FreshNames } from "./names";
import { Edit, EditKind, keep, name, OutNode, sameName, variable } from "./output";
import { isTyped, keywordOf, writeUnit } from "./units";
import { Whereabouts } from "./whereabouts";

export class LaneBuilder {
  /** Awaits replaced by fresh names. */
  replacements: Edit[] = [];
  protected graph: SegmentGraph;
  protected whereabouts: Whereabouts;
  protected vars: LaneVars;
  /** Per unit from `from` on: whether its pattern has been received by a group. */
  protected merged: boolean[] = [];
  /** By unit. */
  private beginnings: Map<i32, Own> = new Map<i32, Own>();
  private fresh: Map<i32, string> = new Map<i32, string>();

  constructor(
    protected facts: Facts,
    protected names: FreshNames,
    protected region: Region,
    protected plan: SegmentPlan,
    protected from: i32,
    protected to: i32,
  ) {
    this.graph = plan.graph;
    this.whereabouts = new Whereabouts(facts, region, plan.graph);
    this.vars = new LaneVars(facts, region, plan.graph);
    for (let index = from; index < to; index++) this.merged.push(false);
    this.findBeginnings();
  }

  /** Finds the assignments that declare a variable of their lane's own. */
  private findBeginnings(): void {
    const groups = this.plan.root.children;
    for (let i: i32 = 0; i < groups.length; i++) {
      for (let j: i32 = 0; j < groups[i].children.length; j++) {
        const own = groups[i].children[j].own;
        for (let k: i32 = 0; k < own.length; k++)
          if (own[k].beginsAt >= 0) this.beginnings.set(own[k].beginsAt, own[k]);
      }
    }
  }

  /** What is written of a unit; an assignment may declare a variable. */
  protected writeStatement(index: i32): OutNode {
    const unit = this.region.units[index];
    if (!this.beginnings.has(index)) return writeUnit(this.facts, this.region, unit);
    const own = this.beginnings.get(index) as Own;
    const tree = this.facts.tree;
    const target = tree.firstChild(tree.firstChild(unit.statement));
    const pattern = sameName(tree.text(target), this.facts.scopes.declaration[own.binding]);
    const out = variable(own.changes ? "let" : "const", pattern, keep(tree.nextSibling(target)));
    out.origin = unit.statement;
    out.comments = unit.statement;
    return out;
  }

  /** Works out what a child of a group consists of and hands over. With `byName`, its results have names. */
  protected laneOf(child: Block, byName: boolean): Lane {
    const lane = new Lane();
    lane.items = itemsOf(this.region, this.graph, child.steps);
    lane.given = child.given;
    lane.own = child.own;
    if (byName) this.openLast(lane.items);
    const inside = this.whereabouts.enclose(nodesOf(child));
    const last = lane.items.length - 1;
    for (let i: i32 = 0; i <= last; i++) {
      const item = lane.items[i];
      if (item.kind === ItemKind.Value && i === last) this.addLast(lane, item, inside, byName);
      else if (item.kind === ItemKind.Group && i === last && !byName && this.isTail(lane, item.group as Block))
        lane.tail = this.lanesOf(item.group as Block);
      else if (item.kind === ItemKind.Group) this.addResultsOf(lane, item.group as Block, inside);
      else if (item.kind === ItemKind.Value) this.addValueResults(lane, item.site, inside);
      else if (item.kind === ItemKind.Whole || !this.isDeclaredAtSite(item.unit))
        this.addUnitResults(lane, item.unit, inside);
    }
    return lane;
  }

  protected lanesOf(group: Block): Lane[] {
    const lanes: Lane[] = [];
    for (let i: i32 = 0; i < group.children.length; i++) lanes.push(this.laneOf(group.children[i], false));
    return lanes;
  }

  /** A lane all of whose results have names. */
  protected namedLane(child: Block): Lane {
    const lane = this.laneOf(child, true);
    if (!lane.returnsLast) return lane;
    const site = lane.site as Site;
    const item = lane.items[lane.items.length - 1];
    const unit = this.region.units[site.unit];
    if (this.isDirect(site) && site.form === Form.Discard) {
      this.merged[site.unit - this.from] = true;
      return lane;
    }
    const binding = site.target >= 0 ? this.facts.scopes.binding[site.target] : -1;
    const isDeclared = site.form === Form.Declare && this.isDirect(site) && binding >= 0;
    if (isDeclared && !this.vars.isFixed(unit)) {
      this.merged[site.unit - this.from] = true;
      const text = this.facts.tree.text(site.target);
      lane.results.push(new Result(text, keywordOf(this.facts, unit), binding, item.site, site.target, !site.isBoxed));
    } else lane.results.push(new Result(this.freshName(item.site), "", -1, item.site, -1, !site.isBoxed));
    return lane;
  }

  private isTail(lane: Lane, group: Block): boolean {
    return lane.results.length === 0 && group.kind === BlockKind.Parallel;
  }

  /** `const a = await f(); return a;` is `return f();`. */
  private openLast(items: Item[]): void {
    const last = items[items.length - 1];
    if (last.kind !== ItemKind.Whole) return;
    const unit = this.region.units[last.unit];
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = this.region.sites[i];
      if (site.outer >= 0) continue;
      const isValue = site.form === Form.Declare && this.isDirect(site);
      if (isValue) items[items.length - 1] = new Item(ItemKind.Value, last.unit, i, null, site.inner.length > 0);
      return;
    }
  }

  private addLast(lane: Lane, item: Item, inside: i32, byName: boolean): void {
    const site = this.region.sites[item.site];
    // What it does is done inside.
    if (site.isStep) {
      if (site.declares.length > 0) this.addUnitResults(lane, site.unit, inside);
      return;
    }
    const isPattern = site.target >= 0 && this.facts.tree.kind[site.target] !== Kind.Ident;
    const isAnnotated = isTyped(this.facts, site) && lane.items.length > 1;
    const isWhole = isAnnotated || (byName && (isPattern || isTyped(this.facts, site)));
    if (lane.results.length > 0 || (this.isDirect(site) && isWhole)) {
      this.addValueResults(lane, item.site, inside);
      return;
    }
    lane.returnsLast = true;
    lane.site = site;
  }

  /** Everything that the nodes of a block inside a lane define and somebody outside the lane reads. */
  private addResultsOf(lane: Lane, group: Block, inside: i32): void {
    const nodes = nodesOf(group);
    for (let i: i32 = 0; i < nodes.length; i++) {
      const unit = this.graph.unit[nodes[i]];
      if (this.graph.isOperation(nodes[i])) this.addValueResults(lane, this.graph.site[nodes[i]], inside);
      else if (!this.isDeclaredAtSite(unit)) this.addUnitResults(lane, unit, inside);
    }
  }

  /** A value that stays inside the lane under its own names, or under a fresh one. */
  private addValueResults(lane: Lane, index: i32, inside: i32): void {
    const site = this.region.sites[index];
    if (site.isStep && site.declares.length > 0) this.addUnitResults(lane, site.unit, inside);
    if (site.isStep || (site.form === Form.Discard && this.isDirect(site))) return;
    if (site.form === Form.Declare && this.isDeclaredAtSite(site.unit)) this.addUnitResults(lane, site.unit, inside);
    else if (!this.whereabouts.isInside(this.whereabouts.around(site.node), inside))
      lane.results.push(new Result(this.freshName(index), "", -1, index, -1, !site.isBoxed));
  }

  private addUnitResults(lane: Lane, index: i32, inside: i32): void {
    const scopes = this.facts.scopes;
    const unit = this.region.units[index];
    const writes = unit.residual.bindingWrites;
    for (let i: i32 = 0; i < writes.length; i++) {
      const binding = writes[i];
      const own = lane.ownOf(binding);
      if (own === null && !this.facts.tree.contains(unit.statement, scopes.declaration[binding])) continue;
      const isRead = own !== null ? own.goesToOthers || own.goesOn : this.whereabouts.isReadOutside(binding, inside);
      if (!isRead || this.hasResult(lane, binding)) continue;
      const kind = scopes.kind[binding];
      const keyword = kind === BindingKind.Let ? "let" : kind === BindingKind.Var ? "var" : "const";
      const declaration = scopes.declaration[binding];
      const text = this.facts.tree.atoms[scopes.atom[binding]];
      const settled = isSettled(this.facts.tree, scopes, declaration, 0);
      lane.results.push(new Result(text, keyword, binding, -1, declaration, settled));
    }
  }

  private hasResult(lane: Lane, binding: i32): boolean {
    for (let i: i32 = 0; i < lane.results.length; i++) if (lane.results[i].binding === binding) return true;
    return false;
  }

  /** Whether what a unit declares is declared where its operation is over, wherever the rest of the unit is scheduled. */
  private isDeclaredAtSite(index: i32): boolean {
    const unit = this.region.units[index];
    if (!unit.hasSites) return false;
    const site = this.region.sites[unit.firstSite];
    return site.form === Form.Declare && this.isDirect(site) && !this.vars.isFixed(unit);
  }

  /** Whether what is left of the site's unit is only to receive its value. */
  protected isDirect(site: Site): boolean {
    // A pattern with effects of its own comes when all else has been received.
    if (site.form === Form.Nested || this.region.units[site.unit].barrier !== null) return false;
    const before = this.graph.before[this.graph.nodeOfUnit.get(site.unit) as i32];
    for (let i: i32 = 0; i < before.length; i++) {
      if (!this.graph.isOperation(before[i])) return false;
      const other = this.region.sites[this.graph.site[before[i]]];
      if (!this.facts.tree.contains(site.node, other.node)) return false;
    }
    return true;
  }

  /** The name that stands for a site's value; its await is replaced by it. */
  protected freshName(index: i32): string {
    if (this.fresh.has(index)) return this.fresh.get(index) as string;
    const site = this.region.sites[index];
    const text = this.names.forSite(site);
    this.fresh.set(index, text);
    const out = name(text);
    out.origin = site.node;
    this.replacements.push(new Edit(EditKind.Node, site.node, site.node, [out]));
    return text;
  }
}

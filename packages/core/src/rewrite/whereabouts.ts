/**
 * Where in a segment a node stands, and who reads a variable there or elsewhere.
 */
import { BindingFlag } from "../scope/scopes";
import { Facts } from "../facts";
import { Region } from "../dependence/region";
import { SegmentGraph } from "../schedule/graph";

export class Whereabouts {
  /** Per graph node: the latest enclosure it belongs to. */
  private enclosure: Int32Array;
  private enclosures: i32 = 0;

  constructor(
    private facts: Facts,
    private region: Region,
    private graph: SegmentGraph,
  ) {
    this.enclosure = new Int32Array(graph.size);
  }

  /** Marks graph nodes as inside; the answer stands for them until some of them are enclosed again. */
  enclose(nodes: i32[]): i32 {
    this.enclosures += 1;
    for (let i: i32 = 0; i < nodes.length; i++) this.enclosure[nodes[i]] = this.enclosures;
    return this.enclosures;
  }

  /** Whether a graph node (-1: elsewhere) is inside. */
  isInside(node: i32, enclosure: i32): boolean {
    return node >= 0 && this.enclosure[node] === enclosure;
  }

  isReadOutside(binding: i32, enclosure: i32): boolean {
    if (this.facts.scopes.has(binding, BindingFlag.Exported)) return true;
    return this.isRead(binding, enclosure, false);
  }

  isReadInside(binding: i32, enclosure: i32): boolean {
    return this.isRead(binding, enclosure, true);
  }

  private isRead(binding: i32, enclosure: i32, inside: boolean): boolean {
    const scopes = this.facts.scopes;
    let reference = scopes.firstReference[binding];
    while (reference >= 0) {
      const isDeclaration = reference === scopes.declaration[binding];
      if (!isDeclaration && this.isInside(this.at(reference), enclosure) === inside) return true;
      reference = scopes.nextReference[reference];
    }
    return false;
  }

  /** The graph node that evaluates a tree node: the innermost operand it stands in, or the rest of its unit; -1 outside the segment. */
  at(node: i32): i32 {
    const unit = this.unitAt(node);
    if (unit < 0) return -1;
    return this.innermost(unit, node, node);
  }

  /** The same for an await's place: what evaluates the value of the await. */
  around(site: i32): i32 {
    const unit = this.unitAt(site);
    return unit < 0 ? -1 : this.innermost(unit, site, site - 1);
  }

  /** Of the operands in a unit that begin up to `limit`, the innermost one around `node`. */
  private innermost(unit: i32, node: i32, limit: i32): i32 {
    const sites = this.region.sites;
    let low = this.region.units[unit].firstSite;
    let high = this.region.units[unit].lastSite;
    const first = low;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sites[middle].node <= limit) low = middle + 1;
      else high = middle;
    }
    let at = low - 1;
    // The nearest site before the node has every operand around the node among its own outer ones.
    while (at >= first && !this.facts.tree.contains(sites[at].operand, node)) at = sites[at].outer;
    if (at >= first && this.graph.nodeOfSite.has(at)) return this.graph.nodeOfSite.get(at) as i32;
    return this.graph.nodeOfUnit.has(unit) ? (this.graph.nodeOfUnit.get(unit) as i32) : -1;
  }

  private unitAt(node: i32): i32 {
    const units = this.region.units;
    let low = this.graph.firstUnit;
    let high = this.graph.lastUnit;
    while (low < high) {
      const middle = (low + high) >> 1;
      const start = units[middle].declarator >= 0 ? units[middle].declarator : units[middle].statement;
      if (start <= node) low = middle + 1;
      else high = middle;
    }
    const unit = low - 1;
    if (unit < this.graph.firstUnit) return -1;
    return this.facts.tree.contains(units[unit].statement, node) ? unit : -1;
  }
}

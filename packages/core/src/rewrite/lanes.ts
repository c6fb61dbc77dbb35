/**
 * Writes a segment that is scheduled as lanes.
 *
 *   Parallel[Series[user, posts], theme]
 *   →   const [[user, posts], theme] = await Promise.all([
 *         (async () => { const user = await getUser(id); const posts = await getPosts(user.id); return [user, posts]; })(),
 *         getTheme(),
 *       ]);
 *
 * A lane is an async arrow: what throws in it becomes its rejection, also while it starts. Where lanes need each other's results (a graph that is not
 * series-parallel), each one that others wait for is a promise with a name, and those begin by awaiting it.
 */
import { Form, Site, Unit } from "../dependence/region";
import { Block, BlockKind, nodesOf } from "../schedule/block";
import { GroupElements } from "./elements";
import { Item, ItemKind, itemsOf } from "./items";
import { isAlone, Lane, namesOf, Result, valuesOf } from "./lane";
import { LaneBuilder } from "./lane-builder";
import {
  arrayPattern,
  assign,
  asyncArrow,
  awaiting,
  block,
  call,
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
import { bodyOf, isTyped, keywordOf, ownsComments, receiverOf, resultOf, valueOf, writeUnit } from "./units";

/** What the results of a group say about its declaration. */
class KeywordUses {
  /** What names must be declared with that a lane returns: `let` before `const` before `var`. */
  named: string = "";
  /** Whether anything is received under a fresh name, whatever the keyword. */
  isFresh: boolean = false;
  /** What the first pattern is declared with that may stand in the group's. */
  direct: string = "";
  assigns: boolean = false;
}

export class LaneEmitter extends LaneBuilder {
  /** How many lanes are being written around the current place. */
  private depth: i32 = 0;

  emit(): OutNode[] {
    const out: OutNode[] = [];
    const items = itemsOf(this.region, this.graph, this.plan.root.children);
    for (let i: i32 = 0; i < items.length; i++) {
      const unit = items[i].unit;
      // What stands before and behind all groups is not touched.
      if (unit >= 0 && (unit < this.from || unit >= this.to)) continue;
      this.writeItem(items[i], out);
    }
    return out;
  }

  private writeItem(item: Item, out: OutNode[]): void {
    if (item.kind === ItemKind.Group) {
      const group = item.group as Block;
      if (group.kind === BlockKind.Shared) this.writeShared(group, out);
      else this.writeGroup(group, out);
    } else if (item.kind === ItemKind.Value) {
      this.writeValue(this.region.sites[item.site], item.site, out);
    } else if (!this.merged[item.unit - this.from]) {
      out.push(this.writeStatement(item.unit));
    }
  }

  /** An operation on its own whose unit goes on elsewhere. */
  protected writeValue(site: Site, index: i32, out: OutNode[]): void {
    const unit = this.region.units[site.unit];
    if (site.isStep) {
      this.merged[site.unit - this.from] = true;
      out.push(writeUnit(this.facts, this.region, unit));
      return;
    }
    const isDeclared = site.form === Form.Declare && !this.vars.isFixed(unit);
    if (this.isDirect(site) && (isDeclared || site.form === Form.Discard)) {
      this.merged[site.unit - this.from] = true;
      out.push(writeUnit(this.facts, this.region, unit));
      return;
    }
    const made = variable("const", name(this.freshName(index)), valueOf(site));
    made.origin = site.node;
    out.push(made);
  }

  /** The statement that starts and awaits a parallel block. */
  private writeGroup(group: Block, out: OutNode[]): void {
    const lanes = this.lanesOf(group);
    const keyword = this.keywordFor(lanes);
    const typed = this.areTyped(lanes, keyword);
    const elements = this.elementsOf(lanes, keyword, typed);
    const all = awaiting(promiseAll(elements.elements));
    const patterns = withoutTrailingHoles(elements.patterns);
    const pattern = arrayPattern(patterns);
    pattern.typed = typed;
    let made: OutNode;
    if (patterns.length === 0) made = statement(all);
    else if (keyword.length === 0) made = statement(assign(pattern, all));
    else made = variable(keyword, pattern, all);
    this.signGroup(made, lanes[0], nodesOf(group)[0]);
    out.push(made);
    if (this.depth > 0) this.declareReceived(lanes, out);
  }

  /** Inside a lane every declared name must be there for the lane to return it. */
  private declareReceived(lanes: Lane[], out: OutNode[]): void {
    for (let i: i32 = 0; i < lanes.length; i++) {
      if (lanes[i].tail.length > 0) this.declareReceived(lanes[i].tail, out);
      const site = lanes[i].site;
      if (site === null || site.form !== Form.Declare || !this.isDirect(site)) continue;
      if (this.merged[site.unit - this.from]) continue;
      this.merged[site.unit - this.from] = true;
      out.push(writeUnit(this.facts, this.region, this.region.units[site.unit]));
    }
  }

  /** Where the group comes from, and whose comments stand above it. */
  private signGroup(made: OutNode, first: Lane, node: i32): void {
    const unit = this.region.units[this.graph.unit[node]];
    made.origin = unit.statement;
    const isReceived = first.isValue && this.merged[this.graph.unit[node] - this.from];
    if (isReceived && ownsComments(unit)) made.comments = unit.statement;
  }

  /** Whether all a group does is to receive annotated values, whose annotations can become one tuple type. */
  private areTyped(lanes: Lane[], keyword: string): boolean {
    if (keyword.length === 0) return false;
    for (let i: i32 = 0; i < lanes.length; i++) {
      const site = lanes[i].site;
      if (site === null || site.isBoxed || !isTyped(this.facts, site) || !this.isDirect(site)) return false;
      if (keywordOf(this.facts, this.region.units[site.unit]) !== keyword) return false;
    }
    return true;
  }

  private elementsOf(lanes: Lane[], keyword: string, typed: boolean): GroupElements {
    const elements = new GroupElements();
    for (let i: i32 = 0; i < lanes.length; i++) {
      const lane = lanes[i];
      this.closeComposite(lane, keyword, typed);
      const count = elements.elements.length;
      if (lane.isSingle) this.addSingle(elements, lane, keyword, typed);
      else this.addLane(elements, lane, keyword, typed);
      const site = lane.site;
      if (i > 0 && lane.isValue && site !== null && this.isReceived(site, keyword, typed))
        this.signElement(elements.elements[count], this.region.units[site.unit]);
    }
    return elements;
  }

  /** An expression that decides what it awaits is kept where it stands: it is handed over by name when its pattern cannot be. */
  protected closeComposite(lane: Lane, keyword: string, typed: boolean): void {
    const site = lane.site;
    if (site === null || !site.isConstant || this.isReceived(site, keyword, typed)) return;
    const unit = this.region.units[site.unit];
    const binding = this.facts.scopes.binding[site.target];
    lane.returnsLast = false;
    lane.site = null;
    const text = this.facts.tree.text(site.target);
    lane.results.push(new Result(text, keywordOf(this.facts, unit), binding, -1, site.target, !site.isBoxed));
  }

  private addLane(elements: GroupElements, lane: Lane, keyword: string, typed: boolean): void {
    if (lane.tail.length === 0) {
      elements.elements.push(this.begin(lane, this.bodyOf(lane, [])));
      elements.patterns.push(this.patternOf(lane, keyword, typed));
      return;
    }
    const statements: OutNode[] = [];
    this.writeSteps(lane, statements);
    const inner = this.elementsOf(lane.tail, keyword, false);
    const first = lane.tail[0];
    const out = returning(promiseAll(inner.elements));
    this.signGroup(out, first, nodesOf(lane.items[lane.items.length - 1].group as Block)[0]);
    statements.push(out);
    elements.elements.push(this.begin(lane, block(statements)));
    const patterns = withoutTrailingHoles(inner.patterns);
    elements.patterns.push(patterns.length === 0 ? hole() : arrayPattern(patterns));
  }

  /** Calls a function that does what a lane does. */
  private begin(lane: Lane, body: OutNode): OutNode {
    const made = asyncArrow(body);
    const out = call(made);
    for (let i: i32 = 0; i < lane.given.length; i++) {
      const declaration = this.facts.scopes.declaration[lane.given[i]];
      const text = this.facts.tree.text(declaration);
      made.children.push(sameName(text, declaration));
      out.children.push(sameName(text, declaration));
    }
    return out;
  }

  private signElement(element: OutNode, unit: Unit): void {
    if (ownsComments(unit)) element.comments = unit.statement;
  }

  private addSingle(elements: GroupElements, lane: Lane, keyword: string, typed: boolean): void {
    const site = lane.site as Site;
    if (!this.isReceived(site, keyword, typed)) {
      elements.add(this.facts, site, name(this.freshName(lane.items[0].site)), false);
      return;
    }
    this.merged[site.unit - this.from] = true;
    elements.add(this.facts, site, site.target >= 0 ? keep(site.target) : hole(), !typed);
  }

  /** What receives the results of a lane. */
  private patternOf(lane: Lane, keyword: string, typed: boolean): OutNode {
    if (!lane.returnsLast) return namesOf(lane.results);
    const site = lane.site as Site;
    if (!this.isReceived(site, keyword, typed))
      return receiverOf(site, name(this.freshName(lane.items[lane.items.length - 1].site)));
    this.merged[site.unit - this.from] = true;
    return receiverOf(site, site.form === Form.Discard ? hole() : keep(site.target));
  }

  /** Whether a value's own pattern can stand in a group declared with `keyword` (empty: an assignment). */
  private isReceived(site: Site, keyword: string, typed: boolean): boolean {
    if (!this.isDirect(site)) return false;
    if (site.form === Form.Discard) return true;
    if (site.form === Form.Assign) return keyword.length === 0 && this.depth === 0;
    if (isTyped(this.facts, site) !== typed) return false;
    const own = keywordOf(this.facts, this.region.units[site.unit]);
    // Nobody assigns a constant: beside variables it may be declared as one.
    if (own === keyword || (own === "const" && keyword === "let")) return true;
    return keyword.length > 0 && this.vars.isConstant(this.region.units[site.unit]);
  }

  /** The keyword of a group's declaration; empty when all it does is to assign. */
  private keywordFor(lanes: Lane[]): string {
    const uses = new KeywordUses();
    this.collectKeywords(lanes, uses);
    if (uses.named.length > 0) return uses.named;
    if (uses.direct.length > 0 && !uses.isFresh) return uses.direct;
    return uses.assigns && !uses.isFresh ? "" : "const";
  }

  private collectKeywords(lanes: Lane[], uses: KeywordUses): void {
    for (let i: i32 = 0; i < lanes.length; i++) {
      const lane = lanes[i];
      for (let j: i32 = 0; j < lane.results.length; j++) {
        const keyword = lane.results[j].keyword;
        if (keyword.length === 0) uses.isFresh = true;
        else uses.named = commonKeyword(uses.named, keyword);
      }
      if (lane.tail.length > 0) this.collectKeywords(lane.tail, uses);
      if (!lane.returnsLast) continue;
      const site = lane.site as Site;
      const isDirect = this.isDirect(site);
      if (isDirect && site.form === Form.Assign && this.depth === 0) uses.assigns = true;
      else if (isDirect && site.form === Form.Declare) {
        if (uses.direct.length === 0) uses.direct = keywordOf(this.facts, this.region.units[site.unit]);
      } else if (site.form !== Form.Discard) uses.isFresh = true;
    }
  }

  /** The body of a lane's function; `statements` stand at its beginning. */
  protected bodyOf(lane: Lane, statements: OutNode[]): OutNode {
    this.writeSteps(lane, statements);
    if (lane.returnsLast) {
      const site = lane.site as Site;
      if (statements.length === 0) return resultOf(site);
      const out = returning(resultOf(site));
      const unit: Unit = this.region.units[site.unit];
      out.origin = site.node;
      if (this.isDirect(site) && ownsComments(unit)) out.comments = unit.statement;
      statements.push(out);
    } else if (lane.results.length > 0) {
      statements.push(returning(valuesOf(lane.results)));
    }
    return bodyOf(this.facts, statements);
  }

  /** The statements of a lane up to what it returns. */
  private writeSteps(lane: Lane, statements: OutNode[]): void {
    const isOpen = lane.returnsLast || lane.tail.length > 0;
    const count = isOpen ? lane.items.length - 1 : lane.items.length;
    this.depth += 1;
    for (let i: i32 = 0; i < count; i++) this.writeItem(lane.items[i], statements);
    this.depth -= 1;
  }

  private writeShared(group: Block, out: OutNode[]): void {
    const lanes: Lane[] = [];
    const awaited: boolean[] = [];
    for (let i: i32 = 0; i < group.children.length; i++) {
      lanes.push(this.namedLane(group.children[i]));
      awaited.push(false);
      for (let j: i32 = 0; j < group.needs[i].length; j++) awaited[group.needs[i][j]] = true;
    }
    const first = this.region.sites[this.graph.site[nodesOf(group.children[0])[0]]];
    // Its operand must be evaluated before anything is started.
    if (first.pin !== null) awaited[0] = true;
    const promises: string[] = [];
    const starts: OutNode[] = [];
    for (let i: i32 = 0; i < lanes.length; i++) {
      const joins = this.joinsOf(group, i, lanes, promises);
      const made = this.begin(lanes[i], this.bodyOf(lanes[i], joins));
      promises.push(awaited[i] ? this.promiseName(group.children[i], lanes[i]) : "");
      starts.push(awaited[i] ? name(promises[i]) : made);
      if (awaited[i]) this.writePromise(promises[i], made, lanes[i], out);
    }
    this.writeJoin(group, lanes, starts, out);
  }

  protected writePromise(text: string, made: OutNode, lane: Lane, out: OutNode[]): void {
    const promise = variable("const", name(text), made);
    const site = lane.site;
    if (lane.isValue && site !== null && this.isDirect(site)) {
      const unit = this.region.units[site.unit];
      promise.origin = unit.statement;
      if (ownsComments(unit)) promise.comments = unit.statement;
    }
    out.push(promise);
  }

  /** Awaits all lanes of a shared block: first those whose results are read behind it, so that the pattern has no holes for the rest. */
  private writeJoin(group: Block, lanes: Lane[], starts: OutNode[], out: OutNode[]): void {
    const inside = this.whereabouts.enclose(nodesOf(group));
    const elements: OutNode[] = [];
    const patterns: OutNode[] = [];
    const others: OutNode[] = [];
    for (let i: i32 = 0; i < lanes.length; i++) {
      const pattern = this.receive(lanes[i], inside);
      if (pattern.kind === OutKind.Hole) {
        others.push(starts[i]);
        continue;
      }
      elements.push(starts[i]);
      patterns.push(pattern);
    }
    for (let i: i32 = 0; i < others.length; i++) elements.push(others[i]);
    const all = awaiting(promiseAll(elements));
    out.push(
      patterns.length === 0 ? statement(all) : variable(this.keywordOfNames(lanes), arrayPattern(patterns), all),
    );
  }

  /** The statements that wait for the lanes which lane `index` needs. */
  protected joinsOf(group: Block, index: i32, lanes: Lane[], promises: string[]): OutNode[] {
    const joins: OutNode[] = [];
    const needs = group.needs[index];
    const inside = this.whereabouts.enclose(nodesOf(group.children[index]));
    for (let i: i32 = 0; i < needs.length; i++) {
      const results = lanes[needs[i]].results;
      const patterns: OutNode[] = [];
      let keyword = "const";
      for (let j: i32 = 0; j < results.length; j++) {
        if (!this.isReceivedIn(results[j], group, index, needs[i], inside)) {
          patterns.push(hole());
          continue;
        }
        patterns.push(results[j].name());
        const own = lanes[index].ownOf(results[j].binding);
        if (own !== null && own.changes) keyword = "let";
      }
      const value = awaiting(name(promises[needs[i]]));
      const received = withoutTrailingHoles(patterns);
      if (received.length === 0) joins.push(statement(value));
      else joins.push(variable(keyword, isAlone(results) ? received[0] : arrayPattern(received), value));
    }
    return joins;
  }

  /** Whether lane `index` gets a result of lane `from`. */
  private isReceivedIn(result: Result, group: Block, index: i32, from: i32, inside: i32): boolean {
    const isOwn = result.binding >= 0 && group.children[from].ownOf(result.binding) !== null;
    if (!isOwn) return this.isReadIn(result, inside);
    const own = group.children[index].ownOf(result.binding);
    return own !== null && own.source === from;
  }

  private isReadIn(result: Result, inside: i32): boolean {
    if (result.binding >= 0) return this.whereabouts.isReadInside(result.binding, inside);
    return this.whereabouts.isInside(this.whereabouts.around(this.region.sites[result.site].node), inside);
  }

  /** What receives, of the results of a lane that shares a promise, those that are read behind the group. */
  protected receive(lane: Lane, inside: i32): OutNode {
    const patterns: OutNode[] = [];
    for (let i: i32 = 0; i < lane.results.length; i++) {
      const own = lane.ownOf(lane.results[i].binding);
      const isRead = own !== null ? own.goesOn : this.isReadBehind(lane.results[i], inside);
      patterns.push(isRead ? lane.results[i].name() : hole());
    }
    const received = withoutTrailingHoles(patterns);
    if (received.length === 0) return hole();
    return isAlone(lane.results) ? received[0] : arrayPattern(received);
  }

  private isReadBehind(result: Result, inside: i32): boolean {
    if (result.binding >= 0) return this.whereabouts.isReadOutside(result.binding, inside);
    return !this.whereabouts.isInside(this.whereabouts.around(this.region.sites[result.site].node), inside);
  }

  protected keywordOfNames(lanes: Lane[]): string {
    let common = "";
    for (let i: i32 = 0; i < lanes.length; i++) {
      const results = lanes[i].results;
      for (let j: i32 = 0; j < results.length; j++) {
        const own = lanes[i].ownOf(results[j].binding);
        if (own === null || own.goesOn) common = commonKeyword(common, results[j].keyword);
      }
    }
    return common.length > 0 ? common : "const";
  }

  /** After the one thing that the promise is for, or else after the first operation. */
  protected promiseName(child: Block, lane: Lane): string {
    if (lane.results.length === 1 && lane.results[0].binding >= 0) return this.names.forName(lane.results[0].text);
    if (lane.returnsLast) return this.names.forSite(lane.site as Site);
    const nodes = nodesOf(child);
    for (let i: i32 = 0; i < nodes.length; i++) {
      if (this.graph.isOperation(nodes[i])) return this.names.forSite(this.region.sites[this.graph.site[nodes[i]]]);
    }
    return this.names.forName("value");
  }
}

/**
 * The keyword of a pattern that takes in what two keywords declare. A constant may be a variable that nobody assigns, and a `var` that is in
 * a lane beside the other two is as good as a constant.
 */
function commonKeyword(one: string, other: string): string {
  if (one === "let" || other === "let") return "let";
  if (one === "const" || other === "const") return "const";
  return one.length > 0 ? one : other;
}

function withoutTrailingHoles(patterns: OutNode[]): OutNode[] {
  while (patterns.length > 0 && patterns[patterns.length - 1].kind === OutKind.Hole) patterns.pop();
  return patterns;
}

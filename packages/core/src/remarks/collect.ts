/**
 * One remark per await site: the group it joined, or the one reason that explains best why it stayed.
 *
 * A site that could not move names its own obstacle. A site that could have but had nobody to go with names what keeps the next
 * await of the region away, because that is what a reader wants to know: why are these two not together?
 */
import { DirectiveBit, Directives } from "../directives/directives";
import { Facts } from "../facts";
import { Region, Site } from "../dependence/region";
import { Contents, isForAwait } from "../precheck/contents";
import { RegionSet } from "../precheck/regions";
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { subjectOf } from "../dependence/reasons";
import { Code, codeName, Reason } from "../reason";
import { Remark } from "./remark";
import { reasonText } from "./text";

/** Without `facts` no region was worth analysing. */
export function collectRemarks(
  tree: Tree,
  directives: Directives | null,
  facts: Facts | null,
  contents: Contents,
  set: RegionSet,
  regions: Region[],
): Remark[] {
  const remarks: Remark[] = [];
  const kept = facts !== null ? obstaclesAround(facts as Facts, regions) : new Map<i32, Reason>();
  for (let i: i32 = 0; i < set.outside.length; i++) {
    const site = set.outside[i];
    const directive = directives !== null ? directiveReason(directives as Directives, site) : null;
    const reason = directive !== null ? (directive as Reason) : set.outsideReason[i];
    remarks.push(keptRemark(tree, site, notAlone(kept, site, reason)));
  }
  if (facts !== null) {
    for (let i: i32 = 0; i < regions.length; i++) addRegion(facts as Facts, regions[i], kept, remarks);
  }
  addStreams(tree, directives, contents, kept, remarks);
  remarks.sort((a: Remark, b: Remark): i32 => (a.site !== b.site ? a.site - b.site : weight(b) - weight(a)));
  return firstOfEach(remarks);
}

/** By await: why the statement around it is no operation of the region in which it stands. */
function obstaclesAround(facts: Facts, regions: Region[]): Map<i32, Reason> {
  const kept = new Map<i32, Reason>();
  for (let i: i32 = 0; i < regions.length; i++) {
    for (let j: i32 = 0; j < regions[i].units.length; j++) {
      const unit = regions[i].units[j];
      if (unit.obstacle === null) continue;
      for (let node = unit.statement; node < facts.tree.end[unit.statement]; node++) {
        if (facts.tree.kind[node] !== Kind.Await && !isForAwait(facts.tree, node)) continue;
        // A statement around this one has been looked at.
        if (kept.has(node)) break;
        kept.set(node, unit.obstacle as Reason);
      }
    }
  }
  return kept;
}

/** Each `for await` that is no operation, whether the list that it stands in was worth looking at or not. */
function addStreams(
  tree: Tree,
  directives: Directives | null,
  contents: Contents,
  kept: Map<i32, Reason>,
  remarks: Remark[],
): void {
  const told = new Map<i32, boolean>();
  for (let i: i32 = 0; i < remarks.length; i++) told.set(remarks[i].site, true);
  for (let i: i32 = 0; i < contents.awaits.length; i++) {
    const site = contents.awaits[i];
    if (!isForAwait(tree, site) || told.has(site)) continue;
    let reason = directives !== null ? directiveReason(directives as Directives, site) : null;
    if (reason === null && kept.has(site)) reason = kept.get(site) as Reason;
    // What keeps a loop in its place only because it is one says less than what it reads.
    if (reason === null || (reason as Reason).node === site) reason = streamReason(tree, site);
    remarks.push(keptRemark(tree, site, reason as Reason));
  }
}

function streamReason(tree: Tree, site: i32): Reason {
  let source = tree.firstChild(site);
  while (tree.kind[source] === Kind.TypeWrap || tree.kind[source] === Kind.Chain) source = tree.firstChild(source);
  const isHeld = tree.kind[source] === Kind.Ident || tree.kind[source] === Kind.Member;
  return isHeld ? new Reason(Code.Stream, source, tree.text(source)) : new Reason(Code.Loop, site, "for await");
}

/** An await is not alone in its block if something keeps the block from going beside others. */
function notAlone(kept: Map<i32, Reason>, site: i32, reason: Reason): Reason {
  return reason.code === Code.Alone && kept.has(site) ? (kept.get(site) as Reason) : reason;
}

/** Of two remarks about one site, the heavier one says more. */
function weight(remark: Remark): i32 {
  return remark.hoisted ? remark.group + 1 : remark.code === codeName(Code.Alone) ? 0 : 1;
}

/** One remark for each site: an await may belong to a statement that moves, and to the list that it stands in. */
function firstOfEach(remarks: Remark[]): Remark[] {
  const first: Remark[] = [];
  for (let i: i32 = 0; i < remarks.length; i++) {
    if (i === 0 || remarks[i].site !== remarks[i - 1].site) first.push(remarks[i]);
  }
  return first;
}

function directiveReason(directives: Directives, site: i32): Reason | null {
  if (directives.has(site, DirectiveBit.Sequential)) return new Reason(Code.Sequential, site, "");
  if (directives.has(site, DirectiveBit.LintSuppressed)) return new Reason(Code.LintSuppression, site, "");
  return null;
}

/** The remark for a site that stays. */
function keptRemark(tree: Tree, site: i32, reason: Reason): Remark {
  const offset = tree.start[site];
  let blamed = reason.node >= 0 ? tree.lineAt(tree.start[reason.node]) : 0;
  if (blamed === tree.lineAt(offset)) blamed = 0;
  return new Remark(
    codeName(reason.code),
    site,
    false,
    0,
    tree.lineAt(offset),
    tree.columnAt(offset),
    reasonText(reason, blamed),
  );
}

function addRegion(facts: Facts, region: Region, kept: Map<i32, Reason>, remarks: Remark[]): void {
  const members = membersByGroup(region);
  for (let i: i32 = 0; i < region.order.length; i++) {
    const site = region.sites[region.order[i]];
    if (site.isComposite) addComposite(facts, region, i, members, remarks);
    else if (site.group > 0)
      remarks.push(hoistedRemark(facts, region, site, site.node, members.get(site.group) as i32[]));
    else {
      const reason = reasonFor(region, i, subjectOf(facts, site.operand));
      remarks.push(keptRemark(facts.tree, site.node, notAlone(kept, site.node, reason)));
    }
  }
  // Sites below conditions are not sites of a unit; they are in the region all the same.
  for (let i: i32 = 0; i < region.conditional.length; i++) {
    const node = region.conditional[i];
    remarks.push(keptRemark(facts.tree, node, conditionalReason(facts, region, node)));
  }
}

/** That a condition decides about a site, unless a failure in it is what keeps the two from being an operation. */
function conditionalReason(facts: Facts, region: Region, site: i32): Reason {
  for (let i: i32 = 0; i < region.units.length; i++) {
    const barrier = region.units[i].barrier;
    if (barrier !== null && barrier.code === Code.MayThrow && facts.tree.contains(region.units[i].statement, site))
      return barrier;
  }
  return new Reason(Code.Conditional, site, "");
}

/** An expression that decides what it awaits moves, or stays, with all its awaits. */
function addComposite(facts: Facts, region: Region, index: i32, members: Map<i32, i32[]>, remarks: Remark[]): void {
  const site = region.sites[region.order[index]];
  for (let i: i32 = 0; i < site.awaits.length; i++) {
    const node = site.awaits[i];
    if (site.group > 0) remarks.push(hoistedRemark(facts, region, site, node, members.get(site.group) as i32[]));
    else if (site.isStep) remarks.push(keptRemark(facts.tree, node, reasonFor(region, index, "")));
    else remarks.push(keptRemark(facts.tree, node, new Reason(Code.Conditional, node, "")));
  }
}

/** How many partners a remark names. */
const NAMED_PARTNERS: i32 = 3;

/** The first sites that begin each group: as many as a remark needs to name its partners and to know that there are more. */
function membersByGroup(region: Region): Map<i32, i32[]> {
  const members = new Map<i32, i32[]>();
  for (let i: i32 = 0; i < region.sites.length; i++) {
    const group = region.sites[i].group;
    if (group === 0 || region.sites[i].follows) continue;
    if (!members.has(group)) members.set(group, []);
    const list = members.get(group) as i32[];
    if (list.length < NAMED_PARTNERS + 2) list.push(i);
  }
  return members;
}

function hoistedRemark(facts: Facts, region: Region, site: Site, node: i32, members: i32[]): Remark {
  const tree = facts.tree;
  const offset = tree.start[node];
  const partners: string[] = [];
  for (let i: i32 = 0; i < members.length && partners.length <= NAMED_PARTNERS; i++) {
    const other = region.sites[members[i]];
    if (other !== site) partners.push(partners.length === NAMED_PARTNERS ? "…" : partnerName(facts, other));
  }
  const verb = site.isComposite ? "may start " : "starts ";
  const how = verb + (site.follows ? "as soon as it has what it needs, beside " : "together with ");
  return new Remark(
    codeName(Code.Hoisted),
    node,
    true,
    site.group,
    tree.lineAt(offset),
    tree.columnAt(offset),
    "hoisted: " + how + partners.join(", "),
  );
}

function partnerName(facts: Facts, site: Site): string {
  const subject = subjectOf(facts, site.subject(facts.tree));
  const line = facts.tree.lineAt(facts.tree.start[site.node]);
  return (subject.length > 0 ? '"' + subject + '"' : "the await") + (line > 0 ? " (line " + line.toString() + ")" : "");
}

/** Why the site at `index` of the evaluation order stays. */
function reasonFor(region: Region, index: i32, joined: string): Reason {
  const site = region.sites[region.order[index]];
  if (site.seal !== null) return site.seal as Reason;
  if (site.isJoin) return new Reason(Code.Join, site.operand, joined);
  if (site.level > 1 && site.after !== null) return site.after as Reason;
  if (site.held !== null) return site.held as Reason;
  if (index > 0) {
    const previous = region.sites[region.order[index - 1]];
    const between = separator(region, previous, site);
    if (between !== null) return between as Reason;
  }
  if (index + 1 >= region.order.length) return besideConditional(region);
  const next = region.sites[region.order[index + 1]];
  const after = separator(region, site, next);
  if (after !== null) return after as Reason;
  if (next.level > 1 && next.after !== null) {
    const reason = next.after as Reason;
    const isData = reason.code === Code.Data || reason.code === Code.Sets;
    if (isData || reason.code === Code.Inner) return new Reason(Code.NeededNext, -1, isData ? reason.subject : "");
    return reason;
  }
  return besideConditional(region);
}

/** A site is not alone whose company is conditional, or stands in a statement that keeps it. */
function besideConditional(region: Region): Reason {
  if (region.conditional.length > 0) return new Reason(Code.Conditional, region.conditional[0], "");
  for (let i: i32 = 0; i < region.units.length; i++) {
    const unit = region.units[i];
    if (unit.obstacle !== null) return unit.obstacle as Reason;
  }
  return new Reason(Code.Alone, -1, "");
}

/** What separates two neighbouring sites, or null when they share a segment. */
export function separator(region: Region, previous: Site, site: Site): Reason | null {
  if (previous.segment === site.segment) return null;
  if (site.seal !== null) return site.seal;
  if (previous.seal !== null) return previous.seal;
  if (site.pin !== null) return site.pin;
  for (let unit = previous.unit; unit <= site.unit; unit++) {
    const barrier = region.units[unit].barrier;
    if (barrier !== null && (unit < site.unit || previous.unit === site.unit)) return barrier;
  }
  return null;
}

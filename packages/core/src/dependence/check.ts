/**
 * Printer and verifier of regions: the plan before and after scheduling.
 */
import { printEffect } from "../effects/effect";
import { functionName } from "../effects/summaries";
import { Facts } from "../facts";
import { codeName, Reason } from "../reason";
import { subjectOf } from "./reasons";
import { Form, Region, Site, Unit } from "./region";

const FORM_NAMES: string[] = ["declare", "assign", "discard", "nested"];

/** Units in source order, their sites in order of evaluation. */
export function printRegion(facts: Facts, region: Region): string {
  const lines: string[] = [];
  lines.push("  region " + region.node.toString() + " in " + functionName(facts.tree, region.owner) + "\n");
  for (let index: i32 = 0; index < region.units.length; index++) {
    const unit = region.units[index];
    lines.push("    unit " + index.toString() + printPlace(unit.segment, unit.level));
    if (unit.barrier !== null) lines.push(" barrier " + printReason(unit.barrier as Reason));
    lines.push("\n");
    for (let i = unit.firstSite; i < unit.lastSite; i++) lines.push(printSite(facts, region.sites[region.order[i]]));
  }
  return lines.join("");
}

function printSite(facts: Facts, site: Site): string {
  const subject = subjectOf(facts, site.subject(facts.tree));
  let text = "      " + FORM_NAMES[site.form] + " " + (subject.length > 0 ? subject : "expression");
  text += ": " + printEffect(site.effect);
  if (site.isComposite) text += " decides";
  if (site.isJoin) text += " join";
  if (site.seal !== null) text += " sealed " + printReason(site.seal as Reason);
  if (site.pin !== null) text += " pinned " + printReason(site.pin as Reason);
  text += printPlace(site.segment, site.level);
  if (site.group > 0) text += " group " + site.group.toString();
  if (site.follows) text += " follows";
  if (site.extracted) text += " extracted";
  return text + "\n";
}

function printPlace(segment: i32, level: i32): string {
  return segment < 0 ? "" : " level " + level.toString();
}

/** `PA102(size)` */
export function printReason(reason: Reason): string {
  return codeName(reason.code) + (reason.subject.length > 0 ? "(" + reason.subject + ")" : "");
}

/** Empty when the region is consistent, else what is wrong. */
export function verifyRegion(region: Region): string {
  const at = "region " + region.node.toString() + ": ";
  if (region.order.length !== region.sites.length) return at + "a site was entered but never left";
  let next: i32 = 0;
  for (let index: i32 = 0; index < region.units.length; index++) {
    const unit: Unit = region.units[index];
    if (unit.firstSite !== next) return at + "units do not cover the sites in order";
    next = unit.lastSite;
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = region.sites[i];
      if (site.unit !== index) return at + "a site is listed under another unit";
      if (site.form !== Form.Nested && unit.lastSite - unit.firstSite > 1 && site.outer >= 0)
        return at + "a direct form inside another operand";
    }
  }
  return next === region.sites.length ? "" : at + "sites outside all units";
}

/** Checks a schedule against the dependences it must respect; independent of how it was made. */
export function verifySchedule(region: Region): string {
  const at = "schedule of region " + region.node.toString() + ": ";
  for (let i: i32 = 0; i < region.sites.length; i++) {
    const site = region.sites[i];
    if (site.seal !== null && (site.group > 0 || site.extracted)) return at + "a sealed site moves";
    if (site.outer < 0) continue;
    const outer = region.sites[site.outer];
    if (outer.segment === site.segment && outer.level <= site.level) return at + "an operand is not before its use";
  }
  for (let i: i32 = 1; i < region.order.length; i++) {
    const earlier = region.sites[region.order[i - 1]];
    const later = region.sites[region.order[i]];
    if (later.segment < earlier.segment) return at + "segments run backwards";
    if (later.segment === earlier.segment && later.seal !== null) return at + "a sealed site shares a segment";
  }
  for (let index: i32 = 0; index < region.units.length; index++) {
    const unit = region.units[index];
    for (let i = unit.firstSite; i < unit.lastSite; i++) {
      const site = region.sites[i];
      if (site.segment === unit.segment && unit.level < site.level) return at + "a unit runs before its own operation";
    }
  }
  return "";
}

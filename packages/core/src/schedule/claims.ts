/**
 * Operations of a segment that keep their order although none uses another's result: equal calls, and what may change one object.
 *
 *   await reader.read(); await reader.read()      equal calls may be a stream
 *   await stat(p); await read(p); await stat(p)   or look for what changes between them (`repeats.ts`)
 *   await ledger.roll(a); await ledger.roll(b)    nothing is known about `roll`: it may change the ledger
 *   await ledger.roll(a); await ledger.getSum()    also when the next one only asks
 *   await viewer.loadPdf(u); await viewer.getText(1)   what is loaded may be what is asked about
 *   await port.bus.reset(); await port.scan()     or a part of what the next one is asked of
 *   await find(ctx, a); await list(ctx)           or the context, or empty object, that both are given
 *   await renderPdf(html, out); await stat(out)   or the path of a file that the first may make
 *   await open(ctx); ctx.user ?? (await load())   or the property that a choice may give
 *
 * An object is known by its text: `a.b` is another one than `a.c`. Each operation _claims_ keys; who claims a key that somebody holds comes
 * at least one wave after them. Linear in the number of claims.
 */
import { Facts } from "../facts";
import { Mode } from "../options/options";
import { Code, Reason } from "../reason";
import { subjectOf } from "../dependence/reasons";
import { nodeKey } from "../dependence/node-key";
import { Region, Site } from "../dependence/region";
import { BindingKind } from "../scope/scopes";
import { Kind } from "../tree/kinds";
import { callKeys, givenPaths, givenTo, looksOf, questionsOf, readPath } from "./keys";
import { Repeats } from "./repeats";

/** Who has waited for more holders than this stands for them, so that the next one need not wait for each. */
const MAX_HOLDERS: i32 = 32;

export class Claims {
  /** Latest wave in which a key occurs, and the sites there are with it, those aside that others of them wait for. */
  private keys: Map<string, i32> = new Map<string, i32>();
  private holders: Map<string, i32[]> = new Map<string, i32[]>();
  /** When the latest holder of a key got it, counted in sites. */
  private times: Map<string, i32> = new Map<string, i32>();
  private time: i32 = 0;
  readonly repeats: Repeats = new Repeats();

  constructor(private facts: Facts) {}

  /** Forgets everything, at the start of a segment. */
  clear(): void {
    this.repeats.clear();
    if (this.keys.size === 0) return;
    this.keys = new Map<string, i32>();
    this.holders = new Map<string, i32[]>();
    this.times = new Map<string, i32>();
  }

  /** The earliest wave from `least` on that a site may have; from now on others wait for it. `index`: its own. */
  after(region: Region, index: i32, least: i32): i32 {
    const site = region.sites[index];
    this.time += 1;
    let level = least;
    const keys = callKeys(this.facts, site);
    for (let i: i32 = 0; i < keys.length; i++) level = this.afterKey(site, keys[i], level, Code.Repeated);
    level = this.afterRepeated(region, index, level);
    // Only now: two equal calls inside one operand are that operand's own affair.
    for (let i: i32 = 0; i < keys.length; i++) this.hold(keys[i], index, level);
    level = this.afterReceivers(site, index, "uses:", site.effect.consumed, level, Code.Consumed);
    level = this.afterReceivers(site, index, "uses:", site.effect.advanced, level, Code.Consumed);
    level = this.afterAdvances(site, index, level);
    if (this.facts.options.mode === Mode.Aggressive) return level;
    level = this.afterReceivers(site, index, "asks:", site.effect.suspects, level, Code.SharedReceiver);
    return this.afterLooks(region, index, this.afterParts(region, index, this.afterPaths(region, index, level)));
  }

  /** What only a name describes is ordered against reads of a file that it is given the path of: it may make that file. */
  private afterPaths(region: Region, index: i32, least: i32): i32 {
    const site = region.sites[index];
    const read = readPath(this.facts, site);
    const given = givenPaths(this.facts, site);
    let level = least;
    if (read.length > 0) {
      level = this.afterKey(site, "made:" + read, level, Code.SharedReceiver);
      if (level > least) site.after = this.blame(region, "made:" + read);
    }
    for (let i: i32 = 0; i < given.length; i++)
      level = this.afterKey(site, "file:" + given[i], level, Code.SharedReceiver);
    if (read.length > 0) this.joinOthers("file:" + read, "made:" + read, index, level);
    for (let i: i32 = 0; i < given.length; i++) this.joinOthers("made:" + given[i], "file:" + given[i], index, level);
    return level;
  }

  /** What stands between two equal calls is ordered against both. */
  private afterRepeated(region: Region, index: i32, least: i32): i32 {
    const site = region.sites[index];
    const keys = questionsOf(this.facts, site);
    const former: i32[] = [];
    for (let i: i32 = 0; i < keys.length; i++)
      if (this.holders.has(keys[i])) former.push((this.holders.get(keys[i]) as i32[])[0]);
    const waits = this.repeats.before(region, index, former);
    let level = least;
    for (let i: i32 = 0; i < waits.length; i++) {
      const other = region.sites[waits[i]];
      site.queue.push(waits[i]);
      if (other.level < level) continue;
      level = other.level + 1;
      site.after = new Reason(Code.Repeated, other.operand, subjectOf(this.facts, other.operand));
    }
    // Only now: what one operand asks twice is its own affair.
    for (let i: i32 = 0; i < keys.length; i++) this.hold(keys[i], index, level);
    this.repeats.place(region, index);
    return level;
  }

  /** A choice that may give a property of an object is ordered against what is given the object, or called on it: that may set it. */
  private afterLooks(region: Region, index: i32, least: i32): i32 {
    if (!region.hasChoices) return least;
    const site = region.sites[index];
    const looks = site.isBoxed ? looksOf(this.facts, site) : [];
    const given = givenTo(this.facts, site);
    let level = least;
    for (let i: i32 = 0; i < looks.length; i++) {
      const before = level;
      level = this.afterKey(site, "given:" + looks[i], level, Code.SharedReceiver);
      if (level > before) site.after = this.blame(region, "given:" + looks[i]);
    }
    for (let i: i32 = 0; i < given.length; i++)
      level = this.afterKey(site, "looked:" + given[i], level, Code.SharedReceiver);
    for (let i: i32 = 0; i < looks.length; i++)
      this.joinOthers("looked:" + looks[i], "given:" + looks[i], index, level);
    for (let i: i32 = 0; i < given.length; i++)
      this.joinOthers("given:" + given[i], "looked:" + given[i], index, level);
    return level;
  }

  /** What may change an object (`driver.fold()`), or a part of it (`driver.port.open()`), is ordered against what is asked of it (`driver.scan()`). */
  private afterParts(region: Region, index: i32, least: i32): i32 {
    const site = region.sites[index];
    const parts = this.wholesOf(site.effect.suspected.concat(site.effect.filled));
    const wholes: string[] = [];
    // What loads several things asks nothing about them.
    const none: i32[] = [];
    const asked = site.effect.filled.length > 0 ? none : site.effect.receivers;
    let level = least;
    for (let i: i32 = 0; i < parts.length; i++)
      level = this.afterKey(site, "whole:" + parts[i], level, Code.SharedReceiver);
    for (let i: i32 = 0; i < asked.length; i++) {
      wholes.push(nodeKey(this.facts, asked[i]));
      const before = level;
      level = this.afterKey(site, "part:" + wholes[i], level, Code.SharedReceiver);
      if (level > before) site.after = this.blame(region, "part:" + wholes[i]);
    }
    for (let i: i32 = 0; i < parts.length; i++) this.joinOthers("part:" + parts[i], "whole:" + parts[i], index, level);
    for (let i: i32 = 0; i < wholes.length; i++)
      this.joinOthers("whole:" + wholes[i], "part:" + wholes[i], index, level);
    return level;
  }

  /** Names the operation that may change an object: it is the one about which more must be known. */
  private blame(region: Region, key: string): Reason {
    const holders = this.holders.get(key) as i32[];
    const operand = region.sites[holders[holders.length - 1]].operand;
    return new Reason(Code.SharedReceiver, operand, subjectOf(this.facts, operand));
  }

  /** Claims `key`, after having waited for those who have `other`. Those who have `key` do not mind each other. */
  private joinOthers(key: string, other: string, index: i32, level: i32): void {
    // Those with the opposite claim have waited for all who had this one before.
    if (this.latest(other) > this.latest(key)) this.hold(key, index, level);
    else this.join(key, index, level);
    this.times.set(key, this.time);
    // From now on it stands for the many it has waited for.
    if (this.holders.has(other) && (this.holders.get(other) as i32[]).length > MAX_HOLDERS)
      this.hold(other, index, level);
  }

  private latest(key: string): i32 {
    return this.times.has(key) ? (this.times.get(key) as i32) : -1;
  }

  /** Keys of objects and of those that hold them: `a.b.c`, `a.b` and `a` for `a.b.c`. */
  private wholesOf(objects: i32[]): string[] {
    const tree = this.facts.tree;
    const keys: string[] = [];
    for (let i: i32 = 0; i < objects.length; i++) {
      let whole = objects[i];
      if (!this.isNamespace(whole)) keys.push(nodeKey(this.facts, whole));
      while (tree.kind[whole] === Kind.Member) {
        whole = tree.firstChild(whole);
        keys.push(nodeKey(this.facts, whole));
      }
    }
    return keys;
  }

  /** `import * as api`: its functions have no object in common. */
  private isNamespace(node: i32): boolean {
    const scopes = this.facts.scopes;
    if (this.facts.tree.kind[node] !== Kind.Ident || scopes.kind[scopes.binding[node]] !== BindingKind.Import)
      return false;
    const specifier = this.facts.tree.parent[scopes.declaration[scopes.binding[node]]];
    return this.facts.tree.kind[specifier] === Kind.ImportSpec && this.facts.tree.text(specifier) === "*";
  }

  /** What moves an object on (`cursor.getNext()`) is ordered against everything that is asked of the object. */
  private afterAdvances(site: Site, index: i32, least: i32): i32 {
    if (!this.facts.calls.hasAdvances) return least;
    let level = least;
    const advanced = site.effect.advanced;
    for (let i: i32 = 0; i < advanced.length; i++) {
      const key = nodeKey(this.facts, advanced[i]);
      level = this.afterKey(site, "asked:" + key, level, Code.Consumed);
      this.hold("moved:" + key, index, level);
      this.hold("asked:" + key, index, level);
    }
    const receivers = site.effect.receivers;
    for (let i: i32 = 0; i < receivers.length; i++) {
      const key = nodeKey(this.facts, receivers[i]);
      if (advanced.length === 0) level = this.afterKey(site, "moved:" + key, level, Code.Consumed);
      this.join("asked:" + key, index, level);
    }
    return level;
  }

  private afterReceivers(site: Site, index: i32, prefix: string, receivers: i32[], least: i32, code: Code): i32 {
    let level = least;
    for (let i: i32 = 0; i < receivers.length; i++)
      level = this.afterKey(site, prefix + nodeKey(this.facts, receivers[i]), level, code);
    // Only now: what one operand does twice to an object is its own affair.
    for (let i: i32 = 0; i < receivers.length; i++) this.hold(prefix + nodeKey(this.facts, receivers[i]), index, level);
    return level;
  }

  private afterKey(site: Site, key: string, least: i32, code: Code): i32 {
    if (!this.keys.has(key)) return least;
    const holders = this.holders.get(key) as i32[];
    for (let i: i32 = 0; i < holders.length; i++) site.queue.push(holders[i]);
    const needed = (this.keys.get(key) as i32) + 1;
    if (needed <= least) return least;
    site.after = new Reason(code, site.operand, subjectOf(this.facts, site.operand));
    return needed;
  }

  /** From now on whoever has the key waits for this site, and through it for those who had the key before. */
  private hold(key: string, index: i32, level: i32): void {
    this.keys.set(key, level);
    this.holders.set(key, [index]);
  }

  /** Adds a site to those who have the key. */
  private join(key: string, index: i32, level: i32): void {
    if (!this.keys.has(key)) {
      this.hold(key, index, level);
      return;
    }
    if ((this.keys.get(key) as i32) < level) this.keys.set(key, level);
    (this.holders.get(key) as i32[]).push(index);
  }
}

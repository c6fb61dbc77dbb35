/**
 * What stands between two equal calls keeps its place there.
 *
 *   const before = await stat(path); const text = await readFile(path); const after = await stat(path)   →   one after the other
 *
 * Who asks the same twice expects another answer: because of what comes between, or to learn whether anything changed meanwhile. So an
 * operation behind the first of two equal calls begins when that is over, and is over when the second begins. Only what is proven or
 * declared to read may move out: nobody doubts that it changes nothing, and nobody measures it.
 *
 * Whether a call is made again is known only at the second one: a region in which that happens is scheduled again. Linear in the number of
 * operations: who has waited for many stands for them.
 */
import { Region } from "../dependence/region";
import { isFree } from "./keys";

/** Who has waited for more operations than this stands for them. */
const MAX_WAITS: i32 = 32;

export class Repeats {
  /** Whether any call of the region turned out to be made again since somebody last asked. */
  isNew: boolean = false;
  /** Sites of the region whose call is made again in their segment. */
  private repeated: Map<i32, boolean> = new Map<i32, boolean>();
  /** Such sites of the segment, or who stands for them: others have to wait until the call is made again. */
  private open: i32[] = [];
  private pending: Map<i32, boolean> = new Map<i32, boolean>();
  /** Operations of the segment so far, and the place of each; those before `floor` have been waited for by who stands there. */
  private placed: i32[] = [];
  private places: Map<i32, i32> = new Map<i32, i32>();
  private floor: i32 = 0;

  /** At the start of a region. */
  forget(): void {
    if (this.repeated.size > 0) this.repeated = new Map<i32, boolean>();
    this.isNew = false;
  }

  /** At the start of a segment. */
  clear(): void {
    this.open.length = 0;
    if (this.pending.size > 0) this.pending = new Map<i32, boolean>();
    this.placed.length = 0;
    this.floor = 0;
    if (this.places.size > 0) this.places = new Map<i32, i32>();
  }

  /** Which operations the site `index` has to wait for; `former`: the latest sites with equal calls. */
  before(region: Region, index: i32, former: i32[]): i32[] {
    const waits: i32[] = [];
    for (let i: i32 = 0; i < former.length; i++) this.repeat(former[i], waits);
    if (isFree(region.sites[index])) return waits;
    for (let i: i32 = 0; i < this.open.length; i++) waits.push(this.open[i]);
    if (this.open.length > MAX_WAITS) this.open = [index];
    return waits;
  }

  /** The site `index` has its wave: from now on others may wait for it. */
  place(region: Region, index: i32): void {
    if (this.repeated.has(index)) {
      this.open.push(index);
      this.pending.set(index, true);
    }
    this.places.set(index, this.placed.length);
    if (!isFree(region.sites[index])) this.placed.push(index);
  }

  private repeat(former: i32, waits: i32[]): void {
    if (!this.repeated.has(former)) {
      this.repeated.set(former, true);
      this.isNew = true;
      return;
    }
    const from = this.places.get(former) as i32;
    const first = from > this.floor ? from : this.floor;
    for (let i = first; i < this.placed.length; i++) if (this.placed[i] !== former) waits.push(this.placed[i]);
    // It is placed next.
    if (this.placed.length - first > MAX_WAITS) this.floor = this.placed.length;
    this.pending.delete(former);
    const at = this.open.indexOf(former);
    if (at >= 0) this.open.splice(at, 1);
    if (this.pending.size === 0) this.open.length = 0;
  }
}

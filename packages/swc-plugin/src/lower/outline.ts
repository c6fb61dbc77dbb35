/**
 * The parts of a program that may matter. Most programs need no more to be ruled out.
 *
 * First the spine: what leads to awaits, and what they wait for, which shows those that might meet. Then the module as a whole and the
 * functions around these. Of other functions only the outside is lowered, as core's `mayHoist` allows. Kept are also functions that give a
 * field of `this` a value, which tells what calls on the field do.
 */
import { AWAIT, behindSpan, FOR_OF, isForAwait, placesOf } from "../precheck";

/** An assignment: its tag, an array, a span. Least byte first. */
const ASSIGN: u32 = 0x8284c8;
/** Behind its operator: a target that is a member of something, with a span; and that something, if it is `this`. */
const MEMBER: u32 = 0x8283c2c1;
const THIS: u16 = 0x82c1;

export class Outline {
  /** `places` of awaits and loops, ascending once `addFields` is done, if not before. */
  constructor(
    private readonly places: i32[],
    /** Whether expressions without such a place are left out as well. */
    readonly isSpine: bool,
  ) {}

  /** Keeps functions of an indexed program that set fields of `this`. There are bytes behind it, needed to look at the last of it. */
  addFields(pointer: usize, length: i32): void {
    const assignments = placesOf(pointer, length, ASSIGN, length);
    for (let index: i32 = 0; index < assignments.length; index++) {
      if (isField(pointer + assignments[index])) this.places.push(assignments[index]);
    }
    this.places.sort((a: i32, b: i32): i32 => a - b);
  }

  /** Whether the part of the program between two places in it is lowered as a whole. */
  has(from: i32, to: i32): bool {
    return lowerBound(this.places, to) > lowerBound(this.places, from);
  }
}

/** Where an indexed program seems to await, `for await` included, in ascending order. **There may be no constants yet.** */
export function placesOfAwaits(pointer: usize, length: i32): i32[] {
  const awaits = placesOf(pointer, length, AWAIT, length);
  const loops = placesOf(pointer, length, FOR_OF, length);
  const all: i32[] = [];
  let next: i32 = 0;
  for (let index: i32 = 0; index < loops.length; index++) {
    if (!isForAwait(pointer + loops[index])) continue;
    while (next < awaits.length && awaits[next] < loops[index]) all.push(awaits[next++]);
    all.push(loops[index]);
  }
  while (next < awaits.length) all.push(awaits[next++]);
  return all;
}

/** Whether the target of an assignment is a member of `this`. */
function isField(assignment: usize): bool {
  const operator = behindSpan(assignment + 2);
  return load<u32>(operator + 1) === MEMBER && load<u16>(behindSpan(operator + 4)) === THIS;
}

function lowerBound(places: i32[], value: i32): i32 {
  let low: i32 = 0;
  let high: i32 = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

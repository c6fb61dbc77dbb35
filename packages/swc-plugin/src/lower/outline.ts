/**
 * What may matter of a program: the module, and functions with two awaits, or with one and a loop. Of other functions only the outside is
 * lowered, as core's `mayHoist` allows: most programs need no more to be ruled out.
 *
 * Told from the bytes of a function, so what is in the functions inside it counts too. Kept are also functions that give a field of `this`
 * a value, which tells what calls on the field do.
 */
import { AWAIT, LOOPS, loopAt, placesOf } from "../precheck";

/** An assignment: its tag, an array, a span. Least byte first. */
const ASSIGN: u32 = 0x8284c8;
/** Behind its operator: a target that is a member of something, with a span; and that something, if it is `this`. */
const MEMBER: u32 = 0x8283c2c1;
const THIS: u16 = 0x82c1;
/** Behind the span of a `for…of`, if it is a `for await`. */
const TRUE: u8 = 0xf5;

export class Outline {
  private readonly awaits: i32[];
  private readonly loops: i32[][] = [];
  private readonly streams: i32[] = [];
  private readonly fields: i32[] = [];

  /** Of a program that is indexed: there are bytes behind it, which is needed to look at the last of it. */
  constructor(pointer: usize, length: i32) {
    this.awaits = placesOf(pointer, length, AWAIT, length);
    for (let index: i32 = 0; index < LOOPS; index++) {
      this.loops.push(placesOf(pointer, length, loopAt(index), length));
    }
    const each = this.loops[0];
    for (let index: i32 = 0; index < each.length; index++) {
      if (load<u8>(behindSpan(pointer + each[index] + 2)) === TRUE) this.streams.push(each[index]);
    }
    const assignments = placesOf(pointer, length, ASSIGN, length);
    for (let index: i32 = 0; index < assignments.length; index++) {
      if (isField(pointer + assignments[index])) this.fields.push(assignments[index]);
    }
  }

  /** Whether the function between two places in the program is lowered as a whole. */
  has(from: i32, to: i32): bool {
    const awaits = countBetween(this.awaits, from, to);
    if (awaits + countBetween(this.streams, from, to) > 1 || countBetween(this.fields, from, to) > 0) return true;
    if (awaits === 0) return false;
    for (let index: i32 = 0; index < LOOPS; index++) {
      if (countBetween(this.loops[index], from, to) > 0) return true;
    }
    return false;
  }
}

/** Whether the target of an assignment is a member of `this`. */
function isField(assignment: usize): bool {
  const operator = behindSpan(assignment + 2);
  return load<u32>(operator + 1) === MEMBER && load<u16>(behindSpan(operator + 4)) === THIS;
}

/** Behind an array of two numbers. */
function behindSpan(span: usize): usize {
  return behindNumber(behindNumber(span + 1));
}

function behindNumber(at: usize): usize {
  const extra = load<u8>(at) & 31;
  return at + (extra < 24 ? 1 : extra === 24 ? 2 : extra === 25 ? 3 : 5);
}

/** How many of the ascending `places` are in `from` … `to`. */
function countBetween(places: i32[], from: i32, to: i32): i32 {
  return lowerBound(places, to) - lowerBound(places, from);
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

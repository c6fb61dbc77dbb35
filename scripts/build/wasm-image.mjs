/**
 * Packs the constants of a module that asc has compiled; `packages/swc-plugin/src/image/expand.ts` unpacks them.
 *
 * The image is taken in units of two bytes, as texts are. A code is one byte; what it is about follows:
 *
 *   00–3f  n + 1 units with a high byte of zero, one byte each
 *   40–5f  n + 1 other units
 *   60     a constant: its class and its length in bytes, two bytes each; then its content. Class ffff: bytes that stay as they are
 *   61–7f  a text of n units; then its content
 *   80–bf  a repetition of (n >> 2) + 2 units, at most 1024 units back: two bits of the distance in the code, eight behind it
 *   c0–ff  a repetition of n + 3 units, the distance in two bytes
 */

const TEXT = 2;
const HEADER = 20;

/** Class of what another part of the packed image has put there. */
const SKIPPED = 0xffff;

/** What a code costs besides its bytes: the time to come to it. */
const CODE = 0.5;

/** How far repetitions are searched; far more than there are of most. */
const CANDIDATES = 2000;

/**
 * @typedef {object} Segment
 * @property {number} offset
 * @property {Uint8Array} data
 */

/**
 * @param {Segment[]} segments  of a module as asc emits it without optimisation: one for each constant
 * @returns {Uint8Array} what they make of a memory of zeros
 */
export function flatten(segments) {
  const image = new Uint8Array(Math.max(...segments.map(({ offset, data }) => offset + data.length)));
  for (const { offset, data } of segments) image.set(data, offset);
  return image;
}

/**
 * @param {Segment[]} segments
 * @param {number} from  address of the first constant of some that belong together
 * @param {number} to  address behind them
 * @returns {{ part: Uint8Array, rest: Uint8Array }} these constants, and all others, which go around them
 */
export function packImage(segments, from, to) {
  const isPart = ({ offset }) => offset >= from && offset < to;
  const rest = segments.filter((segment) => !isPart(segment));
  return { part: pack(segments.filter(isPart), from, to, []), rest: pack(rest, 0, Infinity, [{ header: from, to }]) };
}

function pack(segments, from, to, skipped) {
  const flat = flatten(segments);
  const image = new Uint8Array((Math.min(to, flat.length) + 1) & ~1);
  image.set(flat.subarray(0, image.length));
  const units = new Uint16Array(image.buffer);
  const packed = [];
  const find = finder(units, from >> 1);
  let at = from;
  for (const { header, id, size, to: next } of [...constantsIn(segments), ...skipped].toSorted(byHeader)) {
    if (next !== undefined) {
      packed.push(0x60, ...bytesOf(SKIPPED), ...bytesOf(next - at));
      at = next;
      continue;
    }
    if (startBehind(at) !== header) {
      // Bytes that have no header, such as the tables of the standard library.
      packed.push(...codesFor(units, at >> 1, header >> 1, find));
      at = header;
    }
    if (id === TEXT && size > 0 && size < 2 * 0x20) packed.push(0x60 + size / 2);
    else packed.push(0x60, ...bytesOf(id), ...bytesOf(size));
    const content = header + HEADER;
    at = content + size + (size & 1);
    packed.push(...codesFor(units, content >> 1, at >> 1, find));
  }
  packed.push(...codesFor(units, at >> 1, units.length, find));
  return Uint8Array.from(packed);
}

const byHeader = (one, other) => one.header - other.header;

const bytesOf = (number) => [number & 255, number >> 8];

/** Constants with a header, in order of their places. */
function constantsIn(segments) {
  return segments
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, data }) => {
      if (data.length < HEADER || offset % 16 !== 12) return null;
      const view = new DataView(data.buffer, data.byteOffset, data.length);
      const [block, id, size] = [0, 12, 16].map((place) => view.getUint32(place, true));
      const isHeader = block === ((size + HEADER + 15) & ~15) - 4 && data.length === block + 4 && id < 1 << 16;
      const isZero = view.getUint32(4, true) === 0 && view.getUint32(8, true) === 0;
      return isHeader && isZero && size < 1 << 16 ? { header: offset, id, size } : null;
    })
    .filter((constant) => constant !== null);
}

/** Where the header goes of a constant behind what ends at `at`. */
function startBehind(at) {
  return ((at + 3) & ~15) + 12;
}

/** The shortest codes for some units, found from the end. */
function codesFor(units, from, to, find) {
  const bytes = Array.from({ length: to - from + 1 }, () => Infinity);
  const steps = [];
  bytes[to - from] = 0;
  for (let at = to - 1; at >= from; at -= 1) {
    const consider = (count, cost, code) => {
      const total = cost + CODE + bytes[at + count - from];
      if (total < bytes[at - from]) [bytes[at - from], steps[at - from]] = [total, { count, code }];
    };
    for (let count = 1; count <= 64 && at + count <= to && units[at + count - 1] < 256; count += 1) {
      consider(count, 1 + count, () => [count - 1, ...units.subarray(at, at + count)]);
    }
    for (let count = 1; count <= 32 && at + count <= to; count += 1) {
      const content = units.subarray(at, at + count);
      consider(count, 1 + 2 * count, () => [
        0x40 + count - 1,
        ...[...content].flatMap((unit) => [unit & 255, unit >> 8]),
      ]);
    }
    const { near, far } = find(at, to);
    for (let count = 2; count <= Math.min(near.count, 17); count += 1) {
      const back = near.distance - 1;
      consider(count, 2, () => [0x80 | ((count - 2) << 2) | (back >> 8), back & 255]);
    }
    for (let count = 3; count <= Math.min(far.count, 66); count += 1) {
      const back = far.distance - 1;
      consider(count, 3, () => [0xc0 | (count - 3), back & 255, back >> 8]);
    }
  }
  const codes = [];
  for (let at = from; at < to; at += steps[at - from].count) codes.push(...steps[at - from].code());
  return codes;
}

/** Gives a function that finds the longest earlier repetitions of what begins at a unit and ends before another. */
function finder(units, first) {
  const last = new Map();
  const before = new Int32Array(units.length);
  for (let at = first; at + 1 < units.length; at += 1) {
    const pair = units[at] * 0x10000 + units[at + 1];
    // 0 is none: the image begins with zeros, which nobody needs to repeat from there.
    before[at] = last.get(pair) ?? 0;
    last.set(pair, at);
  }
  return (at, end) => {
    const near = { count: 0, distance: 0 };
    const far = { count: 0, distance: 0 };
    let left = CANDIDATES;
    for (let other = before[at]; other > first && left > 0; other = before[other]) {
      left -= 1;
      let count = 0;
      while (at + count < end && count < 66 && units[other + count] === units[at + count]) count += 1;
      const distance = at - other;
      if (distance <= 1024 && count > near.count) Object.assign(near, { count, distance });
      if (count > far.count) Object.assign(far, { count, distance });
    }
    return { near, far };
  };
}

import { Major, head, itemsOf } from "./cbor.mjs";

/** A stream of numbers that depends on its seed alone (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { below, pick: (list) => list[below(list.length)] };
}

/** Ways to spoil a program, from bytes that are no program at all to one that only has a shape nobody has seen. */
export const mutations = {
  nothing: (bytes) => bytes,
  truncated: (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  flipped: (bytes, random) => {
    const result = bytes.slice();
    for (let count = 1 + random.below(8); count > 0; count -= 1)
      result[random.below(result.length)] ^= 1 << random.below(8);
    return result;
  },
  overwritten: (bytes, random) => {
    const result = bytes.slice();
    const start = random.below(result.length);
    const end = Math.min(result.length, start + 1 + random.below(16));
    for (let at = start; at < end; at += 1) result[at] = random.below(256);
    return result;
  },
  cut: (bytes, random) => {
    const start = random.below(bytes.length);
    return replaced(bytes, start, Math.min(bytes.length, start + 1 + random.below(64)), []);
  },
  random: (_, random) => Uint8Array.from({ length: random.below(512) }, () => random.below(256)),
  "random items": (_, random) => Uint8Array.from([0xc0 | (1 + random.below(2)), ...randomItem(random, 0)]),
  "item for item": (bytes, random) => {
    const items = itemsOf(bytes);
    const [old, other] = [random.pick(items), random.pick(items)];
    return replaced(bytes, old.start, old.end, bytes.subarray(other.start, other.end));
  },
  "item made up": (bytes, random) => {
    const { start, end } = random.pick(itemsOf(bytes));
    return replaced(bytes, start, end, randomItem(random, 0));
  },
  "unknown variant": (bytes, random) => withHead(bytes, random, Major.tag, () => random.pick([0, 60, 61, 200, 70000])),
  "surplus field": (bytes, random) =>
    withArray(bytes, random, (content, count) => {
      return [...head(Major.array, count + 1), ...content, ...randomItem(random, 3)];
    }),
  "array too long": (bytes, random) =>
    withArray(bytes, random, (content, count) => [...head(Major.array, count + 1), ...content]),
  "missing field": (bytes, random) =>
    withArray(bytes, random, (content, count, last) => {
      return [...head(Major.array, Math.max(0, count - 1)), ...content.subarray(0, last)];
    }),
  "no length": (bytes, random) => withArray(bytes, random, (content) => [0x9f, ...content, 0xff]),
  "far number": (bytes, random) =>
    withHead(bytes, random, Major.unsigned, () =>
      random.pick([0, 1, 2, 0x7fffffff, 0x80000000, 0xfffeffff, 0xffffffff]),
    ),
  "long head": (bytes, random) => {
    const unsigned = random.pick(itemsOf(bytes).filter((item) => item.major === Major.unsigned));
    return replaced(bytes, unsigned.start, unsigned.end, [0x1b, 0, 0, 0, 0, 0, 0, 0, unsigned.value & 255]);
  },
  "huge length": (bytes, random) => {
    const { start } = random.pick(
      itemsOf(bytes).filter((item) => item.major !== Major.unsigned && item.major !== Major.simple),
    );
    return replaced(bytes, start, start + 1, [
      (bytes[start] & 0xe0) | 26,
      random.pick([0x7f, 0x80, 0xff]),
      0xff,
      0xff,
      0xff,
    ]);
  },
};

function replaced(bytes, start, end, content) {
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, start), Uint8Array.from(content), bytes.subarray(end)]));
}

function withHead(bytes, random, major, value) {
  const { start } = random.pick(itemsOf(bytes).filter((item) => item.major === major));
  return replaced(bytes, start, start + headLength(bytes[start]), head(major, value()));
}

function withArray(bytes, random, change) {
  const items = itemsOf(bytes);
  const { start, end, value, depth } = random.pick(items.filter((item) => item.major === Major.array));
  const inside = start + headLength(bytes[start]);
  const last = items.findLast((item) => item.depth === depth + 1 && item.start >= inside && item.end <= end);
  return replaced(bytes, start, end, change(bytes.subarray(inside, end), value, (last?.start ?? inside) - inside));
}

function headLength(first) {
  const extra = first & 31;
  return extra < 24 ? 1 : 1 + (1 << (extra - 24));
}

function randomItem(random, depth) {
  const leaf = depth > 6 ? 5 : 8;
  switch (random.below(leaf)) {
    case 0:
      return head(Major.unsigned, random.below(2 ** random.below(33)));
    case 1:
      return [random.pick([0xf4, 0xf5, 0xf6, 0xf7])];
    case 2:
      return [0xfb, ...Array.from({ length: 8 }, () => random.below(256))];
    case 3:
    case 4: {
      const content = Array.from({ length: random.below(8) }, () => random.below(128));
      return [...head(random.pick([Major.text, Major.bytes]), content.length), ...content];
    }
    case 5:
      return [...head(Major.tag, 1 + random.below(40)), ...randomItem(random, depth + 1)];
    default: {
      const items = Array.from({ length: random.below(6) }, () => randomItem(random, depth + 1));
      return [...head(Major.array, items.length), ...items.flat()];
    }
  }
}

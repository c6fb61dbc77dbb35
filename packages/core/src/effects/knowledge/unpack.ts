/**
 * Unpacks the texts of `packed.ts`: three digits to the base 38 in each UTF-16 unit.
 *
 *   0 space · 1-26 letters · 27-35 the signs below · 36: the next letter is a capital · 37: the next digit counts among `RARE`
 *
 * `scripts/knowledge.mjs` packs. Why: in the Wasm build a string costs two bytes a unit, and tables are most of what core has to say.
 */
const SIGNS: string = "=>:*/\n.@-";
const RARE: string = "$()_!~?0123456789";

export function unpack(packed: string): string {
  const letters: string[] = [];
  let shift: i32 = 0;
  for (let i: i32 = 0; i < packed.length; i++) {
    const unit = packed.charCodeAt(i);
    for (let place: i32 = 0; place < 3; place++) {
      const digit = place === 0 ? (unit / 1444) | 0 : place === 1 ? ((unit / 38) | 0) % 38 : unit % 38;
      if (shift === 0 && digit >= 36) {
        shift = digit;
        continue;
      }
      letters.push(letterOf(digit, shift));
      shift = 0;
    }
  }
  return letters.join("").trim();
}

function letterOf(digit: i32, shift: i32): string {
  if (shift === 37) return RARE.charAt(digit);
  if (digit === 0) return " ";
  if (digit > 26) return SIGNS.charAt(digit - 27);
  return String.fromCharCode((shift === 36 ? 64 : 96) + digit);
}

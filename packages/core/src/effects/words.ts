/**
 * Lists of words as one text each: `fetch find get`.
 *
 * A text costs two bytes a letter in the Wasm build; an array of strings costs some forty bytes more for every word.
 * Words are separated by spaces or line ends, sorted by code unit and unique (tested), and found by binary search.
 */

/** Whether a list has a word. */
export function hasWord(list: string, word: string): boolean {
  let low: i32 = 0;
  let high: i32 = list.length;
  while (low < high) {
    let at = (low + high) >> 1;
    while (at > low && list.charCodeAt(at - 1) > 32) at -= 1;
    let end = at;
    while (end < high && list.charCodeAt(end) > 32) end += 1;
    const order = compare(list, at, end, word);
    if (order === 0) return true;
    if (order < 0) low = end + 1;
    else high = at;
  }
  return false;
}

/** Negative when the word from `at` to `end` comes before `word`, 0 when it is the same. Nothing is a word without letters. */
function compare(list: string, at: i32, end: i32, word: string): i32 {
  const length = end - at;
  if (length === 0) return -1;
  const common = length < word.length ? length : word.length;
  for (let i: i32 = 0; i < common; i++) {
    const order = list.charCodeAt(at + i) - word.charCodeAt(i);
    if (order !== 0) return order;
  }
  return length - word.length;
}

/** The words of a list in their order. */
export function wordsIn(list: string): string[] {
  return list.split("\n").join(" ").trim().split(" ");
}

/**
 * Lists of words as one text each: `" fetch find get "`.
 *
 * A text costs two bytes a letter in the Wasm build; an array of strings costs some sixty bytes more for every word.
 * Words are separated by spaces or line ends, sorted and unique (tested).
 */

/** Whether a list has a word. */
export function hasWord(list: string, word: string): boolean {
  if (word.length === 0) return false;
  let at = list.indexOf(word);
  while (at >= 0) {
    const end = at + word.length;
    const startsHere = at === 0 || list.charCodeAt(at - 1) <= 32;
    if (startsHere && (end === list.length || list.charCodeAt(end) <= 32)) return true;
    at = list.indexOf(word, end);
  }
  return false;
}

/** The words of a list in their order. */
export function wordsIn(list: string): string[] {
  return list.split("\n").join(" ").trim().split(" ");
}

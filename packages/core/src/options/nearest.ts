/** Finds the name a user probably meant, for messages. */

/** The entry of `names` nearest to `given`, ignoring case, `-` and `_`; empty when none is near. */
export function nearest(given: string, names: string[]): string {
  const wanted = plain(given);
  let best = "";
  let bestDistance: i32 = 1 + (wanted.length > 3 ? 2 : 1);
  for (let i: i32 = 0; i < names.length; i += 1) {
    const distance = editDistance(wanted, plain(names[i]));
    if (distance < bestDistance) {
      best = names[i];
      bestDistance = distance;
    }
  }
  return best;
}

function plain(name: string): string {
  const parts = name.toLowerCase().split("-").join("").split("_");
  return parts.join("");
}

/** Levenshtein distance, one row at a time. */
export function editDistance(a: string, b: string): i32 {
  // Names of options are short; a novel pasted as a key need not be measured.
  if (a.length > 40 || b.length > 40) return 40;
  let row: i32[] = [];
  for (let j: i32 = 0; j <= b.length; j += 1) row.push(j);
  for (let i: i32 = 1; i <= a.length; i += 1) {
    const next: i32[] = [i];
    for (let j: i32 = 1; j <= b.length; j += 1) {
      let cost = row[j - 1] + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      if (row[j] + 1 < cost) cost = row[j] + 1;
      if (next[j - 1] + 1 < cost) cost = next[j - 1] + 1;
      next.push(cost);
    }
    row = next;
  }
  return row[b.length];
}

/**
 * Groups functions that call each other, callees first.
 *
 *   a → b, b → c, c → b, c → d   →   {d}, {b, c}, {a}
 *
 * Tarjan's algorithm (1972) with a stack of its own, so that long chains of calls need no deep recursion; linear in the calls.
 */
export class Circles {
  /** All functions, group after group, and the end of each group in that list. */
  members: i32[] = [];
  ends: i32[] = [];
}

/** Groups the functions from index `first` on; those before it belong to earlier questions and are left out. */
export function findCircles(callees: i32[][], first: i32): Circles {
  const found = new Circles();
  const count = callees.length - first;
  const number = new Int32Array(count).fill(-1);
  const lowest = new Int32Array(count);
  const next = new Int32Array(count);
  const isOpen = new Int8Array(count);
  const open: i32[] = [];
  const path: i32[] = [];
  let numbers: i32 = 0;
  for (let start: i32 = 0; start < count; start++) {
    if (number[start] >= 0) continue;
    path.push(start);
    while (path.length > 0) {
      const at = path[path.length - 1];
      if (number[at] < 0) {
        number[at] = numbers;
        lowest[at] = numbers;
        numbers += 1;
        open.push(at);
        isOpen[at] = 1;
      }
      const calls = callees[first + at];
      if (next[at] < calls.length) {
        const callee = calls[next[at]] - first;
        next[at] += 1;
        if (callee < 0) continue;
        if (number[callee] < 0) path.push(callee);
        else if (isOpen[callee] === 1 && number[callee] < lowest[at]) lowest[at] = number[callee];
        continue;
      }
      path.pop();
      if (path.length > 0) {
        const caller = path[path.length - 1];
        if (lowest[at] < lowest[caller]) lowest[caller] = lowest[at];
      }
      if (lowest[at] !== number[at]) continue;
      let member: i32 = -1;
      while (member !== at) {
        member = open.pop() as i32;
        isOpen[member] = 0;
        found.members.push(first + member);
      }
      found.ends.push(found.members.length);
    }
  }
  return found;
}

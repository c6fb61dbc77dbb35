/**
 * Remarks about awaits in loops: those of a loop that was split say so, and those that had nothing better to say than that they stand
 * in a loop say why it was not.
 */
import { Facts } from "../facts";
import { Loop } from "../loops/loop";
import { isForAwait } from "../precheck/contents";
import { Code, codeName, Reason } from "../reason";
import { Kind } from "../tree/kinds";
import { Remark } from "./remark";
import { reasonText } from "./text";

/** Replaces entries of `remarks`, which has one for each await. */
export function remarkLoops(facts: Facts, loops: Loop[], remarks: Remark[]): void {
  const loopOf = new Map<i32, i32>();
  let group: i32 = 0;
  // Inner loops come first: what they say is closer, unless the outer one is split.
  for (let i: i32 = 0; i < loops.length; i++) {
    for (let j: i32 = 0; j < loops[i].awaits.length; j++) {
      const site = loops[i].awaits[j];
      if (loops[i].reason === null || !loopOf.has(site)) loopOf.set(site, i);
    }
    addStreams(facts, loops[i], i, loopOf);
  }
  for (let i: i32 = 0; i < remarks.length; i++) if (remarks[i].group > group) group = remarks[i].group;
  const groups: i32[] = [];
  for (let i: i32 = 0; i < loops.length; i++) {
    if (loops[i].reason === null) group += 1;
    groups.push(group);
  }
  const lone = codeName(Code.Loop);
  for (let i: i32 = 0; i < remarks.length; i++) {
    const remark = remarks[i];
    if (remark.hoisted || !loopOf.has(remark.site)) continue;
    const index = loopOf.get(remark.site) as i32;
    const reason = loops[index].reason;
    if (reason === null) remarks[i] = splitRemark(facts, remark, groups[index]);
    else if (remark.code === lone) remarks[i] = keptRemark(facts, remark, reason as Reason);
  }
}

/** What an iteration reads with `for await` is read beside other iterations. */
function addStreams(facts: Facts, loop: Loop, index: i32, loopOf: Map<i32, i32>): void {
  const tree = facts.tree;
  for (let node = loop.body; node < tree.end[loop.body]; node++) {
    if (tree.kind[node] === Kind.Function || tree.kind[node] === Kind.Class) node = tree.end[node] - 1;
    else if (isForAwait(tree, node) && (loop.reason === null || !loopOf.has(node))) loopOf.set(node, index);
  }
}

function splitRemark(facts: Facts, remark: Remark, group: i32): Remark {
  const most = facts.options.concurrency;
  const how = most > 0 ? "up to " + most.toString() + " iterations" : "all iterations";
  const text = "hoisted: " + how + " of the loop are under way together, what follows stays in order";
  return new Remark(codeName(Code.HoistedLoop), remark.site, true, group, remark.line, remark.column, text);
}

function keptRemark(facts: Facts, remark: Remark, reason: Reason): Remark {
  const tree = facts.tree;
  let line = reason.node >= 0 ? tree.lineAt(tree.start[reason.node]) : 0;
  if (line === remark.line) line = 0;
  return new Remark(codeName(reason.code), remark.site, false, 0, remark.line, remark.column, reasonText(reason, line));
}

/**
 * Remarks as text and as JSON, the same on every host, and their verifier.
 */
import { isForAwait } from "../precheck/contents";
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { quoteJson } from "./json";
import { Remark } from "./remark";

/** `12:4 PA101 data: uses "user", …`: line from 1, column from 1 as editors count. */
export function printRemark(remark: Remark): string {
  const place = remark.line.toString() + ":" + (remark.column + 1).toString();
  const group = remark.hoisted ? " [group " + remark.group.toString() + "]" : "";
  return place + " " + remark.code + group + " " + remark.text;
}

export function printRemarks(remarks: Remark[]): string {
  const lines: string[] = [];
  for (let i: i32 = 0; i < remarks.length; i++) lines.push(printRemark(remarks[i]) + "\n");
  return lines.join("");
}

/** A JSON array of `{ code, hoisted, group, line, column, text }`; line from 1, column from 0 in UTF-16 code units. */
export function remarksJson(remarks: Remark[]): string {
  const items: string[] = [];
  for (let i: i32 = 0; i < remarks.length; i++) {
    const remark = remarks[i];
    let text = '{"code":"' + remark.code + '","hoisted":' + (remark.hoisted ? "true" : "false");
    text += ',"group":' + remark.group.toString() + ',"line":' + remark.line.toString();
    text += ',"column":' + remark.column.toString() + ',"text":' + quoteJson(remark.text) + "}";
    items.push(text);
  }
  return "[" + items.join(",") + "]";
}

/** Every await site, `for await` among them, has exactly one remark, in source order. */
export function verifyRemarks(tree: Tree, remarks: Remark[]): string {
  let next: i32 = 0;
  for (let node: i32 = 0; node < tree.size; node++) {
    if (tree.kind[node] !== Kind.Await && !isForAwait(tree, node)) continue;
    if (next >= remarks.length || remarks[next].site !== node)
      return "await " + node.toString() + " has no remark of its own";
    next += 1;
  }
  return next === remarks.length ? "" : "more remarks than await sites";
}

/**
 * What hosts print and hand out about one file, the same on every host.
 */
import { Assertion, assertionsJson } from "./assertions";
import { Remark } from "./remark";
import { remarksJson } from "./print";
import { quoteJson } from "./json";

function countHoisted(remarks: Remark[]): i32 {
  let count: i32 = 0;
  for (let i: i32 = 0; i < remarks.length; i++) if (remarks[i].hoisted) count += 1;
  return count;
}

/**
 * One block of text: a line with the totals, and with `every` one more for each site and each `@parallel`. Columns count from 1 here, as editors and
 * terminals do that make `file:line:column` a link. An empty `name` is a file without one.
 */
export function reportText(name: string, remarks: Remark[], assertions: Assertion[], every: boolean): string {
  const file = name.length > 0 ? name : "unknown file";
  const hoisted = countHoisted(remarks);
  const kept: i32 = remarks.length - hoisted;
  const asserted = assertions.length > 0 ? `, ${assertions.length.toString()} marked @parallel` : "";
  const lines: string[] = [
    `parallel-await: ${file}: ${hoisted.toString()} hoisted, ${kept.toString()} kept${asserted}`,
  ];
  if (!every) return lines[0];
  for (let i: i32 = 0; i < remarks.length; i++) {
    const remark = remarks[i];
    const place = `${file}:${remark.line.toString()}:${(remark.column + 1).toString()}`;
    const what = remark.hoisted ? `hoisted (group ${remark.group.toString()})` : "kept";
    lines.push(`  ${place} ${what} ${remark.code} ${remark.text}`);
  }
  for (let i: i32 = 0; i < assertions.length; i++) {
    const each = assertions[i];
    const place = `${file}:${each.line.toString()}:${(each.column + 1).toString()}`;
    lines.push(`  ${place} asserted: this ${each.subject} is marked @parallel, and is taken to be independent`);
  }
  return lines.join("\n");
}

/**
 * The same as JSON: `{ filename, hoisted, kept, asserted, remarks }`: `asserted` has a `{ subject, line, column }` for each `@parallel`,
 * `remarks` is as `remarksJson` has it, and there only with `every`;
 * `filename` is null for a file without a name.
 */
export function reportJson(name: string, remarks: Remark[], assertions: Assertion[], every: boolean): string {
  const hoisted = countHoisted(remarks);
  const kept: i32 = remarks.length - hoisted;
  const parts: string[] = [
    `{"filename":${name.length > 0 ? quoteJson(name) : "null"}`,
    `"hoisted":${hoisted.toString()}`,
    `"kept":${kept.toString()}`,
    `"asserted":${assertionsJson(assertions)}`,
  ];
  if (every) parts.push(`"remarks":${remarksJson(remarks)}`);
  return parts.join(",") + "}";
}

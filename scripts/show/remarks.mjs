import { paint } from "./paint.mjs";

/** One line a remark, in source order. */
export function remarkLines(report, name) {
  return report.remarks.map((remark) => {
    const place = `${name}:${remark.line}:${remark.column + 1}`;
    const verdict = remark.hoisted ? paint("green", `group ${remark.group}`) : paint("yellow", "kept");
    return `  ${place}  ${verdict}  ${paint("dim", remark.code)} ${remark.text}`;
  });
}

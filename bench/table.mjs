/**
 * Lays out rows as a plain text table: the first column flush left, the others flush right.
 * @param {string[]} header
 * @param {(string | number)[][]} rows
 */
export function table(header, rows) {
  const lines = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const laidOut = lines.map((line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  "),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [laidOut[0], rule, ...laidOut.slice(1)].map((line) => line.trimEnd()).join("\n");
}

export function percent(part, whole, digits = 1) {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(digits)} %`;
}

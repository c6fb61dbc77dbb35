/**
 * Lays out rows as a plain text table.
 * @param {string[]} header
 * @param {(string | number)[][]} rows
 * @param {number[]} left  columns that are flush left; all others are numbers and flush right
 */
export function table(header, rows, left = [0]) {
  const lines = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const laidOut = lines.map((line) =>
    line
      .map((cell, column) => (left.includes(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join("  "),
  );
  const rule = widths.map((width) => "-".repeat(Math.min(width, 60))).join("  ");
  return [laidOut[0], rule, ...laidOut.slice(1)].map((line) => line.trimEnd()).join("\n");
}

export function percent(part, whole, digits = 1) {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(digits)} %`;
}

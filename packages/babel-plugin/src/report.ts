import type { Remark } from "@parallel-await/core";

/** What became of one await site, as a `report` callback sees it. */
export interface SiteReport {
  /** Stable code, for example `PA101`. */
  code: string;
  hoisted: boolean;
  /** Number of its group in the file, from 1, when hoisted; else 0. */
  group: number;
  /** From 1; 0 when unknown. */
  line: number;
  /** From 0. */
  column: number;
  text: string;
}

/** What became of the await sites of one file. */
export interface FileReport {
  /** As Babel knows it; null for a text without a name. */
  filename: string | null;
  remarks: SiteReport[];
  hoisted: number;
  kept: number;
}

export function fileReport(filename: string | null, remarks: readonly Remark[]): FileReport {
  const sites = remarks.map(({ code, hoisted, group, line, column, text }) => {
    return { code, hoisted, group, line, column, text };
  });
  const hoisted = sites.filter((site) => site.hoisted).length;
  return { filename, remarks: sites, hoisted, kept: sites.length - hoisted };
}

/**
 * One block of text for a file: a line with the totals, and with `every` one more for each site. Columns count from 1
 * here, as editors and terminals do that make `file:line:column` a link.
 */
export function reportText(report: FileReport, every: boolean): string {
  const name = report.filename ?? "unknown file";
  const lines = [`parallel-await: ${name}: ${report.hoisted} hoisted, ${report.kept} kept`];
  if (every) {
    for (const site of report.remarks) {
      const what = site.hoisted ? `hoisted (group ${site.group})` : "kept";
      lines.push(`  ${name}:${site.line}:${site.column + 1} ${what} ${site.code} ${site.text}`);
    }
  }
  return lines.join("\n");
}

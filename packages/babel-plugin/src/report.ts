import { Remark, reportText as textOf } from "@parallel-await/core";

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

/** The report as text, with a line for each site when `every` is set. */
export function reportText(report: FileReport, every: boolean): string {
  const remarks = report.remarks.map(
    ({ code, hoisted, group, line, column, text }) => new Remark(code, -1, hoisted, group, line, column, text),
  );
  return textOf(report.filename ?? "", remarks, every);
}

import { Assertion, Remark, reportText as textOf } from "@parallel-await/core";

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

/** Something that the user has marked `@parallel`. */
export interface AssertionReport {
  subject: "loop" | "function" | "class" | "statement";
  /** From 1; 0 when unknown. */
  line: number;
  /** From 0. */
  column: number;
}

/** What became of the await sites of one file. */
export interface FileReport {
  /** As Babel knows it; null for a text without a name. */
  filename: string | null;
  remarks: SiteReport[];
  hoisted: number;
  kept: number;
  /** Every `@parallel`, in the order of the source: where the user's word is all that allows a move. */
  asserted: AssertionReport[];
}

export function fileReport(
  filename: string | null,
  remarks: readonly Remark[],
  assertions: readonly Assertion[],
): FileReport {
  const sites = remarks.map(({ code, hoisted, group, line, column, text }) => {
    return { code, hoisted, group, line, column, text };
  });
  const hoisted = sites.filter((site) => site.hoisted).length;
  const asserted = assertions.map(({ subject, line, column }) => ({ subject, line, column }) as AssertionReport);
  return { filename, remarks: sites, hoisted, kept: sites.length - hoisted, asserted };
}

/** The report as text, with a line for each site when `every` is set. */
export function reportText(report: FileReport, every: boolean): string {
  const remarks = report.remarks.map(
    ({ code, hoisted, group, line, column, text }) => new Remark(code, -1, hoisted, group, line, column, text),
  );
  const assertions = report.asserted.map(({ subject, line, column }) => new Assertion(subject, line, column));
  return textOf(report.filename ?? "", remarks, assertions, every);
}

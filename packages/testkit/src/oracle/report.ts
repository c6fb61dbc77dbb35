/** What can be wrong with an output. Each stands for one sentence of the contract. */
export type Category =
  /** Another result, error or final state. */
  | "result"
  /** An ordered effect is missing, extra, or happens with other arguments. */
  | "effects"
  /** Ordered effects happen in another order, or something started before what it had to wait for. */
  | "order"
  /** Something was started that the original would not have started, other than a read past a failed awaited read. */
  | "speculation"
  /** An operation of the original was never started, or with other arguments. */
  | "missing-start"
  /** An operation was started more often than in the original. */
  | "extra-start"
  | "unhandled-rejection"
  /** An ordered effect ran while an operation was in flight that the original had finished or not begun. */
  | "in-flight"
  /** An ordered effect happened after the caller had its answer. */
  | "late-effect"
  /** A lazy thenable was subscribed to more or less often than in the original. */
  | "subscriptions"
  /** More iterations of a loop were under way at a time than the options allow. */
  | "concurrency"
  /** An operation of a service read something else than in the original: an older value, or a newer one. */
  | "stale-read"
  /** The state of a service ends as another one. */
  | "lost-write"
  /** Two operations were in flight on something that takes one at a time. */
  | "overlapping-use"
  /** More or less time between two looks at the clock. */
  | "measured-time"
  /** The output takes longer. */
  | "makespan"
  /** The output does not run at all, or lacks an entry. */
  | "broken";

export interface Violation {
  entry: string;
  scenario: string;
  category: Category;
  detail: string;
}

/** Virtual duration of one entry without failures. */
export interface Makespan {
  entry: string;
  latencies: string;
  before: number;
  after: number;
  /** No schedule that keeps data dependence and the order of writes is shorter. */
  criticalPath: number;
}

export interface OracleReport {
  violations: Violation[];
  entries: number;
  scenarios: number;
  /** Different operations seen in the original. 0 means that nothing was tested. */
  operations: number;
  makespans: Makespan[];
}

/** Violations as text: each different one once, with the first scenario that shows it. */
export function printViolations(violations: Violation[], limit = 12): string {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const key = `${violation.category}: ${violation.detail}\n    in ${violation.entry}`;
    groups.set(key, [...(groups.get(key) ?? []), violation]);
  }
  const lines = [...groups].map(([key, [{ scenario }, ...others]]) => {
    return `${key}, ${scenario}${others.length > 0 ? ` and ${others.length} more scenarios` : ""}`;
  });
  return [...lines.slice(0, limit), ...(lines.length > limit ? [`… and ${lines.length - limit} more`] : [])].join("\n");
}

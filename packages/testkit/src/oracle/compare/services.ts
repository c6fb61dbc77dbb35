import type { Touch } from "../services/cells";
import { baseOf } from "../world/operation";
import type { Run } from "../world/run";
import type { Finding } from "./compare";
import { type Judge, byKey } from "./judge";
import type { DifferenceSuspect } from "./races";

/**
 * What operations of services saw and left behind, in words: which write a read missed, whose write was lost, what overlapped. A
 * difference counts only where the original always shows the same.
 */
export function checkServices(original: Run, output: Run, judge: Judge): Finding[] {
  if (original.services.touches.length === 0 && output.services.touches.length === 0) return [];
  return [...checkReads(original, output, judge), ...checkFinal(original, output), ...checkOverlaps(original, output)];
}

/** Whether the state that services are left in is the same. */
export function endsAlike(original: Run, output: Run): boolean {
  const [before, after] = [original.services.final, output.services.final];
  return [...new Set([...before.keys(), ...after.keys()])].every(
    (cell) => before.get(cell)?.value === after.get(cell)?.value,
  );
}

function checkReads(original: Run, output: Run, judge: Judge): Finding[] {
  const findings: Finding[] = [];
  const before = byKey(original);
  const calm = !judge.isExcused(original);
  for (const [operation, seen] of readsByOperation(output)) {
    const wanted = readsByOperation(original).get(operation);
    if (!wanted || !before.has(operation)) continue;
    // After a failure a read may have been started once more than before: which of them is the original's cannot be told.
    if (!calm && asked(output, operation) > asked(original, operation)) continue;
    for (const [cell, touch] of seen) {
      const then = wanted.get(cell);
      if (!then || then.value === touch.value) continue;
      if (cell === "clock") {
        findings.push({
          category: "measured-time",
          detail: `${operation} reads ${touch.value} after the first look, not ${then.value}`,
        });
        continue;
      }
      findings.push({ ...describeRead(original, output, then, touch), suspect: sameRead(operation, cell) });
      // What else it read follows from that.
      break;
    }
  }
  return findings;
}

function describeRead(original: Run, output: Run, then: Touch, now: Touch): Finding {
  const { operation, cell } = now;
  const saw = `${operation} reads ${cell} as ${now.value}, not ${then.value}`;
  const changes = output.services.touches.some(
    (touch) => touch.operation === operation && touch.cell === cell && touch.kind === "write",
  );
  if (changes) return { category: "order", detail: `order lost: ${saw}` };
  const writes = original.services.touches.filter((touch) => touch.kind === "write" && touch.cell === cell);
  const position = (writer: string): number => writes.findIndex((touch) => touch.operation === writer);
  if (then.writer !== "" && position(now.writer) < position(then.writer))
    return { category: "stale-read", detail: `stale read: ${saw}, which ${then.writer} writes before it` };
  return { category: "stale-read", detail: `read too late: ${saw}; ${now.writer || "nobody"} writes it after that` };
}

function checkFinal(original: Run, output: Run): Finding[] {
  const findings: Finding[] = [];
  const [before, after] = [original.services.final, output.services.final];
  const happened = new Set(output.operations.map((operation) => operation.key));
  for (const cell of new Set([...before.keys(), ...after.keys()])) {
    const [wanted, found] = [before.get(cell), after.get(cell)];
    if (wanted?.value === found?.value) continue;
    const suspect: DifferenceSuspect = { relation: "same", show: (run) => run.services.final.get(cell)?.value ?? "" };
    const ends = `${cell} ends as ${found?.value ?? "it was"}, not ${wanted?.value ?? "it was"}`;
    let why = "the write that did this is new";
    if (wanted && !happened.has(wanted.writer)) why = `${wanted.writer} never happened`;
    else if (wanted && found) why = `${found.writer} came last, not ${wanted.writer}`;
    findings.push({ category: "lost-write", detail: `lost write: ${ends}: ${why}`, suspect });
  }
  return findings;
}

function checkOverlaps(original: Run, output: Run): Finding[] {
  const overlapping = (run: Run): Set<string> =>
    new Set(
      run.services.overlaps.map(({ resource, earlier, later }) =>
        [resource, ...[earlier, later].toSorted()].join("\n"),
      ),
    );
  const allowed = overlapping(original);
  return output.services.overlaps
    .filter(({ resource, earlier, later }) => !allowed.has([resource, ...[earlier, later].toSorted()].join("\n")))
    .map(({ resource, earlier, later }) => ({
      category: "overlapping-use" as const,
      detail: `overlapping use of ${resource}: ${later} started while ${earlier} was in flight`,
      suspect: { relation: "finished" as const, earlier, later },
    }));
}

/** The first thing each operation read in each place. */
function readsByOperation(run: Run): Map<string, Map<string, Touch>> {
  const reads = new Map<string, Map<string, Touch>>();
  for (const touch of run.services.touches) {
    if (touch.kind !== "read") continue;
    if (!reads.has(touch.operation)) reads.set(touch.operation, new Map());
    const seen = reads.get(touch.operation)!;
    if (!seen.has(touch.cell)) seen.set(touch.cell, touch);
  }
  return reads;
}

function sameRead(operation: string, cell: string): DifferenceSuspect {
  return {
    relation: "same",
    show: (run) => readsByOperation(run).get(operation)?.get(cell)?.value,
  };
}

/** How often an operation like this one was started. */
function asked(run: Run, key: string): number {
  const wanted = baseOf(key);
  return run.operations.filter(({ base }) => base === wanted).length;
}

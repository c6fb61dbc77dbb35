import type { Latency, Scenario } from "../scenarios/scenario";
import { momentChoices } from "../services/desk";
import type { Run } from "../world/run";
import { byKey } from "./judge";

/** An order of the original that the output does not keep. */
export type Suspect = OrderSuspect | DifferenceSuspect;

/** Something that two runs show differently: it counts if the original always shows the same. */
export interface DifferenceSuspect {
  relation: "same";
  /** What a run shows; undefined when it has nothing to show. */
  show: (run: Run) => string | undefined;
}

export interface OrderSuspect {
  /** What `earlier` had done when `later` started. */
  relation: "finished" | "started";
  earlier: string;
  later: string;
}

/** Longer than everything else in a run together. */
const veryLong = 1_000_000;

/**
 * Tells an order that the original keeps from one that it leaves to chance.
 *
 * A program that runs things concurrently on its own has no fixed order between them, and a faster output may change it.
 * So before an order is held against the output, the original runs again with one operation after the other slowed down.
 * If the order changes in any of these runs, nothing in the program enforced it.
 */
export class Races {
  /** `original` remembers runs by the name of their scenario. */
  constructor(private original: (scenario: Scenario) => Run) {}

  isRace(suspect: Suspect, scenario: Scenario): boolean {
    if (suspect.relation === "same") return this.varies(suspect, scenario);
    const { relation, earlier, later } = suspect;
    const baseline = this.original(scenario);
    // That `later` overtakes a slow `earlier` is the shortest way to see it.
    const candidates = baseline.operations.filter((each) => each.async).map((each) => each.key);
    // What takes no time cannot be slow; whatever leads to it can.
    const slowable = relation === "finished" && candidates.includes(earlier) ? [earlier] : candidates;
    for (const key of slowable) {
      const operations = byKey(this.slowed(key, scenario));
      const [a, b] = [operations.get(earlier), operations.get(later)];
      if (a && b && (relation === "finished" ? a.settled : a.started) > b.started) return true;
      if (!a && b) return true;
    }
    return false;
  }

  /** What services show may also depend on when in their lives operations act. */
  private varies({ show }: DifferenceSuspect, scenario: Scenario): boolean {
    const baseline = this.original(scenario);
    const wanted = show(baseline);
    const differs = (run: Run): boolean => (show(run) ?? wanted) !== wanted;
    for (const { name, moments } of momentChoices) {
      if (differs(this.original({ ...scenario, name: `${scenario.name}; acts: ${name}`, moments }))) return true;
    }
    for (const { key } of baseline.operations.filter((each) => each.async)) {
      if (differs(this.slowed(key, scenario))) return true;
    }
    return false;
  }

  private slowed(key: string, scenario: Scenario): Run {
    const latency: Latency = (each) => (each === key ? veryLong : scenario.latency(each));
    return this.original({ ...scenario, name: `${scenario.name}; slow: ${key}`, latency });
  }
}

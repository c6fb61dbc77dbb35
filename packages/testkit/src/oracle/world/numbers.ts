/** What a run has asked so far: the numbers given away, and how often each place has asked, by question. */
export type Asked = Map<string, { given: Set<number>; times: Map<number, number> }>;

/**
 * Numbers for operations that look alike (`getUser(1)`, `getUser(1)#2`), so that one that only one program makes, or one that comes early,
 * does not take the place of another. What stands at a known place in the source has the same number in all runs of both programs: a run of
 * the original that makes it first decides. All others are counted.
 */
export class EntryNumbers {
  /** By question, by place and time there. */
  private known = new Map<string, Map<string, number>>();

  number(asked: Asked, question: string, site: number | undefined): number {
    let before = asked.get(question);
    if (!before) asked.set(question, (before = { given: new Set(), times: new Map() }));
    const { given, times } = before;
    let next = 1;
    if (site === undefined) {
      while (given.has(next)) next += 1;
      given.add(next);
      return next;
    }
    const time = (times.get(site) ?? 0) + 1;
    times.set(site, time);
    let places = this.known.get(question);
    if (!places) this.known.set(question, (places = new Map()));
    const place = `${site} ${time}`;
    let occurrence = places.get(place);
    if (occurrence === undefined) places.set(place, (occurrence = places.size + 1));
    // Somebody whose place is not known has it.
    if (given.has(occurrence)) for (occurrence = 1; given.has(occurrence);) occurrence += 1;
    given.add(occurrence);
    return occurrence;
  }
}

/** Each entry begins to count anew. */
export class Numbers {
  private entries = new Map<string, EntryNumbers>();

  of(entry: string): EntryNumbers {
    let numbers = this.entries.get(entry);
    if (!numbers) this.entries.set(entry, (numbers = new EntryNumbers()));
    return numbers;
  }
}

/** What a run has asked so far: the numbers given away, and how often each place has asked, by question. */
export type Asked = Map<string, { given: Set<number>; times: Map<number, number> }>;

/**
 * Numbers for operations that look alike (`getUser(1)`, `getUser(1)#2`), so that one that only one program makes, or one that comes early,
 * does not take the place of another. What stands at a known place in the source has the same number in all runs of both programs: the first run of
 * the original in which it is made decides. All others are counted.
 */
export class EntryNumbers {
  /** By question, by place and time there. */
  private places = new Map<string, Map<string, number>>();

  number(asked: Asked, question: string, site: number | undefined, isOriginal: boolean): number {
    let before = asked.get(question);
    if (!before) asked.set(question, (before = { given: new Set(), times: new Map() }));
    const { given, times } = before;
    const time = site === undefined ? 0 : (times.get(site) ?? 0) + 1;
    if (site !== undefined) times.set(site, time);
    let occurrence = site === undefined ? undefined : this.known(question, `${site} ${time}`, isOriginal);
    // Somebody whose place is not known may have it.
    if (occurrence === undefined || given.has(occurrence)) for (occurrence = 1; given.has(occurrence);) occurrence += 1;
    given.add(occurrence);
    return occurrence;
  }

  private known(question: string, place: string, isOriginal: boolean): number | undefined {
    let places = this.places.get(question);
    if (!places) this.places.set(question, (places = new Map()));
    if (isOriginal && !places.has(place)) places.set(place, places.size + 1);
    return places.get(place);
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

/**
 * Where nodes are in the lists of the host tree, as it was before any edit. Each list that is asked about is indexed once:
 * looking through it again for every edit would be quadratic.
 */
export class Positions {
  private readonly known = new Map<readonly unknown[], Map<unknown, number>>();

  /** Index of `node` in `list`, or -1. */
  of(list: readonly unknown[], node: unknown): number {
    let positions = this.known.get(list);
    if (positions === undefined) {
      positions = new Map(list.map((item, index) => [item, index]));
      this.known.set(list, positions);
    }
    return positions.get(node) ?? -1;
  }
}

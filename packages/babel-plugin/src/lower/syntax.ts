/**
 * A node of the host's syntax tree, Babel or ESTree. Only `type` is certain; the rows of the table know the rest by name.
 */
export interface SyntaxNode {
  readonly type: string;
  readonly start?: number | null;
  readonly end?: number | null;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields differ by type, version and parser
  readonly [field: string]: any;
}

/** What an empty slot or an array hole holds. */
export type MaybeNode = SyntaxNode | null | undefined;

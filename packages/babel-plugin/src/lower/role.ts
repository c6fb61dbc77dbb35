/**
 * The position a node is lowered in. A parent decides it; identifiers turn it into flags, patterns and transparent
 * wrappers hand it down, everything else ignores it.
 */
export const Role = {
  /** An expression, a statement, anything whose position does not matter. */
  Plain: 0,
  /** Declares its names: parameters, declarators, imports, catch clauses. */
  Binding: 1,
  /** Assigned: the left side of `=`, the variable of `for (x of xs)`. */
  Target: 2,
  /** Read, then assigned: the left side of `+=`, the operand of `++`. */
  Updated: 3,
  /** Object or callee of a link of an optional chain, whose extent the outermost link has opened already. */
  ChainLink: 4,
} as const;

/** One of `Role`, or a number given by `part` for a piece of a node that the host has no node for. */
export type RoleId = number;

/**
 * The position a value is lowered in. A parent decides it; identifiers turn it into flags, patterns and transparent
 * wrappers hand it down, everything else ignores it.
 */
export const enum Role {
  /** An expression, a statement, anything whose position does not matter. */
  Plain = 0,
  /** Declares its names: parameters, declarators, imports, catch clauses. */
  Binding,
  /** Assigned: the left side of `=`, the variable of `for (x of xs)`. */
  Target,
  /** Read, then assigned: the left side of `+=`, the operand of `++`. */
  Updated,
  /** Object or callee of a link of an optional chain, whose extent the outermost link has opened already. */
  ChainLink,
  /** A string statement in the directive prologue of a function or program. */
  Prologue,
  /** The object of a member in a JSX tag: a variable whatever its case. */
  TagObject,
  /** A class or function that `export default` declares. */
  DefaultExport,
  /** A specifier of `export … from`, or of a type: its left name is no binding of this module. */
  ReExport,
}

/** Role in a generated row: that of the node itself. */
export const INHERIT: i32 = 255;

/**
 * Ambient names for the integer types AssemblyScript has and TypeScript lacks. `tsc` sees plain numbers;
 * `asc` ignores this file and uses its own built-in types. Nothing here exists at run time.
 */
declare type i32 = number;
declare type u32 = number;

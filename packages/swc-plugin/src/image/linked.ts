/**
 * Functions that the build writes (`scripts/build/wasm-link.mjs`): they look like imports to asc, and no host is asked for them. asc names the
 * imported module after this file.
 */

/** Bytes of the packed image. */
export declare function packedLength(): i32;

/** Copies the packed image. */
export declare function copyPacked(to: usize): void;

/**
 * Functions that the build writes (`scripts/build/wasm-link.mjs`): they look like imports to asc, and no host is asked for them. asc names the
 * imported module after this file.
 */

/** Bytes of the packed image, the tables of the codec at its beginning included. */
export declare function packedLength(): i32;

/** Bytes of these tables. */
export declare function tablesLength(): i32;

/** Address where what the tables are unpacked to begins. */
export declare function tablesAt(): i32;

/** Copies a part of the packed image. */
export declare function copyPacked(to: usize, from: usize, length: usize): void;

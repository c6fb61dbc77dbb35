/** What `dump.ts` uses of the functions of a host; asc names the imported module after this file. */
export declare function __set_transform_plugin_core_pkg_diagnostics(pointer: usize, length: i32): void;
export declare function __set_transform_result(pointer: usize, length: i32): void;
export declare function __emit_output(pointer: usize, length: i32): void;
export declare function __lookup_byte_offset_proxy(position: i32, ret: usize): i32;

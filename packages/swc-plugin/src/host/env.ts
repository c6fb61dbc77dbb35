/**
 * The functions that an SWC host gives to a plugin. All parameters are addresses, lengths, positions or numbers of the host in 32 bits; a
 * function with a `ret` parameter answers through it (`reply.ts`) and returns 0 when it has no answer.
 *
 * asc names an imported module after the file that declares it and takes the functions' own names, so neither is ours to choose.
 */
export declare function __set_transform_plugin_core_pkg_diagnostics(pointer: usize, length: i32): void;
export declare function __set_transform_result(pointer: usize, length: i32): void;
export declare function __get_transform_plugin_config(ret: usize): i32;
export declare function __get_transform_context(kind: i32, ret: usize): i32;
export declare function __emit_diagnostics(pointer: usize, length: i32): void;
export declare function __emit_output(pointer: usize, length: i32): void;
export declare function __mark_fresh_proxy(parent: i32): i32;
export declare function __syntax_context_apply_mark_proxy(context: i32, mark: i32): i32;
export declare function __lookup_byte_offset_proxy(position: i32, ret: usize): i32;
export declare function __copy_comment_to_host_env(pointer: usize, length: i32): void;
export declare function __add_leading_comments_proxy(position: i32): void;
export declare function __has_leading_comments_proxy(position: i32): i32;
export declare function __has_trailing_comments_proxy(position: i32): i32;
export declare function __move_leading_comments_proxy(from: i32, to: i32): void;
export declare function __move_trailing_comments_proxy(from: i32, to: i32): void;
export declare function __take_trailing_comments_proxy(position: i32, ret: usize): i32;

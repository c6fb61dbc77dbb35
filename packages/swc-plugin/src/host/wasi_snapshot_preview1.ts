/** The one function of WASI that is used. asc names the imported module after this file. */
export declare function fd_write(descriptor: i32, vectors: usize, count: i32, written: usize): i32;

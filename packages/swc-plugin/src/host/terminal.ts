/** Lines on standard error, in the module that prints. Hosts that draw their own progress drop them. */
import { fd_write } from "./wasi_snapshot_preview1";

const STANDARD_ERROR: i32 = 2;

/** Address and length of the text, then the number of bytes written. */
const VECTOR: usize = memory.data(12);

/** False in the module that does not print, and where the host does not let it. */
export function printLine(text: string): bool {
  const bytes = String.UTF8.encode(text + "\n");
  let from = changetype<usize>(bytes);
  let left = bytes.byteLength;
  while (left > 0) {
    store<u32>(VECTOR, <u32>from);
    store<u32>(VECTOR + 4, left);
    if (fd_write(STANDARD_ERROR, VECTOR, 1, VECTOR + 8) !== 0) return false;
    const written = load<i32>(VECTOR + 8);
    if (written <= 0) return false;
    from += written;
    left -= written;
  }
  return true;
}

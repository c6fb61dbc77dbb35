import { Cbor } from "./cbor/cbor";
import { Walk } from "./lower/walk";
export function lowerOnly(pointer: usize, length: i32): i32 {
  const cbor = new Cbor(pointer, length);
  cbor.index();
  if (cbor.problem.length > 0) return -1;
  const walk = new Walk(cbor);
  walk.run();
  return walk.tree.size;
}

/**
 * What the plugin says when a host asks what it is.
 *
 * Hosts that speak CBOR read `array(4)["", "", "", 1]` from the beginning and ignore the rest. Older hosts (@swc/core up to
 * 1.14, Next.js up to 16.0) use another encoding of the syntax tree, which this plugin would corrupt; they read a fixed structure from the
 * end, find a schema version of 65535, and refuse the plugin before it runs.
 */
import { __set_transform_plugin_core_pkg_diagnostics } from "./env";

/** Not a constant: there are none yet when a host asks (`image/expand.ts`). */
const HANDSHAKE: usize = memory.data(36);

export function sendHandshake(): void {
  store<u32>(HANDSHAKE, 0x60606084);
  store<u32>(HANDSHAKE + 4, 0x00000001);
  for (let word: usize = 8; word < 32; word += 8) store<u64>(HANDSHAKE + word, ~(<u64>0x9e));
  store<u32>(HANDSHAKE + 32, 0x0000ffff);
  __set_transform_plugin_core_pkg_diagnostics(HANDSHAKE, 36);
}

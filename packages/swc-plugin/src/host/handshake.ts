/**
 * What the plugin says when a host asks what it is.
 *
 * Hosts that speak CBOR read `array(4)["", "", "", 1]` from the beginning and ignore the rest. Older hosts (@swc/core up to
 * 1.14, Next.js up to 16.0) use another encoding of the syntax tree, which this plugin would corrupt; they read a fixed structure from the
 * end, find a schema version of 65535, and refuse the plugin before it runs.
 */
import { __set_transform_plugin_core_pkg_diagnostics } from "./env";

// prettier-ignore
const HANDSHAKE: StaticArray<u8> = [
  0x84, 0x60, 0x60, 0x60, 0x01, 0x00, 0x00, 0x00,
  0x61, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0x61, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0x61, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0xff, 0xff, 0x00, 0x00,
];

export function sendHandshake(): void {
  __set_transform_plugin_core_pkg_diagnostics(changetype<usize>(HANDSHAKE), HANDSHAKE.length);
}

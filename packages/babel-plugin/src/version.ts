import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { version } from "../package.json";

/** Written into the bundle by the build. */
export const VERSION: string = version;

/**
 * Our `package.json`, which changes with every version: tools that cache compiled files watch it. Null where the plugin
 * runs from a bundle of its own.
 */
export const MANIFEST: string | null = findManifest();

function findManifest(): string | null {
  try {
    const path = fileURLToPath(new URL("../package.json", import.meta.url));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

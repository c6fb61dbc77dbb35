import { Malformed, Reader } from "./cbor.mjs";
import { EmulatedHost, Violation } from "./host.mjs";
import { generationOf, problemOf } from "./wire.mjs";

const ERROR = 4;

/**
 * @typedef {object} Outcome
 * @property {string | null} failure  what must not happen, or null
 * @property {boolean} changed  whether the program was changed
 * @property {number} memory  bytes that the plugin took
 */

/**
 * Runs the plugin on a program that may be nonsense, and checks that a user's build would survive: it gets back its program, one
 * that a host can decode, or a diagnostic.
 * @param {WebAssembly.Module} module
 * @param {ConstructorParameters<typeof EmulatedHost>[0] & { version: string }} file  `version` is that of the @swc/core it comes from
 * @param {Uint8Array} program
 * @returns {Outcome}
 */
export function check(module, file, program) {
  const host = new EmulatedHost(file);
  let status;
  try {
    status = host.run(module, program);
  } catch (error) {
    const kind = error instanceof Violation ? "kills the host" : "traps";
    return { failure: `${kind}: ${error.message}`, changed: false, memory: host.exports ? host.memory : 0 };
  }
  const changed = host.result !== null && Buffer.compare(host.result, program) !== 0;
  return {
    failure: failureOf(host, status, program, changed, generationOf(file.version)),
    changed,
    memory: host.memory,
  };
}

function failureOf(host, status, program, changed, generation) {
  if (status !== 0) return `status ${status}: users of most versions would see no reason`;
  if (host.result === null) return "there is no result";
  if (!changed) return null;
  if (host.diagnostics.some(({ level }) => level === ERROR)) return "the program is changed in spite of an error";
  return spoiled(host.result, program, generation);
}

/** A changed program must be as good as the one before: what a host could decode, it can still decode. */
function spoiled(result, program, generation) {
  if (problemOf(program, generation) === null) {
    const problem = problemOf(result, generation);
    return problem === null ? null : `the result cannot be decoded: ${problem}`;
  }
  try {
    const reader = new Reader(result);
    reader.skip();
    return reader.at === result.length ? null : `${result.length - reader.at} bytes follow the result`;
  } catch (error) {
    if (error instanceof Malformed) return `the result is not well formed: ${error.message}`;
    throw error;
  }
}

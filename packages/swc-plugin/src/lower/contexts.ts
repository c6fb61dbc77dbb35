/**
 * Compares what core's scope analysis says about names with what the host knows.
 *
 * Core goes by names and scopes, as in source text. Passes that run before the plugin (decorators, `using`, TypeScript) make variables that may be
 * called like one of the user's; to SWC their context tells them apart, and they get names of their own when the program is printed.
 */
import { BindingKind, Scopes } from "../../../core/src/scope/scopes";
import { Walk } from "./walk";

/** A name that core takes for one variable and the host for two; empty when there is none. */
export function confusedName(walk: Walk, scopes: Scopes): string {
  const tree = walk.tree;
  for (let node: i32 = 0; node < tree.size; node++) {
    const binding = scopes.binding[node];
    if (binding < 0) continue;
    // Globals are written first where they are first seen.
    const isGlobal = scopes.kind[binding] === BindingKind.Global;
    const other = isGlobal ? scopes.firstReference[binding] : scopes.declaration[binding];
    if (other >= 0 && walk.contexts[other] !== walk.contexts[node]) return tree.text(node);
  }
  return "";
}

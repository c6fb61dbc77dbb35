// What the tests in other Babel versions need of this folder, in one bundle: see `hosts.ts`.
export { bindingsOf } from "./bindings";
export { mergePlugin } from "./merge";

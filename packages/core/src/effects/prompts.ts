/**
 * Which calls may ask the user.
 *
 *   import { input } from "../prompts"; await input("Name?")   →   asks · await selectOrg({ nonInteractive })   →   may ask
 *
 * Two questions at once cannot be answered, and one that appears while something else runs is overwritten by what that prints. A function is
 * taken to ask when its name says so (`effects/lexicon.ts`), when its module's name does, when it is told whether there is anybody to ask, or
 * when it is given what the command line may lack (`collectTopic(flags.topic)`), or the command itself (`detectFramework(command)`), and its name
 * does not say that it reads.
 * Requires scope analysis; errs towards questions. Modules in tables of known ones are none of its business: their rows are looked at first.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { BindingKind, Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { Callee } from "./spelling";
import { asksUser, saysInteractive, Verb } from "./lexicon";
import { hasWord, wordsIn } from "./words";

/** What command line parsers call the values of options: oclif, meow, yargs. */
const GIVEN: string = "argv flags";

/** What functions call the command that they are run for: commander. */
const COMMAND: string = "command";

export class Prompts {
  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  asks(callee: Callee, call: i32, verb: Verb): boolean {
    const source = callee.source.length > 0 ? callee.source : this.moduleOf(callee.root);
    if ((source.length > 0 && asksUser(source)) || this.isToldWhetherToAsk(call)) return true;
    return verb === Verb.None && this.isGivenFlag(call);
  }

  private isGivenFlag(call: i32): boolean {
    const tree = this.tree;
    for (let node = tree.nextSibling(tree.firstChild(call)); node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.unwrap(node);
      if (tree.kind[value] === Kind.Ident && tree.text(value) === COMMAND) return true;
      if (tree.kind[value] !== Kind.Member) continue;
      const object = this.callees.unwrap(tree.firstChild(value));
      if (tree.kind[object] === Kind.Ident && hasWord(GIVEN, tree.text(object))) return true;
    }
    return false;
  }

  /** Source of the module that a constant was given as a whole or in part (`const { input } = require("./prompts")`), or empty. */
  private moduleOf(binding: i32): string {
    const tree = this.tree;
    if (binding < 0 || this.scopes.declaration[binding] < 0) return "";
    const kind = this.scopes.kind[binding];
    if (kind !== BindingKind.Const && kind !== BindingKind.Let && kind !== BindingKind.Var) return "";
    let at = this.scopes.declaration[binding];
    while (
      at > 0 &&
      (tree.kind[at] === Kind.Ident || tree.kind[at] === Kind.ObjectPattern || tree.kind[at] === Kind.Property)
    )
      at = tree.parent[at];
    if (tree.kind[at] !== Kind.Declarator) return "";
    let value = this.callees.unwrap(tree.child(at, 1));
    // `__importStar(require("./prompts"))`, `await import("./prompts")`
    for (let depth: i32 = 0; depth < 3 && value >= 0; depth++) {
      const isLoad =
        tree.kind[value] === Kind.ImportCall ||
        (tree.kind[value] === Kind.Call && tree.text(tree.firstChild(value)) === "require");
      const inner = tree.kind[value] === Kind.Call ? tree.child(value, 1) : tree.firstChild(value);
      if (inner < 0) return "";
      if (isLoad) return tree.kind[inner] === Kind.String ? tree.text(inner) : "";
      if (tree.kind[value] !== Kind.Call && tree.kind[value] !== Kind.Await) return "";
      value = this.callees.unwrap(inner);
    }
    return "";
  }

  /** `resolveOrg(client, { nonInteractive })`, `resolveRegion(flag, nonInteractive)`; not `load({ interactive: false })`. */
  private isToldWhetherToAsk(call: i32): boolean {
    const tree = this.tree;
    for (let node = tree.nextSibling(tree.firstChild(call)); node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.unwrap(node);
      if (tree.kind[value] === Kind.Ident && saysInteractive(tree.text(value))) return true;
      if (tree.kind[value] === Kind.Member && tree.atom[value] >= 0 && saysInteractive(tree.text(value))) return true;
      if (tree.kind[value] !== Kind.Object) continue;
      for (let property = tree.firstChild(value); property >= 0; property = tree.nextSibling(property)) {
        if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) continue;
        const name = tree.text(property);
        if (saysInteractive(name) && !this.isSilent(name, tree.child(property, 1))) return true;
      }
    }
    return false;
  }

  /** `nonInteractive: true` and `interactive: false` ask nothing. */
  private isSilent(name: string, value: i32): boolean {
    if (value < 0 || this.tree.kind[value] !== Kind.Constant) return false;
    return (this.tree.text(value) === "true") === name.toLowerCase().startsWith("non");
  }
}

/** For the test that keeps the tables sorted. */
export function promptTables(): string[][] {
  return [wordsIn(GIVEN)];
}

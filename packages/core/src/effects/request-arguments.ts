/**
 * What the arguments of a call say that it sends.
 *
 *   api("POST", path), rpc("createUser"), fetchJson(url, { body }), send(`mutation { … }`)   →   writes
 *
 * For calls of which nothing else is known than their names. Requires scope analysis; errs towards writes.
 */
import { Kind } from "../tree/kinds";
import { Tree } from "../tree/tree";
import { Scopes } from "../scope/scopes";
import { CalleeResolver } from "./callee";
import { isGraphQLWrite } from "./graphql";
import { firstWord, hasAnyWord, lastWord, Verb, verbOf } from "./lexicon";
import { Callee } from "./spelling";
import { isPiece, textOf } from "./text";
import { hasWord, wordsIn } from "./words";

/** Methods that change something: RFC 9110, section 9.2.1 (all others are safe). */
const WRITING_METHODS: string = "DELETE PATCH POST PUT";

/** The others that requests commonly have. */
const SAFE_METHODS: string = "GET HEAD OPTIONS";

/** Words in the names of functions that send what they are given: `fetchJson`, `apiFetch`. */
const REQUESTERS: string = "api fetch fetcher http request rpc";

/** Words in the names of functions whose first argument is the name of another one. */
const REMOTE: string = "call rpc";

export class RequestArguments {
  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
  ) {}

  writes(callee: Callee, call: i32): boolean {
    return this.namesMethod(callee, call) || this.sendsMutation(callee, call);
  }

  /** `api("POST", path)`, `fetchJson(url, { body })`, `rpc("createUser")` */
  private namesMethod(callee: Callee, call: i32): boolean {
    const tree = this.tree;
    const sends = hasAnyWord(REQUESTERS, callee.name);
    const first = tree.nextSibling(tree.firstChild(call));
    for (let node = first; node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.valueOf(node);
      if (value < 0) continue;
      if (tree.kind[value] === Kind.String) {
        const text = tree.text(value);
        if (beginsWithMethod(text)) return true;
        if (node === first && hasAnyWord(REMOTE, callee.name) && verbOf(lastPart(text)) === Verb.Write) return true;
      } else if (tree.kind[value] === Kind.Template) {
        const text = tree.firstChild(value);
        if (text >= 0 && tree.kind[text] === Kind.TemplateText && beginsWithMethod(tree.text(text))) return true;
      } else if (tree.kind[value] === Kind.Object && this.sendsBody(value, sends)) return true;
    }
    return false;
  }

  /** Whether options are those of a request that writes; of a function that sends requests all but the safe methods are. */
  private sendsBody(options: i32, sends: boolean): boolean {
    const tree = this.tree;
    for (let property = tree.firstChild(options); property >= 0; property = tree.nextSibling(property)) {
      if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) continue;
      const key = tree.text(property);
      if (sends && key === "body") return true;
      if (key !== "method") continue;
      const method = this.callees.valueOf(tree.child(property, 1));
      const isText = method >= 0 && tree.kind[method] === Kind.String;
      const name = isText ? tree.text(method).toUpperCase() : "";
      if (hasWord(WRITING_METHODS, name) || (sends && !hasWord(SAFE_METHODS, name))) return true;
    }
    return false;
  }

  /** `send(`mutation { … }`)`, `send(ADD_ITEM_MUTATION)`; what makes a document of a text sends nothing. */
  private sendsMutation(callee: Callee, call: i32): boolean {
    const tree = this.tree;
    if (tree.kind[call] !== Kind.Call) return false;
    const up = tree.kind[tree.parent[call]];
    if (isPiece(callee.name) && (up === Kind.Declarator || up === Kind.Call)) return false;
    for (let node = tree.nextSibling(tree.firstChild(call)); node >= 0; node = tree.nextSibling(node)) {
      const value = this.callees.unwrap(node);
      const kind = tree.kind[value];
      if ((kind === Kind.Ident || kind === Kind.Member) && namesMutation(tree.text(value))) return true;
      if (isGraphQLWrite(textOf(tree, this.scopes, this.callees, value))) return true;
    }
    return false;
  }
}

/** `POST`, `POST /items` */
function beginsWithMethod(text: string): boolean {
  const space = text.indexOf(" ");
  if (space < 0) return hasWord(WRITING_METHODS, text);
  return text.substring(space + 1).startsWith("/") && hasWord(WRITING_METHODS, text.substring(0, space));
}

/** `create` for `users.create`. */
function lastPart(name: string): string {
  return name.substring(name.lastIndexOf(".") + 1);
}

/** `ADD_ITEM_MUTATION`, `AddItemMutation`: constants that hold documents. Any other value may be called `mutation`. */
function namesMutation(name: string): boolean {
  return (
    lastWord(name) === "mutation" && firstWord(name) !== "mutation" && name.charAt(0) !== name.charAt(0).toLowerCase()
  );
}

/** For the test that keeps the tables sorted. */
export function requestArgumentTables(): string[][] {
  return [wordsIn(WRITING_METHODS), wordsIn(SAFE_METHODS), wordsIn(REQUESTERS), wordsIn(REMOTE)];
}

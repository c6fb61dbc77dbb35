/**
 * What is known about calls of imported modules and of the clients made from them.
 *
 *   await pool.query("SELECT 1")   →   known read of db · await prisma.user.delete(…)   →   known write of db
 *
 * Finds the row of the callee through `Origins` and turns it into an effect. Rows that leave the decision to an argument (SQL, GraphQL,
 * request options, aggregation pipelines, commands) count as writes when the argument cannot be seen. A method that the table
 * of a known client does not list is marked: nothing but its name speaks for it then.
 */
import { Kind } from "../../tree/kinds";
import { Tree } from "../../tree/tree";
import { Scopes } from "../../scope/scopes";
import { CallEffect } from "../call-effect";
import { CalleeResolver } from "../callee";
import { Cause, Evidence, Resource, Throws } from "../effect";
import { Request, RequestCalls, Requests } from "../fetch";
import { isGraphQLRead } from "../graphql";
import { isSqlRead, looksLikeSql } from "../sql";
import { textOf } from "../text";
import { hasWord, wordsIn } from "../words";
import { Origin, Origins } from "./origin";
import { Letter, Row } from "./table";
import { tableAt } from "./tables";

/** Beginnings of the names of AWS operations that read. */
const READING_COMMANDS: string = "BatchGet Describe Get Head List Query Scan Search Select TransactGet";

/** Operations of AWS that take or make what they give. */
const TAKING_COMMANDS: string = `
GetActivityTaskCommand GetClusterCredentialsCommand GetIdCommand GetOpenIdTokenForDeveloperIdentityCommand
`;

/** Options with cookies that each answer may set, for the next request to send. */
const COOKIE_OPTIONS: string = "cookieJar jar";

/** A client that is made from more clients than this may keep cookies. */
const MAX_CLIENTS: i32 = 16;

export class KnownCalls extends RequestCalls {
  private requests: Requests;

  constructor(
    private tree: Tree,
    private scopes: Scopes,
    private callees: CalleeResolver,
    readonly origins: Origins,
  ) {
    super();
    this.requests = new Requests(tree, scopes, callees);
  }

  /** Fills in the effect of a call that a table knows; false when none does. */
  describe(effect: CallEffect, call: i32): boolean {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] === Kind.Member && this.isReplaced(callee)) return false;
    const origin = this.origins.of(callee);
    if (origin === null) return effect.name === "send" && this.sendsCommand(effect, call);
    if (this.isExclusiveField(callee)) {
      effect.write(Resource.All, Cause.Exclusive);
      return true;
    }
    const row = this.origins.rowOf(callee);
    if (row === null) {
      effect.isUnlisted = (origin as Origin).type.length > 0;
      return false;
    }
    return this.apply(effect, row as Row, origin as Origin, call);
  }

  /** Function of the file that a wrapper such as `cache` was given, when the callee is what it made; or -1. */
  wrapped(call: i32): i32 {
    const tree = this.tree;
    const callee = this.callees.unwrap(tree.firstChild(call));
    if (tree.kind[callee] !== Kind.Ident) return -1;
    const made = this.callees.initializer(this.scopes.binding[callee]);
    if (made < 0 || tree.kind[made] !== Kind.Call) return -1;
    const row = this.origins.rowOf(tree.firstChild(made));
    if (row === null || (row as Row).letter !== Letter.Wrapper) return -1;
    return this.callees.functionOf(tree.child(made, 1), 0);
  }

  /** Whether the parameters of a callback of this call take one operation at a time. */
  opensScope(call: i32): boolean {
    const row = this.origins.rowOf(this.tree.firstChild(call));
    return row !== null && (row as Row).letter === Letter.Scope;
  }

  /** What `f(url, options?)` asks for. */
  requestOf(call: i32): Request {
    return this.requests.of(call, this);
  }

  /** Whether an argument is a string or a URL, so that a request for it has no method of its own. */
  isUrl(argument: i32): boolean {
    return this.requests.isUrl(argument);
  }

  /** `fetch(url, options)` and its kin leave the options as they are. */
  isRequest(call: i32): boolean {
    const tree = this.tree;
    const callee = tree.firstChild(call);
    if (tree.kind[callee] === Kind.Ident && tree.text(callee) === "fetch") return true;
    const row = this.origins.rowOf(callee);
    if (row === null) return false;
    const letter = (row as Row).letter;
    return letter === Letter.Request || letter === Letter.Options || letter === Letter.Read;
  }

  private isReplaced(member: i32): boolean {
    const atom = this.tree.atom[member];
    return atom < 0 || this.callees.mutations.isAssigned(atom);
  }

  /** `this.connection.query(…)`: constants that hold connections are found by `ExclusiveBindings`. */
  private isExclusiveField(callee: i32): boolean {
    const tree = this.tree;
    if (tree.kind[callee] !== Kind.Member) return false;
    const receiver = this.callees.unwrap(tree.firstChild(callee));
    if (tree.kind[receiver] !== Kind.Member) return false;
    const origin = this.origins.of(receiver);
    return origin !== null && this.origins.isExclusive(origin as Origin);
  }

  private apply(effect: CallEffect, row: Row, origin: Origin, call: i32): boolean {
    const resource = tableAt(origin.table).resource;
    if (resource === Resource.Net && asks(row.letter) && this.keepsCookies(call, 0)) {
      effect.write(resource, Cause.Method);
      return true;
    }
    switch (row.letter) {
      case Letter.Make:
      case Letter.Wrapper:
        effect.read(Resource.None);
        return true;
      case Letter.Pure:
        effect.read(Resource.None);
        effect.throws = Throws.Soft;
        return true;
      case Letter.Fresh: {
        const receiver = this.callees.unwrap(this.tree.firstChild(this.callees.unwrap(this.tree.firstChild(call))));
        if (this.tree.kind[receiver] !== Kind.Call) return false;
        effect.read(Resource.None);
        return true;
      }
      case Letter.Build:
        effect.read(resource);
        // What the chain has made so far is this chain's; in a variable it is the same for whoever asks next, and asked late.
        effect.advances = this.origins.isKept(call);
        effect.mutatesReceiver = effect.advances;
        return true;
      case Letter.AsyncRead:
        effect.throws = Throws.Never;
        effect.read(resource);
        return true;
      case Letter.Read:
        effect.read(resource);
        return true;
      case Letter.Body:
        effect.read(resource);
        effect.consumes = true;
        return true;
      case Letter.Clock:
        effect.read(Resource.Clock);
        effect.cause = Cause.Clock;
        return true;
      case Letter.Random:
        effect.write(Resource.Random, Cause.WriteKnown);
        effect.writes = Resource.Random;
        return true;
      case Letter.Request:
        return this.request(effect, this.requestOf(call), resource);
      case Letter.Options:
        return this.request(effect, this.requests.ofOptions(call, this), resource);
      default:
        return this.byArgument(effect, row, origin, call, resource);
    }
  }

  /** `got.get(url, { cookieJar })`, or `client.get(url)` where `client` is `got.extend({ cookieJar })`. */
  private keepsCookies(call: i32, depth: i32): boolean {
    const tree = this.tree;
    if (depth > MAX_CLIENTS) return true;
    for (let argument = tree.child(call, 1); argument >= 0; argument = tree.nextSibling(argument)) {
      const options = this.callees.valueOf(argument);
      if (options < 0 || tree.kind[options] !== Kind.Object) continue;
      for (let property = tree.firstChild(options); property >= 0; property = tree.nextSibling(property))
        if (tree.atom[property] >= 0 && hasWord(COOKIE_OPTIONS, tree.text(property))) return true;
    }
    const callee = this.callees.unwrap(tree.firstChild(call));
    const client = tree.kind[callee] === Kind.Member ? this.callees.unwrap(tree.firstChild(callee)) : callee;
    const isName = tree.kind[client] === Kind.Ident || tree.kind[client] === Kind.Member;
    const made = isName ? this.callees.valueBehind(client, 0) : client;
    return made >= 0 && tree.kind[made] === Kind.Call && this.keepsCookies(made, depth + 1);
  }

  private byArgument(effect: CallEffect, row: Row, origin: Origin, call: i32, resource: i32): boolean {
    const tree = this.tree;
    switch (row.letter) {
      case Letter.Sql:
        return this.statement(effect, tree.child(call, 1), resource);
      case Letter.SqlPiece: {
        const up = tree.parent[call];
        if (tree.kind[up] !== Kind.Call || tree.firstChild(up) === call)
          return this.statement(effect, tree.child(call, 1), resource);
        // `db.with("gone", db.raw("DELETE … RETURNING *"))`
        const text = textOf(tree, this.scopes, this.callees, tree.child(call, 1));
        if (looksLikeSql(text) && !isSqlRead(text)) effect.write(resource, Cause.Sql);
        else effect.read(Resource.None);
        return true;
      }
      case Letter.SqlReceiver:
        return this.statement(effect, tree.firstChild(this.callees.unwrap(tree.firstChild(call))), resource);
      case Letter.GraphQL: {
        const first = tree.child(call, 1);
        const isBare = origin.type.length === 0 && first >= 0 && tree.kind[this.callees.unwrap(first)] !== Kind.Object;
        const document = isBare ? tree.nextSibling(first) : first;
        if (isGraphQLRead(textOf(tree, this.scopes, this.callees, document))) effect.read(resource);
        else effect.write(resource, Cause.WriteKnown);
        return true;
      }
      case Letter.Pipeline:
        if (this.isReadingPipeline(tree.child(call, 1))) effect.read(resource);
        else effect.write(resource, Cause.WriteKnown);
        return true;
      case Letter.AwsCommand:
        if (!this.sendsCommand(effect, call)) effect.write(resource, Cause.WriteKnown);
        return true;
      case Letter.Property:
        return false;
      default:
        effect.write(resource, causeOf(row.letter));
        return true;
    }
  }

  private request(effect: CallEffect, request: Request, resource: i32): boolean {
    if (request === Request.Write) effect.write(resource, Cause.Method);
    else effect.read(resource);
    if (request === Request.LikelyRead) effect.evidence = Evidence.Inferred;
    return true;
  }

  private statement(effect: CallEffect, argument: i32, resource: i32): boolean {
    if (isSqlRead(textOf(this.tree, this.scopes, this.callees, argument))) effect.read(resource);
    else effect.write(resource, Cause.Sql);
    return true;
  }

  /** `[{ $match: … }, { $group: … }]` without a stage that stores its result. */
  private isReadingPipeline(argument: i32): boolean {
    if (argument < 0) return false;
    const tree = this.tree;
    const list = this.callees.unwrap(argument);
    if (tree.kind[list] !== Kind.Array) return false;
    let stage = tree.firstChild(list);
    while (stage >= 0) {
      const object = this.callees.unwrap(stage);
      if (tree.kind[object] !== Kind.Object) return false;
      let property = tree.firstChild(object);
      while (property >= 0) {
        if (tree.kind[property] !== Kind.Property || tree.atom[property] < 0) return false;
        const name = tree.text(property);
        if (name === "$out" || name === "$merge") return false;
        property = tree.nextSibling(property);
      }
      stage = tree.nextSibling(stage);
    }
    return true;
  }

  /** `client.send(new GetItemCommand(…))`, also where only the command tells that it is AWS. */
  private sendsCommand(effect: CallEffect, call: i32): boolean {
    const tree = this.tree;
    const argument = tree.child(call, 1);
    if (argument < 0) return false;
    const made = this.callees.valueOf(argument);
    if (made < 0 || tree.kind[made] !== Kind.New) return false;
    const command = this.origins.of(tree.firstChild(made));
    if (command === null || !(command as Origin).name.endsWith("Command")) return false;
    const reading = commandTable();
    const takes = hasWord(TAKING_COMMANDS, (command as Origin).name);
    for (let i: i32 = 0; i < reading.length; i++) {
      if (takes || !(command as Origin).name.startsWith(reading[i])) continue;
      effect.read(Resource.Net);
      return true;
    }
    effect.write(Resource.Net, Cause.WriteKnown);
    return true;
  }
}

/** Whether a row of an HTTP client sends a request that may read. */
function asks(letter: Letter): boolean {
  return letter === Letter.Read || letter === Letter.Request || letter === Letter.Options;
}

/** Why what a row describes is more than a read. */
function causeOf(letter: Letter): Cause {
  switch (letter) {
    case Letter.Timer:
      return Cause.Timer;
    case Letter.Event:
      return Cause.Event;
    case Letter.Guard:
      return Cause.Guard;
    case Letter.Stream:
      return Cause.Stream;
    default:
      return Cause.WriteKnown;
  }
}

export function commandTable(): string[] {
  return wordsIn(READING_COMMANDS);
}

/** For the test that keeps the tables sorted. */
export function knownCallTables(): string[][] {
  return [wordsIn(READING_COMMANDS), wordsIn(TAKING_COMMANDS), wordsIn(COOKIE_OPTIONS)];
}

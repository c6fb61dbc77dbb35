import { invocationTables } from "../src/effects/invocations";
import { fieldTables } from "../src/effects/fields";
import { exclusiveTables } from "../src/effects/exclusive";
import { exclusiveFlowTables } from "../src/effects/exclusive-flow";
import { globalTables } from "../src/effects/globals";
import { asksForMore, lexiconTables, nounTables, Verb, verbOf } from "../src/effects/lexicon";
import { methodTables } from "../src/effects/calls";
import { knownCallTables } from "../src/effects/knowledge/known-calls";
import { requestArgumentTables } from "../src/effects/request-arguments";
import { receiverTables } from "../src/effects/receivers";
import { graphqlTables, isGraphQLRead, isGraphQLWrite } from "../src/effects/graphql";
import { changesTables } from "../src/effects/changes";
import { detourTables } from "../src/effects/detours";
import { keptTables } from "../src/effects/kept";
import { peerTables } from "../src/effects/peers";
import { vesselTables } from "../src/effects/vessels";
import { promptTables } from "../src/effects/prompts";
import { ownershipTables } from "../src/effects/ownership";
import { boundTables } from "../src/loops/bounds";
import { outcomeTables } from "../src/effects/outcomes";
import { changeTables } from "../src/loops/changes";
import { decisionTables } from "../src/loops/decisions";
import { streamTables } from "../src/effects/streams";
import { deedTables } from "../src/effects/deeds";
import { lookTables } from "../src/effects/looks";
import { requestPathTables } from "../src/effects/request-paths";
import { headTables } from "../src/loops/head";
import { promiseTables } from "../src/effects/promises";
import { transactionTables } from "../src/effects/transactions";
import { isSqlRead, looksLikeSql, sqlTables } from "../src/effects/sql";

const tables = [
  ...lexiconTables(),
  ...nounTables(),
  ...globalTables(),
  ...methodTables(),
  ...requestArgumentTables(),
  ...receiverTables(),
  ...exclusiveTables(),
  ...exclusiveFlowTables(),
  ...ownershipTables(),
  ...changesTables(),
  ...detourTables(),
  ...keptTables(),
  ...changeTables(),
  ...outcomeTables(),
  ...streamTables(),
  ...deedTables(),
  ...requestPathTables(),
  ...lookTables(),
  ...decisionTables(),
  ...headTables(),
  ...boundTables(),
  ...fieldTables(),
  ...peerTables(),
  ...vesselTables(),
  ...promptTables(),
  ...invocationTables(),
  ...promiseTables(),
  ...sqlTables(),
  ...graphqlTables(),
  ...knownCallTables(),
  ...transactionTables(),
];

test("every knowledge table is sorted and has each entry once", () => {
  for (const table of tables) expect(table).toEqual([...new Set(table)].sort());
});

test("no word is in two verb classes", () => {
  const words = lexiconTables().flat();
  expect(new Set(words).size).toBe(words.length);
});

test("every global that a table names exists in this engine or in browsers", () => {
  const browserOnly =
    /^(alert|confirm|prompt|cancelAnimationFrame|requestAnimationFrame|requestIdleCallback|createImageBitmap)$|^(navigator|scheduler)\./;
  for (const path of globalTables().flat()) {
    if (browserOnly.test(path)) continue;
    let value: unknown = globalThis;
    for (const name of path.replace(/\.\*$/, "").split(".")) value = (value as Record<string, unknown>)[name];
    expect([path, typeof value]).not.toEqual([path, "undefined"]);
  }
});

test.each([
  ["getUser", Verb.Read],
  ["GETUser", Verb.Read],
  ["_get_user", Verb.Read],
  ["#findAll", Verb.Read],
  ["saveUser", Verb.Write],
  ["ensureAdmin", Verb.Guard],
  ["tokenValidate", Verb.Guard],
  ["sleep", Verb.Timer],
  ["getUpdates", Verb.Read],
  ["findOneAndUpdate", Verb.Write],
  ["getOrCreate", Verb.Write],
  ["downloadIfNecessary", Verb.Write],
  ["readIfDirectory", Verb.Read],
  ["unpublish", Verb.Write],
  ["undislikeComment", Verb.Write],
  ["deregisterWorker", Verb.Write],
  ["detail", Verb.None],
  ["callSlackApi", Verb.Write],
  ["call", Verb.None],
  ["askForName", Verb.Ask],
  ["selectRegion", Verb.Ask],
  ["renderConfirmationPrompt", Verb.Ask],
  ["selectOne", Verb.Read],
  ["select", Verb.Read],
  ["renderPage", Verb.Read],
  ["getDel", Verb.Write],
  ["getSettings", Verb.Read],
  ["findThenUpdate", Verb.Write],
  ["fetchWithLock", Verb.Write],
  ["fetchWithCount", Verb.Read],
  ["loadInto", Verb.Write],
  ["downloadTo", Verb.Write],
  ["getLinksTo", Verb.Read],
  ["renderToFile", Verb.Write],
  ["renderToString", Verb.Read],
  ["downloadAndExtract", Verb.Write],
  ["loadPlugins", Verb.Write],
  ["withTransaction", Verb.Write],
  ["inTx", Verb.Write],
  ["withUser", Verb.None],
  ["resolveTicket", Verb.Write],
  ["resolveUser", Verb.Read],
  ["voidInvoice", Verb.Write],
  ["authorise", Verb.Guard],
  ["initialise", Verb.Write],
  ["promise", Verb.None],
  ["auth", Verb.Guard],
  ["AuthError", Verb.None],
  ["userById", Verb.None],
  ["", Verb.None],
])("the name %s suggests class %i", (name, verb) => expect(verbOf(name)).toBe(verb));

test("names that ask for the next piece of something are told apart", () => {
  expect(["getNext", "loadMore", "readLine"].every((name) => asksForMore(name))).toBe(true);
  expect(["getUser", "next", "get"].some((name) => asksForMore(name))).toBe(false);
});

test.each([
  "SELECT 1",
  "select * from users",
  "SHOW TABLES",
  "WITH x AS (SELECT 1) SELECT * FROM x",
  "-- update later\nselect * from users",
  "/* delete */ SELECT last_update FROM log WHERE kind = 'insert'",
  "SELECT count(*) FROM users; SELECT 2;",
  'select "update" from `call`',
  "SELECT LAST_INSERT_ID()",
  "SELECT stddev_pop(age), created_at FROM users",
])("%s reads", (sql) => {
  expect([looksLikeSql(sql), isSqlRead(sql)]).toEqual([true, true]);
});

test.each([
  "UPDATE users SET a = 1",
  "insert into users values (1)",
  "SELECT * FROM jobs FOR UPDATE",
  "SELECT * INTO copy FROM users",
  "WITH x AS (INSERT INTO a VALUES (1) RETURNING *) SELECT * FROM x",
  "SELECT 1; TRUNCATE users",
  "SELECT * FROM jobs FOR SHARE",
  "SELECT pg_advisory_lock(1)",
  "SELECT nextval('ids')",
  "SELECT set_config('role', 'admin', false)",
  "/* read */ DELETE FROM users",
  "SELECT lo_unlink(5)",
  "SELECT load_extension('vss')",
  "SELECT SQL_CALC_FOUND_ROWS * FROM users LIMIT 10",
  "SELECT @n := @n + 1",
  "SELECT LAST_INSERT_ID(5)",
])("%s writes", (sql) => {
  expect([looksLikeSql(sql), isSqlRead(sql)]).toEqual([true, false]);
});

test.each(["delete-account", "Update your profile", "selected", "set", "create"])("%s is no SQL", (text) => {
  expect(looksLikeSql(text)).toBe(false);
});

test.each(["", "SELECT 'unfinished", "/* unfinished SELECT 1", "VACUUM", "BEGIN"])("%j is not known to read", (sql) => {
  expect(isSqlRead(sql)).toBe(false);
});

test.each([
  "{ me { id } }",
  "query Me { me { mutation } }",
  "# mutation\nquery Me($id: ID!) { me(id: $id) { id } }",
  "fragment F on User { id } query Me { me { ...F } }",
])("the GraphQL document %j reads", (document) => expect(isGraphQLRead(document)).toBe(true));

test.each([
  "",
  "mutation { save }",
  "subscription { news }",
  "fragment F on User { id } mutation M { save { ...F } }",
  "query A { a } mutation B { b }",
  "MyDocument",
])("the GraphQL document %j may write", (document) => expect(isGraphQLRead(document)).toBe(false));

test.each([
  "mutation { pay }",
  "\n# pays\nmutation Pay($id: ID!) { pay(id: $id) { id } }",
  "fragment F on User { id } mutation { a }",
  "subscription { news }",
])("a document that changes something is seen: %s", (text) => expect(isGraphQLWrite(text)).toBe(true));

test.each(["query { mutation }", "{ me }", "Choose a {name}", "no document", "", "{"])(
  "nothing else is taken for a mutation: %s",
  (text) => expect(isGraphQLWrite(text)).toBe(false),
);

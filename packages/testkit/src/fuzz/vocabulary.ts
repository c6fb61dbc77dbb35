/**
 * Functions that generated programs call. Every name is truthful: what reads only reads, what writes says so. The nouns give
 * variables their names.
 */
export interface Word {
  callee: string;
  noun: string;
}

const word = (callee: string, noun: string): Word => ({ callee, noun });

/** Names that promise to read. */
export const reads: Word[] = [
  word("getUser", "user"),
  word("fetchPosts", "posts"),
  word("loadConfig", "config"),
  word("db.items.findMany", "items"),
  word("listTags", "tags"),
  word("api.getMenu", "menu"),
  word("queryStats", "stats"),
  word("searchNews", "news"),
];

/** Names that promise nothing, and do only read. */
export const unknowns: Word[] = [word("weather", "sky"), word("api.summary", "summary"), word("profileOf", "profile")];

/** Names that promise to change something. */
export const writes: Word[] = [
  word("saveUser", "saved"),
  word("createOrder", "order"),
  word("db.items.update", "updated"),
  word("sendMail", "mail"),
  word("api.deleteDraft", "deleted"),
  word("requireAccess", "access"),
];

/** Plain functions. Their results are used or not; they can fail. */
export const plain: Word[] = [word("format", "text"), word("toView", "view"), word("parsePage", "page")];

/** A plain function that is called in arguments only: the oracle tells by the name where a failure comes from. */
export const argumentCall = "keyOf";

/** Plain functions called for their effect. */
export const plainEffects: string[] = ["track", "metrics.increment", "notifyListeners"];

/** Asynchronous helpers that a generated module declares itself; what they do is in the same file, and under other names. */
export const helpers: { name: string; noun: string; code: string }[] = [
  {
    name: "readBoth",
    noun: "both",
    code: `async function readBoth(key) {
  const left = await getLeft(key);
  const right = await fetchRight(key);
  return [left, right];
}`,
  },
  {
    name: "pause",
    noun: "paused",
    code: `const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`,
  },
  {
    name: "storeAndLoad",
    noun: "stored",
    code: `async function storeAndLoad(key) {
  await storeNote(key);
  return loadNote(key);
}`,
  },
  {
    name: "remember",
    noun: "memory",
    code: `async function remember(key) {
  shared = await getShared(key);
  return shared;
}`,
  },
  {
    name: "recall",
    noun: "recalled",
    code: `async function recall(key) {
  return listShared(key, shared);
}`,
  },
  // What follows touches objects, closures and functions as values. `ledger` is an object of the module.
  {
    name: "countOwn",
    noun: "counted",
    code: `async function countOwn(key) {
  let count = 0;
  [1, 2].forEach(() => { count += 1; });
  return loadCount(key, count);
}`,
  },
  {
    name: "gather",
    noun: "gathered",
    code: `function addTo(into, item) {
  into.push(item);
  into.last = item;
}
async function gather(key) {
  const found = [];
  addTo(found, 1);
  return listFound(key, found.length);
}`,
  },
  {
    name: "issue",
    noun: "issued",
    code: `const tickets = { get next() { return (ledger.count += 1); } };
async function issue(key) {
  return getTicket(key, tickets.next);
}`,
  },
  {
    name: "audit",
    noun: "audited",
    code: `async function audit(key) {
  return getAudit(key, ledger.count, ledger.list[0]);
}`,
  },
  {
    name: "label",
    noun: "labelled",
    code: `const tag = { toString: () => "t" + (ledger.count += 1) };
async function label(key) {
  await getPlace(key);
  return getLabel(\`/\${tag}\`);
}`,
  },
  {
    name: "retry",
    noun: "retried",
    code: `const attempt = async (run) => { try { return await run(); } catch { return run(); } };
async function retry(key) {
  return attempt(async () => await getRetried(key));
}`,
  },
  {
    name: "keepTrying",
    noun: "tried",
    code: `const persevere = async (run) => run();
async function keepTrying(key) {
  return persevere(async () => await storeTried(key));
}`,
  },
  {
    name: "either",
    noun: "chosen",
    code: `const keepEither = async (key) => saveEither(key);
const seeEither = async (key) => getEither(key);
async function either(key) {
  const go = ledger.count > 1 ? seeEither : keepEither;
  return go(key);
}`,
  },
  {
    name: "boxed",
    noun: "content",
    code: `class Box {
  size = 1;
  constructor(key) { this.key = key; }
  grow() { this.size += 1; }
  async load() { return getContent(this.key, this.size); }
}
async function boxed(key) {
  const box = new Box(key);
  box.grow();
  return box.load();
}`,
  },
  {
    name: "drawer",
    noun: "drawn",
    code: `class Drawer {
  constructor() { ledger.count += 1; }
  async load(key) { return getDrawn(key, ledger.count); }
}
async function drawer(key) {
  await getHandle(key);
  return new Drawer().load(key);
}`,
  },
  {
    name: "sorted",
    noun: "ordered",
    code: `async function sorted(key) {
  await getOrder(key);
  return listSorted(key, ledger.list.sort()[0]);
}`,
  },
  {
    name: "handOver",
    noun: "handed",
    code: `async function handOver(key) {
  const box = { key };
  ledger.box = box;
  const got = await getHanded(key);
  box.late = (ledger.count += 1);
  return got;
}`,
  },
  {
    name: "fromTable",
    noun: "row",
    code: `const table = { see: async (key) => await getRow(key), keep: async (key) => await saveRow(key) };
async function fromTable(key) {
  return table[ledger.count > 0 ? "keep" : "see"](key);
}`,
  },
  {
    name: "plus",
    noun: "sum",
    code: `const plus = (key) => [key, 1].length;`,
  },
];

/** What a user of the vocabulary would declare as reads where names are not enough. */
export const declaredReads = ["getUser", "fetchPosts", "loadConfig", "db.items.findMany", "listTags", "api.getMenu"];

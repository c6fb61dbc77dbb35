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
];

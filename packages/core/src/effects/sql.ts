/**
 * Whether SQL text reads.
 *
 *   "select * from users" → read · "UPDATE users SET …" → write · "WITH x AS (INSERT …) SELECT …" → write
 *
 * Only statements that begin with SELECT, SHOW, EXPLAIN, DESCRIBE, VALUES or WITH read, and only when no data-changing or locking
 * word follows: `SELECT … FOR UPDATE` locks and `SELECT … INTO` creates. Everything else writes. Comments and quoted text say nothing;
 * a quote that does not end makes the text unreadable. Sources: ISO/IEC 9075-2, "Cursor specification" (queries) and "updatability";
 * https://www.postgresql.org/docs/current/functions-admin.html and https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html
 * (functions that lock, set or wait).
 */
import { hasWord, wordsIn } from "./words";

const READING: string = "DESCRIBE EXPLAIN SELECT SHOW VALUES WITH";
const CHANGING: string = "CALL DELETE INSERT INTO LOCK MERGE SHARE SQL_CALC_FOUND_ROWS UPDATE";
/**
 * Parts of the names of functions that change something: `nextval`, `pg_advisory_lock`, `set_config`, `claim_job`. Not `ADD`, `INSERT`, `POP`,
 * `REMOVE` and `TRUNCATE`, which are parts of functions that compute: `date_add`, `json_remove`, `stddev_pop`.
 */
const CHANGING_PARTS: string = `
ALLOCATE ARCHIVE BENCHMARK CANCEL CHARGE CLAIM CONSUME CREATE DELETE DEQUEUE DROP EMIT ENQUEUE EXTENSION
INCREMENT LOCK NEXTVAL NOTIFY PROCESS PUBLISH PURGE PUSH REFRESH REGISTER RELEASE RELOAD RESERVE SEND SET SETVAL
SLEEP TAKE TERMINATE TRANSFER UNLINK UNLOCK UPDATE UPSERT
`;
/** Functions of MySQL about the statement before them on the connection, be it one that reads. */
const ABOUT_LAST: string = "FOUND_ROWS( ROW_COUNT(";

export function isSqlRead(text: string): boolean {
  const code = bareCode(text);
  const words = sqlWords(code);
  // `@n := @n + 1` is kept for the next statement, and so is what `LAST_INSERT_ID(id)` is given.
  if (words.length === 0 || code.indexOf(":=") >= 0 || givesId(code)) return false;
  let opens = true;
  for (let index: i32 = 0; index < words.length; index++) {
    const word = words[index];
    if (word === ";") {
      opens = true;
      continue;
    }
    if (opens && !hasWord(READING, word)) return false;
    opens = false;
    if (hasWord(CHANGING, word)) return false;
    if (word.endsWith("(") && (isChangingFunction(word) || hasWord(ABOUT_LAST, word))) return false;
  }
  return true;
}

function givesId(code: string): boolean {
  const call = "LAST_INSERT_ID(";
  const upper = code.toUpperCase();
  let at = upper.indexOf(call);
  while (at >= 0) {
    const next = at + call.length;
    if (next >= upper.length || upper.charCodeAt(next) !== 41) return true;
    at = upper.indexOf(call, next);
  }
  return false;
}

/** Words one of which follows the first word of any statement that is not written in capitals. */
const FOLLOWING: string = "AS FROM INDEX INTO SET TABLE VALUES VIEW";
const STARTING: string =
  "ALTER BEGIN CALL COMMIT CREATE DELETE DROP INSERT LOCK MERGE REPLACE ROLLBACK SET TRUNCATE UPDATE";

/**
 * Whether text is a statement of SQL at all: `SELECT 1` and `delete from users` are, `delete-account` and `Update your profile`
 * are not.
 */
export function looksLikeSql(text: string): boolean {
  const trimmed = bareCode(text).trim();
  const words = sqlWords(trimmed);
  if (words.length === 0) return false;
  const opening = words[0];
  const first = opening.endsWith("(") ? opening.substring(0, opening.length - 1) : opening;
  if (!hasWord(READING, first) && !hasWord(STARTING, first)) return false;
  if (!trimmed.toUpperCase().startsWith(first)) return false;
  const after = trimmed.length > first.length ? trimmed.charCodeAt(first.length) : 32;
  if (after > 32 && after !== 40 && after !== 59) return false;
  if (trimmed.startsWith(first)) return true;
  for (let index: i32 = 1; index < words.length; index++) {
    if (hasWord(FOLLOWING, words[index])) return true;
  }
  return false;
}

function isChangingFunction(call: string): boolean {
  const parts = call.substring(0, call.length - 1).split("_");
  for (let i: i32 = 0; i < parts.length; i++) {
    if (hasWord(CHANGING_PARTS, parts[i])) return true;
  }
  return false;
}

/** The text without comments and without what is quoted; empty when a quote or comment has no end. */
function bareCode(text: string): string {
  const parts: string[] = [];
  let from: i32 = 0;
  let at: i32 = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const next = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
    let end: i32 = 0;
    if (code === 39 || code === 34 || code === 96) end = text.indexOf(text.charAt(at), at + 1) + 1;
    else if (code === 45 && next === 45) end = endOfLine(text, at);
    else if (code === 47 && next === 42) end = text.indexOf("*/", at + 2) + 2;
    else {
      at += 1;
      continue;
    }
    if (end < at + 2) return "";
    parts.push(text.substring(from, at));
    at = end;
    from = end;
  }
  parts.push(text.substring(from));
  return parts.join(" ");
}

function endOfLine(text: string, at: i32): i32 {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** Words in capitals; the name of a function keeps its parenthesis (`COUNT(`), a semicolon is a word. */
function sqlWords(text: string): string[] {
  const upper = text.toUpperCase();
  const words: string[] = [];
  let from: i32 = -1;
  for (let index: i32 = 0; index <= upper.length; index++) {
    const code = index < upper.length ? upper.charCodeAt(index) : 32;
    if ((code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57)) {
      if (from < 0) from = index;
      continue;
    }
    if (from >= 0) words.push(upper.substring(from, code === 40 ? index + 1 : index));
    from = -1;
    if (code === 59) words.push(";");
  }
  return words;
}

/** For the test that keeps the tables sorted. */
export function sqlTables(): string[][] {
  return [
    wordsIn(READING),
    wordsIn(CHANGING),
    wordsIn(CHANGING_PARTS),
    wordsIn(ABOUT_LAST),
    wordsIn(FOLLOWING),
    wordsIn(STARTING),
  ];
}

/**
 * Whether SQL text reads.
 *
 *   "select * from users" → read · "UPDATE users SET …" → write · "WITH x AS (INSERT …) SELECT …" → write
 *
 * Only a leading SELECT, SHOW, EXPLAIN, DESCRIBE or VALUES reads, and only when no data-changing or locking word follows:
 * `SELECT … FOR UPDATE` locks and `SELECT … INTO` creates. Everything else writes.
 */
const READING: string[] = ["SELECT", "SHOW", "EXPLAIN", "DESCRIBE", "VALUES", "WITH"];
const CHANGING: string[] = ["INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "LOCK", "NEXTVAL", "SETVAL", "CALL"];

export function isSqlRead(text: string): boolean {
  const words = wordsOf(text.toUpperCase());
  if (words.length === 0 || READING.indexOf(words[0]) < 0) return false;
  for (let index: i32 = 1; index < words.length; index++) {
    if (CHANGING.indexOf(words[index]) >= 0) return false;
  }
  return true;
}

/** Words one of which follows the first word of any statement that is not written in capitals. */
const FOLLOWING: string[] = ["FROM", "INTO", "SET", "TABLE", "AS", "INDEX", "VIEW", "VALUES"];
const STARTING: string[] = ["CREATE", "DROP", "ALTER", "BEGIN", "COMMIT", "ROLLBACK", "TRUNCATE", "REPLACE", "SET"];

/**
 * Whether text is a statement of SQL at all: `SELECT 1` and `delete from users` are, `delete-account` and `Update your profile`
 * are not.
 */
export function looksLikeSql(text: string): boolean {
  const words = wordsOf(text.toUpperCase());
  if (words.length === 0) return false;
  const first = words[0];
  if (READING.indexOf(first) < 0 && CHANGING.indexOf(first) < 0 && STARTING.indexOf(first) < 0) return false;
  const trimmed = text.trim();
  if (!trimmed.toUpperCase().startsWith(first)) return false;
  const after = trimmed.length > first.length ? trimmed.charCodeAt(first.length) : 32;
  if (after > 32 && after !== 40 && after !== 59) return false;
  if (trimmed.startsWith(first)) return true;
  for (let index: i32 = 1; index < words.length; index++) {
    if (FOLLOWING.indexOf(words[index]) >= 0) return true;
  }
  return false;
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  let from: i32 = -1;
  for (let index: i32 = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 32;
    const letter = code >= 65 && code <= 90;
    if (letter && from < 0) from = index;
    if (!letter && from >= 0) {
      words.push(text.substring(from, index));
      from = -1;
    }
  }
  return words;
}

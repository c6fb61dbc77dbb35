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

/** Whether text begins like a statement of SQL at all. */
export function looksLikeSql(text: string): boolean {
  const words = wordsOf(text.toUpperCase());
  if (words.length === 0) return false;
  return (
    READING.indexOf(words[0]) >= 0 ||
    CHANGING.indexOf(words[0]) >= 0 ||
    words[0] === "CREATE" ||
    words[0] === "DROP" ||
    words[0] === "ALTER" ||
    words[0] === "BEGIN" ||
    words[0] === "COMMIT" ||
    words[0] === "ROLLBACK" ||
    words[0] === "TRUNCATE" ||
    words[0] === "REPLACE" ||
    words[0] === "SET"
  );
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

/**
 * Whether a GraphQL document only queries.
 *
 *   "query User($id: ID!) { user(id: $id) { name } }" → read · "{ me { id } }" → read · "mutation { … }" → write
 *
 * Source: GraphQL specification, section 2.3 "Operations" and section 6.2 "Executing Operations": a query is a read, a mutation a
 * write, a subscription a long-lived request. A document may hold several operations and fragments; one that is not a query is
 * enough to make it a write, and so is a document without an operation.
 */
import { hasWord, wordsIn } from "./words";

export function isGraphQLRead(text: string): boolean {
  let depth: i32 = 0;
  let found = false;
  let at: i32 = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 35) {
      // A comment, to the end of its line.
      while (at < text.length && text.charCodeAt(at) !== 10) at += 1;
    } else if (code === 123) {
      // The shorthand `{ me { id } }` is a query.
      if (depth === 0) found = true;
      depth += 1;
    } else if (code === 125) {
      depth -= 1;
    } else if (depth === 0 && isLetter(code)) {
      const from = at;
      while (at < text.length && isLetter(text.charCodeAt(at))) at += 1;
      const word = text.substring(from, at);
      if (word === "mutation" || word === "subscription") return false;
      continue;
    }
    at += 1;
  }
  return found;
}

/** Words that a document begins with. */
const OPENING: string = "fragment mutation query subscription";

/** Whether text is a document of GraphQL that does more than query. */
export function isGraphQLWrite(text: string): boolean {
  const brace = text.indexOf("{");
  if (brace < 0 || isGraphQLRead(text)) return false;
  // `mutation Pay($id: ID!) @live {`: from the first word to its braces there is no sentence.
  let at: i32 = 0;
  while (at < brace && !isLetter(text.charCodeAt(at))) {
    if (text.charCodeAt(at) === 35) while (at < brace && text.charCodeAt(at) !== 10) at += 1;
    at += 1;
  }
  const from = at;
  while (at < brace && isLetter(text.charCodeAt(at))) at += 1;
  return hasWord(OPENING, text.substring(from, at));
}

/** For the test that keeps the table sorted. */
export function graphqlTables(): string[][] {
  return [wordsIn(OPENING)];
}

function isLetter(code: i32): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

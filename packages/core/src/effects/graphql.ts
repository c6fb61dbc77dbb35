/**
 * Whether a GraphQL document only queries.
 *
 *   "query User($id: ID!) { user(id: $id) { name } }" → read · "{ me { id } }" → read · "mutation { … }" → write
 *
 * Source: GraphQL specification, section 2.3 "Operations" and section 6.2 "Executing Operations": a query is a read, a mutation a
 * write, a subscription a long-lived request. A document may hold several operations and fragments; one that is not a query is
 * enough to make it a write, and so is a document without an operation.
 */
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

function isLetter(code: i32): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

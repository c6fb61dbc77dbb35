/**
 * What the path of a request says although its method is safe.
 *
 *   fetch("/api/logout"), axios.get("/sanctum/csrf-cookie"), fetch(`${bot}/sendMessage?text=${text}`)   →   write
 *
 * GET is used for such things: to end a session, to be given a cookie, to call a procedure by its name. Only words count that
 * hardly name a thing: `/orders`, `/reports/latest` and `/post/1` are read. What stands in the host or behind `?` says nothing.
 */
import { firstWord } from "./lexicon";
import { hasWord, wordsIn } from "./words";

const DEEDS: string = `
activate cancel create csrf deactivate delete disable enable flush insert invalidate login logoff logon logout purge reboot remove
reset revalidate revoke send signin signoff signon signout signup sync trigger unlock unsubscribe upsert xsrf
`;

/** What `sign` and `log` are followed by: `/sign-out`. */
const SIGNS: string = "in off on out up";

/** Whether a text is the path or address of something that is done. */
export function asksForDeed(text: string): boolean {
  let end = text.length;
  const query = text.indexOf("?");
  if (query >= 0) end = query;
  const hash = text.indexOf("#");
  if (hash >= 0 && hash < end) end = hash;
  const host = text.indexOf("://");
  let from = host >= 0 ? text.indexOf("/", host + 3) : text.indexOf("/");
  while (from >= 0 && from < end) {
    let to = text.indexOf("/", from + 1);
    if (to < 0 || to > end) to = end;
    if (saysDeed(text.substring(from + 1, to).trim())) return true;
    from = to;
  }
  return false;
}

/** `logout`, `sendMessage`, `csrf-cookie`, `sign-out`. `login.html` is a page. */
function saysDeed(segment: string): boolean {
  if (segment.indexOf(".") >= 0) return false;
  const word = firstWord(segment);
  if (hasWord(DEEDS, word)) return segment.toLowerCase().startsWith(word);
  if (word !== "sign" && word !== "log") return false;
  return hasWord(SIGNS, firstWord(segment.substring(word.length)));
}

/** For the test that keeps the tables sorted. */
export function requestPathTables(): string[][] {
  return [wordsIn(DEEDS), wordsIn(SIGNS)];
}

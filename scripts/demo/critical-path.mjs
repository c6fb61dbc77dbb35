/**
 * The shortest time in which the requests of a recorded run could have been done: the longest chain of requests that
 * must follow one another, each with the latency that was measured.
 *
 * Request B must follow request A when
 *
 * - the path or the body of B contains an id that came with A's answer, and no earlier answer had it; or
 * - B is a write (not a GET): a write may not overtake anything that could still fail.
 *
 * Ids are the values of fields called `id` or ending in `Id`.
 *
 * @param {import("../../examples/dashboard/server.mjs").Request[]} requests  in the order of the unmodified program
 */
export function criticalPath(requests) {
  const ids = requests.map((request) => idsIn(request.answer));
  const longest = [];
  for (const [index, request] of requests.entries()) {
    let before = null;
    for (const earlier of mustPrecede(index, requests, ids)) {
      if (before === null || longest[earlier].time > before.time) before = longest[earlier];
    }
    longest.push({
      time: (before?.time ?? 0) + request.end - request.start,
      chain: [...(before?.chain ?? []), request],
    });
  }
  return longest.reduce((most, each) => (each.time > most.time ? each : most), { time: 0, chain: [] });
}

function mustPrecede(index, requests, ids) {
  const earlier = [...requests.keys()].slice(0, index);
  if (requests[index].method !== "GET") return earlier;
  const words = new Set(`${requests[index].path} ${requests[index].body}`.match(/[\w-]+/g));
  const found = new Set();
  for (const word of words) {
    const source = earlier.find((candidate) => ids[candidate].has(word));
    if (source !== undefined) found.add(source);
  }
  return [...found];
}

function idsIn(answer) {
  const found = new Set();
  try {
    JSON.parse(answer, (key, value) => {
      if (/^id$|Id$/.test(key)) found.add(String(value));
      return value;
    });
  } catch {
    // A text answer carries no ids.
  }
  return found;
}

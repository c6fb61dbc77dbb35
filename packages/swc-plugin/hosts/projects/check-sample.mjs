import assert from "node:assert/strict";

/**
 * Runs the functions of `sample.js` and checks that only the one that may does two things at a time.
 * @param {{ load: (id: number) => Promise<string[]>, ordered: (id: number) => Promise<string[]> }} module
 */
export async function checkSample(module) {
  for (const [name, wanted] of [
    ["load", 2],
    ["ordered", 1],
  ]) {
    const { requests, inFlight, result } = await watched(() => module[name](7));
    assert.deepEqual(requests, ["/users/7", "/posts/7"], name);
    assert.deepEqual(result, ["/users/7!", "/posts/7!"], name);
    assert.equal(inFlight, wanted, `${name} has so many requests under way at a time`);
  }
}

async function watched(run) {
  const seen = { requests: [], inFlight: 0 };
  let open = 0;
  const { fetch } = globalThis;
  globalThis.fetch = async (url) => {
    seen.requests.push(url);
    open += 1;
    seen.inFlight = Math.max(seen.inFlight, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    return `${url}!`;
  };
  try {
    const result = await run();
    return { ...seen, result };
  } finally {
    globalThis.fetch = fetch;
  }
}

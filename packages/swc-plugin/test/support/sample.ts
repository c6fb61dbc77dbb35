import { runInNewContext } from "node:vm";

/** One function that can be sped up and one that must not be touched. */
export const sample = `
export async function load(id) {
  const user = await fetch("/users/" + id);
  const posts = await fetch("/posts/" + id);
  return [user, posts];
}

// @sequential
export async function ordered(id) {
  const user = await fetch("/users/" + id);
  const posts = await fetch("/posts/" + id);
  return [user, posts];
}
`;

/** What a function did: how many requests it had under way at a time, all of them in order, and its result. */
export interface Run {
  inFlight: number;
  requests: string[];
  result: unknown;
}

/** What `sample` has to do. */
export const expectedRuns = {
  load: { inFlight: 2, requests: ["/users/7", "/posts/7"], result: ["/users/7!", "/posts/7!"] },
  ordered: { inFlight: 1, requests: ["/users/7", "/posts/7"], result: ["/users/7!", "/posts/7!"] },
};

/** Evaluates a CommonJS module and calls its functions with a `fetch` that watches. */
export async function runModule(code: string, names: string[] = ["load", "ordered"]): Promise<Record<string, Run>> {
  const runs: Record<string, Run> = {};
  for (const name of names) {
    const watch = watchedFetch();
    const module = { exports: {} as Record<string, (id: number) => Promise<unknown>> };
    const globals = { module, exports: module.exports, require, fetch: watch.fetch };
    runInNewContext(code, globals);
    const result = await module.exports[name](7);
    // Out of the other context, so that `toEqual` compares contents.
    runs[name] = { inFlight: watch.inFlight, requests: watch.requests, result: JSON.parse(JSON.stringify(result)) };
  }
  return runs;
}

function watchedFetch() {
  let open = 0;
  const watch = {
    inFlight: 0,
    requests: [] as string[],
    async fetch(url: string): Promise<string> {
      watch.requests.push(url);
      open += 1;
      watch.inFlight = Math.max(watch.inFlight, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return `${url}!`;
    },
  };
  return watch;
}

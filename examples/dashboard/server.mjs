/**
 * The services behind the dashboard: a real HTTP server on this machine that takes as long for each route as such services
 * take, and writes down when each request came and when it was answered.
 */
import { createServer } from "node:http";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/** Method and path to latency in ms and answer. */
const routes = {
  "GET /users/u-17": [45, { id: "u-17", name: "Ada", orgId: "o-4" }],
  "GET /users/u-17/settings": [35, { theme: "dark" }],
  "GET /users/u-17/inbox?unread=1": [80, [{ subject: "Quarterly numbers" }, { subject: "Lunch?" }]],
  "GET /users/u-17/mentions": [65, [{ by: "Grace" }]],
  "GET /orgs/o-4": [55, { id: "o-4", name: "Analytical Engines", planId: "p-2", teamId: "t-8", siteId: "s-3" }],
  "GET /orgs/o-4/features": [40, ["export", "alerts"]],
  "GET /teams/t-8/members": [70, ["Ada", "Grace", "Edsger"]],
  "GET /sites/s-3/traffic?days=7": [120, [31, 28, 35, 40, 22, 9, 12]],
  "GET /plans/p-2": [50, { id: "p-2", name: "Team", seats: 10 }],
  "GET /news/latest": [90, "Version 2 is out"],
  "GET /status": [60, { level: "operational" }],
  "POST /audit": [25, { ok: true }],
};

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} path
 * @property {string} body
 * @property {string} answer
 * @property {number} start  ms on one clock for all requests
 * @property {number} end
 */

/** Starts the server; `take()` returns the requests answered since it was called last, in order of arrival. */
export async function startServer() {
  /** @type {Request[]} */
  let log = [];
  const server = createServer(async (request, response) => {
    const entry = { method: request.method, path: request.url, body: "", answer: "", start: performance.now(), end: 0 };
    log.push(entry);
    for await (const chunk of request) entry.body += chunk;

    const route = routes[`${entry.method} ${entry.path}`];
    if (!route) {
      response.writeHead(404).end();
      return;
    }
    const [latency, answer] = route;
    await sleep(latency);
    entry.answer = typeof answer === "string" ? answer : JSON.stringify(answer);
    entry.end = performance.now();
    response.end(entry.answer);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    take() {
      const taken = log;
      log = [];
      return taken;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Next.js, built with webpack and with Turbopack: a page whose data comes one after the other, with the plugin and without, and one that is
 * marked. Response times are printed; what is checked is how many requests a page has under way at a time.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { performance } from "node:perf_hooks";

const DELAY = 200;
const ANSWER = /<main>\/users\/7 \/posts\/7 \/tags\/7<\/main>/;

const require = createRequire(import.meta.url);
const here = import.meta.dirname;
const next = path.join(path.dirname(require.resolve("next/package.json")), "dist/bin/next");
const { version } = require("next/package.json");

const seen = { open: 0, inFlight: 0 };
const api = createServer((request, response) => {
  seen.open += 1;
  seen.inFlight = Math.max(seen.inFlight, seen.open);
  setTimeout(() => {
    seen.open -= 1;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url));
  }, DELAY);
});
await listen(api);

try {
  for (const bundler of ["webpack", "turbopack"]) {
    const before = await measure(bundler, "no");
    const after = await measure(bundler, "yes");
    console.log(
      `Next.js ${version}, ${bundler}: three requests of ${DELAY} ms; page ${before.page.time} ms before, ${after.page.time} ms after; ` +
        `marked page ${before.ordered.time} ms before, ${after.ordered.time} ms after`,
    );
    assert.deepEqual([before.page.inFlight, before.ordered.inFlight], [1, 1], `${bundler} without the plugin`);
    assert.deepEqual([after.page.inFlight, after.ordered.inFlight], [3, 1], `${bundler} with the plugin`);
    const said = build(bundler, { DIST: `.next-${bundler}-reporting`, PLUGIN: "reporting" });
    const report = /parallel-await: .*page\.jsx: 3 hoisted, \d+ kept/;
    // webpack builds too, but Next.js drops the warnings of a plugin there.
    if (bundler === "turbopack") assert.match(said, report);
    console.log(`Next.js ${version}, ${bundler}, with a report: ok`);
  }
} finally {
  api.close();
}

/** Builds, starts, and asks for both pages. */
async function measure(bundler, plugin) {
  const spare = createServer();
  const port = await listen(spare);
  spare.close();
  const settings = { DIST: `.next-${bundler}-${plugin}`, PLUGIN: plugin };
  build(bundler, settings);
  const server = spawn(process.execPath, [next, "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: here,
    env: environment(settings),
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const address = `http://127.0.0.1:${port}`;
    await ready(`${address}/`, server);
    return { page: await visit(`${address}/`), ordered: await visit(`${address}/ordered`) };
  } finally {
    server.kill();
    await once(server, "exit");
  }
}

/** What a build says, on either stream. Throws when it fails. */
function build(bundler, settings) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, "build", `--${bundler}`], {
    cwd: here,
    env: environment(settings),
    encoding: "utf8",
  });
  assert.equal(status, 0, `${bundler}:\n${stdout}\n${stderr}`);
  return stdout + stderr;
}

function environment(settings) {
  return {
    ...process.env,
    ...settings,
    API: `http://127.0.0.1:${api.address().port}`,
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: "production",
  };
}

/** The fastest of five visits. */
async function visit(url) {
  seen.inFlight = 0;
  const times = [];
  for (let count = 0; count < 5; count += 1) {
    const began = performance.now();
    const response = await fetch(url);
    const html = await response.text();
    times.push(performance.now() - began);
    assert.match(html.replaceAll(/<!--.*?-->/g, ""), ANSWER, url);
  }
  return { time: Math.round(Math.min(...times)), inFlight: seen.inFlight };
}

async function ready(url, server) {
  for (let tries = 0; tries < 600 && server.exitCode === null; tries += 1) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}

async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
}

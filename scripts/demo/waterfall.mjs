import { paint } from "../show/paint.mjs";

const WIDTH = 60;

/**
 * One line a request: when it started, how long it took. `scale` is the time that fills the width, the same for both
 * charts, so that they can be compared by eye.
 */
export function waterfall(requests, scale) {
  const start = Math.min(...requests.map((request) => request.start));
  const labels = requests.map((request) => `${request.method} ${request.path}`);
  const width = Math.max(...labels.map((label) => label.length));
  return requests
    .map((request, index) => {
      const from = Math.round(((request.start - start) / scale) * WIDTH);
      const length = Math.max(1, Math.round(((request.end - request.start) / scale) * WIDTH));
      const bar = (" ".repeat(from) + "█".repeat(length)).padEnd(WIDTH);
      const time = `${(request.end - request.start).toFixed(0)} ms`.padStart(7);
      return `  ${labels[index].padEnd(width)} ${time} │${paint(request.method === "GET" ? "cyan" : "yellow", bar)}│`;
    })
    .join("\n");
}

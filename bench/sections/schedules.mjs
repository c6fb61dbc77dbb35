/**
 * How near schedules come to the critical path: generated dependence graphs, latencies drawn at random over two orders of
 * magnitude, a virtual clock. The source one operation after the other, level by level with `Promise.all`, by hand with the
 * package better-all, and what the plugin makes of the source.
 */
import { all } from "better-all";
import {
  levelProgram,
  longestChain,
  measure,
  pluginTransform,
  randomGraph,
  randomLatencies,
  randomNumbers,
  sequentialProgram,
  taskProgram,
} from "@parallel-await/testkit";
import { table } from "../table.mjs";

export async function schedules(quick) {
  const perSize = quick ? 20 : 200;
  const transform = pluginTransform({});
  const rows = [];
  for (let size = 2; size <= 12; size++) {
    const random = randomNumbers(size);
    const ratios = { source: [], levels: [], tasks: [], plugin: [] };
    for (let i = 0; i < perSize; i++) {
      const graph = randomGraph(size, random);
      const latencies = randomLatencies(size, random);
      const source = sequentialProgram(graph);
      const programs = {
        source,
        levels: levelProgram(graph),
        tasks: taskProgram(graph),
        plugin: transform(source) ?? source,
      };
      for (const [name, code] of Object.entries(programs)) {
        const { makespan } = await measure(code, graph, latencies, { all });
        ratios[name].push(makespan / longestChain(graph, latencies));
      }
    }
    rows.push([String(size), ...Object.values(ratios).map(summary)]);
  }
  console.log(`makespan / critical path, mean and worst of ${perSize} graphs\n`);
  console.log(table(["operations", "source", "level by level", "better-all", "plugin"], rows));
}

function summary(ratios) {
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return `${mean.toFixed(2)}  ${Math.max(...ratios).toFixed(2)}`;
}

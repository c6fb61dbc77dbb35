/**
 * Dependence graphs and the programs that stand for them: what a schedule is measured with.
 */

/** Of each operation, the earlier operations whose results it uses. */
export type Graph = readonly (readonly number[])[];

/** Latency of each operation. */
export type Latencies = readonly number[];

/** A source of numbers from 0 up to 1; equal seeds give equal numbers (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A graph of `size` operations, from loose to dense: some use nothing, most use one or two earlier results. */
export function randomGraph(size: number, random: () => number): Graph {
  const density = random();
  return Array.from({ length: size }, (_, node) => {
    const uses = new Set<number>();
    const wanted = node === 0 ? 0 : Math.floor(random() * (1 + 2.5 * density) + 0.3);
    for (let i = 0; i < wanted; i++) uses.add(Math.floor(random() * node));
    return [...uses].sort((a, b) => a - b);
  });
}

/** Latencies over two orders of magnitude, so that the slowest operation of a wave is rarely that of the longest chain. */
export function randomLatencies(size: number, random: () => number): Latencies {
  return Array.from({ length: size }, () => Math.ceil(10 ** (2 * random())));
}

/** Name of the function that starts operation `node` of a program. */
export function operationName(node: number): string {
  return `getPart${node}`;
}

/** `getPart3(id, part0, part1)` */
function startOf(graph: Graph, node: number): string {
  return `${operationName(node)}(${["id", ...graph[node].map((each) => `part${each}`)].join(", ")})`;
}

function resultOf(graph: Graph): string {
  return `[${graph.map((_, node) => `part${node}`).join(", ")}]`;
}

/** A line of a log about one of the operations so far. */
function lineBehind(node: number, random: () => number): string {
  return `  console.log("part", part${Math.floor(random() * (node + 1))});`;
}

/** One operation after the other, as people write it; with `random`, a line of a log behind some of them. */
export function sequentialProgram(graph: Graph, random?: () => number): string {
  const lines = graph.flatMap((_, node) => {
    const line = `  const part${node} = await ${startOf(graph, node)};`;
    return random && random() < 0.3 ? [line, lineBehind(node, random)] : [line];
  });
  return `async function run(id) {\n${lines.join("\n")}\n  return ${resultOf(graph)};\n}\n`;
}

/**
 * One operation after the other, most of them in a choice or in a `try` block. With an `id` above zero every branch that starts
 * something is taken, so that the longest chain is that of the graph.
 */
export function stepProgram(graph: Graph, random: () => number): string {
  const lines = graph.map((uses, node) => {
    const test = uses.length > 0 && random() < 0.5 ? `part${uses[0]} !== null` : "id > 0";
    return stepOf(`part${node}`, `await ${startOf(graph, node)}`, test, Math.floor(random() * 6));
  });
  return `async function run(id) {\n${lines.join("\n")}\n  return ${resultOf(graph)};\n}\n`;
}

function stepOf(part: string, value: string, test: string, form: number): string {
  switch (form) {
    case 0:
      return `  const ${part} = ${value};`;
    case 1:
      return `  const ${part} = ${test} ? ${value} : "none";`;
    case 2:
      return `  const ${part} = ${test} && (${value});`;
    case 3:
      return `  let ${part} = "none";\n  if (${test}) {\n    ${part} = ${value};\n  }`;
    case 4:
      return `  let ${part};\n  if (${test}) ${part} = ${value};\n  else ${part} = "none";`;
    default:
      return `  let ${part};\n  try {\n    ${part} = ${value};\n  } catch {\n    ${part} = "none";\n  }`;
  }
}

/** Level by level: all operations whose operands are there, then those that they make possible. */
export function levelProgram(graph: Graph): string {
  const levels: number[] = [];
  for (const uses of graph) levels.push(1 + Math.max(0, ...uses.map((each) => levels[each])));
  const lines: string[] = [];
  for (let level = 1; level <= Math.max(...levels); level++) {
    const nodes = graph.flatMap((_, node) => (levels[node] === level ? [node] : []));
    const starts = nodes.map((node) => startOf(graph, node)).join(", ");
    lines.push(`  const [${nodes.map((node) => `part${node}`).join(", ")}] = await Promise.all([${starts}]);`);
  }
  return `async function run(id) {\n${lines.join("\n")}\n  return ${resultOf(graph)};\n}\n`;
}

/** By hand, with `all` of the package better-all: each task awaits the tasks that it uses. */
export function taskProgram(graph: Graph): string {
  const tasks = graph.map((uses, node) => {
    const joins = uses.map((each) => `      const part${each} = await this.$.part${each};\n`).join("");
    return `    async part${node}() {\n${joins}      return ${startOf(graph, node)};\n    },`;
  });
  const names = graph.map((_, node) => `part${node}`).join(", ");
  return (
    `async function run(id) {\n  const { ${names} } = await all({\n${tasks.join("\n")}\n  });\n` +
    `  return ${resultOf(graph)};\n}\n`
  );
}

/** Length of the longest chain of operations that must follow one another: no schedule is shorter. */
export function longestChain(graph: Graph, latencies: Latencies): number {
  const ends: number[] = [];
  graph.forEach((uses, node) => ends.push(latencies[node] + Math.max(0, ...uses.map((each) => ends[each]))));
  return Math.max(...ends);
}

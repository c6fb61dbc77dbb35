/** Programs of any size for the scaling and nesting measurements. */

/** One function with `count` awaits. */
export const functions = {
  /** All of them can start together. */
  independent: (count) => oneFunction(count, (index) => `  const a${index} = await getItem(id, ${index});`),
  /** Each needs the one before: nothing can move. */
  chain: (count) =>
    oneFunction(count, (index) =>
      index === 0 ? "  const a0 = await getItem(id);" : `  const a${index} = await getItem(a${index - 1});`,
    ),
  /** All in one object literal. */
  expression: (count) =>
    `async function f(id) {\n  return {\n${lines(count, (index) => `    k${index}: await getItem(id, ${index}),`)}\n  };\n}\n`,
  /** Half of them marked. */
  directives: (count) =>
    oneFunction(count, (index) =>
      index % 2 === 0
        ? `  // @sequential\n  const a${index} = await getItem(id, ${index});`
        : `  const a${index} = await getItem(id, ${index});`,
    ),
  /** What people write: short chains, a guard, a write and some plain code between them. */
  mixed: (count) =>
    oneFunction(Math.ceil(count / 5), (index) =>
      [
        `  const user${index} = await getUser(ids[${index}]);`,
        `  const posts${index} = await getPosts(user${index}.id);`,
        `  const theme${index} = await getTheme(ids[${index}]);`,
        `  if (!theme${index}) throw new Error("no theme " + posts${index}.length);`,
        `  const total${index} = posts${index}.reduce((sum, post) => sum + post.size, 0);`,
        `  await saveTotal(user${index}.id, total${index});`,
        `  const next${index} = await getNext(total${index});`,
      ].join("\n"),
    ),
};

/** A module of about `bytes`, of many ordinary functions. */
export function moduleOf(bytes) {
  const parts = ['import { api, db } from "./services.js";\n'];
  let length = 0;
  for (let index = 0; length < bytes; index += 1) {
    const part = `
/** Page ${index}. */
export async function loadPage${index}(request, options = {}) {
  const { id, page = 1 } = request.params;
  const user = await api.getUser(id);
  const flags = await api.getFlags("page${index}");
  if (!user.active) {
    throw new Error(\`user \${user.id} is not active\`);
  }
  const posts = await db.findPosts({ author: user.id, page, limit: options.limit ?? 20 });
  const titles = posts.filter((post) => flags.drafts || post.published).map((post) => post.title.trim());
  const count = await db.countPosts({ author: user.id });
  await api.saveVisit(user.id, "page${index}");
  return { user, titles, pages: Math.ceil(count / 20), flags };
}

export class Widget${index} {
  #cache = new Map();
  render(items) {
    let html = "";
    for (const item of items) {
      if (this.#cache.has(item.key)) html += this.#cache.get(item.key);
      else html += \`<li class="\${item.kind}">\${item.label}</li>\`;
    }
    return html;
  }
}
`;
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

/** `depth` levels of one construct, with two awaits at the bottom or along the way. */
export const nested = {
  blocks: (depth) =>
    inFunction(`${"{".repeat(depth)} const a = await getA(); const b = await getB(); use(a, b); ${"}".repeat(depth)}`),
  arrays: (depth) => inFunction(`return ${"[".repeat(depth)}await getA(), await getB()${"]".repeat(depth)};`),
  calls: (depth) => inFunction(`return ${"f(".repeat(depth)}await getA(), await getB()${")".repeat(depth)};`),
  "arrow functions": (depth) => `${"async () => ".repeat(depth)}[await getA(), await getB()];`,
  "member chain": (depth) =>
    inFunction(`const a = await getA(); const b = await getB(); return a${".x".repeat(depth)} + b;`),
  "call chain": (depth) =>
    inFunction(`const a = await getA(); const b = await getB(); return a${".x()".repeat(depth)} + b;`),
  binary: (depth) => inFunction(`return (await getA()) ${"+ x ".repeat(depth)}+ (await getB());`),
  "if else": (depth) =>
    inFunction(
      `${"if (x) { await getA(); } else ".repeat(depth)}{ const a = await getA(); const b = await getB(); use(a, b); }`,
    ),
};

function oneFunction(count, statement) {
  return `async function f(id, ids) {\n${lines(count, statement)}\n}\n`;
}

function inFunction(body) {
  return `async function f(x) { ${body} }\n`;
}

function lines(count, line) {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

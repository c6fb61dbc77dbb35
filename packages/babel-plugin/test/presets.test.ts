import { transformSync } from "@babel/core";
import parallelAwait from "babel-plugin-parallel-await";

const env = ["@babel/preset-env", { targets: { ie: "11" } }];
const typescript = ["@babel/preset-typescript", {}];
const react = ["@babel/preset-react", { runtime: "automatic" }];

function transform(code: string, filename: string, presets: unknown[], plugins: unknown[] = [parallelAwait]): string {
  const result = transformSync(code, {
    configFile: false,
    babelrc: false,
    filename,
    plugins: plugins as never,
    presets: presets as never,
  });
  return result?.code ?? "";
}

/** Runs a CommonJS module with the functions it imports. */
async function run(code: string, imports: Record<string, unknown>): Promise<Record<string, never>> {
  const exports: Record<string, never> = {};
  const require = (name: string): unknown => (name in imports ? imports[name] : jest.requireActual(name));
  // eslint-disable-next-line no-new-func -- the output is code
  new Function("exports", "require", code)(exports, require);
  return exports;
}

/** An API whose calls record when they start and finish. */
function recorder() {
  const log: string[] = [];
  const slow = (name: string) => async (id: number) => {
    log.push(`${name} starts`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.push(`${name} ends`);
    return `${name} ${id}`;
  };
  return { log, api: { getUser: slow("user"), getPosts: slow("posts") } };
}

const source = `
  import { getPosts, getUser } from "./api";
  type Id = number;
  interface Result { user: string; posts: string }
  export async function load(id: Id): Promise<Result> {
    const out: (() => string)[] = [];
    for (const key of [id]) {
      const user: string = await getUser(key);
      const posts: string = await getPosts(key);
      out.push(() => user + "," + posts);
    }
    return { user: out[0]!(), posts: "" } satisfies Result;
  }
`;

describe.each([
  ["before", [typescript, env]],
  ["after", [env, typescript]],
])("preset-typescript %s preset-env down to ES5", (_order, presets) => {
  const output = transform(source, "/app/load.ts", presets);

  test("gives ES5 without a trace of types", () => {
    expect(output).not.toMatch(/=>|\basync\b|\bawait\b|\bconst\b|\blet\b|: string/);
  });

  test("gives a program that starts both operations together and has the same result", async () => {
    const { log, api } = recorder();
    const { load } = (await run(output, { "./api": api })) as unknown as { load(id: number): Promise<object> };
    expect(await load(7)).toEqual({ user: "user 7,posts 7", posts: "" });
    expect(log.slice(0, 2)).toEqual(["user starts", "posts starts"]);
  });

  test("without the plugin the operations wait for each other", async () => {
    const { log, api } = recorder();
    const plain = transform(source, "/app/load.ts", presets, []);
    const { load } = (await run(plain, { "./api": api })) as unknown as { load(id: number): Promise<object> };
    expect(await load(7)).toEqual({ user: "user 7,posts 7", posts: "" });
    expect(log).toEqual(["user starts", "user ends", "posts starts", "posts ends"]);
  });
});

const component = `
  import { getPosts, getUser } from "./api";
  export async function Page({ id }: { id: number }) {
    return <main title={await getUser(id)}>{await getPosts(id)}</main>;
  }
`;

describe.each([
  ["first", [react, typescript]],
  ["last", [typescript, react]],
])("preset-react %s", (_order, presets) => {
  test("compiles JSX whose awaits have been grouped", () => {
    const output = transform(component, "/app/page.tsx", presets);
    expect(output).toContain("Promise.all([getUser(id), ");
    expect(output).toContain("_jsx(");
    expect(output.match(/\bawait\b/g)).toHaveLength(1);
  });
});

test("annotations of grouped declarations become a tuple that TypeScript's syntax accepts", () => {
  const plugins = [parallelAwait, ["@babel/plugin-syntax-typescript", {}]];
  const output = transform(source, "/app/load.ts", [], plugins);
  expect(output).toContain("const [user, posts]: [string, string] = await Promise.all([");
  expect(() => transform(output, "/app/load.ts", [typescript], [])).not.toThrow();
});

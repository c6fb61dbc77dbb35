import { nothing } from "./cells";
import type { Desk, Members } from "./desk";

/**
 * `import files from "service:files"`: `readFile`, `exists`, `readdir`, `writeFile`, `appendFile`, `mkdir`, `rename`, `rm`.
 *
 * Files at the top are there from the beginning; directories have to be made before anything is in them. A file that is being
 * written is empty until all of it is there, as `fs.promises.writeFile` says of itself.
 */
export function fileSystem(desk: Desk): Members {
  const { cells } = desk;
  // Without the path: of two operations that fail, either may be the first to do so.
  const fail = (code: string): never => {
    throw new Error(code);
  };
  const isAtTop = (path: string): boolean => !path.replace(/^\//, "").includes("/");
  const cellOf = (path: string): string => `file ${path}`;
  const contentOf = (path: string): unknown =>
    cells.read(cellOf(path), isAtTop(path) && /\.\w+$/.test(path) ? desk.initial(`file[${path}]`) : nothing);
  const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));
  const entriesOf = (directory: string): string[] | undefined => {
    const entries = cells.read(`directory ${directory || "/"}`, directory === "" ? [] : nothing);
    return entries === nothing ? undefined : (entries as string[]);
  };
  const enter = (path: string, isThere: boolean): void => {
    const directory = isAtTop(path) ? "" : directoryOf(path);
    const entries = entriesOf(directory);
    if (!entries) return fail("ENOENT");
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (entries.includes(name) === isThere) return;
    const others = entries.filter((each) => each !== name);
    // Directories list by name, whatever came first.
    cells.write(`directory ${directory || "/"}`, isThere ? [...others, name].toSorted() : others);
  };
  const write = (path: string, content: unknown): void => {
    enter(path, true);
    cells.write(cellOf(path), content);
  };
  const existing = (path: string): unknown => {
    const content = contentOf(path);
    return content === nothing ? fail("ENOENT") : content;
  };
  const text = (path: unknown): string => (typeof path === "string" ? path : desk.print(path));
  return {
    readFile: desk.operation("files.readFile", "read", (path) => existing(text(path))),
    exists: desk.operation("files.exists", "read", (path) => contentOf(text(path)) !== nothing),
    readdir: desk.operation("files.readdir", "read", (path) => entriesOf(text(path)) ?? fail("ENOENT")),
    writeFile: desk.operation("files.writeFile", "write", (path, content) => write(text(path), content), {
      claim(path: unknown) {
        if (isAtTop(text(path)) || entriesOf(directoryOf(text(path)))) write(text(path), "");
      },
    }),
    appendFile: desk.operation("files.appendFile", "write", (path, content) => {
      const before = contentOf(text(path));
      write(text(path), [...(Array.isArray(before) ? before : before === nothing ? [] : [before]), content]);
    }),
    mkdir: desk.operation("files.mkdir", "write", (path) => {
      if (entriesOf(text(path))) return fail("EEXIST");
      cells.write(`directory ${text(path)}`, []);
    }),
    rename: desk.operation("files.rename", "write", (from, to) => {
      const content = existing(text(from));
      write(text(to), content);
      enter(text(from), false);
      cells.write(cellOf(text(from)), nothing);
    }),
    rm: desk.operation("files.rm", "write", (path) => {
      existing(text(path));
      enter(text(path), false);
      cells.write(cellOf(text(path)), nothing);
    }),
  };
}

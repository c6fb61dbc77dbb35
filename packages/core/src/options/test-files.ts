/**
 * Which files are tests: awaits in tests are ordered on purpose far more often than elsewhere, so they are left alone
 * unless `includeTests` is set.
 */

const FILE_MARKS: string[] = [".test.", ".spec.", ".e2e."];
const FOLDERS: string[] = ["__tests__", "cypress", "playwright"];

/**
 * Whether `path` names a test file: `*.test.*`, `*.spec.*`, `*.e2e.*`, or anything below `__tests__/`, `cypress/` or
 * `playwright/`. Both kinds of slash separate. Give a path relative to the project where there is one, so that the name
 * of a folder above it does not count.
 */
export function isTestFile(path: string): boolean {
  const segments = path.split("\\").join("/").split("/");
  const last = segments.length - 1;
  for (let i: i32 = 0; i < last; i += 1) {
    if (FOLDERS.includes(segments[i])) return true;
  }
  for (let i: i32 = 0; i < FILE_MARKS.length; i += 1) {
    if (segments[last].includes(FILE_MARKS[i])) return true;
  }
  return false;
}

import { isTestFile } from "../src/options/test-files";

test.each([
  "user.test.ts",
  "src/user.test.tsx",
  "src/user.spec.js",
  "src/user.e2e.ts",
  "src/user.test.integration.ts",
  "src/__tests__/user.ts",
  "__tests__/deep/er/user.ts",
  "cypress/support/commands.ts",
  "apps/web/playwright/login.ts",
  "C:\\app\\__tests__\\user.ts",
  "src\\user.spec.ts",
])("%s is a test file", (path) => {
  expect(isTestFile(path)).toBe(true);
});

test.each([
  "",
  "src/user.ts",
  "src/test.ts",
  "src/latest.ts",
  "src/test/user.ts",
  "src/tests.ts",
  "src/contest.spec",
  "src/my__tests__/user.ts",
  "src/cypress.ts",
  "src/playwright",
  "src/playwright-report/user.ts",
  "src/a.test.d/user.ts",
])("%j is none", (path) => {
  expect(isTestFile(path)).toBe(false);
});

/** Prints "PASSED FAILED" of a Jest JSON report. A test file that could not run at all counts as one failure. */
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
if (report.numTotalTests === 0) throw new Error("no test was run");
console.log(report.numPassedTests, report.numFailedTests + report.numRuntimeErrorTestSuites);

// Babel 8 is ESM only, which Jest cannot load in a CommonJS test.
import * as babel from "babel-core-8";
import parallelAwait from "babel-plugin-parallel-await";
import jobs from "./jobs.cjs";

jobs.run(babel, parallelAwait, {});

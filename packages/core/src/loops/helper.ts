/**
 * The helper that loops call, written into the file: what `@parallel-await/runtime` exports, in the words of the output language.
 *
 *   async function pool(items, task, concurrency) {
 *     const results = [];
 *     function* each() { yield* items; }
 *     const queue = each();
 *     const work = async () => {
 *       for (const item of queue) { const result = task(item); results.push(result); await result; }
 *       concurrency = 0;
 *     };
 *     const workers = [];
 *     while (workers.length < concurrency) { workers.push(work()); await 0; }
 *     await Promise.all(workers);
 *     return Promise.all(results);
 *   }
 *
 * Requires that tasks are async functions, so that they give native promises and never throw. Guarantees what the runtime package
 * does: a worker that fails leaves its loop, which ends the queue for all of them and closes the iterator; between two first starts
 * a task that has failed at once is noticed; every promise that may be rejected has somebody who waits for it. A function declaration, since the
 * functions of a module may be called before its statements run.
 */
import {
  array,
  assign,
  asyncArrow,
  awaiting,
  block,
  call,
  callWith,
  forOf,
  functionDecl,
  globalName,
  less,
  member,
  name,
  OutNode,
  returning,
  statement,
  variable,
  whileLoop,
  wholeNumber,
  yieldAll,
} from "../rewrite/output";

/** The helper with a bound, or without one, under the name `own`. */
export function helperFunction(own: string, isBounded: boolean): OutNode {
  return isBounded ? boundedPool(own) : unboundedPool(own);
}

function boundedPool(own: string): OutNode {
  const work = asyncArrow(
    block([
      forOf("const", name("item"), name("queue"), block(startTask([statement(awaiting(name("result")))]))),
      // There is nothing left to start.
      statement(assign(name("concurrency"), wholeNumber(0))),
    ]),
  );
  const start = block([
    statement(callWith(member(name("workers"), "push"), [call(name("work"))])),
    statement(awaiting(wholeNumber(0))),
  ]);
  const body = block([
    variable("const", name("results"), array([])),
    functionDecl("*", "each", [], block([statement(yieldAll(name("items")))])),
    variable("const", name("queue"), call(name("each"))),
    variable("const", name("work"), work),
    variable("const", name("workers"), array([])),
    whileLoop(less(member(name("workers"), "length"), name("concurrency")), start),
    statement(awaiting(ofPromise("all", name("workers")))),
    returning(ofPromise("all", name("results"))),
  ]);
  return functionDecl("async", own, ["items", "task", "concurrency"], body);
}

/**
 *   async function pool(items, task) {
 *     const results = [];
 *     for (const item of items) { const result = task(item); results.push(result); await Promise.race([result, 0]); }
 *     return Promise.all(results);
 *   }
 */
function unboundedPool(own: string): OutNode {
  const race = ofPromise("race", array([name("result"), wholeNumber(0)]));
  const body = block([
    variable("const", name("results"), array([])),
    forOf("const", name("item"), name("items"), block(startTask([statement(awaiting(race))]))),
    returning(ofPromise("all", name("results"))),
  ]);
  return functionDecl("async", own, ["items", "task"], body);
}

function startTask(then: OutNode[]): OutNode[] {
  const statements: OutNode[] = [
    variable("const", name("result"), callWith(name("task"), [name("item")])),
    statement(callWith(member(name("results"), "push"), [name("result")])),
  ];
  return statements.concat(then);
}

function ofPromise(method: string, argument: OutNode): OutNode {
  return callWith(member(globalName("Promise"), method), [argument]);
}

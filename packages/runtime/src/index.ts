/**
 * Runs `task` on every item, at most `concurrency` at a time, started in order; gives the results in the order of the items.
 *
 * The first task starts at once, the others as soon as the one before has not failed at once. The items are taken one by one as
 * tasks are started, as `for…of` takes them: a hole of an array is `undefined`, and an iterator
 * that is left early is closed. After the first failure nothing is started any more, and the promise rejects with that failure
 * at once; tasks that are under way then go on, and what becomes of them is ignored.
 *
 * Rejects with a `RangeError` when `concurrency` is less than 1, with a `TypeError` when `items` cannot be iterated, and with
 * what the iterator throws.
 */
export function pool<Item, Result>(
  items: Iterable<Item>,
  task: (item: Item) => Result | PromiseLike<Result>,
  concurrency = Infinity,
): Promise<Result[]> {
  return new Promise((resolve, reject) => {
    if (!(concurrency >= 1)) throw new RangeError("concurrency < 1");
    const iterator = items[Symbol.iterator]();
    const results: Result[] = [];
    let started = 0;
    let running = 0;
    let isOver = false;
    let isPlanned = false;

    const mayStart = (): boolean => !isOver && running + 1 <= concurrency;

    const advance = (): void => {
      isPlanned = false;
      if (mayStart()) {
        // Over if this throws: an iterator that fails by itself is not closed.
        isOver = true;
        const { done, value } = iterator.next();
        if (!done) {
          isOver = false;
          start(value, started++);
          return proceed();
        }
      }
      if (isOver && !running) resolve(results);
    };

    // Between two starts, a task that has failed at once is noticed: nothing is started after it.
    const proceed = (): void => {
      if (isPlanned) return;
      isPlanned = true;
      Promise.resolve().then(advance).catch(fail);
    };

    const start = (item: Item, at: number): void => {
      // A thenable is subscribed to once; a native promise is used as it is, without a detour.
      const promise = Promise.resolve(task(item));
      running++;
      promise.then((result) => {
        results[at] = result;
        running--;
        return proceed();
      }, fail);
    };

    const fail = (error: unknown): void => {
      reject(error);
      if (isOver) return;
      isOver = true;
      try {
        if (iterator.return) iterator.return();
      } catch {
        // As in a loop that is left by an exception, that exception wins.
      }
    };

    try {
      advance();
    } catch (error) {
      fail(error);
    }
  });
}

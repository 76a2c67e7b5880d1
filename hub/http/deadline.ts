/** Time budgets, in the clock of `performance.now()` (milliseconds). */

export const outOfTime = Symbol('out of time');

/** What the promise gives, or `outOfTime` once the deadline has passed. The promise itself goes on unwatched. */
export async function within<T>(promise: Promise<T>, deadline: number): Promise<T | typeof outOfTime> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof outOfTime>((resolve) => {
    timer = setTimeout(() => resolve(outOfTime), Math.max(0, deadline - performance.now()));
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

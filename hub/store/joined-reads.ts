/**
 * Joins point reads into one `$in`: a driver read costs the same CPU whatever it reads, so many portals at once share
 * its price. What comes in one turn of the event loop goes together, and what comes while reads are under way waits for
 * the next, so reads grow with the load instead of multiplying.
 */
import { addToGroup } from '../../mappings/lib/groups.ts';

type Waiting<T> = { resolve: (value: T | undefined) => void; reject: (error: unknown) => void };

/** One is decoded while the other is under way. */
const mostReads = 2;
/** A read that takes longer (ms) hangs, and holds nobody up any more: another socket may do better. */
const slowMs = 500;

/** One key’s part of `readMany`; undefined for a key it does not answer. Its errors are those of `readMany`. */
export function joinReads<T>(readMany: (keys: readonly string[]) => Promise<Map<string, T>>) {
  let queue = new Map<string, Waiting<T>[]>();
  let scheduled = false;
  /** When each read under way began. */
  const running = new Set<{ at: number }>();

  const isFree = (): boolean => {
    const now = performance.now();
    return [...running].filter(({ at }) => now - at < slowMs).length < mostReads;
  };
  const schedule = (): void => {
    if (scheduled || queue.size === 0 || !isFree()) return;
    scheduled = true;
    setImmediate(flush);
  };
  const flush = (): void => {
    const [batch, read] = [queue, { at: performance.now() }];
    queue = new Map();
    scheduled = false;
    running.add(read);
    void settle(batch, readMany).then(() => {
      running.delete(read);
      schedule();
    });
  };

  return (key: string): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      addToGroup(queue, key, { resolve, reject });
      schedule();
    });
}

async function settle<T>(
  batch: ReadonlyMap<string, readonly Waiting<T>[]>,
  readMany: (keys: readonly string[]) => Promise<Map<string, T>>,
): Promise<void> {
  try {
    const found = await readMany([...batch.keys()]);
    for (const [key, waiting] of batch) for (const { resolve } of waiting) resolve(found.get(key));
  } catch (error) {
    for (const waiting of batch.values()) for (const { reject } of waiting) reject(error);
  }
}

/**
 * Joins writes that come while one is under way into the next one: a durable write costs a turn of the disk whatever it
 * holds, so many answers at once share its price. A write that hangs holds up neither what comes after it nor the word
 * to those who wait.
 */
import { HubError } from '../errors.ts';

export type JoinedWritesOptions = {
  /** For the error of what is not written: gerund first. */
  doing: string;
  /** Most items in one write. */
  maxGroup: number;
  /** Most items that wait for theirs; more are refused at once. */
  maxWaiting: number;
};

/**
 * A promise that is kept when the item's group is written, and broken (`store-unavailable`, or the store's own error)
 * when it is not. An item whose deadline (`performance.now()`) has passed before its turn is not written any more, and
 * refused soon after.
 */
export type JoinedWrite<T> = (item: T, deadline: number) => Promise<void>;

type Waiting<T> = { item: T; deadline: number; resolve: () => void; reject: (error: unknown) => void };

/** A write that takes longer (ms) hangs, and the next begins beside it: another socket may do better. */
const slowMs = 200;
/** At once, those that hang among them. */
const mostWrites = 4;

/** Joins calls into `writeMany`; groups begin in the order their items came. */
export function joinWrites<T>(
  writeMany: (items: readonly T[]) => Promise<void>,
  { doing, maxGroup, maxWaiting }: JoinedWritesOptions,
): JoinedWrite<T> {
  let queue: Waiting<T>[] = [];
  /** The writes under way. */
  const running = new Set<{ hangs: boolean }>();

  const refuseLate = (): void => {
    const now = performance.now();
    const late = queue.filter(({ deadline }) => deadline < now);
    if (late.length > 0) queue = queue.filter(({ deadline }) => deadline >= now);
    for (const { reject } of late) reject(new HubError('store-unavailable', doing));
  };
  const isFree = (): boolean => running.size < mostWrites && [...running].every(({ hangs }) => hangs);

  const next = (): void => {
    refuseLate();
    if (queue.length === 0 || !isFree()) return;
    const group = queue.slice(0, maxGroup);
    queue = queue.slice(maxGroup);
    const write = { hangs: false };
    running.add(write);
    const watch = setInterval(() => {
      write.hangs = true;
      next();
    }, slowMs).unref();
    void settle(group, writeMany).then(() => {
      clearInterval(watch);
      running.delete(write);
      next();
    });
  };

  return (item, deadline) =>
    new Promise((resolve, reject) => {
      if (queue.length >= maxWaiting) {
        reject(new HubError('store-unavailable', doing));
        return;
      }
      queue.push({ item, deadline, resolve, reject });
      // What comes in the same turn of the loop goes into the first write already.
      if (queue.length === 1) setImmediate(next);
    });
}

async function settle<T>(
  group: readonly Waiting<T>[],
  writeMany: (items: readonly T[]) => Promise<void>,
): Promise<void> {
  try {
    await writeMany(group.map(({ item }) => item));
    for (const { resolve } of group) resolve();
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

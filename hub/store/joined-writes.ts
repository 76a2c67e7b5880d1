/**
 * Joins writes that come while one is under way into the next one: a durable write costs a turn of the disk whatever it
 * holds, so many answers at once share its price. At most one write is under way at a time.
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
 * when it is not. An item whose deadline (`performance.now()`) has passed before its turn is not written any more.
 */
export type JoinedWrite<T> = (item: T, deadline: number) => Promise<void>;

type Waiting<T> = { item: T; deadline: number; resolve: () => void; reject: (error: unknown) => void };

/** Joins calls into `writeMany`, in the order they came. */
export function joinWrites<T>(
  writeMany: (items: readonly T[]) => Promise<void>,
  { doing, maxGroup, maxWaiting }: JoinedWritesOptions,
): JoinedWrite<T> {
  let queue: Waiting<T>[] = [];
  let isRunning = false;

  const takeGroup = (): Waiting<T>[] => {
    const group = queue.slice(0, maxGroup);
    queue = queue.slice(maxGroup);
    const now = performance.now();
    const [late, inTime] = [group.filter((each) => each.deadline < now), group.filter((each) => each.deadline >= now)];
    for (const { reject } of late) reject(new HubError('store-unavailable', doing));
    return inTime;
  };

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = takeGroup();
      if (group.length > 0) await settle(group, writeMany);
    }
    isRunning = false;
  };

  return (item, deadline) =>
    new Promise((resolve, reject) => {
      if (queue.length >= maxWaiting) {
        reject(new HubError('store-unavailable', doing));
        return;
      }
      queue.push({ item, deadline, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      // What comes in the same turn of the loop goes into the first write already.
      setImmediate(() => void run());
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

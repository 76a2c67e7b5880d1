/**
 * Joins point reads that come in the same turn of the event loop into one `$in`: a driver read costs the same CPU
 * whatever it reads, so many portals at once share its price.
 */
export function joinReads<T>(readMany: (keys: readonly string[]) => Promise<Map<string, T>>) {
  type Waiting = { resolve: (value: T | undefined) => void; reject: (error: unknown) => void };
  let queue = new Map<string, Waiting[]>();
  let scheduled = false;

  const flush = (): void => {
    const batch = queue;
    queue = new Map();
    scheduled = false;
    readMany([...batch.keys()]).then(
      (found) => {
        for (const [key, waiting] of batch) for (const { resolve } of waiting) resolve(found.get(key));
      },
      (error: unknown) => {
        for (const waiting of batch.values()) for (const { reject } of waiting) reject(error);
      },
    );
  };

  return (key: string): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      const waiting = queue.get(key);
      if (waiting === undefined) queue.set(key, [{ resolve, reject }]);
      else waiting.push({ resolve, reject });
      if (scheduled) return;
      scheduled = true;
      setImmediate(flush);
    });
}

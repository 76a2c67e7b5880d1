/**
 * A thing that must be fetched before calling and lives a while: an access token, a session. Fetched once however
 * many ask at the same time, and again when it is about to end or was found dead.
 */
import { untilAborted } from './abort.ts';

export type Lease<T> = {
  /** The current value, or a new one. Rejects as `obtain` does, or with the signal's reason when it fires. */
  get(signal: AbortSignal): Promise<T>;
  /** Says that this value does not work any more; a newer one fetched meanwhile stays. */
  drop(value: T): void;
  /** Gives up a fetch under way. */
  close(): void;
};

export type LeaseOptions<T> = {
  /** Epoch milliseconds. */
  now: () => number;
  /** Fetches a value; `validUntil` in epoch milliseconds is when it should not be used any more. */
  obtain: (signal: AbortSignal) => Promise<{ value: T; validUntil: number }>;
};

/** Makes a lease; nothing is fetched before the first `get`. */
export function makeLease<T>(options: LeaseOptions<T>): Lease<T> {
  const closing = new AbortController();
  let held: { value: T; validUntil: number } | undefined;
  let underWay: Promise<T> | undefined;

  async function fetchNew(): Promise<T> {
    try {
      // Not the caller's signal: others wait for the same fetch.
      held = await options.obtain(closing.signal);
      return held.value;
    } finally {
      underWay = undefined;
    }
  }

  return {
    get: async (signal) => {
      if (held !== undefined && options.now() < held.validUntil) return held.value;
      underWay ??= fetchNew();
      return untilAborted(signal, underWay);
    },
    drop: (value) => {
      if (held?.value === value) held = undefined;
    },
    close: () => {
      closing.abort();
    },
  };
}

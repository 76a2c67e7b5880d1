/** Waiting that ends when the caller gives up. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Settles as `promise` does, or rejects with the signal's reason as soon as the signal fires. Unlike
 * `AbortSignal.any` it leaves nothing behind on a long-lived signal.
 */
export async function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

/** Waits that many milliseconds; rejects at once when the signal fires. Does not keep the process alive. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false });
}

/** A signal that fires when the caller's does or after a time, and a way to let go of both. */
export type Deadline = { signal: AbortSignal; end: () => void };

/** Joins the caller's signal and a time limit in milliseconds; `end` must be called when the work is over. */
export function makeDeadline(signal: AbortSignal, milliseconds: number): Deadline {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
  };
  const timer = setTimeout(stop, milliseconds);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

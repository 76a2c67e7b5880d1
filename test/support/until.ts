/** Waiting for conditions. Nothing in these tests sleeps to be "surely" late enough. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

export type UntilOptions = { timeoutMs?: number; everyMs?: number };

/**
 * Asks again and again until the answer is neither undefined nor false, and gives it. An error of the probe counts as
 * "not yet". Fails with what was waited for, and with the last error or `state`, when the time is up.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs = 15_000, everyMs = 25 }: UntilOptions = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const { found, error } = await attempt(probe);
    if (found !== undefined) return found;
    if (performance.now() > deadline) giveUp(what, timeoutMs, error);
    await delay(everyMs);
  }
}

async function attempt<T>(
  probe: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<{ found?: T; error?: unknown }> {
  try {
    const found = await probe();
    return found === undefined || found === false ? {} : { found };
  } catch (error) {
    return { error };
  }
}

function giveUp(what: string, timeoutMs: number, error: unknown): never {
  const why = error instanceof Error ? `: ${error.message}` : '';
  assert.fail(`waited ${timeoutMs / 1000} s in vain until ${what}${why}`);
}

/** Holds a condition for a time: makes the check every `everyMs` and fails with its first error. */
export async function during(ms: number, check: () => Promise<void>, everyMs = 500): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await check();
    await delay(everyMs);
  }
}

/** How long something takes, in milliseconds, beside what it gives. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

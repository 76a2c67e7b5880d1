/** What the played servers of the contract suite share. */
import type nock from 'nock';

/** A request body that nock handed over as text. */
export function sent(body: nock.Body): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Waits, turn by turn of the event loop, until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

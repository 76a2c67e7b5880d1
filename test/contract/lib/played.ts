/** nock, on only while a suite needs it: other suites in the same process talk to real servers. */
import nock from 'nock';

nock.restore();

/** Lets nock answer instead of the network from each test's beginning to its end. */
export function useNock(): void {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });
}

/** A request body that nock handed over as text. */
export function sent(body: nock.Body): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Waits, turn by turn of the event loop, until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

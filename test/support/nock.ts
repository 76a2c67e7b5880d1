/** nock, on only while a suite needs it: other suites in the same process talk to real servers. */
import nock from 'nock';

nock.restore();

/**
 * Lets nock answer instead of the network from each test's beginning to its end; no request leaves the process. With
 * `complete`, a test also fails if an answer it prepared was not asked for.
 */
export function useNock({ complete = false }: { complete?: boolean } = {}): void {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => {
    const left = nock.pendingMocks();
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
    if (complete && left.length > 0) throw new Error(`not asked for: ${left.join(', ')}`);
  });
}

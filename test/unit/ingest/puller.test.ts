/** How long a source is left alone, and what a process says of a source that another one reads. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Page, Source } from '../../../connectors/contract.ts';
import { ConnectorError } from '../../../connectors/errors.ts';
import { startPuller, type Puller } from '../../../hub/ingest/puller.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';
import type { Cursors } from '../../../hub/store/cursors.ts';

const second = 1000;
const hour = 3600 * second;

const free: Cursors = {
  acquire: () => Promise.resolve({ cursor: undefined }),
  save: () => Promise.resolve(true),
  renew: () => Promise.resolve(),
  release: () => Promise.resolve(),
};

function sourceOf(pull: () => Page): Source {
  return {
    pull: async function* (): AsyncGenerator<Page> {
      yield await Promise.resolve().then(pull);
    },
  };
}

/** Lets everything happen that waits for no timer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('a puller', () => {
  const metrics = createMetrics({ defaults: false });
  let ending: AbortController;
  let logged: string[];

  const start = (source: Source, options: { pollIntervalMs: number; cursors?: Cursors }): Puller =>
    startPuller(
      {
        ...{ connector: 'x', source, cursors: free, leaseMs: 24 * hour, metrics, now: Date.now, ...options },
        ...{ writer: { write: () => Promise.resolve([]) }, log: (event) => void logged.push(event) },
      },
      ending.signal,
    );

  beforeEach(() => {
    ending = new AbortController();
    logged = [];
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  });
  afterEach(() => {
    ending.abort();
    mock.timers.reset();
  });

  /** The pauses between so many reads, in whole seconds. */
  const pauses = async (reads: number, pollIntervalMs: number, error?: ConnectorError): Promise<number[]> => {
    let asked = 0;
    const source = sourceOf(() => {
      asked += 1;
      if (error !== undefined) throw error;
      return { extractions: [], cursor: {}, lag: { events: 0, seconds: 0 } };
    });
    start(source, { pollIntervalMs });
    await settle();
    const found: number[] = [];
    for (let read = 1; read < reads; read += 1) {
      let waited = 0;
      while (asked === read) {
        mock.timers.tick(second);
        waited += 1;
        await settle();
        assert.ok(waited <= 24 * 3600, 'it reads on within a day');
      }
      found.push(waited);
    }
    return found;
  };

  const failure = (more: { retryAfterMs?: number } = {}) =>
    new ConnectorError('rate-limited', { system: 'x', operation: 'reading', ...more });

  it('pauses ever longer after failures, up to half a minute', async () => {
    assert.deepEqual(await pauses(8, second, failure()), [2, 4, 8, 16, 30, 30, 30]);
  });

  it('asks no more often when a source fails than when it works', async () => {
    assert.deepEqual(await pauses(4, 600 * second), [600, 600, 600]);
    ending.abort();
    ending = new AbortController();
    assert.deepEqual(await pauses(4, 600 * second, failure()), [600, 600, 600]);
  });

  it('leaves a source alone for as long as it asks for, up to an hour', async () => {
    assert.deepEqual(await pauses(4, second, failure({ retryAfterMs: 60 * second })), [60, 60, 60]);
    ending.abort();
    ending = new AbortController();
    assert.deepEqual(await pauses(2, second, failure({ retryAfterMs: 20 * hour })), [3600]);
  });

  it('says which delivery it waits for, and logs it again when it waits for another', async () => {
    let delivery = 12;
    const source = sourceOf(() => {
      throw new ConnectorError('delivery-missing', { system: 'x', operation: 'reading folder', delivery });
    });
    const puller = start(source, { pollIntervalMs: second });
    const waitedFor = async (pauseMs: number) => {
      mock.timers.tick(pauseMs);
      await settle();
      return [puller.state().lastError?.code, puller.state().lastError?.delivery, logged.length];
    };
    assert.deepEqual(await waitedFor(0), ['delivery-missing', 12, 1]);
    assert.deepEqual(await waitedFor(2 * second), ['delivery-missing', 12, 1]);
    delivery = 14;
    assert.deepEqual(await waitedFor(4 * second), ['delivery-missing', 14, 2]);
  });

  it('says nothing of a source that another process has taken over', async () => {
    let mode: 'works' | 'fails' | 'taken' = 'works';
    const acquire = () => Promise.resolve(mode === 'taken' ? mode : { cursor: undefined });
    const source = sourceOf(() => {
      if (mode === 'fails') throw failure();
      return { extractions: [], cursor: {}, lag: { events: 1000, seconds: 5000 } };
    });
    const puller = start(source, { pollIntervalMs: second, cursors: { ...free, acquire } });
    await settle();
    const told = async () => (await metrics.registry.metrics()).match(/^lienthong_lag_\w+\{kind="source".*$/gm) ?? [];
    assert.equal((await told()).length, 2);
    mode = 'fails';
    mock.timers.tick(second);
    await settle();
    assert.equal(puller.state().lastError?.code, 'rate-limited');
    mode = 'taken';
    mock.timers.tick(2 * second);
    await settle();
    assert.deepEqual(puller.state(), { lagEvents: undefined, lagSeconds: undefined, lastError: undefined });
    assert.deepEqual(await told(), []);
  });
});

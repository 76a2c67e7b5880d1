/** A source is read by one process at a time, however long it takes over a page. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page, Source } from '../../../connectors/contract.ts';
import { startPuller } from '../../../hub/ingest/puller.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';
import type { RecordWriter } from '../../../hub/records/writer.ts';
import type { Database } from '../../../hub/store/connect.ts';
import { cursorStore } from '../../../hub/store/cursors.ts';
import { openDatabase } from '../../support/database.ts';
import { cleanups } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

const leaseMs = 1000;

describe('two pullers of one source', function () {
  this.timeout(30_000);
  const later = cleanups();
  let database: Database;

  before(async () => {
    database = await openDatabase(later);
  });

  it('do not begin anew when a page takes longer than the lease', async () => {
    const pulls: string[] = [];
    const pages: string[] = [];
    const ending = new AbortController();
    const read = (owner: string): Promise<void> => {
      const source: Source = {
        pull: async function* (from): AsyncGenerator<Page> {
          if (from !== undefined) return;
          pulls.push(owner);
          await delay(3 * leaseMs);
          pages.push(owner);
          yield { extractions: [], cursor: { done: true }, lag: { events: 0, seconds: 0 } };
        },
      };
      const writer: RecordWriter = { write: () => Promise.resolve([]) };
      const puller = startPuller(
        {
          ...{ connector: 'slow', source, writer, leaseMs, pollIntervalMs: 50, now: Date.now, log: () => undefined },
          ...{ cursors: cursorStore(database, owner, Date.now), metrics: createMetrics({ defaults: false }) },
        },
        ending.signal,
      );
      return puller.done;
    };
    const done = [read(randomUUID()), read(randomUUID())];
    await until('a page has come', () => pages.length > 0);
    ending.abort();
    await Promise.all(done);
    assert.equal(pulls.length, 1, 'the source was asked once');
  });

  it('read on where the other one left off', async () => {
    const [one, other] = [cursorStore(database, 'one', Date.now), cursorStore(database, 'other', Date.now)];
    assert.deepEqual(await one.acquire('x', leaseMs), { cursor: undefined });
    assert.equal(await other.acquire('x', leaseMs), 'taken');
    assert.equal(await one.save('x', { next: 7 }, leaseMs), true);
    await one.release('x');
    assert.deepEqual(await other.acquire('x', leaseMs), { cursor: { next: 7 } });
    assert.equal(await one.save('x', { next: 3 }, leaseMs), false, 'who lost the lease saves nothing');
    assert.deepEqual(await other.acquire('x', leaseMs), { cursor: { next: 7 } });
  });
});

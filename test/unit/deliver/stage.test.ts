/** Delivering to a system that fails over some of the items, or over everything for a while. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SinkItem, SinkResult } from '../../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { createDeliverer } from '../../../hub/deliver/stage.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import type { OutMessage } from '../../../hub/kafka/producer.ts';
import { topicNames } from '../../../hub/kafka/topics.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';

const metrics = createMetrics({ defaults: false });
const fails = (code: ConnectorErrorCode) => new ConnectorError(code, { system: 'x', operation: 'pushing' });

/** A system behind a breaker, which opens over failures and then lets one call a round through. */
function play({ maxBatch, opensAfter }: { maxBatch: number; opensAfter: number }) {
  const state = {
    isDown: false,
    /** Items it fails over, whatever else is in the call. */
    poison: new Set<string>(),
    stored: new Set<string>(),
    sizes: [] as number[],
    failures: 0,
    isProbed: false,
  };
  const push = (items: readonly SinkItem[]): Promise<SinkResult[]> => {
    const isOpen = state.failures >= opensAfter;
    if (isOpen && state.isProbed) return Promise.reject(fails('breaker-open'));
    state.isProbed = true;
    state.sizes.push(items.length);
    if (state.isDown || items.some(({ key }) => state.poison.has(key))) {
      state.failures += 1;
      return Promise.reject(fails(state.failures >= opensAfter ? 'breaker-open' : 'upstream-error'));
    }
    // What failed a moment ago still counts: the next failure opens it again.
    if (isOpen) state.failures = opensAfter - 1;
    for (const { key } of items) state.stored.add(key);
    return Promise.resolve(items.map(() => ({ outcome: 'stored' })));
  };
  return { state, sink: { maxBatch, push } };
}

type Played = ReturnType<typeof play>;

/** The deliverer, and what it put among the failures. */
function deliverer({ state, sink }: Played) {
  const kept: OutMessage[] = [];
  const handle = createDeliverer({
    ...{ connector: 'portal', sink, metrics, topics: topicNames(''), log: () => undefined, now: Date.now },
    mapping: { id: 'portal', version: 1, map: ({ personalNumber }) => ({ personalNumber }) },
    signal: new AbortController().signal,
    citizens: {
      viewMany: (keys) =>
        Promise.resolve(
          new Map(
            keys.map((key) => [
              key,
              {
                ...{ _id: key, keys: [key], revision: 1, version: 1, merged: {} },
                ...{ systems: ['x'], statements: () => [] },
                identifiers: [{ scheme: 'personal-number' as const, value: key }],
              },
            ]),
          ),
        ),
    },
    producer: {
      send: (messages) => {
        kept.push(...messages);
        return Promise.resolve();
      },
      ping: () => Promise.resolve(),
      ends: () => Promise.resolve(new Map()),
      close: () => Promise.resolve(),
    },
  });
  /** As the consumer does: the same batch until it is done. Answers after how many rounds, at most so many. */
  const work = async (batch: readonly Message[], most: number): Promise<number | undefined> => {
    for (let round = 1; round <= most; round += 1) {
      state.isProbed = false;
      const isDone = await handle(batch).then(
        () => true,
        (error: unknown) => {
          assert.ok(error instanceof ConnectorError);
          return false;
        },
      );
      if (isDone) return round;
    }
    return undefined;
  };
  return { kept, work };
}

const batchOf = (keys: readonly string[]): Message[] =>
  keys.map((key, offset) => ({ topic: 't', partition: 0, offset, key, value: Buffer.from(''), size: 0 }));
const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
const idsOf = (kept: readonly OutMessage[]): string[] => kept.map(({ key }) => key).sort();

describe('delivering', () => {
  it('puts what a system fails over among the failures, and everybody else gets there', async () => {
    const case_ = fc.integer({ min: 1, max: 40 }).chain((count) =>
      fc.record({
        keys: fc.constant(people(count)),
        poison: fc.subarray(people(count), { maxLength: Math.min(count, 4) }),
        maxBatch: fc.integer({ min: 1, max: 50 }),
        opensAfter: fc.constantFrom(1, 2, 3, 1000),
      }),
    );
    const runs = fc.asyncProperty(case_, async ({ keys, poison, ...how }) => {
      const system = play(how);
      const { kept, work } = deliverer(system);
      assert.equal(await work(batchOf(['before']), 1), 1);
      system.state.poison = new Set(poison);
      assert.ok((await work(batchOf(keys), 300)) !== undefined, 'the batch is done');
      assert.deepEqual(idsOf(kept), [...poison].sort());
      assert.deepEqual(system.state.stored, new Set(['before', ...keys.filter((key) => !poison.includes(key))]));
    });
    await fc.assert(runs, { numRuns: 300 });
  });

  it('needs nobody delivered before where others of the batch get there, wherever it stands', async () => {
    for (const key of ['p0', 'p7', 'p19']) {
      const system = play({ maxBatch: 100, opensAfter: 2 });
      const { kept, work } = deliverer(system);
      system.state.poison = new Set([key]);
      assert.ok((await work(batchOf(people(20)), 100)) !== undefined);
      assert.deepEqual(idsOf(kept), [key]);
      assert.equal(system.state.stored.size, 19);
    }
  });

  it('waits for a system that fails over everything, and puts nothing aside', async () => {
    for (const opensAfter of [2, 1000]) {
      const system = play({ maxBatch: 10, opensAfter });
      const { kept, work } = deliverer(system);
      assert.equal(await work(batchOf(['before']), 1), 1);
      system.state.isDown = true;
      const batch = batchOf(people(25));
      assert.equal(await work(batch, 60), undefined);
      system.state.isDown = false;
      assert.equal(await work(batch, 1), 1);
      assert.deepEqual([kept.length, system.state.stored.size], [0, 26]);
    }
  });

  it('does not look for an item while a system fails for a moment', async () => {
    const system = play({ maxBatch: 10, opensAfter: 1000 });
    const { kept, work } = deliverer(system);
    system.state.isDown = true;
    const batch = batchOf(people(10));
    assert.equal(await work(batch, 2), undefined);
    system.state.isDown = false;
    assert.equal(await work(batch, 1), 1);
    assert.deepEqual([system.state.sizes, kept.length], [[10, 10, 10], 0]);
  });
});

/**
 * Any order, any repetition, any interleaving of the same records ends in the same citizens: over a store in memory in
 * many runs, and over MongoDB, with two writers at once who get in each other's way, in a few.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { HubError } from '../../../hub/errors.ts';
import { createNormaliser } from '../../../hub/normalise/stage.ts';
import { topicNames } from '../../../hub/kafka/topics.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import type { OutMessage, Producer } from '../../../hub/kafka/producer.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';
import { citizenStore, type CitizenDocument, type Citizens } from '../../../hub/store/citizens.ts';
import { connectDatabase, type Database } from '../../../hub/store/connect.ts';
import type { Ledger } from '../../../hub/store/ledger.ts';
import { mappings } from '../../../mappings/registry.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { assertComplete } from '../../support/events.ts';
import { revisionsOf } from '../../support/flow.ts';
import { cleanups } from '../../support/processes.ts';
import { history, keyOf, messagesOf, type HistoryRecord } from './history.ts';

const topic = 'records.civil-status';
const metrics = createMetrics({ defaults: false });
const ledger: Ledger = {
  through: () => Promise.resolve(new Map()),
  book: () => Promise.resolve(),
  read: () => Promise.resolve([]),
};

type People = Pick<Citizens, 'readMany' | 'writeMany'>;

/** A store with the one promise that matters here: a write is done only if nobody has written since the read. */
function inMemory(): People & { held: Map<string, CitizenDocument> } {
  const held = new Map<string, CitizenDocument>();
  return {
    held,
    readMany: (keys) =>
      Promise.resolve(new Map([...held].filter(([key]) => keys.includes(key)).map((each) => structuredClone(each)))),
    writeMany: (writes) => {
      const lost = writes.filter(({ document, expected }) => held.get(document._id)?.etag !== expected);
      for (const write of writes)
        if (!lost.includes(write)) held.set(write.document._id, structuredClone(write.document));
      return Promise.resolve(lost.map(({ document }) => document._id));
    },
  };
}

/**
 * A normalise stage over a store; what it would publish is added to `published`. `failures` are the sends that fail:
 * by number how many of their messages get through before that.
 */
function normaliser(citizens: People, published: OutMessage[], failures: ReadonlyMap<number, number> = new Map()) {
  let sends = 0;
  const producer: Producer = {
    send: (messages) => {
      sends += 1;
      const through = failures.get(sends);
      published.push(...messages.slice(0, through));
      return through === undefined ? Promise.resolve() : Promise.reject(new HubError('kafka-unavailable', 'a test'));
    },
    ping: () => Promise.resolve(),
    ends: () => Promise.resolve(new Map()),
    close: () => Promise.resolve(),
  };
  return createNormaliser({
    ...{ ledger, producer, metrics, topics: topicNames(''), personKeys: keyOf, log: () => undefined, now: Date.now },
    ...{ mappings: new Map(mappings.map((mapping) => [mapping.id, mapping])) },
    citizens: { ...unused, ...citizens },
  });
}

const notUsed = () => assert.fail('normalise does not use this');
const unused = { viewMany: notUsed, view: notUsed, count: notUsed };

const yes = () => true;
const no = () => false;

/** Works through messages in batches of these sizes, over and over. */
async function work(messages: readonly Message[], sizes: readonly number[], handle: ReturnType<typeof normaliser>) {
  const positions = new Map<string, number>();
  for (let at = 0, round = 0; at < messages.length; round += 1) {
    const batch = messages.slice(at, at + (sizes[round % sizes.length] ?? 1));
    // As after a crash: what was not acknowledged is read again, perhaps in other batches.
    if (!(await handle(batch, positions).then(yes, no))) continue;
    at += batch.length;
    for (const message of batch) positions.set(`${message.topic}/0`, at);
  }
}

/** What of a person must not depend on order: the merged view, and which version of which fact holds. */
function essence(people: ReadonlyMap<string, CitizenDocument>): Record<string, unknown> {
  const entries = [...people].map(([key, { merged, slices, identifiers }]) => {
    assert.deepEqual(merged, mergeSlices(slices), 'the merged view is made from the slices');
    const facts = slices.map(({ system, sourceKey, sourceVersion, operation, fields }) => {
      return { system, sourceKey, sourceVersion, operation, fields };
    });
    return [key, { merged, facts, identifiers }] as const;
  });
  return Object.fromEntries(entries);
}

/** The same records in another order, some of them more than once. */
const disturbed = (records: readonly HistoryRecord[]) =>
  fc
    .tuple(fc.shuffledSubarray([...records], { minLength: records.length }), fc.subarray([...records]))
    .chain(([all, again]) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }));

const case_ = history.chain((records) =>
  fc.record({
    records: fc.constant(records),
    ...{ one: disturbed(records), other: disturbed(records) },
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  }),
);

const asRead = (published: readonly OutMessage[]): Message[] =>
  published.map(({ topic: name, key, value, headers = [] }, offset) => {
    return { topic: name, partition: 0, offset, key, value, headers, size: value?.length ?? 0 };
  });

describe('the same records in any order', function () {
  this.timeout(120_000);
  const later = cleanups();
  let database: Database;

  before(async () => {
    const uri = process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it');
    database = await connectDatabase({ uri, database: `t${randomBytes(5).toString('hex')}` });
    later(async () => {
      await database.connection.dropDatabase();
      await database.close();
    });
  });

  it('and however often end in the same citizens, each change told once', async () => {
    const runs = fc.asyncProperty(case_, async ({ records, one, sizes }) => {
      const [straight, shuffled] = [inMemory(), inMemory()];
      const published: OutMessage[] = [];
      await work(messagesOf(records, topic), [records.length], normaliser(straight, []));
      await work(messagesOf(one, topic), sizes, normaliser(shuffled, published));
      assert.deepEqual(essence(shuffled.held), essence(straight.held));
      assert.equal(assertComplete(asRead(published), revisionsOf(shuffled.held)), 0, 'no repeats');
    });
    await fc.assert(runs, { numRuns: 300 });
  });

  it('and wherever publishing fails, end in the same citizens, and every change is told in order', async () => {
    const failures = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(4)), { maxLength: 8 });
    let repeats = 0;
    const runs = fc.asyncProperty(case_, failures, async ({ records, one, sizes }, failing) => {
      const [straight, broken] = [inMemory(), inMemory()];
      const published: OutMessage[] = [];
      await work(messagesOf(records, topic), [records.length], normaliser(straight, []));
      await work(messagesOf(one, topic), sizes, normaliser(broken, published, new Map(failing)));
      assert.deepEqual(essence(broken.held), essence(straight.held));
      repeats += assertComplete(asRead(published), revisionsOf(broken.held));
    });
    await fc.assert(runs, { numRuns: 300 });
    assert.ok(repeats > 50, `something was repeated: ${repeats}`);
  });

  it('by two writers at once, in any interleaving, end in the same citizens, and every change is told in order', async () => {
    let conflicts = 0;
    const runs = fc.asyncProperty(case_, fc.scheduler(), async ({ records, one, other, sizes }, scheduler) => {
      const [straight, shared] = [inMemory(), inMemory()];
      const interleaved: People = {
        readMany: (keys) => scheduler.schedule(Promise.resolve()).then(() => shared.readMany(keys)),
        writeMany: async (writes) => {
          await scheduler.schedule(Promise.resolve());
          const lost = await shared.writeMany(writes);
          conflicts += lost.length;
          return lost;
        },
      };
      const published: OutMessage[] = [];
      await work(messagesOf(records, topic), [records.length], normaliser(straight, []));
      // Two topics, since each writer knows of its own partitions only.
      await scheduler.waitFor(
        Promise.all([
          work(messagesOf(one, topic), sizes, normaliser(interleaved, published)),
          work(messagesOf(other, `${topic}-b`), sizes, normaliser(interleaved, published)),
        ]),
      );
      assert.deepEqual(essence(shared.held), essence(straight.held));
      assertComplete(asRead(published), revisionsOf(shared.held));
    });
    await fc.assert(runs, { numRuns: 150 });
    assert.ok(conflicts > 50, `the writers met: ${conflicts} conflicts`);
  });

  it('by two writers at once on MongoDB end in the same citizens', async () => {
    const citizens = citizenStore(database);
    let conflicts = 0;
    const counting: People = {
      readMany: (keys) => citizens.readMany(keys),
      writeMany: async (writes) => {
        const lost = await citizens.writeMany(writes);
        conflicts += lost.length;
        return lost;
      },
    };
    const runs = fc.asyncProperty(case_, async ({ records, one, other, sizes }) => {
      await database.connection.collection('citizens').deleteMany({});
      const straight = inMemory();
      const published: OutMessage[] = [];
      await work(messagesOf(records, topic), [records.length], normaliser(straight, []));
      await Promise.all([
        work(messagesOf(one, topic), sizes, normaliser(counting, published)),
        work(messagesOf(other, `${topic}-b`), sizes, normaliser(counting, published)),
      ]);
      const held = await citizens.readMany([...straight.held.keys()]);
      assert.deepEqual(essence(held), essence(straight.held));
      assertComplete(asRead(published), revisionsOf(held));
    });
    await fc.assert(runs, { numRuns: 25 });
    assert.ok(conflicts > 10, `the writers met: ${conflicts} conflicts`);
  });
});

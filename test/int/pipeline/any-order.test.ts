/**
 * Any order, any repetition, any interleaving of the same records ends in the same citizens: over a store in memory in
 * many runs, and over MongoDB, with two writers at once who get in each other's way, in a few.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OutMessage } from '../../../hub/kafka/producer.ts';
import { citizenStore } from '../../../hub/store/citizens.ts';
import type { Database } from '../../../hub/store/connect.ts';
import { assertComplete } from '../../support/events.ts';
import { revisionsOf } from '../../support/flow.ts';
import { openDatabase } from '../../support/database.ts';
import { cleanups } from '../../support/processes.ts';
import { history, messagesOf } from './history.ts';
import { asRead, disturbed, essence, inMemory, interleaved, normaliser, work } from './stage.ts';

const topic = 'records.civil-status';

const case_ = history.chain((records) =>
  fc.record({
    records: fc.constant(records),
    ...{ one: disturbed(records), other: disturbed(records) },
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  }),
);

describe('the same records in any order', function () {
  this.timeout(120_000);
  const later = cleanups();
  let database: Database;

  before(async () => {
    database = await openDatabase(later);
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
      await work(messagesOf(one, topic), sizes, normaliser(broken, published, { failures: new Map(failing) }));
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
      const stepwise = interleaved(
        shared,
        () => scheduler.schedule(Promise.resolve()),
        (lost) => (conflicts += lost),
      );
      const published: OutMessage[] = [];
      await work(messagesOf(records, topic), [records.length], normaliser(straight, []));
      // Two topics, since each writer knows of its own partitions only.
      await scheduler.waitFor(
        Promise.all([
          work(messagesOf(one, topic), sizes, normaliser(stepwise, published)),
          work(messagesOf(other, `${topic}-b`), sizes, normaliser(stepwise, published)),
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
    const counting = interleaved(
      citizens,
      () => Promise.resolve(),
      (lost) => (conflicts += lost),
    );
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

/** The books count every message once, however often it is read, in whatever batches, and whoever reads it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classify } from '../../../hub/errors.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import { bookkeeping } from '../../../hub/normalise/bookkeeping.ts';
import type { Database } from '../../../hub/store/connect.ts';
import { ledgerStore, type Ledger, type Outcome } from '../../../hub/store/ledger.ts';
import { openDatabase } from '../../support/database.ts';
import { cleanups } from '../../support/processes.ts';

const total = 30;
const message = (offset: number, topic: string): Message => ({ topic, partition: 0, offset, value: null, size: 0 });
const outcomeOf = (offset: number): Outcome => (['applied', 'superseded', 'failed'] as const)[offset % 3] ?? 'failed';

describe('the books', function () {
  this.timeout(60_000);
  const later = cleanups();
  let database: Database;
  let ledger: Ledger;
  let topics = 0;

  before(async () => {
    database = await openDatabase(later);
    ledger = ledgerStore(database);
  });

  /** Begins a batch of messages from one offset to before another; the answer ends it. */
  const begin = (topic: string, from: number, to: number, over = ledger): (() => Promise<void>) => {
    const messages = Array.from({ length: to - from }, (_, index) => message(from + index, topic));
    const books = bookkeeping(over, messages);
    return () => books.book(new Map(messages.map((each) => [each, outcomeOf(each.offset)])));
  };

  const newTopic = (): string => {
    topics += 1;
    return `records.${topics}`;
  };

  const assertRight = async (topic: string): Promise<void> => {
    const found = (await ledger.read()).find((each) => each.topic === topic);
    assert.deepEqual(found, {
      ...{ _id: `${topic}/0`, topic, partition: 0, through: total },
      ...{ applied: total / 3, superseded: total / 3, failed: total / 3 },
    });
  };

  it('add up when batches are read again, in part or whole, after a crash', async () => {
    const steps = fc.array(fc.record({ back: fc.nat(12), size: fc.integer({ min: 1, max: 12 }) }), { minLength: 1 });
    const runs = fc.asyncProperty(steps, async (plan) => {
      const topic = newTopic();
      let at = 0;
      for (let round = 0; at < total; round += 1) {
        const { back, size } = plan[round % plan.length] ?? { back: 0, size: 1 };
        // Reading goes back after a crash, never ahead; every third step does, so that it comes to an end.
        const from = round % 3 === 2 ? Math.max(0, at - back) : at;
        const to = Math.min(total, from + size);
        await begin(topic, from, to)();
        at = Math.max(at, to);
      }
      await assertRight(topic);
    });
    await fc.assert(runs, { numRuns: 25 });
  });

  it('refuse a batch that another owner has begun to count, and take what is left of it when it is tried again', async () => {
    const topic = newTopic();
    const through = ledger.through([{ topic, partition: 0 }]);
    const bookLate = begin(topic, 0, 20, { ...ledger, through: () => through });
    await through;
    await begin(topic, 0, 12)();
    await assert.rejects(bookLate, (error) => classify(error).code === 'write-conflict');
    await begin(topic, 0, 20)();
    await begin(topic, 12, total)();
    await assertRight(topic);
  });

  it('refuse the second of two owners who count their first batch at once', async () => {
    const topic = newTopic();
    const results = await Promise.allSettled([begin(topic, 0, total)(), begin(topic, 0, total)()]);
    const refused = results.filter((each) => each.status === 'rejected');
    for (const { reason } of refused) assert.equal(classify(reason).code, 'write-conflict');
    await assertRight(topic);
  });
});

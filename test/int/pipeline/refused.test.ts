/** A record that cannot be applied is kept among the failures as it came, and holds up nobody and nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HubError } from '../../../hub/errors.ts';
import { readFailure } from '../../../hub/failures/message.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import type { OutMessage } from '../../../hub/kafka/producer.ts';
import type { NewFailure } from '../../../hub/store/failures.ts';
import { assertComplete } from '../../support/events.ts';
import { revisionsOf } from '../../support/flow.ts';
import { noMatching } from '../../support/no-matching.ts';
import { history, keyOf, messagesOf, type HistoryRecord } from './history.ts';
import { asRead, disturbed, essence, inMemory, normaliser, work, type People } from './stage.ts';

const topic = 'records.civil-status';

/** A store that takes no document of some people: it throws after what stood before them in the batch was written. */
function refusing(people: People, keys: ReadonlySet<string>): People {
  return {
    ...people,
    writeMany: async (writes) => {
      const at = writes.findIndex(({ document }) => keys.has(document._id));
      if (at < 0) return people.writeMany(writes);
      await people.writeMany(writes.slice(0, at));
      throw new TypeError('Document is larger than the maximum size');
    },
  };
}

function told(published: readonly OutMessage[]): { failures: NewFailure[]; changes: Message[] } {
  const all = asRead(published).map((message) => {
    const headers = message.headers?.map((each) =>
      Object.fromEntries(Object.entries(each).map(([name, value]) => [name, Buffer.from(value)])),
    );
    return headers === undefined ? message : { ...message, headers };
  });
  const isFailure = ({ topic: name }: Message): boolean => name.endsWith('failed');
  return { failures: all.filter(isFailure).map(readFailure), changes: all.filter((each) => !isFailure(each)) };
}

/** Two people, one fact each. */
function two(): [HistoryRecord, HistoryRecord] {
  const pairs = history.filter((records) => new Set(records.map(({ person }) => person)).size > 1);
  const [records = []] = fc.sample(pairs, { seed: 1, numRuns: 1 });
  const one = records[0] ?? assert.fail();
  const other = records.find(({ person }) => person !== one.person) ?? assert.fail();
  return [one, other];
}

describe('a record that cannot be applied', function () {
  this.timeout(120_000);

  const case_ = history.chain((records) => {
    const people = [...new Set(records.map(({ person }) => person))];
    return fc.record({
      records: fc.constant(records),
      disordered: disturbed(records),
      refused: fc.subarray(people, { minLength: 1 }),
      sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      failing: fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(4)), { maxLength: 3 }),
    });
  });

  it('is kept with its bytes, in whatever batch it stands, and everybody else is as if it had never come', async () => {
    const runs = fc.asyncProperty(case_, async ({ records, disordered, refused, sizes, failing }) => {
      const [straight, store] = [inMemory(), inMemory()];
      const published: OutMessage[] = [];
      const rest = records.filter(({ person }) => !refused.includes(person));
      await work(messagesOf(rest, topic), [records.length], normaliser(straight, []));
      const keys = new Set(refused.map((person) => keyOf(person)));
      const handle = normaliser(refusing(store, keys), published, { failures: new Map(failing) });
      await work(messagesOf(disordered, topic), sizes, handle);
      assert.deepEqual(essence(store.held), essence(straight.held));
      const { failures, changes } = told(published);
      assertComplete(changes, revisionsOf(store.held));
      const expected = new Map(
        disordered.filter((each) => refused.includes(each.person)).map((each) => [each.id, each]),
      );
      assert.deepEqual(new Set(failures.map(({ _id }) => _id)), new Set(expected.keys()));
      for (const { _id, bytes, code, stage, target } of failures) {
        assert.deepEqual(bytes, expected.get(_id)?.value);
        assert.deepEqual([code, stage, target], ['unforeseen', 'normalise', topic]);
      }
    });
    await fc.assert(runs, { numRuns: 200 });
  });

  it('is kept where it can be stored and who it is about cannot be found out', async () => {
    const [one, other] = two();
    const [store, published] = [inMemory(), [] as OutMessage[]];
    const matcher = { ...noMatching, blocksOf: () => [1] };
    const readOpen: People['readOpen'] = (hashes, limit) => {
      if (store.held.has(keyOf(one.person))) throw new RangeError('Invalid array length');
      return store.readOpen(hashes, limit);
    };
    await normaliser({ ...store, readOpen }, published, { matcher })(messagesOf([other], topic), new Map());
    await normaliser({ ...store, readOpen }, published, { matcher })(messagesOf([one], topic), new Map());
    assert.deepEqual(
      told(published).failures.map(({ _id }) => _id),
      [one.id],
    );
  });

  it('for a server that is away is not put aside: the batch waits', async () => {
    const messages = messagesOf(two(), topic);
    const errors = [
      new HubError('write-conflict', 'a test'),
      Object.assign(new Error('x'), { name: 'MongoNetworkError' }),
      Object.assign(new Error('x'), { name: 'MongoServerError', code: 14031 }),
      Object.assign(new Error('x'), { name: 'MongoServerError', errorLabels: ['TransientTransactionError'] }),
    ];
    for (const error of errors) {
      const published: OutMessage[] = [];
      const store: People = { ...inMemory(), writeMany: () => Promise.reject(error) };
      await assert.rejects(normaliser(store, published)(messages, new Map()), error);
      assert.equal(published.length, 0);
    }
  });

  it('for the facts under its key are too many is put aside; a fact that is held is still brought up to date', async () => {
    const [one, other] = two();
    const [store, published] = [inMemory(), [] as OutMessage[]];
    const handle = normaliser(store, published);
    await handle(messagesOf([one], topic), new Map());
    const key = keyOf(one.person);
    const document = store.held.get(key) ?? assert.fail();
    const [slice = assert.fail()] = document.slices;
    const others = Array.from({ length: 9_999 }, (_, index) => ({ ...slice, sourceKey: `KHAC-${index + 10_000}` }));
    store.held.set(key, { ...document, slices: [slice, ...others] });
    const newer = changed(one, { id: '00000000-0000-4000-9000-000000000001', sourceVersion: 99 });
    const fresh = changed(one, { id: '00000000-0000-4000-9000-000000000002', sourceKey: 'MOI' });
    await handle(messagesOf([fresh, other, newer], topic), new Map());
    const { failures } = told(published);
    assert.deepEqual(
      failures.map(({ _id, code, bytes }) => [_id, code, bytes]),
      [[fresh.id, 'too-many-facts', fresh.value]],
    );
    assert.equal(store.held.get(keyOf(other.person))?.slices.length, 1);
    const held = store.held.get(key)?.slices ?? [];
    assert.equal(held.length, 10_000);
    assert.equal(held.find(({ sourceKey }) => sourceKey === slice.sourceKey)?.recordId, newer.id);
  });
});

/** The record with something else in its envelope. */
function changed(record: HistoryRecord, values: { id: string } & Record<string, unknown>): HistoryRecord {
  const envelope = JSON.parse(record.value.toString()) as Record<string, unknown>;
  return { ...record, id: values.id, value: Buffer.from(JSON.stringify({ ...envelope, ...values })) };
}

/**
 * Any order, repetition and interleaving of records and of acts of identity ends in the same citizens: those with and
 * without numbers, numbers replaced, persons merged and split, acts taken back, questions left to a person.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { actsIn, inForce } from '../../../hub/identity/acts.ts';
import { createClusters } from '../../../hub/identity/clusters.ts';
import type { OutMessage } from '../../../hub/kafka/producer.ts';
import { citizenStore, type CitizenDocument } from '../../../hub/store/citizens.ts';
import type { Database } from '../../../hub/store/connect.ts';
import { mappings } from '../../../mappings/registry.ts';
import { assertComplete } from '../../support/events.ts';
import { revisionsOf } from '../../support/flow.ts';
import { openDatabase } from '../../support/database.ts';
import { cleanups } from '../../support/processes.ts';
import { keyOf } from './history.ts';
import { clinic, identityHistory, messagesOf, numbers, simpleMatcher } from './identities.ts';
import {
  asRead,
  disturbed,
  essence,
  inMemory,
  interleaved,
  normaliser,
  reviewsInMemory,
  work,
  type People,
} from './stage.ts';

const topic = 'records.clinic';
const known = new Map([clinic, ...mappings].map((mapping) => [mapping.id, mapping]));

const case_ = identityHistory.chain((records) =>
  fc.record({
    records: fc.constant(records),
    ...{ one: disturbed(records), other: disturbed(records) },
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  }),
);

/** A store, its questions, and what was told. */
function setting() {
  return { store: inMemory(), reviews: reviewsInMemory(), published: [] as OutMessage[] };
}

function stageOver(
  store: People,
  { reviews, published }: Omit<ReturnType<typeof setting>, 'store'>,
  failures = new Map<number, number>(),
) {
  return normaliser(store, published, { mappings: known, matcher: simpleMatcher, reviews, failures });
}

const questions = ({ open }: ReturnType<typeof reviewsInMemory>) => [...open.keys()].sort();

const told = (setup: ReturnType<typeof setting>) =>
  assertComplete(
    asRead(setup.published),
    new Map([...revisionsOf(setup.store.held)].filter(([, revision]) => revision > 0)),
  );

/** Every number is one person's, and those of one person belong together by acts in force alone; answers how many. */
function assertJoinedByActs(held: ReadonlyMap<string, CitizenDocument>): number {
  const acts = inForce([...held.values()].flatMap(actsIn));
  const links = acts.flatMap(({ node, act }) => {
    if (act.kind === 'same') return [[node, act.other] as const];
    return act.kind === 'number-replaced' ? [[act.old, act.replacement] as const] : [];
  });
  const all = [...numbers.map((number) => keyOf(number)), ...links.flat()];
  const clusters = createClusters(new Set(all), { numbered: new Set(), distinct: new Set() });
  for (const link of links) clusters.join(...link);
  const values = [...held.values()].flatMap(({ identifiers }) => identifiers.map(({ value }) => value));
  assert.equal(new Set(values).size, values.length, 'nobody has the number of another');
  const further = [...held.values()].flatMap(({ identifiers: [first, ...more] }) =>
    more.map(({ value }) => [keyOf(first?.value ?? ''), keyOf(value)] as const),
  );
  for (const [one, other] of further) assert.equal(clusters.rootOf(one), clusters.rootOf(other), 'joined by acts');
  return further.length;
}

describe('who is who', function () {
  this.timeout(240_000);
  const later = cleanups();
  let database: Database;

  before(async () => {
    database = await openDatabase(later);
  });

  it('does not depend on the order or the repetition of what is said', async () => {
    let merged = 0;
    const runs = fc.asyncProperty(case_, async ({ records, one, sizes }) => {
      const [straight, shuffled] = [setting(), setting()];
      await work(messagesOf(records, topic), [records.length], stageOver(straight.store, straight));
      await work(messagesOf(one, topic), sizes, stageOver(shuffled.store, shuffled));
      assert.deepEqual(essence(shuffled.store.held), essence(straight.store.held));
      assert.deepEqual(questions(shuffled.reviews), questions(straight.reviews));
      assert.equal(told(shuffled), 0, 'no repeats');
      merged += [...straight.store.held.values()].filter(({ leadsTo }) => leadsTo !== undefined).length;
    });
    await fc.assert(runs, { numRuns: 600 });
    assert.ok(merged > 300, `people were found to be one: ${merged}`);
  });

  it('never makes citizens of two numbers one but by acts that say so', async () => {
    let [joined, asked] = [0, 0];
    const runs = fc.asyncProperty(identityHistory, async (records) => {
      const straight = setting();
      await work(messagesOf(records, topic), [records.length], stageOver(straight.store, straight));
      joined += assertJoinedByActs(straight.store.held);
      asked += [...straight.reviews.open.values()].filter(({ rule }) => rule === 'personal-number').length;
    });
    await fc.assert(runs, { numRuns: 600 });
    assert.ok(joined > 50 && asked > 20, `acts joined ${joined}, numbers stated were a question ${asked} times`);
  });

  it('is found again wherever publishing fails, and every change is told in order', async () => {
    const failures = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(4)), { maxLength: 8 });
    let repeats = 0;
    const runs = fc.asyncProperty(case_, failures, async ({ records, one, sizes }, failing) => {
      const [straight, broken] = [setting(), setting()];
      await work(messagesOf(records, topic), [records.length], stageOver(straight.store, straight));
      await work(messagesOf(one, topic), sizes, stageOver(broken.store, broken, new Map(failing)));
      assert.deepEqual(essence(broken.store.held), essence(straight.store.held));
      assert.deepEqual(questions(broken.reviews), questions(straight.reviews));
      repeats += told(broken);
    });
    await fc.assert(runs, { numRuns: 400 });
    assert.ok(repeats > 50, `something was repeated: ${repeats}`);
  });

  it('is the same for two writers at once, in any interleaving, and every change is told in order', async () => {
    let conflicts = 0;
    const runs = fc.asyncProperty(case_, fc.scheduler(), async ({ records, one, other, sizes }, scheduler) => {
      const [straight, shared] = [setting(), setting()];
      const stepwise = interleaved(
        shared.store,
        () => scheduler.schedule(Promise.resolve()),
        (lost) => (conflicts += lost),
      );
      await work(messagesOf(records, topic), [records.length], stageOver(straight.store, straight));
      // Two topics, since each writer knows of its own partitions only.
      await scheduler.waitFor(
        Promise.all([
          work(messagesOf(one, topic), sizes, stageOver(stepwise, shared)),
          work(messagesOf(other, `${topic}-b`), sizes, stageOver(stepwise, shared)),
        ]),
      );
      assert.deepEqual(essence(shared.store.held), essence(straight.store.held));
      assert.deepEqual(questions(shared.reviews), questions(straight.reviews));
      told(shared);
    });
    await fc.assert(runs, { numRuns: 300 });
    assert.ok(conflicts > 50, `the writers met: ${conflicts} conflicts`);
  });

  it('is the same on MongoDB, by two writers at once', async () => {
    const citizens = citizenStore(database);
    let conflicts = 0;
    const counting = interleaved(
      citizens,
      () => Promise.resolve(),
      (lost) => (conflicts += lost),
    );
    const runs = fc.asyncProperty(case_, async ({ records, one, other, sizes }) => {
      await database.connection.collection('citizens').deleteMany({});
      const [straight, shared] = [setting(), setting()];
      await work(messagesOf(records, topic), [records.length], stageOver(straight.store, straight));
      await Promise.all([
        work(messagesOf(one, topic), sizes, stageOver(counting, shared)),
        work(messagesOf(other, `${topic}-b`), sizes, stageOver(counting, shared)),
      ]);
      const ids = await database.connection.collection('citizens').distinct('_id');
      const held = await citizens.readMany(ids.map(String));
      assert.deepEqual(essence(held), essence(straight.store.held));
      assertComplete(asRead(shared.published), new Map([...revisionsOf(held)].filter(([, revision]) => revision > 0)));
    });
    await fc.assert(runs, { numRuns: 40 });
    assert.ok(conflicts > 10, `the writers met: ${conflicts} conflicts`);
  });
});

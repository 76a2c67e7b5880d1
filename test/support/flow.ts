/** How far the records of a world have come, asked of Kafka and the store themselves. */
import assert from 'node:assert/strict';
import { createProducer, type Producer } from '../../hub/kafka/producer.ts';
import { createLog } from '../../hub/observability/log.ts';
import type { CitizenDocument } from '../../hub/store/schemas.ts';
import { openStore, type Store } from './store.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Partitions of every topic, as the hubs of these tests are configured: the default. */
const partitions = 6;
const recordTopics = ['records.civil-status', 'records.population'] as const;

/** A Kafka client of the test's own. */
export function plainProducer(brokers: string): Promise<Producer> {
  const kafka = {
    ...{ brokers, clientId: 'test', groupPrefix: '', topicPrefix: '', partitions },
    ...{ replicationFactor: 1, rawRetentionDays: 1, options: {} },
  };
  return createProducer({ kafka, log: createLog('error'), timeoutMs: 10_000 });
}

export type Flow = {
  /** How many messages a topic ever took. */
  end(topic: string): Promise<number>;
  /**
   * Waits until a hub without an API has booked every record there is; checks that the books of its store add up.
   * Answers how many there are.
   */
  booked(store: Store, options?: { timeoutMs?: number }): Promise<number>;
  close(): Promise<void>;
};

/** Watches the topics of a world. */
export async function watchFlow(world: World): Promise<Flow> {
  const client = await plainProducer(world.kafka);
  const end = async (topic: string): Promise<number> => {
    const ends = await client.ends([world.topic(topic)], partitions);
    return [...ends.values()].reduce((sum, each) => sum + each, 0);
  };
  return {
    end,
    async booked(store, { timeoutMs = 120_000 } = {}) {
      const received = await until(
        'every record is booked',
        async () => {
          const books = await store.books();
          const ends = await client.ends(
            recordTopics.map((topic) => world.topic(topic)),
            partitions,
          );
          const through = new Map(books.map(({ _id, through: offset }) => [_id, offset]));
          const isBooked = [...ends].every(([place, offset]) => (through.get(place) ?? 0) === offset);
          return isBooked && [...ends.values()].reduce((sum, each) => sum + each, 0);
        },
        { timeoutMs, everyMs: 200 },
      );
      let sum = 0;
      for (const { applied, superseded, failed } of await store.books()) sum += applied + superseded + failed;
      assert.equal(sum, received, 'received = applied + superseded + failed');
      return received;
    },
    close: () => client.close(),
  };
}

/** What two runs over the same records must agree on: everything but when and in how many steps it came about. */
function essence(people: ReadonlyMap<string, CitizenDocument>): Map<string, unknown> {
  const entries = [...people.values()].map(({ _id, identifiers, leadsTo, merged, slices }) => {
    const facts = slices.map((slice) => ({ ...slice, revision: undefined }));
    return [_id, { identifiers, leadsTo, merged, facts }] as const;
  });
  return new Map(entries);
}

/** Fails with the first person on whom two stores differ. */
function assertSamePeople(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): void {
  assert.deepEqual([...one.keys()].sort(), [...other.keys()].sort(), 'the same persons');
  for (const [person, held] of one) {
    assert.equal(JSON.stringify(held), JSON.stringify(other.get(person)), `the same of ${person}`);
  }
}

/** The last revision of everybody. */
export function revisionsOf(people: ReadonlyMap<string, CitizenDocument>): Map<string, number> {
  return new Map([...people.values()].map(({ _id, revision }) => [_id, revision]));
}

/**
 * Lets a hub of its own apply all the records there are to an empty store, and compares. The hubs of the world must
 * have ended: the fresh one tells its changes on the same topic.
 */
export async function assertSameAsFreshRun(
  { world, flow }: { world: World; flow: Flow },
  later: (cleanup: () => unknown) => void,
): Promise<void> {
  const database = `${world.database}-fresh`;
  const own = { roles: ['normalise'], kafka: { groupPrefix: database }, mongodb: { database } };
  const fresh = await world.hub('fresh', own);
  const store = await openStore(world.mongodb, database);
  later(async () => {
    await fresh.stop();
    await store.drop();
    await store.close();
  });
  await fresh.ready();
  await flow.booked(store);
  assertSamePeople(essence(await world.store.people()), essence(await store.people()));
}

/** Topics are there, as they must be, before anybody subscribes to them. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import rdkafka, { type LibrdKafkaError } from 'node-rdkafka';
import { classify } from '../../../hub/errors.ts';
import { ensureTopics, topicNames, topicTable } from '../../../hub/kafka/topics.ts';

const brokers = process.env['KAFKA_BROKERS'] ?? '';

/** Partitions of the topics whose name begins so, as a client that has just connected is told. */
function seenTopics(prefix: string): Promise<Map<string, number>> {
  const client = new rdkafka.Producer({ 'metadata.broker.list': brokers });
  return new Promise((resolve, reject) => {
    client.connect({ allTopics: true, timeout: 10_000 }, (error, metadata) => {
      if ((error as LibrdKafkaError | null) !== null) {
        reject(new Error('connecting', { cause: error }));
        return;
      }
      const own = metadata.topics.filter(({ name }) => name.startsWith(prefix));
      const counts = new Map(own.map(({ name, partitions }) => [name, partitions.length]));
      client.disconnect(() => resolve(counts));
    });
  });
}

describe('the topics of a hub', function () {
  this.timeout(60_000);
  const prefix = `t${randomBytes(5).toString('hex')}.`;
  const topics = topicNames(prefix);
  const table = topicTable(topics, { systems: ['population', 'civil-status'], sinks: ['portal'], rawDays: 1 });
  const kafka = {
    ...{ brokers, clientId: 'test', groupPrefix: prefix, topicPrefix: prefix, partitions: 3 },
    ...{ replicationFactor: 1, rawRetentionDays: 1, options: {} },
  };

  it('can be seen with all their partitions as soon as they have been made', async () => {
    await ensureTopics(kafka, table);
    const expected = new Map(table.map(({ topic }) => [topic, 3]));
    assert.deepEqual(new Map([...(await seenTopics(prefix))].sort()), new Map([...expected].sort()));
  });

  it('are left as they are when they are there', async () => {
    await ensureTopics(kafka, table);
    assert.equal((await seenTopics(prefix)).size, table.length);
  });

  it('are refused when they have another number of partitions', async () => {
    await assert.rejects(ensureTopics({ ...kafka, partitions: 6 }, table), (error) => {
      return classify(error).code === 'topic-mismatch' && classify(error).disposition === 'configuration';
    });
  });
});

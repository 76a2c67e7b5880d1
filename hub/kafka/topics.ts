/** Every topic of the hub and its settings, and their creation. */
import rdkafka, { type LibrdKafkaError, type Producer as Client } from 'node-rdkafka';
import type { Configuration } from '../../config/schema.ts';
import { HubError } from '../errors.ts';
import { clientOptions } from './client.ts';

const dayMs = 86_400_000;
const seenWithinMs = 20_000;
const longestMessageBytes = 4_194_304;
/** What a value may have on a topic of records: the rest of a message is its key, and what Kafka wraps it in. */
export const longestValueBytes = longestMessageBytes - 4096;

export type Topics = {
  /** Raw records of one system, as received. */
  records(system: string): string;
  /** Change events (CloudEvents), one stream for all subscribers. */
  changes: string;
  /** Permanent failures on their way to the failure store. */
  failed: string;
  /** Deliveries to one sink that an administrator sends again; only that sink reads them. */
  deliveries(sink: string): string;
};

/** Names of the topics under the configured prefix. */
export function topicNames(prefix: string): Topics {
  return {
    records: (system) => `${prefix}records.${system}`,
    changes: `${prefix}citizen.changes`,
    failed: `${prefix}records.failed`,
    deliveries: (sink) => `${prefix}deliveries.${sink}`,
  };
}

type TopicSettings = { topic: string; config: Record<string, string> };

/** The table of topics: name and settings. Every one has the same number of partitions (design: one consumer owns a person). */
export function topicTable(
  topics: Topics,
  { systems, sinks, rawDays }: { systems: readonly string[]; sinks: readonly string[]; rawDays: number },
): TopicSettings[] {
  const kept = (days: number) => ({
    'cleanup.policy': 'delete',
    'retention.ms': String(days * dayMs),
    'max.message.bytes': String(longestMessageBytes),
    'compression.type': 'producer',
    'message.timestamp.type': 'CreateTime',
  });
  return [
    ...systems.map((system) => ({ topic: topics.records(system), config: kept(rawDays) })),
    { topic: topics.changes, config: kept(30) },
    { topic: topics.failed, config: { ...kept(30), 'max.message.bytes': '8388608' } },
    ...sinks.map((sink) => ({ topic: topics.deliveries(sink), config: kept(7) })),
  ];
}

/**
 * Creates the topics that are missing, and waits until every one can be seen: a consumer that subscribes to a topic
 * before the brokers know of it would be given none of its partitions until it looks again. Throws `topic-mismatch` if
 * one exists with another number of partitions, and `kafka-unavailable` if Kafka does not answer.
 */
export async function ensureTopics(kafka: Configuration['kafka'], table: readonly TopicSettings[]): Promise<void> {
  const client = await connectClient(kafka);
  try {
    const found = await partitionCounts(client);
    await createTopics(
      kafka,
      table.filter(({ topic }) => !found.has(topic)),
    );
    await seeTopics(client, kafka, table);
  } finally {
    client.disconnect();
  }
}

/** The admin client holds up the whole process while it ends, so it is used only where there is something to create. */
async function createTopics(kafka: Configuration['kafka'], missing: readonly TopicSettings[]): Promise<void> {
  if (missing.length === 0) return;
  const admin = rdkafka.AdminClient.create(clientOptions(kafka));
  try {
    await Promise.all(missing.map((entry) => createTopic(admin, kafka, entry)));
  } finally {
    admin.disconnect();
  }
}

async function seeTopics(client: Client, kafka: Configuration['kafka'], table: readonly TopicSettings[]) {
  const giveUpAt = performance.now() + seenWithinMs;
  for (;;) {
    const found = await partitionCounts(client);
    const wrong = table.find(({ topic }) => (found.get(topic) ?? kafka.partitions) !== kafka.partitions);
    if (wrong !== undefined) throw new HubError('topic-mismatch', `checking the partitions of topic ${wrong.topic}`);
    if (table.every(({ topic }) => found.has(topic))) return;
    if (performance.now() > giveUpAt) throw new HubError('kafka-unavailable', 'waiting for new topics');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** How many partitions each topic has; those that have no leader yet, as right after their creation, are left out. */
function partitionCounts(client: Client): Promise<Map<string, number>> {
  return new Promise((resolve, reject) => {
    client.getMetadata({ allTopics: true, timeout: 10_000 }, (error, metadata) => {
      if ((error as LibrdKafkaError | null) !== null) {
        reject(new HubError('kafka-unavailable', 'asking for the topics', error));
        return;
      }
      const led = metadata.topics.filter(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
      const counts = led.map(({ name, partitions }) => [name, partitions.length] as const);
      resolve(new Map(counts.filter(([, count]) => count > 0)));
    });
  });
}

function connectClient(kafka: Configuration['kafka']): Promise<Client> {
  const client = new rdkafka.Producer(clientOptions(kafka));
  client.on('event.error', () => undefined);
  return new Promise((resolve, reject) => {
    client.connect({ timeout: 10_000 }, (error) => {
      if ((error as LibrdKafkaError | null) === null) resolve(client);
      else reject(new HubError('kafka-unavailable', 'looking at the topics', error));
    });
  });
}

function createTopic(admin: rdkafka.IAdminClient, kafka: Configuration['kafka'], entry: TopicSettings): Promise<void> {
  const topic = {
    topic: entry.topic,
    num_partitions: kafka.partitions,
    replication_factor: kafka.replicationFactor,
    config: entry.config,
  };
  return new Promise((resolve, reject) => {
    admin.createTopic(topic, 10_000, (error) => {
      const exists = rdkafka.CODES.ERRORS.ERR_TOPIC_ALREADY_EXISTS;
      if (!(error as rdkafka.LibrdKafkaError | undefined) || error.code === exists) resolve();
      else reject(new HubError('kafka-unavailable', `creating topic ${entry.topic}`, error));
    });
  });
}

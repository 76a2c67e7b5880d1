/** Every topic of the hub and its settings, and their creation. */
import rdkafka from 'node-rdkafka';
import type { Configuration } from '../../config/schema.ts';
import { HubError } from '../errors.ts';
import { clientOptions } from './client.ts';

const dayMs = 86_400_000;

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
    'max.message.bytes': '4194304',
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
 * Creates the topics that are missing. Throws `topic-mismatch` if one exists with another number of partitions, and
 * `kafka-unavailable` if Kafka does not answer.
 */
export async function ensureTopics(kafka: Configuration['kafka'], table: readonly TopicSettings[]): Promise<void> {
  const admin = rdkafka.AdminClient.create(clientOptions(kafka));
  try {
    await Promise.all(table.map((entry) => createTopic(admin, kafka, entry)));
  } finally {
    admin.disconnect();
  }
}

function createTopic(admin: rdkafka.IAdminClient, kafka: Configuration['kafka'], entry: TopicSettings): Promise<void> {
  const topic = {
    topic: entry.topic,
    num_partitions: kafka.partitions,
    replication_factor: kafka.replicationFactor,
    config: entry.config,
  };
  return new Promise((resolve, reject) => {
    admin.createTopic(topic, 20_000, (error) => {
      const exists = rdkafka.CODES.ERRORS.ERR_TOPIC_ALREADY_EXISTS;
      if (!(error as rdkafka.LibrdKafkaError | undefined) || error.code === exists) resolve();
      else reject(new HubError('kafka-unavailable', `creating topic ${entry.topic}`, error));
    });
  });
}

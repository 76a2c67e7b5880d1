/** Kafka as another client sees it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import rdkafka, { type KafkaConsumer, type LibrdKafkaError, type Message } from 'node-rdkafka';
import { until } from './until.ts';

export type { Message } from 'node-rdkafka';

/** Reads a topic from its beginning on; `messages` grows as they arrive. */
export type Tail = {
  messages: Message[];
  /** Waits until everything that is on the topic now has been read. */
  caughtUp(): Promise<readonly Message[]>;
  close(): Promise<void>;
};

function connect(consumer: KafkaConsumer): Promise<void> {
  return new Promise((resolve, reject) => {
    consumer.connect({ timeout: 10_000 }, (error) => {
      if ((error as LibrdKafkaError | null) === null) resolve();
      else reject(new Error('connecting a consumer', { cause: error }));
    });
  });
}

function partitionsOf(consumer: KafkaConsumer, topic: string): Promise<number[]> {
  return new Promise((resolve, reject) => {
    consumer.getMetadata({ topic, timeout: 10_000 }, (error, metadata) => {
      if ((error as LibrdKafkaError | null) !== null) {
        reject(new Error(`finding topic ${topic}`, { cause: error }));
        return;
      }
      const found = metadata.topics.find(({ name }) => name === topic)?.partitions ?? [];
      resolve(found.map(({ id }) => id));
    });
  });
}

async function somePartitions(consumer: KafkaConsumer, topic: string): Promise<number[] | undefined> {
  const partitions = await partitionsOf(consumer, topic);
  return partitions.length > 0 ? partitions : undefined;
}

function endOf(consumer: KafkaConsumer, topic: string, partition: number): Promise<number> {
  return new Promise((resolve, reject) => {
    consumer.queryWatermarkOffsets(topic, partition, 10_000, (error, offsets) => {
      if ((error as LibrdKafkaError | null) === null) resolve(offsets.highOffset);
      else reject(new Error(`asking for the end of ${topic}`, { cause: error }));
    });
  });
}

function consume(consumer: KafkaConsumer): Promise<Message[]> {
  return new Promise((resolve) => {
    consumer.consume(2000, (error, messages) => resolve((error as LibrdKafkaError | null) === null ? messages : []));
  });
}

/** Begins to read a topic. It must exist. */
export async function tailTopic(brokers: string, topic: string): Promise<Tail> {
  const consumer = new rdkafka.KafkaConsumer(
    { 'metadata.broker.list': brokers, 'group.id': `test-${randomUUID()}`, 'enable.auto.commit': false },
    { 'auto.offset.reset': 'earliest' },
  );
  consumer.on('event.error', () => undefined);
  await connect(consumer);
  const partitions = await until(`topic ${topic} is there`, () => somePartitions(consumer, topic), { everyMs: 200 });
  consumer.assign(partitions.map((partition) => ({ topic, partition, offset: 0 })));
  consumer.setDefaultConsumeTimeout(50);
  const messages: Message[] = [];
  const positions = new Map<number, number>();
  const closing = new AbortController();
  const reading = (async () => {
    while (!closing.signal.aborted) {
      for (const message of await consume(consumer)) {
        messages.push(message);
        positions.set(message.partition, message.offset + 1);
      }
    }
  })();
  return {
    messages,
    async caughtUp() {
      const ends = await Promise.all(partitions.map((partition) => endOf(consumer, topic, partition)));
      const isRead = (end: number, index: number) => (positions.get(partitions[index] ?? -1) ?? 0) >= end;
      await until(`${topic} is read to its end`, () => ends.every(isRead), { timeoutMs: 60_000 });
      return messages;
    },
    async close() {
      closing.abort();
      await reading;
      await new Promise<void>((resolve) => consumer.disconnect(() => resolve()));
    },
  };
}

/** Everything that is on a topic now. */
export async function readTopic(brokers: string, topic: string): Promise<readonly Message[]> {
  const tail = await tailTopic(brokers, topic);
  try {
    return await tail.caughtUp();
  } finally {
    await tail.close();
  }
}

/** The headers by name. */
export function headersOf(message: Message): Record<string, string> {
  const entries = (message.headers ?? []).flatMap((header) => Object.entries(header));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** A message's value as text. */
export function textOf(message: Message): string {
  return message.value?.toString('utf8') ?? assert.fail('a message without a value');
}

/** A topic of a test's own, written to as a system with a Kafka of its own would. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import rdkafka, { type LibrdKafkaError, type Producer } from 'node-rdkafka';
import { until } from './until.ts';

export type Written = {
  partition?: number;
  key?: string | Buffer | null;
  value: string | Buffer | null;
  timestamp?: number;
  headers?: Record<string, string>[];
};

export type OwnTopic = {
  brokers: string;
  topic: string;
  /** Makes it, with so many partitions. */
  make(partitions: number): Promise<void>;
  /** Writes messages in order, and waits until each is acknowledged. */
  write(messages: readonly Written[]): Promise<void>;
  /** Writes messages in one transaction, whose end takes an offset too. */
  writeInTransaction(messages: readonly Written[]): Promise<void>;
  addPartitions(count: number): Promise<void>;
  /** Deletes what stands before an offset, as retention does. */
  deleteBefore(partition: number, offset: number): Promise<void>;
  /** Deletes the topic and makes it anew, empty. */
  remake(partitions: number): Promise<void>;
  /** One past the last offset of every partition, in order. */
  ends(): Promise<number[]>;
  close(): Promise<void>;
};

const timeoutMs = 20_000;
const largest = '16777216';

/** Makes a topic under a name nobody else uses. */
export async function makeTopic(brokers: string, partitions: number): Promise<OwnTopic> {
  const topic = await openTopic(brokers, `sector-${randomBytes(6).toString('hex')}`);
  await topic.make(partitions);
  return topic;
}

/** Opens a topic that is there, or is to be made. */
export async function openTopic(brokers: string, topic: string): Promise<OwnTopic> {
  const admin = rdkafka.AdminClient.create({ 'metadata.broker.list': brokers });
  const producer = await connectProducer(brokers, {});
  const create = async (count: number): Promise<void> => {
    const config = { 'max.message.bytes': largest };
    const made = { topic, num_partitions: count, replication_factor: 1, config };
    await called((done) => admin.createTopic(made, timeoutMs, done));
    await until('the topic can be seen', async () => (await partitionCount(producer, topic)) === count);
  };
  return {
    ...{ brokers, topic },
    make: create,
    ends: () => endsOf(producer, topic),
    write: (messages) => produce(producer, topic, messages),
    async writeInTransaction(messages) {
      const transactional = await connectProducer(brokers, { 'transactional.id': randomUUID() });
      await called((done) => transactional.initTransactions(timeoutMs, done));
      await called((done) => transactional.beginTransaction(done));
      await produce(transactional, topic, messages);
      await called((done) => transactional.commitTransaction(timeoutMs, done));
      await disconnect(transactional);
    },
    async addPartitions(count) {
      await called((done) => admin.createPartitions(topic, count, timeoutMs, done));
      await until('the partitions can be seen', async () => (await partitionCount(producer, topic)) === count);
    },
    deleteBefore: (partition, offset) => deleteRecords(brokers, { topic, partition, offset }),
    async remake(count) {
      await called((done) => admin.deleteTopic(topic, timeoutMs, done));
      await until('the topic is gone', async () => (await partitionCount(producer, topic)) === 0);
      await create(count);
    },
    async close() {
      admin.disconnect();
      await disconnect(producer);
    },
  };
}

function called(call: (done: (error: LibrdKafkaError | null | undefined) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => {
      if (error === null || error === undefined) resolve();
      else reject(new Error(`Kafka: ${error.message}`));
    });
  });
}

function connectProducer(brokers: string, more: Record<string, string>): Promise<Producer> {
  const settings = { 'metadata.broker.list': brokers, 'message.max.bytes': Number(largest), dr_cb: true, ...more };
  const producer = new rdkafka.Producer(settings, { acks: -1 });
  producer.on('event.error', () => undefined);
  producer.setPollInterval(5);
  return new Promise((resolve, reject) => {
    producer.connect({ timeout: timeoutMs }, (error) => {
      if ((error as LibrdKafkaError | null) === null) resolve(producer);
      else reject(new Error(`connecting a producer: ${error.message}`));
    });
  });
}

function disconnect(producer: Producer): Promise<void> {
  return new Promise((resolve) => {
    producer.disconnect(() => resolve());
  });
}

function partitionCount(producer: Producer, topic: string): Promise<number> {
  return new Promise((resolve, reject) => {
    producer.getMetadata({ allTopics: true, timeout: timeoutMs }, (error, metadata) => {
      if ((error as LibrdKafkaError | null) !== null) reject(new Error(`looking at the topics: ${error.message}`));
      else resolve(metadata.topics.find(({ name }) => name === topic)?.partitions.length ?? 0);
    });
  });
}

async function endsOf(producer: Producer, topic: string): Promise<number[]> {
  const count = await partitionCount(producer, topic);
  return Promise.all(
    Array.from({ length: count }, async (_none, partition) => {
      let end = 0;
      await called((done) => {
        producer.queryWatermarkOffsets(topic, partition, timeoutMs, (error, offsets) => {
          if ((error as LibrdKafkaError | null) === null) end = offsets.highOffset;
          done(error);
        });
      });
      return end;
    }),
  );
}

async function produce(producer: Producer, topic: string, messages: readonly Written[]): Promise<void> {
  if (messages.length === 0) return;
  await new Promise<void>((resolve, reject) => {
    let left = messages.length;
    const onReport = (error: LibrdKafkaError | null): void => {
      left -= 1;
      if (error !== null) reject(new Error(`writing: ${error.message}`));
      else if (left === 0) {
        producer.off('delivery-report', onReport);
        resolve();
      }
    };
    producer.on('delivery-report', onReport);
    for (const { partition = 0, key = null, value, timestamp, headers } of messages) {
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      producer.produce(topic, partition, bytes, key, timestamp ?? Date.now(), undefined, headers);
    }
  });
}

/** Kafka's DeleteRecords request, version 1, spoken by hand: the client has no call for it. */
function deleteRecords(
  brokers: string,
  { topic, partition, offset }: { topic: string; partition: number; offset: number },
): Promise<void> {
  const [host = '', port = ''] = brokers.split(',')[0]?.split(':') ?? [];
  const text = (value: string) => Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
  const header = [int16(21), int16(1), int32(1), text('test')];
  const place = [int32(1), text(topic), int32(1), int32(partition), int64(offset), int32(timeoutMs)];
  const request = Buffer.concat([...header, ...place]);
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host, port: Number(port) }, () => {
      socket.write(Buffer.concat([int32(request.length), request]));
    });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('deleting records: no answer')));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      // The last two bytes are the code of the one partition asked for.
      if (answer.readInt16BE(answer.length - 2) === 0) resolve();
      else reject(new assert.AssertionError({ message: 'deleting records was refused' }));
    });
  });
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

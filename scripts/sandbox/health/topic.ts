/** The health system's own Kafka topic: made if it is not there, and written to as things happen. */
import rdkafka, { type LibrdKafkaError, type Producer } from 'node-rdkafka';
import type { Health } from './health.ts';

export type HealthTopic = { brokers: string; topic: string };

const partitions = 3;
const connectMs = 5000;
const closeMs = 3000;
const fullQueueMs = 20;

/**
 * Writes every message to the topic, those there are unless it has as many, and others as they come. A topic that has
 * fewer was left half written: then all are written again, which its readers recognise. What somebody else wrote there
 * counts, too, and what was deleted. Resolves when what there was is acknowledged; throws the client's error if the
 * brokers do not answer. Answers how to end it.
 */
export async function publish({ brokers, topic }: HealthTopic, health: Health): Promise<() => Promise<void>> {
  const producer = await connect(brokers);
  try {
    await makeTopic(brokers, topic);
    const isComplete = (await writtenTo(producer, topic)) >= health.count();
    let next = isComplete ? health.count() : 0;
    let retry: NodeJS.Timeout | undefined;
    const write = (): void => {
      retry = undefined;
      for (; next < health.count(); next += 1) {
        if (produce(producer, topic, health.message(next))) continue;
        retry = setTimeout(write, fullQueueMs);
        return;
      }
    };
    health.onMessage = () => {
      if (retry === undefined) write();
    };
    write();
    while (next < health.count()) await new Promise((resolve) => setTimeout(resolve, fullQueueMs));
    await called((done) => producer.flush(connectMs, done));
    health.topic = topic;
    return async () => {
      clearTimeout(retry);
      health.onMessage = () => undefined;
      await disconnect(producer);
    };
  } catch (error) {
    await disconnect(producer);
    throw error;
  }
}

/** Hands a message to the client; false while its queue is full. */
function produce(producer: Producer, topic: string, { key, value }: { key: string; value: string }): boolean {
  try {
    producer.produce(topic, null, Buffer.from(value), key);
    return true;
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === rdkafka.CODES.ERRORS.ERR__QUEUE_FULL;
    if (!isFull) throw error;
    return false;
  }
}

function connect(brokers: string): Promise<Producer> {
  // A message is never given up: the sandbox has said that it happened.
  const settings = { 'metadata.broker.list': brokers, 'enable.idempotence': true, 'message.timeout.ms': 0 };
  const producer = new rdkafka.Producer({ ...settings, 'linger.ms': 1 }, { acks: -1 });
  producer.on('event.error', () => undefined);
  return new Promise((resolve, reject) => {
    producer.connect({ timeout: connectMs }, (error) => {
      if (isNone(error)) resolve(producer);
      else reject(failure(error));
    });
  });
}

function disconnect(producer: Producer): Promise<void> {
  if (!producer.isConnected()) return Promise.resolve();
  return new Promise((resolve) => {
    producer.disconnect(closeMs, () => resolve());
  });
}

/** Kept for ever: the sandbox writes what happened long ago only once. */
async function makeTopic(brokers: string, topic: string): Promise<void> {
  const admin = rdkafka.AdminClient.create({ 'metadata.broker.list': brokers });
  const config = { 'retention.ms': '-1' };
  const settings = { topic, num_partitions: partitions, replication_factor: 1, config };
  try {
    await called((done) => admin.createTopic(settings, connectMs, done));
  } catch (error) {
    const isThere = rdkafka.CODES.ERRORS.ERR_TOPIC_ALREADY_EXISTS;
    if (!(error instanceof Error && 'code' in error && error.code === isThere)) throw error;
  } finally {
    admin.disconnect();
  }
}

/** How many messages the topic ever took. A topic just made needs a moment until its partitions answer. */
async function writtenTo(producer: Producer, topic: string): Promise<number> {
  const giveUpAt = performance.now() + connectMs;
  for (;;) {
    try {
      let sum = 0;
      for (let partition = 0; partition < partitions; partition += 1) {
        sum += await endOf(producer, topic, partition);
      }
      return sum;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function endOf(producer: Producer, topic: string, partition: number): Promise<number> {
  return new Promise((resolve, reject) => {
    producer.queryWatermarkOffsets(topic, partition, connectMs, (error, offsets) => {
      if (isNone(error)) resolve(offsets.highOffset);
      else reject(failure(error));
    });
  });
}

function called(call: (done: (error: LibrdKafkaError | null | undefined) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => {
      if (isNone(error)) resolve();
      else reject(failure(error));
    });
  });
}

function failure({ message, code }: LibrdKafkaError): Error {
  return Object.assign(new Error(message), { code });
}

/** The types of the package do not say that there may be no error. */
function isNone(error: LibrdKafkaError | null | undefined): error is null | undefined {
  return error === null || error === undefined;
}

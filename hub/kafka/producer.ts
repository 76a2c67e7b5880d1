/** Producing in batches: all acknowledged by all in-sync replicas, in order per key, or the call fails. */
import rdkafka, { type DeliveryReport, type LibrdKafkaError, type Producer as Client } from 'node-rdkafka';
import type { Configuration } from '../../config/schema.ts';
import { HubError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { clientOptions, errorWriter } from './client.ts';
import { watchStalls } from './stall.ts';

export type OutMessage = {
  topic: string;
  key: string;
  value: Buffer | null;
  /** One object per header, in order. */
  headers?: Record<string, string>[];
};

export type Producer = {
  /** Resolves when every message is acknowledged; throws `kafka-unavailable` if one was not. May be called concurrently. */
  send(messages: readonly OutMessage[]): Promise<void>;
  /**
   * Asks the brokers for their metadata; throws `kafka-unavailable` if none answers within `timeoutMs`, or if they
   * answer but have left a send without acknowledgement for too long.
   */
  ping(timeoutMs: number): Promise<void>;
  /** How many messages each partition of these topics ever took (the end offsets), by `topic/partition`. */
  ends(topics: readonly string[], partitions: number): Promise<Map<string, number>>;
  close(): Promise<void>;
};

type Batch = { left: number; failed: LibrdKafkaError | undefined; settle: () => void };

type ProducerOptions = {
  kafka: Configuration['kafka'];
  log: Log;
  /** How long a message may wait for its acknowledgement; 0 waits for ever, which keeps order through any outage. */
  timeoutMs: number;
  /** How long a send may go unacknowledged before `ping` says so. */
  stalledAfterMs?: number;
};

/** Longer than the election of a leader takes, so that a broker which is restarted makes nobody unready. */
const defaultStalledAfterMs = 10_000;

/**
 * Connects an idempotent producer (`acks=all`, lz4). With `timeoutMs` 0 a message is never given up, so a retry can
 * not overtake it; callers that must answer a person in time (HTTP) use their own producer with a limit.
 */
export async function createProducer(options: ProducerOptions): Promise<Producer> {
  let client = await connect(options);
  const stalls = watchStalls(options.log, options.stalledAfterMs ?? defaultStalledAfterMs);
  let outstanding = 0;
  let poll: NodeJS.Timeout | undefined;

  const begin = (count: number): void => {
    outstanding += count;
    poll ??= setInterval(() => client.poll(), 1);
  };
  const end = (count: number): void => {
    outstanding -= count;
    if (outstanding === 0) {
      clearInterval(poll);
      poll = undefined;
    }
  };

  return {
    ping: (timeout) => ping(client, timeout).then(() => stalls.check()),
    ends: (topics, partitions) => endOffsets(client, topics, partitions),
    async send(messages) {
      if (messages.length === 0) return;
      if (!client.isConnected()) client = await connect(options);
      const acknowledged = stalls.begin();
      begin(messages.length);
      try {
        await sendBatch(client, messages);
      } finally {
        end(messages.length);
        acknowledged();
      }
    },
    close: () =>
      new Promise((resolve) => {
        clearInterval(poll);
        if (!client.isConnected()) resolve();
        else client.disconnect(2000, () => resolve());
      }),
  };
}

function connect({ kafka, log, timeoutMs }: ProducerOptions): Promise<Client> {
  const client = new rdkafka.Producer(
    {
      ...clientOptions(kafka),
      'enable.idempotence': true,
      'compression.codec': 'lz4',
      'linger.ms': 1,
      'queue.buffering.max.messages': 200_000,
      'queue.buffering.max.kbytes': 262_144,
      'message.max.bytes': 8_388_608,
      dr_cb: true,
    },
    { acks: -1, 'message.timeout.ms': timeoutMs, partitioner: 'murmur2_random' },
  );
  client.on('event.error', errorWriter(log, {}));
  client.on('delivery-report', (error, report) => settleOne(error, report));
  return new Promise((resolve, reject) => {
    client.connect({ timeout: 10_000 }, (error) => {
      if ((error as LibrdKafkaError | null) === null) resolve(client);
      else reject(new HubError('kafka-unavailable', 'connecting the producer', error));
    });
  });
}

function settleOne(error: LibrdKafkaError | null, report: DeliveryReport): void {
  const batch = report.opaque as Batch;
  if (error !== null) batch.failed ??= error;
  batch.left -= 1;
  if (batch.left === 0) batch.settle();
}

async function sendBatch(client: Client, messages: readonly OutMessage[]): Promise<void> {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  const batch: Batch = { left: messages.length, failed: undefined, settle };
  for (const message of messages) {
    // Waiting costs a promise even for nothing, so it is done only while the queue, the bound on memory, is full.
    let failed = enqueue(client, message, batch);
    while (failed?.code === rdkafka.CODES.ERRORS.ERR__QUEUE_FULL) {
      client.poll();
      await new Promise((resolve) => setTimeout(resolve, 5));
      failed = enqueue(client, message, batch);
    }
    if (failed === undefined) continue;
    batch.failed ??= failed;
    batch.left -= 1;
  }
  if (batch.left > 0) await settled;
  if (batch.failed !== undefined) throw new HubError('kafka-unavailable', 'producing a batch', batch.failed);
}

/** Hands one message to the client; answers why it did not take it. */
function enqueue(client: Client, message: OutMessage, batch: Batch): LibrdKafkaError | undefined {
  try {
    client.produce(message.topic, null, message.value, message.key, null, batch, message.headers);
    return undefined;
  } catch (error) {
    return error as LibrdKafkaError;
  }
}

function ping(client: Client, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    client.getMetadata({ allTopics: false, timeout }, (error) => {
      if ((error as LibrdKafkaError | null) === null) resolve();
      else reject(new HubError('kafka-unavailable', 'asking for metadata', error));
    });
  });
}

async function endOffsets(client: Client, topics: readonly string[], partitions: number): Promise<Map<string, number>> {
  const ends = new Map<string, number>();
  for (const topic of topics) {
    for (let partition = 0; partition < partitions; partition += 1) {
      ends.set(`${topic}/${partition}`, await endOffset(client, topic, partition));
    }
  }
  return ends;
}

function endOffset(client: Client, topic: string, partition: number): Promise<number> {
  return new Promise((resolve, reject) => {
    client.queryWatermarkOffsets(topic, partition, 5000, (error, offsets) => {
      if ((error as LibrdKafkaError | null) === null) resolve(offsets.highOffset);
      else reject(new HubError('kafka-unavailable', 'asking for end offsets', error));
    });
  });
}

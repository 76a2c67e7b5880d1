/** One client that produces, until a fatal error of the idempotent producer ends its use. */
import rdkafka, { type DeliveryReport, type LibrdKafkaError, type Producer } from 'node-rdkafka';
import type { Configuration } from '../../config/schema.ts';
import { HubError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { clientOptions, errorWriter } from './client.ts';

export type OutMessage = {
  topic: string;
  key: string;
  value: Buffer | null;
  /** One object per header, in order. */
  headers?: Record<string, string>[];
};

export type ProducerSettings = {
  kafka: Configuration['kafka'];
  log: Log;
  /** How long a message may wait for its acknowledgement; 0 waits for ever, which keeps order through any outage. */
  timeoutMs: number;
};

const { ERRORS } = rdkafka.CODES;

type Failure = LibrdKafkaError | HubError;
type Batch = { left: number; failed: Failure | undefined; settle: () => void };

/** Connects a client (`acks=all`, lz4, idempotent); throws `kafka-unavailable`. */
export function connectProducer({ kafka, log, timeoutMs }: ProducerSettings): Promise<ProducerClient> {
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
      if ((error as LibrdKafkaError | null) === null) resolve(new ProducerClient(client));
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

/** A client that is connected. What it throws is `kafka-unavailable`. */
export class ProducerClient {
  private readonly client: Producer;
  private readonly batches = new Set<Batch>();
  private poll: NodeJS.Timeout | undefined;
  /** Known only once the client refuses a message: what was in flight fails for reasons of its own. */
  private isFatal = false;

  constructor(client: Producer) {
    this.client = client;
  }

  /** Whether it can take messages, now or when the brokers are back: not after a fatal error, nor once ended. */
  get isUsable(): boolean {
    return !this.isFatal && this.client.isConnected();
  }

  /** Resolves when all are acknowledged. */
  async send(messages: readonly OutMessage[]): Promise<void> {
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    const batch: Batch = { left: messages.length, failed: undefined, settle };
    this.batches.add(batch);
    this.poll ??= setInterval(() => this.client.poll(), 1);
    await this.enqueueAll(messages, batch);
    if (batch.left > 0) await settled;
    this.batches.delete(batch);
    if (this.batches.size === 0) this.stopPolling();
    if (batch.failed !== undefined) throw new HubError('kafka-unavailable', 'producing a batch', batch.failed);
  }

  /** Asks the brokers for their metadata. */
  ping(timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.client.getMetadata({ allTopics: false, timeout }, (error) => {
        if ((error as LibrdKafkaError | null) === null) resolve();
        else reject(new HubError('kafka-unavailable', 'asking for metadata', error));
      });
    });
  }

  endOffset(topic: string, partition: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.client.queryWatermarkOffsets(topic, partition, 5000, (error, offsets) => {
        if ((error as LibrdKafkaError | null) === null) resolve(offsets.highOffset);
        else reject(new HubError('kafka-unavailable', 'asking for end offsets', error));
      });
    });
  }

  /** Ends the connection. What is in flight is waited for a little, then it fails. */
  async end(): Promise<void> {
    if (this.client.isConnected()) {
      this.stopPolling();
      await new Promise<void>((resolve) => this.client.disconnect(2000, () => resolve()));
    }
    for (const batch of this.batches) {
      batch.failed ??= new HubError('kafka-unavailable', 'ending the producer');
      batch.settle();
    }
  }

  private async enqueueAll(messages: readonly OutMessage[], batch: Batch): Promise<void> {
    for (const message of messages) {
      // Waiting costs a promise even for nothing, so it is done only while the queue, the bound on memory, is full.
      let failed = this.enqueue(message, batch);
      while (failed?.code === ERRORS.ERR__QUEUE_FULL) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        failed = this.enqueue(message, batch);
      }
      if (failed === undefined) continue;
      this.isFatal ||= failed.code === ERRORS.ERR__FATAL;
      batch.failed ??= failed;
      batch.left -= 1;
    }
  }

  /** Hands one message to the client; answers why it did not take it. */
  private enqueue(message: OutMessage, batch: Batch): LibrdKafkaError | undefined {
    try {
      this.client.produce(message.topic, null, message.value, message.key, null, batch, message.headers);
      return undefined;
    } catch (error) {
      return error as LibrdKafkaError;
    }
  }

  private stopPolling(): void {
    clearInterval(this.poll);
    this.poll = undefined;
  }
}

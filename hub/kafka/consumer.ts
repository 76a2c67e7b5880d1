/** Consuming in batches: the next batch is fetched while one is handled; offsets are committed after it is handled. */
import rdkafka, {
  type KafkaConsumer,
  type LibrdKafkaError,
  type Message,
  type TopicPartition,
  type TopicPartitionOffset,
} from 'node-rdkafka';
import type { Configuration } from '../../config/schema.ts';
import { classify, HubError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { clientOptions, errorWriter } from './client.ts';
import { consume, fetchBatch } from './fetch.ts';
import { createRebalancer, type Positions } from './rebalance.ts';

export type { Message } from 'node-rdkafka';

export type ConsumerOptions = {
  kafka: Configuration['kafka'];
  log: Log;
  metrics: Metrics;
  /** Names the stage in logs and metrics, and with the configured prefix the consumer group. */
  stage: string;
  topics: readonly string[];
  batchSize: number;
  /**
   * Handles a batch whole: resolves only when everything behind it (writes, produces) is acknowledged. A transient or
   * configuration error makes the same batch come again after a pause; the handler must expect repeats. Records that
   * fail for good are the handler's to put aside: any other error is treated as transient here, so nothing is skipped.
   */
  handle(messages: readonly Message[], positions: Positions): Promise<void>;
};

export type ConsumerState = { waiting: string | undefined; assigned: number };

export type RunningConsumer = {
  state(): ConsumerState;
  /** Ends after the batch in hand. */
  stop(): Promise<void>;
};

const idleFetchMs = 250;
/** How often the lag is told while a batch is in hand, which can be for as long as a server is away. */
const lagEveryMs = 1000;

/** Connects, joins the group and runs until stopped. */
export async function runConsumer(options: ConsumerOptions): Promise<RunningConsumer> {
  const loop = new ConsumerLoop(options);
  await loop.connect();
  const done = loop.run();
  return {
    state: () => ({ waiting: loop.waiting, assigned: loop.assigned }),
    stop: () => {
      loop.stopping = true;
      return done;
    },
  };
}

class ConsumerLoop {
  stopping = false;
  waiting: string | undefined;
  private readonly options: ConsumerOptions;
  private readonly client: KafkaConsumer;
  private readonly rebalancer: ReturnType<typeof createRebalancer>;

  constructor(options: ConsumerOptions) {
    this.options = options;
    this.rebalancer = createRebalancer(options.log, options.stage);
    this.client = new rdkafka.KafkaConsumer(
      {
        // How long the partitions of a process that crashed lie idle; the heartbeat has a thread of its own.
        'session.timeout.ms': 10_000,
        ...clientOptions(options.kafka),
        'group.id': `${options.kafka.groupPrefix}.${options.stage}`,
        'enable.auto.commit': false,
        'partition.assignment.strategy': 'range',
        'max.poll.interval.ms': 900_000,
        // A topic or partition made later is noticed within this time.
        'topic.metadata.refresh.interval.ms': 10_000,
        'fetch.queue.backoff.ms': 10,
        'fetch.wait.max.ms': 100,
        'queued.max.messages.kbytes': 65_536,
        'fetch.message.max.bytes': 4_194_304,
        rebalance_cb: (error: LibrdKafkaError, assignments: TopicPartition[]) =>
          this.rebalancer.push(error, assignments),
      },
      { 'auto.offset.reset': 'earliest' },
    );
    this.client.on('event.error', errorWriter(options.log, { stage: options.stage }));
  }

  get assigned(): number {
    return this.rebalancer.positions.size;
  }

  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.client.connect({ timeout: 10_000 }, (error) => {
        if ((error as LibrdKafkaError | null) !== null)
          reject(new HubError('kafka-unavailable', 'connecting a consumer', error));
        else {
          this.client.subscribe([...this.options.topics]);
          resolve();
        }
      });
    });
  }

  async run(): Promise<void> {
    let next = this.fetch();
    while (!this.stopping) {
      const batch = await next;
      if (this.rebalancer.pending) {
        await this.rebalancer.apply(this.client);
        next = this.fetch();
        continue;
      }
      next = this.fetch();
      if (batch.length === 0) this.reportLag();
      else next = Promise.resolve(await this.handleAndReport(batch, next));
    }
    await next;
    await this.commitBeforeLeaving();
    this.rebalancer.close(this.client);
    await new Promise<void>((resolve) => this.client.disconnect(() => resolve()));
  }

  /**
   * The commits under way may be lost with the connection; the next owner would then repeat what is done. This commit
   * holds up the whole process until Kafka answers, so it is made only where Kafka does.
   */
  private async commitBeforeLeaving(): Promise<void> {
    const offsets = this.rebalancer.owned().filter(({ offset }) => offset > 0);
    try {
      if (offsets.length > 0 && (await this.isReachable())) this.client.commitSync(offsets);
    } catch (error) {
      this.options.log('kafka.error', { stage: this.options.stage, code: classify(error).code });
    }
  }

  private isReachable(): Promise<boolean> {
    return new Promise((resolve) => {
      this.client.getMetadata({ allTopics: false, timeout: 1000 }, (error) => {
        resolve((error as LibrdKafkaError | null) === null);
      });
    });
  }

  private async handleAndReport(batch: readonly Message[], next: Promise<Message[]>): Promise<Message[]> {
    const timer = setInterval(() => this.reportLag(batch[0]?.timestamp), lagEveryMs);
    try {
      return await this.handleUntilDone(batch, next);
    } finally {
      clearInterval(timer);
    }
  }

  /** Handles a batch, however long its servers are away. Answers what was fetched meanwhile, to be handled next. */
  private async handleUntilDone(batch: readonly Message[], next: Promise<Message[]>): Promise<Message[]> {
    const { stage, metrics } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      const end = metrics.stageSeconds.startTimer({ stage });
      try {
        await this.options.handle(batch, this.rebalancer.positions);
        end();
        this.recovered();
        this.commit(batch);
        return await next;
      } catch (error) {
        this.wait(error);
        const held = await this.keepAlive(next, Math.min(250 * 2 ** Math.min(attempt, 5), 5000));
        next = Promise.resolve(held);
        // A revoked partition's batch is somebody else's now; the offsets were not committed, so nothing is lost.
        if (this.rebalancer.pending || this.stopping) return held;
      }
    }
  }

  /** Polls while partitions are paused, so that the group keeps its member through a long outage. */
  private async keepAlive(next: Promise<Message[]>, pauseMs: number): Promise<Message[]> {
    const messages = await next;
    const assignments = this.client.assignments();
    this.client.pause(assignments);
    const until = Date.now() + pauseMs;
    while (Date.now() < until && !this.rebalancer.pending && !this.stopping) {
      messages.push(...(await consume(this.client, 1, 100)));
    }
    this.client.resume(assignments);
    return messages;
  }

  private wait(error: unknown): void {
    const { code } = classify(error);
    if (this.waiting !== code) this.options.log('stage.waiting', { stage: this.options.stage, code, error });
    this.waiting = code;
    this.options.metrics.stageWaiting.set({ stage: this.options.stage }, 1);
  }

  private recovered(): void {
    if (this.waiting === undefined) return;
    this.waiting = undefined;
    this.options.metrics.stageWaiting.set({ stage: this.options.stage }, 0);
    this.options.log('stage.recovered', { stage: this.options.stage });
  }

  private commit(batch: readonly Message[]): void {
    const last = new Map<string, TopicPartitionOffset>();
    for (const { topic, partition, offset } of batch) {
      last.set(`${topic}/${String(partition)}`, { topic, partition, offset: offset + 1 });
    }
    this.client.commit([...last.values()]);
    for (const [key, { offset }] of last) this.rebalancer.positions.set(key, offset);
    const newest = batch.at(-1)?.timestamp;
    this.reportLag(newest);
  }

  private reportLag(newest?: number): void {
    const lag = this.rebalancer.lag(this.client);
    const labels = { kind: 'stage', name: this.options.stage };
    this.options.metrics.lagEvents.set(labels, lag);
    this.options.metrics.lagSeconds.set(labels, lag === 0 || newest === undefined ? 0 : (Date.now() - newest) / 1000);
  }

  private fetch(): Promise<Message[]> {
    return fetchBatch(this.client, this.options.batchSize, idleFetchMs);
  }
}

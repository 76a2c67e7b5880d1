/**
 * A topic of an outside system's own Kafka. It is read by assignment: no group is joined and no offset committed there,
 * so neither a lost commit nor another member can move us.
 */
import type { KafkaConsumer, Message } from 'node-rdkafka';
import type { Configuration } from '../../config/schema.ts';
import type {
  TopicAddress,
  TopicBatch,
  TopicBounds,
  TopicMessage,
  TopicPositions,
  TopicReader,
} from '../../connectors/contract.ts';
import { ConnectorError } from '../../connectors/errors.ts';
import { untilAborted } from '../../connectors/lib/abort.ts';
import type { Log } from '../observability/log.ts';
import { errorWriter } from './client.ts';
import { codeOfFailure, connectOutside, consume, KafkaFailure, partitionsOf, watermarksOf } from './outside-client.ts';

export type OutsideTopicOptions = TopicAddress & {
  /** The connector's id, for errors, the log and the name the client has to have as a consumer. */
  system: string;
  kafka: Pick<Configuration['kafka'], 'clientId' | 'groupPrefix'>;
  log: Log;
};

/** How long one wait for a message lasts: whether the caller gave up is looked at in between. */
const waitMs = 100;
/** Taken at a time once something is there, so that the bytes are looked at in between. */
const chunkSize = 16;

/** Opens a topic; the connection is made when it is first needed. */
export function openOutsideTopic(options: OutsideTopicOptions): TopicReader {
  return new OutsideTopic(options);
}

/** `deadline`: when the call has to have ended, by `performance.now`. */
type Work<T> = (client: KafkaConsumer, deadline: number) => Promise<T>;

class OutsideTopic implements TopicReader {
  private readonly options: OutsideTopicOptions;
  private readonly closing = new AbortController();
  private client: Promise<KafkaConsumer> | undefined;
  /** Settled when the client does nothing: it does one thing at a time, even where a caller has given up. */
  private idle: Promise<unknown> = Promise.resolve();
  /** Where the client would read on by itself. */
  private reached: TopicPositions | undefined;
  /** Ends of partitions met since a read began. */
  private ends: { partition: number; offset: number }[] = [];
  /** Whether the brokers refused us since a call went well. */
  private isRefused = false;

  constructor(options: OutsideTopicOptions) {
    this.options = options;
  }

  bounds(signal: AbortSignal): Promise<TopicBounds> {
    const { topic } = this.options;
    return this.use('looking at topic', signal, async (client, deadline) => {
      const partitions = await partitionsOf(client, topic, leftUntil(deadline));
      if (partitions.length === 0) throw this.error('wrong-address', 'looking at topic');
      const bounds = new Map<number, { first: number; end: number }>();
      for (const partition of partitions) {
        signal.throwIfAborted();
        bounds.set(partition, await watermarksOf(client, { topic, partition }, leftUntil(deadline)));
      }
      return bounds;
    });
  }

  read(from: TopicPositions, limits: { messages: number; bytes: number }, signal: AbortSignal): Promise<TopicBatch> {
    return this.use('reading topic', signal, async (client, deadline) => {
      this.seek(client, from);
      const batch = new Batch(from);
      while (!batch.moved) {
        signal.throwIfAborted();
        if (performance.now() > deadline) throw this.error('timeout', 'reading topic');
        batch.add(await consume(client, 1, waitMs), this.ends.splice(0));
      }
      let room = limits.messages - batch.messages.length;
      while (room > 0 && batch.bytes < limits.bytes) {
        const more = await consume(client, Math.min(chunkSize, room), 0);
        batch.add(more, this.ends.splice(0));
        if (more.length === 0) break;
        room -= more.length;
      }
      this.reached = batch.positions;
      return batch;
    });
  }

  close(): void {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    void this.idle.then(async () => {
      const client = await this.client?.catch(() => undefined);
      client?.disconnect();
    });
  }

  /** Does work when the client is idle; gives up as soon as a signal fires, whatever the client still does. */
  private async use<T>(operation: string, signal: AbortSignal, work: Work<T>): Promise<T> {
    const running = this.whenIdle(signal, work);
    this.idle = running.catch(() => undefined);
    try {
      const result = await untilAborted(this.closing.signal, untilAborted(signal, running));
      this.isRefused = false;
      return result;
    } catch (error) {
      if (signal.aborted || this.closing.signal.aborted) throw this.error('aborted', operation);
      if (error instanceof ConnectorError) throw error;
      throw this.error(codeOfFailure(error, this.isRefused), operation, error);
    }
  }

  private async whenIdle<T>(signal: AbortSignal, work: Work<T>): Promise<T> {
    await this.idle;
    signal.throwIfAborted();
    this.closing.signal.throwIfAborted();
    const deadline = performance.now() + this.options.timeoutMs;
    this.client ??= this.connect(leftUntil(deadline)).catch((error: unknown) => {
      this.client = undefined;
      throw error;
    });
    return work(await this.client, deadline);
  }

  private connect(timeout: number): Promise<KafkaConsumer> {
    const { system, kafka, log } = this.options;
    const { clientId, groupPrefix } = kafka;
    const write = errorWriter(log, { connector: system });
    this.reached = undefined;
    return connectOutside({ ...this.options, clientId, groupId: `${groupPrefix}.source.${system}` }, timeout, {
      onError: (error, isRefused) => {
        this.isRefused ||= isRefused;
        write(error);
      },
      onEnd: (end) => this.ends.push(end),
    });
  }

  /** Reads on where the client is, or begins anew. Until the read is done, where the client is is not known. */
  private seek(client: KafkaConsumer, from: TopicPositions): void {
    const isThere = this.reached !== undefined && isSame(this.reached, from);
    this.reached = undefined;
    this.ends = [];
    if (isThere) return;
    const { topic } = this.options;
    client.assign([...from].map(([partition, offset]) => ({ topic, partition, offset })));
  }

  private error(code: ConstructorParameters<typeof ConnectorError>[0], operation: string, cause?: unknown) {
    // The causes are our own: librdkafka's errors can quote addresses.
    const known = cause instanceof KafkaFailure ? { cause } : {};
    return new ConnectorError(code, { system: this.options.system, operation, ...known });
  }
}

/** What one read has taken so far. */
class Batch implements TopicBatch {
  readonly messages: TopicMessage[] = [];
  readonly positions: Map<number, number>;
  bytes = 0;
  /** Whether there is anything new, be it only that an end lies further than the last message. */
  moved = false;

  constructor(from: TopicPositions) {
    this.positions = new Map(from);
  }

  add(messages: readonly Message[], ends: readonly { partition: number; offset: number }[]): void {
    for (const message of messages) {
      // What was fetched before the place was changed is not asked for.
      if (!this.advance(message.partition, message.offset + 1)) continue;
      this.messages.push(toTopicMessage(message));
      this.bytes += message.size + keyBytes(message);
    }
    for (const { partition, offset } of ends) this.advance(partition, offset);
  }

  private advance(partition: number, to: number): boolean {
    const at = this.positions.get(partition);
    if (at === undefined || to <= at) return false;
    this.positions.set(partition, to);
    this.moved = true;
    return true;
  }
}

function toTopicMessage({ partition, offset, key, value, headers = [], timestamp }: Message): TopicMessage {
  return {
    partition,
    offset,
    key: typeof key === 'string' ? Buffer.from(key) : (key ?? null),
    value,
    headers: headers.flatMap((header) =>
      Object.entries(header).map(([name, content]) => ({
        name,
        value: typeof content === 'string' ? Buffer.from(content) : content,
      })),
    ),
    timestamp: timestamp === undefined || timestamp < 0 ? undefined : timestamp,
  };
}

function keyBytes({ key }: Message): number {
  return key === null || key === undefined ? 0 : key.length;
}

/** Milliseconds until a deadline, at least one. */
function leftUntil(deadline: number): number {
  return Math.max(1, Math.ceil(deadline - performance.now()));
}

function isSame(one: TopicPositions, other: TopicPositions): boolean {
  return one.size === other.size && [...one].every(([partition, offset]) => other.get(partition) === offset);
}

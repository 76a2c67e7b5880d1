/** Reading what a topic holds, from its beginning or a time to the end it has now, in nobody's consumer group. */
import rdkafka, { type EofEvent, type KafkaConsumer, type LibrdKafkaError, type Message } from 'node-rdkafka';
import type { Configuration } from '../../config/schema.ts';
import { HubError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { clientOptions, errorWriter } from './client.ts';
import { fetchBatch } from './fetch.ts';

/** Messages of one partition from offset `from` to before `to`. */
export type Range = { partition: number; from: number; to: number };

export type TopicReader = {
  /**
   * What the topic holds now, by partition; only what came since a time, if one is given. Nothing if there is no such
   * topic. Throws `kafka-unavailable`.
   */
  ranges(since?: Date): Promise<Range[]>;
  /**
   * Reads these ranges, in the order of each partition; the next batch is asked for when one is handled, so no more
   * than one is in hand. What retention took away meanwhile is left out. Throws `kafka-unavailable`, and whatever
   * `handle` throws.
   */
  read(ranges: readonly Range[], handle: (messages: readonly Message[]) => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

type ReaderOptions = { kafka: Configuration['kafka']; log: Log; topic: string; batchSize: number };

const answerWithinMs = 10_000;
/** Longer than a broker takes to come back after a restart. */
const longestSilenceMs = 60_000;
const idleFetchMs = 250;

/** Connects. Offsets are neither committed nor asked for, so a reader changes nothing for anybody. */
export async function openReader(options: ReaderOptions): Promise<TopicReader> {
  const client = new rdkafka.KafkaConsumer(
    {
      ...clientOptions(options.kafka),
      // librdkafka wants a name; without subscription and commits there is no group behind it.
      'group.id': `${options.kafka.groupPrefix}.reader`,
      'enable.auto.commit': false,
      'enable.partition.eof': true,
      'fetch.queue.backoff.ms': 10,
      'fetch.wait.max.ms': 100,
      'queued.max.messages.kbytes': 16_384,
      'fetch.message.max.bytes': 4_194_304,
    },
    { 'auto.offset.reset': 'earliest' },
  );
  client.on('event.error', errorWriter(options.log, {}));
  await call('connecting a reader', (done) => client.connect({ timeout: answerWithinMs }, done));
  return {
    ranges: (since) => findRanges(client, options.topic, since),
    read: (ranges, handle) => readRanges(client, options, { ranges, handle }),
    close: () => new Promise((resolve) => client.disconnect(() => resolve())),
  };
}

/** A call of the client as a promise; an error is `kafka-unavailable`. */
function call<T>(doing: string, start: (done: (error: LibrdKafkaError | null, result: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, result) => {
      if (error === null) resolve(result);
      else reject(new HubError('kafka-unavailable', doing, error));
    });
  });
}

async function findRanges(client: KafkaConsumer, topic: string, since: Date | undefined): Promise<Range[]> {
  const metadata = await call<rdkafka.Metadata>('asking for the topics', (done) => {
    client.getMetadata({ allTopics: true, timeout: answerWithinMs }, done);
  });
  const partitions = metadata.topics.find(({ name }) => name === topic)?.partitions ?? [];
  const ranges: Range[] = [];
  for (const { id: partition } of partitions) {
    const { lowOffset, highOffset } = await call<rdkafka.WatermarkOffsets>('asking for offsets', (done) => {
      client.queryWatermarkOffsets(topic, partition, answerWithinMs, done);
    });
    const from =
      since === undefined ? lowOffset : await offsetAt(client, { topic, partition, offset: since.getTime() });
    // No offset is of that time or later: -1, the end.
    ranges.push({ partition, from: from < 0 ? highOffset : from, to: highOffset });
  }
  return ranges;
}

/** `place.offset` is a time in milliseconds, as the client wants it. */
async function offsetAt(client: KafkaConsumer, place: rdkafka.TopicPartitionTime): Promise<number> {
  const [found] = await call<rdkafka.TopicPartitionOffset[]>('asking for the offset of a time', (done) =>
    client.offsetsForTimes([place], answerWithinMs, done),
  );
  return found?.offset ?? -1;
}

type Reading = { ranges: readonly Range[]; handle: (messages: readonly Message[]) => Promise<void> };

async function readRanges(client: KafkaConsumer, options: ReaderOptions, { ranges, handle }: Reading): Promise<void> {
  const { topic, batchSize } = options;
  const left = new Map(ranges.filter(({ from, to }) => from < to).map((range) => [range.partition, range]));
  const reached: EofEvent[] = [];
  const onEof = (event: EofEvent): unknown => reached.push(event);
  // A partition that is read is not paused: one assigned anew while its pause was on its way was never read again.
  const end = (partition: number, next: number): void => {
    if (next >= (left.get(partition)?.to ?? Infinity)) left.delete(partition);
  };
  client.assign([...left.values()].map(({ partition, from }) => ({ topic, partition, offset: from })));
  client.on('partition.eof', onEof);
  try {
    let heardAt = performance.now();
    while (left.size > 0) {
      const messages = await fetchBatch(client, batchSize, idleFetchMs);
      const wanted = messages.filter(({ partition, offset }) => offset < (left.get(partition)?.to ?? 0));
      if (wanted.length === 0) refuseSilence(heardAt);
      else await handle(wanted);
      for (const { partition, offset } of messages) end(partition, offset + 1);
      // Where retention took the last messages of a range away, none of them says that it is read.
      for (const { partition, offset } of reached.splice(0)) end(partition, offset);
      if (wanted.length > 0) heardAt = performance.now();
    }
  } finally {
    client.removeListener('partition.eof', onEof);
    client.unassign();
  }
}

function refuseSilence(heardAt: number): void {
  if (performance.now() - heardAt > longestSilenceMs) throw new HubError('kafka-unavailable', 'reading a topic');
}

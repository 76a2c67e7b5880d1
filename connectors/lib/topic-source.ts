/**
 * A source that is a topic of the system's own Kafka. The cursor is the offset to read on from of every partition, so
 * what is read is decided by what the hub has saved, not by what a consumer group at the system's brokers was told.
 */
import type {
  Cursor,
  Extraction,
  Lag,
  Page,
  Source,
  TopicBounds,
  TopicMessage,
  TopicPositions,
  TopicReader,
} from '../contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import type { Guard } from './resilience.ts';
import type { TopicSettings } from './settings.ts';

export type TopicSourceOptions = {
  system: string;
  reader: TopicReader;
  guard: Guard;
  settings: Pick<TopicSettings, 'topic' | 'pageSize' | 'pageBytes'>;
  /** One message as a record, or what is wrong with it; it never throws. */
  extract: (message: TopicMessage) => Extraction;
  /** Epoch milliseconds. */
  now: () => number;
};

const looking = 'looking at topic';
const reading = 'reading topic';

/** What the topic holds; the cheapest call that proves address, credentials and rights. @throws ConnectorError */
export function askBounds(
  { reader, guard }: Pick<TopicSourceOptions, 'reader' | 'guard'>,
  signal: AbortSignal,
): Promise<TopicBounds> {
  return guard.run(looking, signal, () => reader.bounds(signal));
}

/**
 * Makes the source. One `pull` reads to the ends there are when it begins. A cursor of another topic counts as none.
 * @throws (its pages) ConnectorError 'entries-lost' if the topic does not keep what comes next any more,
 *   'source-rewound' if it ends before what was already read, or has fewer partitions
 */
export function makeTopicSource(options: TopicSourceOptions): Source {
  const { reader, guard, settings, extract, now } = options;
  const limits = { messages: settings.pageSize, bytes: settings.pageBytes };
  return {
    pull: async function* (from, signal) {
      const bounds = await askBounds(options, signal);
      let positions = positionsOf(from, bounds, options);
      if (behind(positions, bounds).length === 0) yield toPage([], positions, { lag: noLag, settings });
      const readAt = new Map<number, number>();
      while (behind(positions, bounds).length > 0) {
        const at = positions;
        const batch = await guard.run(reading, signal, () => reader.read(at, limits, signal));
        for (const { partition, timestamp } of batch.messages) {
          if (timestamp !== undefined) readAt.set(partition, timestamp);
        }
        positions = batch.positions;
        const lag = lagAt(behind(positions, bounds), readAt, now());
        yield toPage(batch.messages.map(extract), positions, { lag, settings });
      }
    },
  };
}

const noLag: Lag = { events: 0, seconds: 0 };

/** Where to read on: at the beginning without a cursor, else exactly where it says. */
function positionsOf(from: Cursor | undefined, bounds: TopicBounds, options: TopicSourceOptions): TopicPositions {
  if (from?.['topic'] !== options.settings.topic) {
    return new Map([...bounds].map(([partition, { first }]) => [partition, first]));
  }
  // A partition that is new has been read to nowhere; one that is gone took what was read of it along.
  const read = new Map([...bounds.keys()].map((partition) => [partition, offsetIn(from, partition)]));
  const isGone = Object.keys(from).some((key) => key !== 'topic' && !bounds.has(Number(key)));
  if (isGone || [...bounds].some(([partition, { end }]) => (read.get(partition) ?? 0) > end)) {
    throw failure('source-rewound', options);
  }
  if ([...bounds].some(([partition, { first }]) => (read.get(partition) ?? 0) < first)) {
    throw failure('entries-lost', options);
  }
  return read;
}

function offsetIn(cursor: Cursor, partition: number): number {
  const offset = cursor[String(partition)];
  return typeof offset === 'number' && Number.isSafeInteger(offset) ? offset : 0;
}

function failure(code: ConnectorErrorCode, { system }: TopicSourceOptions): ConnectorError {
  return new ConnectorError(code, { system, operation: looking });
}

type Behind = { partition: number; events: number };

/** The partitions that are not read to their end, each with how many offsets are left. */
function behind(positions: TopicPositions, bounds: TopicBounds): Behind[] {
  return [...bounds].flatMap(([partition, { end }]) => {
    const events = end - (positions.get(partition) ?? 0);
    return events > 0 ? [{ partition, events }] : [];
  });
}

/**
 * What is left. `events` counts offsets, of which some may hold no message. `seconds` is the age of what was read last
 * of the partition that is furthest behind in time: the greatest its first unread message can have. Of a partition that
 * was not read yet it is not known.
 */
function lagAt(left: readonly Behind[], readAt: ReadonlyMap<number, number>, now: number): Lag {
  const events = left.reduce((sum, each) => sum + each.events, 0);
  const oldest = Math.min(...left.map(({ partition }) => readAt.get(partition) ?? now));
  return { events, seconds: events === 0 ? 0 : Math.max(0, (now - oldest) / 1000) };
}

function toPage(
  extractions: Extraction[],
  positions: TopicPositions,
  { lag, settings }: { lag: Lag; settings: TopicSourceOptions['settings'] },
): Page {
  const offsets = Object.fromEntries([...positions].map(([partition, offset]) => [String(partition), offset]));
  return { extractions, cursor: { ...offsets, topic: settings.topic }, lag };
}

/**
 * Bringing what an older version of a mapping made to the version there is now, through the topics: the raw records are
 * sent again as they are, and whoever normalises maps them anew. Nothing is written past them.
 *
 * Only records whose slice is of a lower version are sent, so it can be broken off and begun again. What the mapping
 * would now refuse is not sent: what is held of it stays.
 */
import { setTimeout as delay } from 'node:timers/promises';
import pThrottle from 'p-throttle';
import type { Mapping } from '../../mappings/contract.ts';
import type { PersonKeys } from '../identity/keys.ts';
import type { Message } from '../kafka/consumer.ts';
import type { Producer } from '../kafka/producer.ts';
import type { TopicReader } from '../kafka/reader.ts';
import type { Citizens } from '../store/citizens.ts';
import type { Ledger } from '../store/ledger.ts';
import { decoderOf, keyOf, lookUp, type LookedUp, type Unroutable } from './look-up.ts';

export type ReapplyInput = {
  /** Of the mapping's records topic. */
  reader: TopicReader;
  topic: string;
  mapping: Mapping;
  citizens: Pick<Citizens, 'readMany'>;
  ledger: Pick<Ledger, 'through'>;
  producer: Pick<Producer, 'send' | 'ends'>;
  personKeys: PersonKeys;
  /** How many slices of the system each version of its mapping made. */
  countVersions: () => Promise<Map<number, number>>;
  /** Records sent a second, at most. */
  rate: number;
  /** Counts, and sends nothing. */
  dryRun: boolean;
  /** How long the books may stand still before nobody is taken to keep them. */
  patienceMs: number;
  onProgress: (progress: Progress) => void;
};

/** `old`: slices of a lower version at the start; `sent` and `refused`: the records of so many of them. */
export type Progress = { old: number; sent: number; refused: number };

export type ReapplyReport = Progress & {
  /** Slices of a lower version whose record is not on the topic any more: they stay as they are. */
  outOfReach: number;
  /** `waiting`: the books do not show that the records sent were read; nobody normalises, or not fast enough. */
  outcome: 'nothing-to-do' | 'dry-run' | 'done' | 'waiting';
};

/** Whoever normalises has read the first records sent, and mapped them by an older version: the hub is not upgraded. */
export class OlderMappingRuns extends Error {
  override readonly name = 'OlderMappingRuns';
}

const trialSize = 20;
const sendsPerSecond = 10;

/** Sends the records and waits for the books. Throws `OlderMappingRuns`, `kafka-unavailable` and the store's errors. */
export async function reapplyMapping(input: ReapplyInput): Promise<ReapplyReport> {
  const old = await countOld(input);
  if (old === 0) return { old, sent: 0, refused: 0, outOfReach: 0, outcome: 'nothing-to-do' };
  const ranges = await input.reader.ranges();
  const partitions = ranges.map(({ partition }) => ({ topic: input.topic, partition }));
  const sender = createSender(input, { old, partitions });
  await input.reader.read(ranges, (messages) => sender.take(messages));
  const outcome = await sender.finish();
  const { sent, refused } = sender.progress;
  return { old, sent, refused, outOfReach: Math.max(0, old - sent - refused), outcome };
}

async function countOld({ countVersions, mapping }: ReapplyInput): Promise<number> {
  let old = 0;
  for (const [version, count] of await countVersions()) if (version < mapping.version) old += count;
  return old;
}

type Place = { topic: string; partition: number };

function createSender(input: ReapplyInput, { old, partitions }: { old: number; partitions: readonly Place[] }) {
  const { mapping, citizens, dryRun, onProgress } = input;
  const decode = decoderOf(mapping, input.personKeys);
  const send = throttledSend(input);
  const progress: Progress = { old, sent: 0, refused: 0 };
  const seen = new Set<string>();
  let isRead: boolean | undefined;

  const isOld = (found: LookedUp | Unroutable): found is LookedUp =>
    found.standing?.kind === 'held' && found.standing.slice.mappingVersion < mapping.version;

  const sendChunk = async (chunk: readonly Message[]): Promise<void> => {
    await send(chunk);
    progress.sent += chunk.length;
    onProgress(progress);
    if (isRead !== undefined) return;
    isRead = await areBooked(input, partitions);
    if (isRead && (await lookUp(chunk, decode, citizens)).every(isOld)) throw new OlderMappingRuns(mapping.id);
  };

  return {
    progress,
    async take(messages: readonly Message[]): Promise<void> {
      const found = (await lookUp(messages, decode, citizens)).filter(isOld).filter(({ recordId }) => {
        const isNew = !seen.has(recordId);
        seen.add(recordId);
        return isNew;
      });
      const taken = found.filter(({ mapped }) => mapped !== undefined).map(({ message }) => message);
      progress.refused += found.length - taken.length;
      if (dryRun) progress.sent += taken.length;
      else for (const chunk of chunksOf(taken, input.rate, isRead === undefined)) await sendChunk(chunk);
    },
    async finish(): Promise<ReapplyReport['outcome']> {
      if (dryRun) return 'dry-run';
      return isRead !== false && (await areBooked(input, partitions)) ? 'done' : 'waiting';
    },
  };
}

/** The first chunk of all is a small one: by it is seen which mapping runs. */
function chunksOf(messages: readonly Message[], rate: number, isFirst: boolean): Message[][] {
  const size = chunkSize(rate);
  const chunks: Message[][] = [];
  for (let at = 0; at < messages.length;) {
    const length = isFirst && at === 0 ? Math.min(size, trialSize) : size;
    chunks.push(messages.slice(at, at + length));
    at += length;
  }
  return chunks;
}

function chunkSize(rate: number): number {
  return Math.max(1, Math.floor(rate / sendsPerSecond));
}

/** Sends records as they stand on the topic, onto it, under their own key. */
function throttledSend({ producer, topic, rate }: ReapplyInput): (chunk: readonly Message[]) => Promise<void> {
  const throttle = pThrottle({ limit: 1, interval: (1000 * chunkSize(rate)) / rate });
  return throttle((chunk: readonly Message[]) =>
    producer.send(chunk.map((message) => ({ topic, key: keyOf(message), value: message.value }))),
  );
}

const askEveryMs = 200;

/** Waits until the books have come past all that is on the topic now; false if they stand still before. */
async function areBooked(
  { ledger, producer, topic, patienceMs }: ReapplyInput,
  partitions: readonly Place[],
): Promise<boolean> {
  const ends = await producer.ends([topic], partitions.length);
  let before = '';
  let movedAt = performance.now();
  for (;;) {
    const through = await ledger.through(partitions);
    if ([...ends].every(([place, end]) => (through.get(place) ?? 0) >= end)) return true;
    const now = JSON.stringify([...through]);
    if (now !== before) movedAt = performance.now();
    before = now;
    if (performance.now() - movedAt > patienceMs) return false;
    await delay(askEveryMs);
  }
}

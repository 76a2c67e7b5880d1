/**
 * What a mapping, as it is now, would change of what the store holds: it is run over the raw records that are still on
 * their topic, and what it makes of them put, in memory, in the place of what is held. Nothing is written.
 *
 * It compares what the two say, not their versions, so it also tells of a changed rule whose version was not raised.
 */
import type { Slice } from '../../mappings/canonical/slices.ts';
import type { Mapping } from '../../mappings/contract.ts';
import { mergeSlices } from '../../mappings/precedence.ts';
import type { PersonKeys } from '../identity/keys.ts';
import type { Message } from '../kafka/consumer.ts';
import type { Range, TopicReader } from '../kafka/reader.ts';
import type { Citizens } from '../store/citizens.ts';
import type { Ledger } from '../store/ledger.ts';
import { createTally, type DiffReport, type RecordOutcome, type Show, type Tally } from './diff-tally.ts';
import { saysSame, withMappedAnew, type Standing } from './held.ts';
import { decoderOf, keyOf, lookUp, type Decoder, type LookedUp, type Unroutable } from './look-up.ts';

export type DiffInput = {
  /** Of the mapping's records topic. */
  reader: TopicReader;
  topic: string;
  mapping: Mapping;
  citizens: Pick<Citizens, 'readMany'>;
  ledger: Pick<Ledger, 'through'>;
  personKeys: PersonKeys;
  /** Only records that came since. */
  since?: Date;
  /** Most records to read, the oldest of each partition. */
  limit?: number;
  /** Must not tell who somebody is. */
  show: Show;
  /** Records whose outcome is remembered at once: the bound on memory. */
  mostInHand: number;
  onProgress: (read: number, total: number) => void;
};

const peopleAtOnce = 1000;

/**
 * Runs the mapping over its topic and tells what would change. Throws `kafka-unavailable` and the store's errors.
 *
 * A person's records lie anywhere on the topic, but count together. So the topic is read in as many rounds as it takes
 * to have about `mostInHand` records in hand at most, each round for a share of the people.
 */
export async function diffMapping(input: DiffInput): Promise<DiffReport> {
  const { reader, topic, mapping, since, limit, mostInHand } = input;
  const found = await reader.ranges(since);
  const ranges = limit === undefined ? found : limited(found, limit);
  const through = await input.ledger.through(ranges.map(({ partition }) => ({ topic, partition })));
  const tally = createTally(input.show);
  const decode = decoderOf(mapping, input.personKeys);
  const total = ranges.reduce((sum, range) => sum + sizeOf(range), 0);
  const rounds = Math.max(1, Math.ceil(total / mostInHand));
  let read = 0;
  for (let round = 0; round < rounds; round += 1) {
    const share = createShare({ input, decode, through, tally });
    await reader.read(ranges, async (messages) => {
      await share.take(messages.filter((message) => shareOf(message, rounds) === round));
      read += messages.length;
      input.onProgress(read, total * rounds);
    });
    await share.settle();
  }
  return tally.report(mapping);
}

const sizeOf = ({ from, to }: Range): number => to - from;

/** As much of each partition as makes `limit` in all; the small ones first, so that what they lack goes to the others. */
function limited(ranges: readonly Range[], limit: number): Range[] {
  let left = limit;
  const bySize = [...ranges].sort((one, other) => sizeOf(one) - sizeOf(other));
  return bySize.map((range, index) => {
    const size = Math.min(sizeOf(range), Math.ceil(left / (bySize.length - index)));
    left -= size;
    return { ...range, to: range.from + size };
  });
}

/** Which of the rounds a message's person is looked at in. */
function shareOf(message: Message, rounds: number): number {
  if (rounds === 1) return 0;
  let hash = 0;
  for (const unit of Buffer.from(keyOf(message))) hash = (hash * 31 + unit) >>> 0;
  return hash % rounds;
}

type ShareInput = { input: DiffInput; decode: Decoder; through: ReadonlyMap<string, number>; tally: Tally };

/** The people of one round: their records are judged as they come, and what would be another is kept to the end. */
function createShare({ input, decode, through, tally }: ShareInput) {
  const { topic, citizens } = input;
  const judge = createJudge(tally);
  const isRead = ({ partition, offset }: Message): boolean =>
    offset < (through.get(`${topic}/${String(partition)}`) ?? 0);

  return {
    async take(messages: readonly Message[]): Promise<void> {
      const read = messages.filter(isRead);
      for (let count = read.length; count < messages.length; count += 1) tally.record('waiting');
      for (const found of await lookUp(read, decode, citizens)) tally.record(judge.outcomeOf(found));
    },
    /** Puts what was kept in the place of what is held, and compares. */
    async settle(): Promise<void> {
      const people = [...judge.changed.keys()];
      for (let at = 0; at < people.length; at += peopleAtOnce) {
        for (const [person, document] of await citizens.readMany(people.slice(at, at + peopleAtOnce))) {
          const slices = withMappedAnew(document, judge.changed.get(person) ?? []);
          tally.citizen(document.merged, mergeSlices(slices, document.identifiers));
        }
      }
    },
  };
}

function createJudge(tally: Tally) {
  const seen = new Set<string>();
  /** By person, what their records would say that say something else. */
  const changed = new Map<string, Slice[]>();

  const judgeHeld = (found: LookedUp, { person, slice }: Standing & { kind: 'held' }): RecordOutcome => {
    tally.held(slice.mappingVersion);
    if (found.mapped === undefined) {
      tally.refused(found.rejection);
      return 'newlyRefused';
    }
    if (saysSame(found.mapped, slice)) return 'same';
    changed.set(person, [...(changed.get(person) ?? []), found.mapped]);
    return 'changed';
  };

  return {
    changed,
    outcomeOf(found: LookedUp | Unroutable): RecordOutcome {
      if (found.standing === undefined) return 'unroutable';
      if (seen.has(found.recordId)) return 'repeated';
      seen.add(found.recordId);
      switch (found.standing.kind) {
        case 'superseded':
          return 'superseded';
        case 'missing':
          return found.mapped === undefined ? 'stillRefused' : 'newlyAccepted';
        case 'held':
          return judgeHeld(found, found.standing);
      }
    },
  };
}

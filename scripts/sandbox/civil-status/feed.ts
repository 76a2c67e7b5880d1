/** The feed of civil status: the base history, then what happened since, in one unbroken sequence from 1. */
import type { People } from '../people/contract.ts';
import { bulkRange, type Bulk } from './bulk.ts';
import { createHistory, type History } from './history.ts';
import { entryJson, eventIdOf, parseEventId, type ActContent, type Entry, type EntryPerson } from './wire.ts';

/** A run of entries: kept one by one, or a bulk that is computed. */
type Segment = { start: number; entries: Entry[] } | Bulk;

/** One person an act concerns, and what it says about them. */
export type Concerned = { person: EntryPerson; content: ActContent };

export type Feed = {
  /** Last sequence (0 if there is none) and when it was recorded. */
  head(): { sequence: number; recordedAt: number };
  /** Entries as they stand on the wire, from a sequence on. */
  read(from: number, limit: number): string[];
  /** Appends one act: an entry per person concerned, all with one event id. */
  append(concerned: readonly Concerned[]): Entry[];
  appendBulk(count: number, seed: number): { fromSequence: number; toSequence: number };
  /** All entries of an act; empty if there is no such act. */
  find(eventId: string): Entry[];
};

/** The feed over a population. `now` in epoch milliseconds; recording times never go back. */
export function createFeed(people: People, now: () => number): Feed {
  const history = createHistory(people);
  const segments: Segment[] = [];
  let last = { sequence: history.total, recordedAt: history.recordedAt(history.total) };
  let bulked = 0;
  const range = (from: number, to: number) => entriesBetween({ people, history, segments }, from, to);
  const advance = (count: number) => {
    const recordedAt = Math.max(now(), last.recordedAt);
    const start = last.sequence + 1;
    last = { sequence: last.sequence + count, recordedAt };
    return { start, recordedAt };
  };
  return {
    head: () => last,
    read: (from, limit) => range(from, Math.min(from + limit - 1, last.sequence)).map(entryJson),
    append: (concerned) => {
      const { start, recordedAt } = advance(concerned.length);
      const entries = toEntries(concerned, start, recordedAt);
      const open = segments.at(-1);
      if (open !== undefined && 'entries' in open) open.entries.push(...entries);
      else segments.push({ start, entries });
      return entries;
    },
    appendBulk: (count, seed) => {
      const { start, recordedAt } = advance(count);
      segments.push({ start, count, seed, recordedAt, before: bulked });
      bulked += count;
      return { fromSequence: start, toSequence: last.sequence };
    },
    find: (eventId) => {
      const first = parseEventId(eventId)?.firstSequence ?? 0;
      if (first < 1 || first > last.sequence) return [];
      return range(first, Math.min(first + 1, last.sequence)).filter((entry) => entry.eventId === eventId);
    },
  };
}

type Parts = { people: People; history: History; segments: readonly Segment[] };

function entriesBetween({ people, history, segments }: Parts, from: number, to: number): Entry[] {
  const entries = from <= history.total ? history.range(from, Math.min(to, history.total)) : [];
  for (const segment of segmentsFrom(segments, from)) {
    if (segment.start > to) break;
    entries.push(...slice(people, segment, { from, to }));
  }
  return entries;
}

function toEntries(concerned: readonly Concerned[], start: number, recordedAt: number): Entry[] {
  const eventId = eventIdOf(concerned[0]?.content.type ?? 'annulment', recordedAt, start);
  return concerned.map(({ person, content }, offset) => {
    return { sequence: start + offset, eventId, recordedAt, person: onlyNeeded(person), content };
  });
}

/** The segments from the one that holds a sequence on. */
function segmentsFrom(segments: readonly Segment[], from: number): readonly Segment[] {
  const holding = segments.findLastIndex((segment) => segment.start <= from);
  return holding <= 0 ? segments : segments.slice(holding);
}

function slice(people: People, segment: Segment, range: { from: number; to: number }): Entry[] {
  if ('count' in segment) return bulkRange(people, segment, range);
  const first = Math.max(0, range.from - segment.start);
  return segment.entries.slice(first, Math.max(0, range.to - segment.start + 1));
}

function onlyNeeded({ personalNumber, fullName, birthDate, sex, ethnicity }: EntryPerson): EntryPerson {
  return { personalNumber, fullName, birthDate, sex, ethnicity };
}

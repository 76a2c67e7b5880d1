/** Reading the civil status feed on by its sequence. */
import type { Cursor, Lag, Page, Source } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { system, type CivilStatusClient, type FeedPage } from './client.ts';
import { extractEntry } from './extract.ts';
import { recordedAtOf, sequenceOf, type Head } from './wire.ts';

const firstSequence = 1;

/** The next sequence to ask for; the beginning if the cursor cannot be understood. */
function readNext(cursor: Cursor | undefined): number {
  const next = cursor?.['next'];
  return typeof next === 'number' && Number.isSafeInteger(next) ? Math.max(next, firstSequence) : firstSequence;
}

function highest(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((most, value) => (value !== undefined && value > most ? value : most), 0);
}

/**
 * Where to read on after a page: after its highest sequence or where the feed says, but never before `from`, whatever
 * order or repeats the page held. A number past the head is nonsense and says nothing: to go as far as the head for it
 * would leave out what lies between.
 */
function nextAfter(from: number, { items, next }: FeedPage, head: Head): number {
  const last = highest(items.map(({ value }) => sequenceOf(value)).filter((each) => (each ?? 0) <= head.last));
  const told = next !== undefined && next <= head.last + 1 ? next : 0;
  return Math.max(from, last + 1, told);
}

/**
 * What is left. `events` is the head's sequence less what was read; sequences the source left out count too. `seconds`
 * is the greatest age the first unread entry can have: it was recorded after the last one read, or, where nothing was
 * read, is reported as old as the head, which is the least it can be.
 */
function lagAt(next: number, head: Head, at: { readAt: number | undefined; now: number }): Lag {
  const events = Math.max(0, head.last + 1 - next);
  const since = at.readAt ?? head.recordedAt ?? at.now;
  return { events, seconds: events === 0 ? 0 : Math.max(0, (at.now - since) / 1000) };
}

/** The head, read again if a page holds entries newer than it. */
async function headFor(client: CivilStatusClient, known: Head, at: { page: FeedPage; signal: AbortSignal }) {
  const newest = highest(at.page.items.map(({ value }) => sequenceOf(value)));
  return newest > known.last ? client.head(at.signal) : known;
}

/**
 * Makes the source. One `pull` reads to the head there is; the cursor is the next sequence to ask for.
 * @throws (its pages) ConnectorError 'source-rewound' if the head lies before what was already read;
 *   'malformed-answer' if a page with entries leads nowhere
 */
export function makeCivilStatusSource(client: CivilStatusClient, now: () => number): Source {
  async function readOn(from: number, known: Head, signal: AbortSignal) {
    const page = await client.page(from, signal);
    const head = await headFor(client, known, { page, signal });
    const next = nextAfter(from, page, head);
    if (next === from && page.items.length > 0) {
      throw new ConnectorError('malformed-answer', { system, operation: 'reading feed page' });
    }
    const readAt = highest(page.items.map(({ value }) => recordedAtOf(value)));
    const lag = lagAt(next, head, { readAt: readAt === 0 ? undefined : readAt, now: now() });
    const result: Page = { extractions: page.items.map(extractEntry), cursor: { next }, lag };
    return { result, next, head };
  }

  return {
    pull: async function* (from, signal) {
      let next = readNext(from);
      let head = await client.head(signal);
      if (head.last + 1 < next) throw new ConnectorError('source-rewound', { system, operation: 'reading feed head' });
      if (head.last + 1 === next) yield { extractions: [], cursor: { next }, lag: { events: 0, seconds: 0 } };
      while (next <= head.last) {
        const step = await readOn(next, head, signal);
        yield step.result;
        // An empty page before the head: nothing can be read now, and the lag says so.
        if (step.next === next) return;
        ({ next, head } = step);
      }
    },
  };
}

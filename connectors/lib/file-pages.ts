/** The pages of one delivery that is whole, with the cursor and the lag after each. */
import type { Cursor, Extraction, Lag, Page } from '../contract.ts';
import { ConnectorError } from '../errors.ts';
import { makeCsvCutter, type CsvLine } from './csv.ts';
import type { OpenDelivery } from './file-delivery.ts';
import { toFolderError, type Delivery } from './files.ts';

/**
 * Read up to and with this line of this delivery; `sha256` tells whether it is still the same file. Before the first line
 * it is that of the delivery before, where that was read.
 */
export type Position = { delivery: number; line: number; sha256: string | null };

/** A delivery being read; `unread` are those that are announced and not read, itself the first. */
export type Reading = {
  system: string;
  opened: OpenDelivery<unknown>;
  unread: readonly [Delivery, ...Delivery[]];
  extract: (line: CsvLine) => Extraction;
  pageSize: number;
  now: () => number;
};

/** A page is closed at this size, however few its lines. */
const pageBytes = 1_048_576;
const operation = 'reading delivery';

/** Before the first line of a delivery. */
export function begin(delivery: number, before: string | null = null): Position {
  return { delivery, line: 0, sha256: before };
}

/** Where a cursor says to read on; before the delivery `first` if it cannot be understood. */
export function readPosition(cursor: Cursor | undefined, first: number): Position {
  const { delivery, line, sha256 } = cursor ?? {};
  if (typeof delivery !== 'number' || !Number.isSafeInteger(delivery)) return begin(first);
  return typeof line === 'number' && typeof sha256 === 'string' ? { delivery, line, sha256 } : begin(delivery);
}

/** What is not read yet of some deliveries, at a position. */
export function lagOf(unread: readonly Delivery[], at: Position, now: number): Lag {
  let [events, since] = [0, now];
  for (const { sequence, lines, createdAt } of unread) {
    const left = Math.max(0, lines - Math.max(1, sequence === at.delivery ? at.line : 0));
    events += left;
    if (left > 0) since = Math.min(since, createdAt);
  }
  return { events, seconds: (now - since) / 1000 };
}

/** The lines of a delivery below its header, from after a line on. */
async function* linesOf(opened: OpenDelivery<unknown>, after: number, signal: AbortSignal): AsyncGenerator<CsvLine> {
  const cutter = makeCsvCutter();
  const isNew = ({ lastLine }: CsvLine): boolean => lastLine > Math.max(after, 1);
  for await (const piece of opened.pieces(signal)) yield* cutter.push(piece).filter(isNew);
  yield* cutter.end().filter(isNew);
}

async function* pagesAfter(after: number, reading: Reading, signal: AbortSignal): AsyncGenerator<Page> {
  const { system, opened, unread, extract, pageSize, now } = reading;
  const [{ sequence: delivery, sha256 }, ...later] = unread;
  const following = begin(delivery + 1, sha256);
  let [extractions, size, line]: [Extraction[], number, number] = [[], 0, after];
  for await (const next of linesOf(opened, after, signal)) {
    signal.throwIfAborted();
    if (extractions.length >= pageSize || size >= pageBytes) {
      const cursor = { delivery, line, sha256 };
      yield { extractions, cursor, lag: lagOf(unread, cursor, now()) };
      [extractions, size] = [[], 0];
    }
    extractions.push(extract(next));
    size += next.bytes.length;
    line = next.lastLine;
  }
  if (!opened.wasAsAnnounced()) throw new ConnectorError('delivery-incomplete', { system, operation, delivery });
  yield { extractions, cursor: following, lag: lagOf(later, following, now()) };
}

/**
 * The pages of a delivery from a position on; from its beginning if the position is in another file. One line is held
 * back, so that a page that is not the last has lines after it.
 * @throws ConnectorError 'delivery-incomplete' instead of the last page if the file was changed while it was read;
 *   'aborted'; what an error of the file system means
 */
export async function* pagesOf(reading: Reading, from: Position, signal: AbortSignal): AsyncGenerator<Page> {
  const { system, unread } = reading;
  try {
    yield* pagesAfter(from.sha256 === unread[0].sha256 ? from.line : 0, reading, signal);
  } catch (error) {
    if (signal.aborted) throw new ConnectorError('aborted', { system, operation });
    throw toFolderError(error, { system, operation });
  }
}

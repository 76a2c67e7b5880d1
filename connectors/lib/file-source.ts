/**
 * A source of CSV files that are delivered into a folder, read in the order of their sequence. What a system's lines are
 * is the connector's to say; folder, order, cursor and lag are the same for all.
 */
import type { ConnectorDependencies, Extraction, Source } from '../contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import type { CsvLine } from './csv.ts';
import { begin, lagOf, pagesOf, readPosition, type Position, type Reading } from './file-pages.ts';
import { makeDropFolder, type Delivery, type DropFolder, type DropFolderOptions, type Look } from './files.ts';
import type { FileSettings } from './settings.ts';

/** What a system's files are made of. */
export type FileFormat<Header> = Pick<DropFolderOptions<Header>, 'readManifest' | 'readHeader'> & {
  /** One line as exactly one extraction. */
  extract: (header: Header, line: CsvLine) => Extraction;
};

export type FileSourceOptions<Header> = {
  system: string;
  settings: FileSettings;
  format: FileFormat<Header>;
  now: () => number;
  onAttempt: ConnectorDependencies['onAttempt'];
};

/** What stands in the way of reading on, and since when. */
function obstacles(look: Look, unread: readonly Delivery[], next: number): [ConnectorErrorCode, number | undefined][] {
  const [first] = unread;
  const isNext = first?.sequence === next;
  const waitsSince = Math.min(...unread.map(({ announcedAt }) => announcedAt));
  return [
    ['delivery-incomplete', isNext ? first.announcedAt : undefined],
    ['delivery-incomplete', look.unfinishedSince],
    ['delivery-missing', first === undefined || isNext ? undefined : waitsSince],
  ];
}

/** Opens the first of the deliveries to be read; undefined if it is not the next, or not whole. */
async function openNext<Header>(
  { system, settings, format, now }: FileSourceOptions<Header>,
  { drop, unread, next }: { drop: DropFolder<Header>; unread: readonly Delivery[]; next: number },
  signal: AbortSignal,
): Promise<Reading | undefined> {
  const [first, ...later] = unread;
  const opened = first?.sequence === next ? await drop.open(first, signal) : undefined;
  if (first === undefined || opened === undefined) return undefined;
  const extract = (line: CsvLine): Extraction => format.extract(opened.header, line);
  return { system, opened, unread: [first, ...later], extract, pageSize: settings.pageSize, now };
}

/**
 * Makes the source. One `pull` reads every whole delivery there is, in order, up to one that is not whole or not there;
 * that one is waited for, in silence for as long as the settings say. The cursor is the delivery and the line in it.
 * @throws (its pages) ConnectorError 'delivery-incomplete' or 'delivery-missing' when all that can be read was; what an
 *   error of the file system means
 */
export function makeFileSource<Header>(options: FileSourceOptions<Header>): Source {
  const { system, settings, format, now, onAttempt } = options;
  const { folder, firstDelivery, patienceSeconds } = settings;
  const absent = new Set(settings.absentDeliveries);
  const drop = makeDropFolder({ system, folder, onAttempt, ...format });

  function pastAbsent(position: Position): Position {
    let next = position;
    while (absent.has(next.delivery)) next = begin(next.delivery + 1);
    return next;
  }

  function throwIfOverdue(found: ReturnType<typeof obstacles>): void {
    for (const [code, since] of found) {
      if (since === undefined || now() - Math.floor(since) < patienceSeconds * 1000) continue;
      throw new ConnectorError(code, { system, operation: 'reading folder' });
    }
  }

  return {
    pull: async function* (from, signal) {
      let position = pastAbsent(readPosition(from, firstDelivery));
      const look = await drop.look(position.delivery, signal);
      let unread = [...look.deliveries.values()]
        .filter(({ sequence }) => !absent.has(sequence))
        .sort((one, other) => one.sequence - other.sequence);
      let isAnythingRead = false;
      for (;;) {
        const reading = await openNext(options, { drop, unread, next: position.delivery }, signal);
        if (reading === undefined) break;
        try {
          yield* pagesOf(reading, position, signal);
        } finally {
          await reading.opened.close();
        }
        [position, unread, isAnythingRead] = [pastAbsent(begin(position.delivery + 1)), unread.slice(1), true];
      }
      if (!isAnythingRead) yield { extractions: [], cursor: position, lag: lagOf(unread, position, now()) };
      throwIfOverdue(obstacles(look, unread, position.delivery));
    },
  };
}

/**
 * A source of CSV files that are delivered into a folder, read in the order of their sequence. What a system's lines are
 * is the connector's to say; folder, order, cursor and lag are the same for all.
 */
import type { ConnectorDependencies, Extraction, Source } from '../contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import type { CsvLine } from './csv.ts';
import type { DeliveryFault } from './file-delivery.ts';
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

/** Where reading stops: the deliveries that are not read, and in what the next one is not whole, if it is there. */
type Stop = { unread: readonly Delivery[]; fault: DeliveryFault | undefined };

/**
 * Remembers of every delivery that was read which it was. Of those read before the hub started that is known of the last,
 * and of the others taken from what is in the folder then.
 */
function makeMemory(firstDelivery: number) {
  const read = new Map<number, string>();
  return {
    begin: ({ delivery, line, sha256 }: Position): void => {
      if (line === 0 && sha256 !== null) read.set(delivery - 1, sha256);
    },
    add: ({ sequence, sha256 }: Delivery): void => void read.set(sequence, sha256),
    /** Since when one of these is there that is not what was read. */
    changedSince: (earlier: readonly Delivery[]): number | undefined => {
      const changed = earlier.filter(({ sequence, sha256 }) => {
        if (!read.has(sequence)) read.set(sequence, sha256);
        return sequence >= firstDelivery && read.get(sequence) !== sha256;
      });
      return changed.length === 0 ? undefined : Math.min(...changed.map(({ announcedAt }) => announcedAt));
    },
  };
}

/** What stands in the way of reading on, and since when. */
function obstacles(look: Look, { unread, fault }: Stop): [ConnectorErrorCode, number | undefined][] {
  const [first] = unread;
  const waitsSince = Math.min(...unread.map(({ announcedAt }) => announcedAt));
  return [
    [fault ?? 'delivery-incomplete', fault === undefined ? undefined : first?.announcedAt],
    ['delivery-incomplete', look.unfinishedSince],
    ['delivery-missing', first === undefined || fault !== undefined ? undefined : waitsSince],
  ];
}

/** Opens the first of the deliveries to be read; undefined if it is not the next, and its fault if it is not whole. */
async function openNext<Header>(
  { system, settings, format, now }: FileSourceOptions<Header>,
  { drop, unread, next }: { drop: DropFolder<Header>; unread: readonly Delivery[]; next: number },
  signal: AbortSignal,
): Promise<Reading | DeliveryFault | undefined> {
  const [first, ...later] = unread;
  const opened = first?.sequence === next ? await drop.open(first, signal) : undefined;
  if (first === undefined || typeof opened !== 'object') return typeof opened === 'string' ? opened : undefined;
  const extract = (line: CsvLine): Extraction => format.extract(opened.header, line);
  return { system, opened, unread: [first, ...later], extract, pageSize: settings.pageSize, now };
}

function inOrder({ deliveries }: Look, absent: ReadonlySet<number>): Delivery[] {
  return [...deliveries.values()]
    .filter(({ sequence }) => !absent.has(sequence))
    .sort((one, other) => one.sequence - other.sequence);
}

function throwIfOverdue<Header>(
  { system, settings, now }: FileSourceOptions<Header>,
  found: readonly (readonly [ConnectorErrorCode, number | undefined])[],
  delivery: number,
): void {
  for (const [code, since] of found) {
    if (since === undefined || now() - Math.floor(since) < settings.patienceSeconds * 1000) continue;
    // One that changed was read: it is not the one that is waited for.
    const waitedFor = code === 'delivery-changed' ? {} : { delivery };
    throw new ConnectorError(code, { system, operation: 'reading folder', ...waitedFor });
  }
}

/**
 * Makes the source. One `pull` reads every whole delivery there is, in order, up to one that is not whole or not there;
 * that one is waited for, in silence for as long as the settings say. The cursor is the delivery and the line in it.
 * @throws (its pages) ConnectorError 'delivery-…', with the number of the delivery that is waited for, when all that can
 *   be read was, or 'delivery-changed'; what an error of the file system means
 */
export function makeFileSource<Header>(options: FileSourceOptions<Header>): Source {
  const { system, settings, format, now, onAttempt } = options;
  const { folder, firstDelivery } = settings;
  const absent = new Set(settings.absentDeliveries);
  const drop = makeDropFolder({ system, folder, onAttempt, ...format });
  const memory = makeMemory(firstDelivery);

  function pastAbsent(position: Position): Position {
    let next = position;
    while (absent.has(next.delivery)) next = begin(next.delivery + 1);
    return next;
  }

  return {
    pull: async function* (from, signal) {
      let position = readPosition(from, firstDelivery);
      memory.begin(position);
      position = pastAbsent(position);
      const look = await drop.look(position.delivery, signal);
      const changedSince = memory.changedSince(look.earlier);
      let unread = inOrder(look, absent);
      let isAnythingRead = false;
      const open = () => openNext(options, { drop, unread, next: position.delivery }, signal);
      let reading = await open();
      while (typeof reading === 'object') {
        try {
          yield* pagesOf(reading, position, signal);
        } finally {
          await reading.opened.close();
        }
        const [read] = reading.unread;
        memory.add(read);
        position = pastAbsent(begin(read.sequence + 1, read.sha256));
        [unread, isAnythingRead] = [unread.slice(1), true];
        reading = await open();
      }
      if (!isAnythingRead) yield { extractions: [], cursor: position, lag: lagOf(unread, position, now()) };
      const found = [...obstacles(look, { unread, fault: reading }), ['delivery-changed', changedSince] as const];
      throwIfOverdue(options, found, position.delivery);
    },
  };
}

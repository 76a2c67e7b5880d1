/**
 * A folder in which a system puts files, without a word when one is finished. So each comes with a manifest, written
 * after it, which says what the file must be; a delivery is whole when both are there and agree, and nothing else in the
 * folder is read. Nothing in the folder is changed: the hub needs no more than the right to read it.
 */
import type { Stats } from 'node:fs';
import { opendir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectorDependencies } from '../contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import { decodeUtf8 } from './bytes.ts';
import {
  fileErrorCode,
  makeDeliveryOpener,
  openFile,
  type DeliveryFault,
  type Manifest,
  type OpenDelivery,
} from './file-delivery.ts';
import { strippedCause } from './http-failures.ts';
import { parseJson } from './json.ts';
import { measured } from './resilience.ts';

/** A delivery announced; `announcedAt` is when its manifest was written, epoch milliseconds of the file server. */
export type Delivery = Manifest & { announcedAt: number };

/** What is in the folder, from a delivery on. */
export type Look = {
  deliveries: ReadonlyMap<number, Delivery>;
  /** Those before it, of one sequence perhaps several. */
  earlier: readonly Delivery[];
  /** Since when the oldest thing that is no delivery is there: a file without manifest, a manifest that is none. */
  unfinishedSince: number | undefined;
};

/** Every call throws ConnectorError only, and 'aborted' soon after the signal fires. */
export type DropFolder<Header> = {
  /** Looks at what there is from a delivery on, and what is left of earlier ones. */
  look(from: number, signal: AbortSignal): Promise<Look>;
  /** Opens a delivery to be read, which the caller must close; while it is not whole, answers in what. */
  open(delivery: Delivery, signal: AbortSignal): Promise<OpenDelivery<Header> | DeliveryFault>;
};

/** Where the folder is, and who is told of every look into it. */
export type FolderPlace = { system: string; folder: string; onAttempt: ConnectorDependencies['onAttempt'] };

export type DropFolderOptions<Header> = FolderPlace & {
  /** Makes a manifest of the JSON in its file; undefined if it is none. */
  readManifest: (value: unknown) => Manifest | undefined;
  /** Reads a file's first line; undefined if the file is not of this system's form, and nothing of it is to be read. */
  readHeader: (firstLine: Buffer) => Header | undefined;
};

const manifestEnd = '.manifest.json';
const fileEnd = '.csv';
const longestManifestBytes = 65_536;

const codes: ReadonlyMap<string, ConnectorErrorCode> = new Map([
  ['ENOENT', 'wrong-address'],
  ['ENOTDIR', 'wrong-address'],
  ['EACCES', 'wrong-credentials'],
  ['EPERM', 'wrong-credentials'],
]);

/** What an error of the file system means: the folder is not there, may not be read, or cannot be reached now. */
export function toFolderError(error: unknown, at: { system: string; operation: string }): unknown {
  const code = fileErrorCode(error);
  if (error instanceof ConnectorError || code === 'UNKNOWN' || code === 'ABORT_ERR') return error;
  return new ConnectorError(codes.get(code) ?? 'unreachable', { ...at, cause: strippedCause(code) });
}

/** Runs a call on the folder, tells of it, and throws what its failure means. */
function inFolder<T>(
  { system, onAttempt }: FolderPlace,
  { operation, signal }: { operation: string; signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  return measured({ system, operation, signal, onAttempt }, () =>
    work().catch((error: unknown) => {
      throw toFolderError(error, { system, operation });
    }),
  );
}

/** Proves that the folder is there and can be read. Throws ConnectorError. */
export function checkFolder(place: FolderPlace, signal: AbortSignal): Promise<void> {
  return inFolder(place, { operation: 'checking folder', signal }, async () => {
    await (await opendir(place.folder)).close();
  });
}

type Found = { manifest: Manifest | undefined; at: number; state: string };

/** Reads what says that it is a manifest; undefined if it is gone again. */
async function readManifestFile(
  { folder, readManifest }: Pick<DropFolderOptions<unknown>, 'folder' | 'readManifest'>,
  name: string,
): Promise<Found | undefined> {
  const handle = await openFile(join(folder, name));
  if (handle === undefined) return undefined;
  try {
    const stat = await handle.stat();
    const isSmallFile = stat.isFile() && stat.size <= longestManifestBytes;
    const text = isSmallFile ? decodeUtf8(await handle.readFile()) : undefined;
    const manifest = text === undefined ? undefined : readManifest(parseJson(text));
    const isOfItsFile = manifest?.file === fileOf(name);
    return { manifest: isOfItsFile ? manifest : undefined, at: stat.mtimeMs, state: stateOf(stat) };
  } finally {
    await handle.close();
  }
}

function fileOf(manifestName: string): string {
  return manifestName.slice(0, -manifestEnd.length) + fileEnd;
}

async function statOf(path: string): Promise<Stats | undefined> {
  const handle = await openFile(path);
  try {
    return await handle?.stat();
  } finally {
    await handle?.close();
  }
}

/** The same as long as nobody has written the file anew. */
function stateOf({ ino, size, mtimeMs }: Stats): string {
  return `${ino}/${size}/${mtimeMs}`;
}

type Findings = {
  announced: (delivery: Delivery) => void;
  unfinished: (since: number | undefined) => void;
  result: () => Look;
};

/** Gathers what a look finds, from a delivery on. */
function makeFindings(from: number): Findings {
  const deliveries = new Map<number, Delivery>();
  const earlier: Delivery[] = [];
  const ambiguous = new Set<number>();
  let unfinishedSince: number | undefined;
  const unfinished = (at: number | undefined): void => {
    if (at !== undefined) unfinishedSince = Math.min(at, unfinishedSince ?? at);
  };
  const announced = (delivery: Delivery): void => {
    const { sequence, announcedAt } = delivery;
    if (sequence < from) {
      earlier.push(delivery);
      return;
    }
    const other = deliveries.get(sequence);
    if (other === undefined && !ambiguous.has(sequence)) {
      deliveries.set(sequence, delivery);
      return;
    }
    // Two say that they are the same delivery: neither is read before somebody has said which it is.
    deliveries.delete(sequence);
    ambiguous.add(sequence);
    unfinished(Math.min(announcedAt, other?.announcedAt ?? announcedAt));
  };
  return { announced, unfinished, result: () => ({ deliveries, earlier, unfinishedSince }) };
}

/** Makes a reader of manifests. Those of earlier deliveries are remembered, and not read again until they change. */
function makeManifestReader(options: Pick<DropFolderOptions<unknown>, 'folder' | 'readManifest'>) {
  const known = new Map<string, Found>();
  return async (name: string, from: number): Promise<Found | undefined> => {
    const seen = known.get(name);
    if (seen?.manifest !== undefined && seen.manifest.sequence < from) {
      const stat = await statOf(join(options.folder, name));
      if (stat !== undefined && stateOf(stat) === seen.state) return seen;
    }
    const found = await readManifestFile(options, name);
    if (found !== undefined) known.set(name, found);
    return found;
  };
}

function tell(findings: Findings, found: Found | undefined): void {
  if (found?.manifest === undefined) findings.unfinished(found?.at);
  else findings.announced({ ...found.manifest, announcedAt: found.at });
}

/** Opens a system's folder. */
export function makeDropFolder<Header>(options: DropFolderOptions<Header>): DropFolder<Header> {
  const { folder } = options;
  const readManifest = makeManifestReader(options);
  const openDelivery = makeDeliveryOpener(options.readHeader);

  async function lookAt(names: ReadonlySet<string>, from: number, signal: AbortSignal): Promise<Look> {
    const findings = makeFindings(from);
    for (const name of names) {
      signal.throwIfAborted();
      const isAlone = name.endsWith(fileEnd) && !names.has(name.slice(0, -fileEnd.length) + manifestEnd);
      if (isAlone) findings.unfinished((await statOf(join(folder, name)))?.mtimeMs);
      if (name.endsWith(manifestEnd)) tell(findings, await readManifest(name, from));
    }
    return findings.result();
  }

  return {
    look: (from, signal) =>
      inFolder(options, { operation: 'reading folder', signal }, async () => {
        const names = new Set(await readdir(folder));
        signal.throwIfAborted();
        return lookAt(names, from, signal);
      }),
    open: (delivery, signal) =>
      inFolder(options, { operation: 'checking delivery', signal }, () =>
        openDelivery(join(folder, delivery.file), delivery, signal),
      ),
  };
}

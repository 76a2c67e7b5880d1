/** One delivered file: whether it is what its manifest says, and reading it. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { ConnectorErrorCode } from '../errors.ts';
import { longestLineBytes } from './csv.ts';

/** What a system says of one file it delivers. */
export type Manifest = {
  /** The file's name, which must be the manifest's own with `.csv` for `.manifest.json`. */
  file: string;
  /** Place among the system's deliveries: one more than that of the delivery before. */
  sequence: number;
  bytes: number;
  /** Lines of the file, its header among them. */
  lines: number;
  /** In lower-case hexadecimal digits. */
  sha256: string;
  /** Epoch milliseconds. */
  createdAt: number;
};

/** In what a file is not what its manifest says. */
export type DeliveryFault = Extract<
  ConnectorErrorCode,
  | 'delivery-without-file'
  | 'delivery-wrong-size'
  | 'delivery-wrong-lines'
  | 'delivery-wrong-hash'
  | 'delivery-wrong-header'
  | 'delivery-long-line'
>;

/** A delivery that is whole. */
export type OpenDelivery<Header> = {
  /** What its first line says. */
  header: Header;
  /** The file in pieces, from its beginning. Throws the signal's reason when it fires. */
  pieces(signal: AbortSignal): AsyncIterable<Buffer>;
  /** Whether what was read, to its end, is what was announced: nobody changed it meanwhile. */
  wasAsAnnounced(): boolean;
  close(): Promise<void>;
};

const pieceBytes = 65_536;
const lineFeed = 0x0a;

/** Gone again, a link, or a place that is no file: nothing to be read. */
const notReadable = new Set(['ENOENT', 'ELOOP', 'EISDIR', 'ENXIO']);

/** The code the operating system gives a failed call. */
export function fileErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

/** Opens a file, never through a link and never waiting for a pipe; undefined if there is none. Throws as Node does. */
export async function openFile(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (notReadable.has(fileErrorCode(error))) return undefined;
    throw error;
  }
}

/** Measures a file piece by piece, in memory for one line. */
function makeMeter() {
  const hash = createHash('sha256');
  const firstLine: Buffer[] = [];
  let [bytes, lineEnds, longestLine, inLine] = [0, 0, 0, 0];
  return {
    add: (piece: Buffer): void => {
      hash.update(piece);
      bytes += piece.length;
      let from = 0;
      for (let end = piece.indexOf(lineFeed); end !== -1; end = piece.indexOf(lineFeed, from)) {
        if (lineEnds === 0) firstLine.push(piece.subarray(from, end));
        longestLine = Math.max(longestLine, inLine + end - from);
        [lineEnds, inLine, from] = [lineEnds + 1, 0, end + 1];
      }
      if (lineEnds === 0 && bytes <= longestLineBytes) firstLine.push(piece.subarray(from));
      inLine += piece.length - from;
    },
    /** The first line, without its line end, if the file is what was announced and has no line that is too long. */
    end: (manifest: Manifest): Buffer | DeliveryFault => {
      if (bytes !== manifest.bytes) return 'delivery-wrong-size';
      if (lineEnds + (inLine > 0 ? 1 : 0) !== manifest.lines) return 'delivery-wrong-lines';
      if (hash.digest('hex') !== manifest.sha256) return 'delivery-wrong-hash';
      return Math.max(longestLine, inLine) <= longestLineBytes ? Buffer.concat(firstLine) : 'delivery-long-line';
    },
  };
}

async function* piecesOf(handle: FileHandle, signal: AbortSignal): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<Buffer> = handle.createReadStream({
    start: 0,
    autoClose: false,
    highWaterMark: pieceBytes,
  });
  for await (const piece of stream) {
    signal.throwIfAborted();
    yield piece;
  }
}

/** The first line of a file that is what was announced. */
async function measure(handle: FileHandle, manifest: Manifest, signal: AbortSignal): Promise<Buffer | DeliveryFault> {
  const meter = makeMeter();
  for await (const piece of piecesOf(handle, signal)) meter.add(piece);
  return meter.end(manifest);
}

function readable<Header>(handle: FileHandle, manifest: Manifest, header: Header): OpenDelivery<Header> {
  let meter = makeMeter();
  return {
    header,
    pieces: async function* (signal) {
      meter = makeMeter();
      for await (const piece of piecesOf(handle, signal)) {
        meter.add(piece);
        yield piece;
      }
    },
    wasAsAnnounced: () => typeof meter.end(manifest) !== 'string',
    close: () => handle.close(),
  };
}

/** Opens deliveries that are whole. */
export type DeliveryOpener<Header> = (
  path: string,
  manifest: Manifest,
  signal: AbortSignal,
) => Promise<OpenDelivery<Header> | DeliveryFault>;

/**
 * Makes an opener. A file whose header cannot be read is not whole. What was found wanting is not measured again before
 * it or its manifest has changed.
 */
export function makeDeliveryOpener<Header>(
  readHeader: (firstLine: Buffer) => Header | undefined,
): DeliveryOpener<Header> {
  const wanting = new Map<string, { state: string; fault: DeliveryFault }>();

  /** What the header of a file says that is whole; in an object, since a header may be of any type. */
  async function headerOf(
    handle: FileHandle,
    { path, manifest }: { path: string; manifest: Manifest },
    signal: AbortSignal,
  ): Promise<{ header: Header } | DeliveryFault> {
    const stat = await handle.stat();
    if (!stat.isFile()) return 'delivery-without-file';
    if (stat.size !== manifest.bytes) return 'delivery-wrong-size';
    const state = JSON.stringify([stat.ino, stat.mtimeMs, manifest]);
    const before = wanting.get(path);
    if (before?.state === state) return before.fault;
    const firstLine = await measure(handle, manifest, signal);
    const header = typeof firstLine === 'string' ? undefined : readHeader(firstLine);
    if (header !== undefined) {
      wanting.delete(path);
      return { header };
    }
    const fault = typeof firstLine === 'string' ? firstLine : 'delivery-wrong-header';
    wanting.set(path, { state, fault });
    return fault;
  }

  return async (path, manifest, signal) => {
    const handle = await openFile(path);
    if (handle === undefined) return 'delivery-without-file';
    let found: { header: Header } | DeliveryFault | undefined;
    try {
      found = await headerOf(handle, { path, manifest }, signal);
      return typeof found === 'string' ? found : readable(handle, manifest, found.header);
    } finally {
      if (typeof found !== 'object') await handle.close();
    }
  };
}

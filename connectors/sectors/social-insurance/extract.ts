/**
 * Cuts social insurance's CSV into records, one per line. A record's body is the header of its file, a line feed, and
 * the line, both as received: a line can be understood wherever it is met, and columns may change from file to file.
 */
import type { Extraction, Fault, Receiver } from '../../contract.ts';
import { decodeUtf8 } from '../../lib/bytes.ts';
import { makeCsvCutter, readCells, type CsvLine } from '../../lib/csv.ts';
import { isoTime } from '../../lib/time.ts';
import { readColumns, readEntry, type Columns } from './wire.ts';

/** The first line of a file, read. */
export type Header = { text: string; columns: Columns };

const mediaType = 'text/csv';
/** RFC 4180: the first line of the body names the columns. */
const contentType = `${mediaType}; header=present`;
const recordType = 'enrolment';

/** Reads a header; undefined if it is not one of these files'. */
export function readHeader(line: Buffer): Header | undefined {
  const text = decodeUtf8(line)?.replace(/\r$/, '');
  const cells = text === undefined ? 'broken' : readCells(text);
  const columns = typeof cells === 'string' ? undefined : readColumns(cells);
  return text === undefined || columns === undefined ? undefined : { text, columns };
}

/** One line as one extraction. */
export function extractLine({ text: header, columns }: Header, line: CsvLine): Extraction {
  const text = decodeUtf8(line.bytes);
  if (text === undefined) {
    const body = Buffer.concat([Buffer.from(`${header}\n`), line.bytes]).toString('base64');
    const fault = { path: '', code: 'not-text', expected: 'text in UTF-8' };
    return { ok: false, contentType, body, encoding: 'base64', faults: [fault] };
  }
  const body = `${header}\n${text}`;
  const cells = readCells(text);
  if (typeof cells === 'string' || cells.length !== columns.size) {
    const expected = `${String(columns.size)} values between commas, quotes in pairs`;
    return { ok: false, contentType, body, faults: [{ path: '', code: 'malformed-csv', expected }] };
  }
  const result = readEntry(columns, cells);
  if (!result.ok) return { ok: false, contentType, body, faults: result.faults };
  const { recordNumber, version, operation, bookNumber, changedAt } = result.entry;
  return {
    ok: true,
    record: {
      type: recordType,
      sourceKey: recordNumber,
      sourceVersion: version,
      operation,
      // Not every record has a personal number; all have this one, so that the versions of one meet in one place.
      subject: { scheme: 'source-person', value: bookNumber },
      ...(changedAt === undefined ? {} : { recordedAt: isoTime(changedAt) }),
      contentType,
      body,
    },
  };
}

function whole(body: Buffer, fault: Fault): Extraction[] {
  const text = body.toString('utf8');
  const isText = Buffer.from(text).equals(body);
  const kept = isText ? { body: text } : { body: body.toString('base64'), encoding: 'base64' as const };
  return [{ ok: false, contentType, ...kept, faults: [fault] }];
}

/** What social insurance pushes, and what is cut again when a line that failed is replayed: a header and its lines. */
export const socialInsuranceReceiver: Receiver = {
  contentTypes: [mediaType],
  extract: (_type, body) => {
    const cutter = makeCsvCutter();
    const [first, ...lines] = [...cutter.push(body), ...cutter.end()];
    if (first === undefined) return [];
    const header = readHeader(first.bytes);
    const fault = { path: '', code: 'not-a-record', expected: 'a header line that names the columns' };
    return header === undefined ? whole(body, fault) : lines.map((line) => extractLine(header, line));
  },
};

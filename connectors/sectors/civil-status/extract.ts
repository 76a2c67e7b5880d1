/** Cuts civil status messages into records: one per person concerned, each body exactly as received. */
import type { Extraction, Fault, Receiver } from '../../contract.ts';
import { decodeUtf8, keepBytes } from '../../lib/bytes.ts';
import { cutArray, isObject, parseJson, type JsonItem } from '../../lib/json.ts';
import { isoTime } from '../../lib/time.ts';
import { listMember, readEntry } from './wire.ts';

const contentType = 'application/json';

/** One entry as a record. */
export function extractEntry({ value, source }: JsonItem): Extraction {
  const result = readEntry(value);
  if (!result.ok) return { ok: false, contentType, body: source, faults: result.faults };
  const { type, operation, sequence, sourceKey, personalNumber, recordedAt } = result.entry;
  return {
    ok: true,
    record: {
      type,
      sourceKey,
      sourceVersion: sequence,
      operation,
      subject: { scheme: 'personal-number', value: personalNumber },
      ...(recordedAt === undefined ? {} : { recordedAt: isoTime(recordedAt) }),
      contentType,
      body: source,
    },
  };
}

function whole(type: string, body: Buffer, fault: Fault): Extraction[] {
  return [{ ok: false, ...keepBytes(type, body), faults: [fault] }];
}

/** What civil status pushes: one entry, an array of them, or an object that holds the array as the feed does. */
export const civilStatusReceiver: Receiver = {
  contentTypes: [contentType],
  extract: (type, body) => {
    const source = decodeUtf8(body);
    const root = source === undefined ? undefined : parseJson(source);
    if (source === undefined || root === undefined) {
      return whole(type, body, { path: '', code: 'malformed-json', expected: 'JSON in UTF-8' });
    }
    const items = cutArray(source, root, listMember);
    if (items !== undefined) return items.map(extractEntry);
    if (isObject(root) && !(listMember in root)) return [extractEntry({ value: root, source })];
    const expected = `an entry, an array of entries, or {"${listMember}": [...]}`;
    return whole(type, body, { path: '', code: 'not-a-record', expected });
  },
};

/** Cuts what the portal pushes into records: one per account, each body exactly as received. */
import type { Extraction, Fault, Receiver } from '../contract.ts';
import { decodeUtf8, keepBytes } from '../lib/bytes.ts';
import { cutArray, isObject, parseJson, type JsonItem } from '../lib/json.ts';
import { isoTime } from '../lib/time.ts';
import { listMember, readDeclaration } from './wire.ts';

const contentType = 'application/json';

/** Sync records: one, an array of them, or an object that holds the array as the portal's calls do. */
export function makePortalReceiver(now: () => number): Receiver {
  return {
    contentTypes: [contentType],
    extract: (type, bytes, receivedAt = now()) => {
      const source = decodeUtf8(bytes);
      const value = source === undefined ? undefined : parseJson(source);
      const whole = (fault: Fault): Extraction[] => [{ ok: false, ...keepBytes(type, bytes), faults: [fault] }];
      if (source === undefined || value === undefined) {
        return whole({ path: '', code: 'malformed-json', expected: 'JSON in UTF-8' });
      }
      const items = cutArray(source, value, listMember);
      if (items !== undefined) return items.map((item) => toExtraction(item, receivedAt));
      if (isObject(value) && !(listMember in value)) return [toExtraction({ value, source }, receivedAt)];
      const expected = `a record, an array of records, or {"${listMember}": [...]}`;
      return whole({ path: '', code: 'not-a-record', expected });
    },
  };
}

/** Twelve digits are a personal number; another card's are what the portal knows the person by. */
function toExtraction({ value, source }: JsonItem, receivedAt: number): Extraction {
  const declaration = readDeclaration(value);
  if ('code' in declaration) return { ok: false, contentType, body: source, faults: [declaration] };
  const { cardNumber, changedAt } = declaration;
  return {
    ok: true,
    record: {
      type: 'declaration',
      sourceKey: cardNumber,
      sourceVersion: changedAt ?? receivedAt,
      operation: 'upsert',
      subject: { scheme: cardNumber.length === 12 ? 'personal-number' : 'source-person', value: cardNumber },
      ...(changedAt === undefined ? {} : { recordedAt: isoTime(changedAt) }),
      contentType,
      body: source,
    },
  };
}

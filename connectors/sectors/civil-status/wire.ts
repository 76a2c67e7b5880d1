/** The words of the civil status feed, as far as reading it on and routing its entries needs them. */
import { z } from 'zod';
import type { Fault, Operation } from '../../contract.ts';
import { isObject } from '../../lib/json.ts';
import { parseDateTime } from '../../lib/time.ts';

export const listMember = 'suKien';

const sequence = z.int().min(0);

/** The last sequence of the feed (0 if it is empty) and when that was recorded (epoch milliseconds), if it says. */
export type Head = { last: number; recordedAt: number | undefined };

/** Answer of the head of the feed. */
export const headAnswer = z
  .object({ soThuTu: sequence, thoiDiemGhi: z.string().optional().catch(undefined) })
  .transform((answer): Head => ({ last: answer.soThuTu, recordedAt: parseDateTime(answer.thoiDiemGhi) }));

/** Answer of a page. Its entries are read one by one, so that a broken one spoils no other. */
export const pageAnswer = z
  .object({ [listMember]: z.array(z.unknown()), tiepTheo: sequence.optional().catch(undefined) })
  .transform((answer) => ({ next: answer.tiepTheo }));

/** What routing needs of an entry. */
export type Entry = {
  type: string;
  operation: Operation;
  sequence: number;
  sourceKey: string;
  personalNumber: string;
  /** Epoch milliseconds. */
  recordedAt: number | undefined;
};

export type EntryResult = { ok: true; entry: Entry } | { ok: false; faults: Fault[] };

const types: ReadonlyMap<string, string> = new Map([
  ['KHAI_SINH', 'birth'],
  ['KHAI_TU', 'death'],
  ['KET_HON', 'marriage'],
  ['CAI_CHINH_HO_TEN', 'name-correction'],
  ['HUY_BO', 'annulment'],
]);

const longestKey = 200;

/** The hub's name for a kind of entry; an unknown kind is kept, bounded, for the mapping to refuse. */
function typeOf(kind: unknown): string {
  if (typeof kind !== 'string') return 'unknown:missing';
  const known = types.get(kind);
  if (known !== undefined) return known;
  const kebab = kind
    .slice(0, 40)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `unknown:${kebab.replace(/^-|-$/g, '')}`;
}

type Reading<T> = { value: T } | { fault: Fault };

function readText(value: unknown, path: string): Reading<string> {
  const expected = `a text of at most ${String(longestKey)} characters`;
  const fault = (code: string): Reading<string> => ({ fault: { path, code, expected } });
  if (value === undefined || value === null || value === '') return fault('missing');
  if (typeof value !== 'string') return fault('not-text');
  if (value.length > longestKey) return fault('text-too-long');
  return /\p{Cc}/u.test(value) ? fault('control-character') : { value };
}

function readSequence(value: unknown): Reading<number> {
  const fault = (code: string): Reading<number> => ({ fault: { path: 'soThuTu', code, expected: 'a whole number' } });
  if (value === undefined || value === null) return fault('missing');
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? { value }
    : fault('not-a-whole-number');
}

function readPersonalNumber(value: unknown): Reading<string> {
  const path = 'congDan.soDinhDanh';
  const text = readText(value, path);
  if ('fault' in text && text.fault.code !== 'text-too-long')
    return { fault: { ...text.fault, expected: 'twelve digits' } };
  if ('value' in text && /^\d{12}$/.test(text.value)) return text;
  return { fault: { path, code: 'personal-number-format', expected: 'twelve digits' } };
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** The key of the fact: the event's id, or that of the event which is annulled. */
function readKey(item: Record<string, unknown>, isAnnulment: boolean): Reading<string> {
  const own = readText(item['maSuKien'], 'maSuKien');
  if (!isAnnulment || 'fault' in own) return own;
  return readText(member(item['noiDung'], 'maSuKienBiHuy'), 'noiDung.maSuKienBiHuy');
}

/** Reads one entry; all that is wrong with it is told at once. */
export function readEntry(item: unknown): EntryResult {
  if (!isObject(item)) return { ok: false, faults: [{ path: '', code: 'not-a-record', expected: 'a JSON object' }] };
  const type = typeOf(item['loai']);
  const isAnnulment = type === 'annulment';
  const number = readSequence(item['soThuTu']);
  const key = readKey(item, isAnnulment);
  const person = readPersonalNumber(member(item['congDan'], 'soDinhDanh'));
  if ('fault' in number || 'fault' in key || 'fault' in person) {
    return {
      ok: false,
      faults: [number, key, person].flatMap((reading) => ('fault' in reading ? [reading.fault] : [])),
    };
  }
  const recordedAt = item['thoiDiemGhi'];
  return {
    ok: true,
    entry: {
      type,
      operation: isAnnulment ? 'annul' : 'upsert',
      sequence: number.value,
      sourceKey: key.value,
      personalNumber: person.value,
      recordedAt: typeof recordedAt === 'string' ? parseDateTime(recordedAt) : undefined,
    },
  };
}

/** The sequence of an item, even if the rest of it cannot be read. */
export function sequenceOf(item: unknown): number | undefined {
  const reading = readSequence(member(item, 'soThuTu'));
  return 'value' in reading ? reading.value : undefined;
}

/** When an item was recorded, epoch milliseconds, if it says. */
export function recordedAtOf(item: unknown): number | undefined {
  const value = member(item, 'thoiDiemGhi');
  return typeof value === 'string' ? parseDateTime(value) : undefined;
}

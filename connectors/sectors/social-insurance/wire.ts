/** The words of social insurance's deliveries, as far as reading them on and routing their lines needs them. */
import { z } from 'zod';
import type { Fault, Operation } from '../../contract.ts';
import type { Manifest } from '../../lib/file-delivery.ts';
import { parseDateTime } from '../../lib/time.ts';

const count = z.int().min(0);

/** A manifest. A file in another encoding than UTF-8 is not read: its bytes could not be told from broken ones. */
const manifest = z
  .object({
    tenTep: z.string().min(1),
    soThuTu: count,
    kichThuoc: count,
    soDong: count,
    sha256: z.string().regex(/^[\da-f]{64}$/i),
    thoiDiemTao: z.string(),
    bangMa: z.string().regex(/^utf-?8$/i),
  })
  .transform((told, context): Manifest => {
    const createdAt = parseDateTime(told.thoiDiemTao);
    if (createdAt === undefined) context.addIssue('expected a time');
    return {
      file: told.tenTep,
      sequence: told.soThuTu,
      bytes: told.kichThuoc,
      lines: told.soDong,
      sha256: told.sha256.toLowerCase(),
      createdAt: createdAt ?? 0,
    };
  });

/** Makes a manifest of what its file says; undefined if it is none. */
export function readManifest(value: unknown): Manifest | undefined {
  const result = manifest.safeParse(value);
  return result.success ? result.data : undefined;
}

/** The columns that say which fact a line is, of whom, and how new; their order in a file is its header's. */
const columns = {
  recordNumber: 'so_ho_so',
  version: 'phien_ban',
  operation: 'thao_tac',
  changedAt: 'thoi_diem',
  bookNumber: 'ma_so_bhxh',
} as const;

const operations: ReadonlyMap<string, Operation> = new Map([
  ['MOI', 'upsert'],
  ['SUA', 'upsert'],
  ['HUY', 'annul'],
]);

/** The columns of a file by their place. */
export type Columns = ReadonlyMap<string, number>;

/** The columns a header names; undefined if one that is needed is not among them, or one comes twice. */
export function readColumns(names: readonly string[]): Columns | undefined {
  const places = new Map(names.map((name, place) => [name.trim(), place]));
  const isComplete = Object.values(columns).every((name) => places.has(name));
  return isComplete && places.size === names.length ? places : undefined;
}

/** What routing needs of a line. */
export type Entry = {
  recordNumber: string;
  version: number;
  operation: Operation;
  bookNumber: string;
  /** Epoch milliseconds. */
  changedAt: number | undefined;
};

export type EntryResult = { ok: true; entry: Entry } | { ok: false; faults: Fault[] };

const longestKey = 200;

type Reading<T> = { value: T } | { fault: Fault };

function refused(column: keyof typeof columns, code: string, expected: string): { fault: Fault } {
  return { fault: { path: columns[column], code, expected } };
}

function readRecordNumber(text: string): Reading<string> {
  if (text === '') return refused('recordNumber', 'missing', 'the number of the record');
  if (text.length > longestKey) {
    return refused('recordNumber', 'text-too-long', `at most ${String(longestKey)} characters`);
  }
  if (/\p{Cc}/u.test(text)) return refused('recordNumber', 'control-character', 'text without control characters');
  return { value: text };
}

function readVersion(text: string): Reading<number> {
  if (text === '') return refused('version', 'missing', 'a whole number');
  const version = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(version)
    ? { value: version }
    : refused('version', 'not-a-whole-number', 'a whole number');
}

function readOperation(text: string): Reading<Operation> {
  const expected = [...operations.keys()].join(' | ');
  if (text === '') return refused('operation', 'missing', expected);
  const operation = operations.get(text.toUpperCase());
  return operation === undefined ? refused('operation', 'unknown-code', expected) : { value: operation };
}

/** The number by which all records name their person, in one form only: it routes them. */
function readBookNumber(text: string): Reading<string> {
  if (text === '') return refused('bookNumber', 'missing', 'ten digits');
  return /^\d{10}$/.test(text)
    ? { value: text }
    : refused('bookNumber', 'social-insurance-number-format', 'ten digits');
}

/** Reads the values of a line; all that is wrong with it is told at once. */
export function readEntry(places: Columns, cells: readonly string[]): EntryResult {
  const cell = (name: keyof typeof columns): string => (cells[places.get(columns[name]) ?? -1] ?? '').trim();
  const recordNumber = readRecordNumber(cell('recordNumber'));
  const version = readVersion(cell('version'));
  const operation = readOperation(cell('operation'));
  const bookNumber = readBookNumber(cell('bookNumber'));
  if ('fault' in recordNumber || 'fault' in version || 'fault' in operation || 'fault' in bookNumber) {
    const readings = [recordNumber, version, operation, bookNumber];
    return { ok: false, faults: readings.flatMap((reading) => ('fault' in reading ? [reading.fault] : [])) };
  }
  const entry = {
    recordNumber: recordNumber.value,
    version: version.value,
    operation: operation.value,
    bookNumber: bookNumber.value,
    changedAt: parseDateTime(cell('changedAt')),
  };
  return { ok: true, entry };
}

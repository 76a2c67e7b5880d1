/** The words of the health system's messages, as far as routing a record needs them. */
import { z } from 'zod';
import type { Fault } from '../../contract.ts';
import { isObject } from '../../lib/json.ts';
import { parseDateTime } from '../../lib/time.ts';

const longestCode = 100;

/** What each part has to be; the schemas below say by which rule it is not. */
const expectations: Readonly<Record<string, string>> = {
  maHoSo: `a text of at most ${String(longestCode)} characters`,
  maBenhNhan: `a text of at most ${String(longestCode)} characters`,
  capNhatLuc: 'a time as YYYY-MM-DDThh:mm:ss',
};

/** The error messages are the codes of faults. */
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'missing' : 'not-text') });

/** A code that names a record or a patient: no control characters, no halves of surrogate pairs. */
const code = text
  .min(1, 'missing')
  .max(longestCode, 'text-too-long')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'control-character');

const time = text.transform((written, context) => {
  const epochMs = parseDateTime(written);
  if (epochMs !== undefined) return epochMs;
  context.addIssue({ code: 'custom', message: 'date-format' });
  return z.NEVER;
});

const entry = z.object({ maHoSo: code, maBenhNhan: code, capNhatLuc: time });

/** What routing needs of a message: the record's id, its patient's code, when it changed (epoch milliseconds). */
export type Entry = { recordId: string; patientCode: string; updatedAt: number };

export type EntryResult = { ok: true; entry: Entry } | { ok: false; faults: Fault[] };

/** Reads a message; all that is wrong with it is told at once. */
export function readEntry(message: unknown): EntryResult {
  if (!isObject(message)) return { ok: false, faults: [{ path: '', code: 'not-a-record', expected: 'a JSON object' }] };
  const { success, data, error } = entry.safeParse(message);
  if (success) {
    return { ok: true, entry: { recordId: data.maHoSo, patientCode: data.maBenhNhan, updatedAt: data.capNhatLuc } };
  }
  const faults = error.issues.map(({ path, message: code }) => {
    const name = path.join('.');
    return { path: name, code, expected: expectations[name] ?? 'another value' };
  });
  return { ok: false, faults };
}

/**
 * What the key of a deletion names: the patient's code, the separator, the record's id. Undefined for any other key: a
 * patient's code alone, say, does not tell which of the patient's records is gone.
 */
export function readKey(key: string, separator: string): Omit<Entry, 'updatedAt'> | undefined {
  const parts = key.split(separator);
  const [patientCode, recordId] = parts.map((part) => code.safeParse(part).data);
  return parts.length === 2 && patientCode !== undefined && recordId !== undefined
    ? { patientCode, recordId }
    : undefined;
}

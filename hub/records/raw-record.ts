/**
 * The raw record: the value of every message on a `records.<system>` topic, one JSON object (UTF-8). It keeps what
 * came in exactly as received, beside what routing and ordering need. What could not be cut into a routable record is
 * kept in the same form with `subject` null, so that everything received is on the topic, and is counted, once.
 */
import { z } from 'zod';

const fault = z.object({ path: z.string(), code: z.string(), expected: z.string() });

export const rawRecord = z.object({
  id: z.uuid(),
  system: z.string().min(1),
  type: z.string(),
  sourceKey: z.string().nullable(),
  sourceVersion: z.number().nullable(),
  operation: z.enum(['upsert', 'annul', 'delete']),
  /** The identifier the source named the person by; null if none could be found. */
  subject: z.object({ scheme: z.enum(['personal-number', 'source-person', 'person']), value: z.string() }).nullable(),
  recordedAt: z.string().nullable(),
  receivedAt: z.string(),
  contentType: z.string(),
  body: z.string(),
  /** `base64` only where what came in is not valid UTF-8. */
  encoding: z.enum(['utf-8', 'base64']),
  /** Why it could not be routed; empty for a routable record. */
  faults: z.array(fault),
});

export type RawRecord = z.infer<typeof rawRecord>;
export type RecordFault = z.infer<typeof fault>;

/** Reads the value of a message; undefined if it is not a raw record (another program wrote to the topic). */
export function decodeRawRecord(value: Buffer | null): RawRecord | undefined {
  if (value === null) return undefined;
  try {
    const parsed = rawRecord.safeParse(JSON.parse(value.toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The message value of a raw record. */
export function encodeRawRecord(record: RawRecord): Buffer {
  return Buffer.from(JSON.stringify(record));
}

/** Cuts the health system's messages into records, each body exactly as received. */
import { isUtf8 } from 'node:buffer';
import type { Extraction, Fault, Receiver, TopicMessage } from '../../contract.ts';
import { decodeUtf8 } from '../../lib/bytes.ts';
import { parseJson } from '../../lib/json.ts';
import { isoTime } from '../../lib/time.ts';
import type { HealthSettings } from './config.ts';
import { readEntry, readKey, type Entry } from './wire.ts';

const contentType = 'application/json';
/** Of a deletion that names no fact, all there is to keep. */
const keyType = 'text/plain; part=key';
const recordType = 'patient-record';

type Limits = Pick<HealthSettings, 'keySeparator' | 'maxMessageBytes'>;

/** One message of the topic: a record as it is now, or, without a value, that it is gone. */
export function extractMessage(message: TopicMessage, { keySeparator, maxMessageBytes }: Limits): Extraction {
  const { key, value, timestamp, partition, offset } = message;
  if (value === null) return deletion(key, timestamp, keySeparator);
  if (value.length <= maxMessageBytes) return extractValue(value);
  const where = `partition ${String(partition)}, offset ${String(offset)}`;
  const expected = `at most ${String(maxMessageBytes)} bytes; all of it stands in the topic, ${where}`;
  return kept(value.subarray(0, maxMessageBytes), contentType, { path: '', code: 'text-too-long', expected });
}

/** What a sector pushes, and a failure that is replayed: the value of one message. */
export const healthReceiver: Receiver = {
  contentTypes: [contentType],
  extract: (type, body) => {
    if (type === contentType) return [extractValue(body)];
    return [kept(body, type, { path: 'key', code: 'not-a-record', expected: 'the value of a message' })];
  },
};

function extractValue(value: Buffer): Extraction {
  const body = decodeUtf8(value);
  if (body === undefined) return kept(value, contentType, { path: '', code: 'not-text', expected: 'JSON in UTF-8' });
  const message = parseJson(body);
  if (message === undefined) return failed(body, contentType, [{ path: '', code: 'malformed-json', expected: 'JSON' }]);
  const result = readEntry(message);
  if (!result.ok) return failed(body, contentType, result.faults);
  return record(result.entry, { operation: 'upsert', body });
}

/** The time of a deletion is the message's, which is all it has; so it is newer than what it deletes. */
function deletion(key: Buffer | null, timestamp: number | undefined, separator: string): Extraction {
  const text = key === null ? undefined : decodeUtf8(key);
  const named = text === undefined ? undefined : readKey(text, separator);
  if (named !== undefined && timestamp !== undefined) {
    return record({ ...named, updatedAt: timestamp }, { operation: 'delete', body: '' });
  }
  const fault =
    named === undefined
      ? { path: 'key', code: 'not-a-record', expected: `patient code, ${separator}, record id: which record is gone` }
      : { path: 'timestamp', code: 'missing', expected: 'when the record was deleted' };
  return kept(key ?? Buffer.alloc(0), keyType, fault);
}

function record(
  { recordId, patientCode, updatedAt }: Entry,
  { operation, body }: { operation: 'upsert' | 'delete'; body: string },
): Extraction {
  return {
    ok: true,
    record: {
      type: recordType,
      sourceKey: recordId,
      sourceVersion: updatedAt,
      operation,
      // On every record, since some name no personal number: all versions of one have to meet in one partition.
      subject: { scheme: 'source-person', value: patientCode },
      recordedAt: isoTime(updatedAt),
      contentType,
      body,
    },
  };
}

/** Bytes that are no record, without loss. */
function kept(bytes: Buffer, type: string, fault: Fault): Extraction {
  if (isUtf8(bytes)) return failed(bytes.toString('utf8'), type, [fault]);
  return { ok: false, contentType: type, body: bytes.toString('base64'), encoding: 'base64', faults: [fault] };
}

function failed(body: string, type: string, faults: Fault[]): Extraction {
  return { ok: false, contentType: type, body, faults };
}

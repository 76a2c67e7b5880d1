/** What comes in, and how large it may be: what Kafka will not take would hold up its source for ever. */
import { StringDecoder } from 'node:string_decoder';
import type { Extraction, SourceRecord } from '../../connectors/contract.ts';
import { longestValueBytes } from '../kafka/topics.ts';
import type { RawRecord } from './raw-record.ts';

/** What a connector cut, or a record of the hub's own, which names a person by their key. */
export type Incoming =
  | Exclude<Extraction, { ok: true }>
  | { ok: true; record: Omit<SourceRecord, 'subject'> & { subject: NonNullable<RawRecord['subject']> } };

type Encoding = 'utf-8' | 'base64';

/** How much longer JSON makes a byte of text at most: a control character is six characters in it. */
const longestEscape = 6;

/**
 * What comes in, if its body is at most `maxBytes` and its message one that the topic takes; else a failed extraction
 * with the beginning of the body, so that it is counted and seen, and the source goes on behind it.
 */
export function withinSize(incoming: Incoming, maxBytes: number): Incoming {
  const { contentType, body } = incoming.ok ? incoming.record : incoming;
  const encoding: Encoding = incoming.ok ? 'utf-8' : (incoming.encoding ?? 'utf-8');
  if (isTaken(body, encoding, maxBytes)) return incoming;
  let keptBytes = maxBytes;
  let kept = beginning(body, encoding, keptBytes);
  while (!isTaken(kept, encoding, maxBytes)) {
    keptBytes /= 2;
    kept = beginning(body, encoding, keptBytes);
  }
  const faults = incoming.ok ? [] : incoming.faults;
  const fault = { path: '', code: 'body-too-large', expected: `at most ${maxBytes} bytes; the beginning is kept` };
  return { ok: false, contentType, body: kept, encoding, faults: [...faults, fault] };
}

function isTaken(body: string, encoding: Encoding, maxBytes: number): boolean {
  const bytes = Buffer.byteLength(body, encoding);
  if (bytes > maxBytes) return false;
  return bytes * longestEscape <= longestValueBytes || Buffer.byteLength(JSON.stringify(body)) <= longestValueBytes;
}

/** At most so many bytes, without a part of a character at the end. */
function beginning(body: string, encoding: Encoding, bytes: number): string {
  if (encoding === 'base64') return body.slice(0, Math.floor(bytes / 3) * 4);
  return new StringDecoder('utf8').write(Buffer.from(body).subarray(0, bytes));
}

/** The one way in: what a source, a push, a lookup, a replay or an administrator brings becomes a message on `records.<system>`. */
import { randomUUID } from 'node:crypto';
import type { Extraction, SourceRecord } from '../../connectors/contract.ts';
import { subjectKey, type PersonKeys } from '../identity/keys.ts';
import type { OutMessage, Producer } from '../kafka/producer.ts';
import type { Topics } from '../kafka/topics.ts';
import type { Metrics } from '../observability/metrics.ts';
import { encodeRawRecord, type RawRecord } from './raw-record.ts';

/** How a record came to the hub; a metric label. */
export type Way = 'pull' | 'push' | 'lookup' | 'replay' | 'decision';

/** What a connector cut, or a record of the hub's own, which names a person by their key. */
export type Incoming =
  | Exclude<Extraction, { ok: true }>
  | { ok: true; record: Omit<SourceRecord, 'subject'> & { subject: NonNullable<RawRecord['subject']> } };

export type RecordWriter = {
  /**
   * Produces every extraction, failed ones included, and resolves with their record ids, in order, once Kafka has
   * acknowledged all. Throws `kafka-unavailable`; then none counts as accepted and the caller brings them again.
   */
  write(system: string, extractions: readonly Incoming[], way: Way): Promise<string[]>;
};

type Dependencies = {
  producer: Producer;
  topics: Topics;
  personKeys: PersonKeys;
  metrics: Metrics;
  now: () => number;
};

/** The writer over one producer. */
export function recordWriter({ producer, topics, personKeys, metrics, now }: Dependencies): RecordWriter {
  return {
    async write(system, extractions, way) {
      const receivedAt = new Date(now()).toISOString();
      const records = extractions.map((extraction) => toRawRecord(system, extraction, receivedAt));
      const topic = topics.records(system);
      await producer.send(records.map((record) => toMessage(topic, record, personKeys)));
      metrics.received.inc({ system, way }, records.length);
      return records.map(({ id }) => id);
    },
  };
}

/** The message of a raw record. What names no person is spread by its own random id. */
export function toMessage(topic: string, record: RawRecord, personKeys: PersonKeys): OutMessage {
  const key = record.subject === null ? record.id : subjectKey(personKeys, record.system, record.subject);
  return { topic, key, value: encodeRawRecord(record) };
}

/** The raw record of an extraction, under a new id. */
export function toRawRecord(system: string, extraction: Incoming, receivedAt: string): RawRecord {
  const id = randomUUID();
  if (extraction.ok) {
    const { record } = extraction;
    const { type, sourceKey, sourceVersion, operation, subject, contentType, body } = record;
    const recordedAt = record.recordedAt ?? null;
    return {
      id,
      system,
      type,
      sourceKey,
      sourceVersion,
      operation,
      subject,
      recordedAt,
      receivedAt,
      contentType,
      body,
      encoding: 'utf-8',
      faults: [],
    };
  }
  const { contentType, body, faults } = extraction;
  const encoding = extraction.encoding ?? 'utf-8';
  return { ...unroutable, id, system, receivedAt, contentType, body, encoding, faults };
}

const unroutable = {
  type: 'unreadable',
  sourceKey: null,
  sourceVersion: null,
  operation: 'upsert',
  subject: null,
  recordedAt: null,
} as const;

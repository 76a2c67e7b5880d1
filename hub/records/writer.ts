/** The one way in: what a source, a push, a lookup, a replay or an administrator brings becomes a message on `records.<system>`. */
import { randomUUID } from 'node:crypto';
import { subjectKey, type PersonKeys } from '../identity/keys.ts';
import type { OutMessage, Producer } from '../kafka/producer.ts';
import type { Topics } from '../kafka/topics.ts';
import type { Metrics } from '../observability/metrics.ts';
import { withinSize, type Incoming } from './incoming.ts';
import { encodeRawRecord, type RawRecord } from './raw-record.ts';

export type { Incoming } from './incoming.ts';

/** How a record came to the hub; a metric label. */
export type Way = 'pull' | 'push' | 'lookup' | 'replay' | 'decision';

export type RecordWriter = {
  /**
   * Produces every extraction, failed ones included, and resolves with their record ids, in order, once Kafka has
   * acknowledged all. One larger than `ingest.maxRecordBytes` becomes a failed one, with the beginning of it. Throws
   * `kafka-unavailable`; then none counts as accepted and the caller brings them again.
   */
  write(system: string, extractions: readonly Incoming[], way: Way): Promise<string[]>;
};

type Dependencies = {
  producer: Producer;
  topics: Topics;
  personKeys: PersonKeys;
  metrics: Metrics;
  now: () => number;
  maxRecordBytes: number;
};

/** The writer over one producer. */
export function recordWriter(dependencies: Dependencies): RecordWriter {
  const { producer, topics, personKeys, metrics, now, maxRecordBytes } = dependencies;
  return {
    async write(system, extractions, way) {
      const receivedAt = new Date(now()).toISOString();
      const sized = extractions.map((extraction) => withinSize(extraction, maxRecordBytes));
      const records = sized.map((extraction) => toRawRecord(system, extraction, receivedAt));
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

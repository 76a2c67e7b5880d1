/** Topics, a store and a command line of a test's own on the real servers; records, and whoever normalises them. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationSchema, type Configuration } from '../../../config/schema.ts';
import { personKeys, type PersonKeys } from '../../../hub/identity/keys.ts';
import { runConsumer } from '../../../hub/kafka/consumer.ts';
import { createProducer, type Producer } from '../../../hub/kafka/producer.ts';
import { openReader, type TopicReader } from '../../../hub/kafka/reader.ts';
import { ensureTopics, topicNames, topicTable, type Topics } from '../../../hub/kafka/topics.ts';
import { createNormaliser } from '../../../hub/normalise/stage.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';
import { encodeRawRecord } from '../../../hub/records/raw-record.ts';
import { reviewStore } from '../../../hub/store/reviews.ts';
import { noMatching } from '../../support/no-matching.ts';
import { citizenStore } from '../../../hub/store/citizens.ts';
import { connectDatabase, type Database } from '../../../hub/store/connect.ts';
import { ledgerStore, type Ledger } from '../../../hub/store/ledger.ts';
import type { Mapping } from '../../../mappings/contract.ts';
import { civilStatusMapping } from '../../../mappings/sectors/civil-status/mapping.ts';
import { civilStatusTable } from '../../../mappings/sectors/civil-status/table.ts';
import { runCli } from '../../../scripts/cli/program.ts';
import { temporaryFolder } from '../../support/processes.ts';
import { act, type Act } from '../../support/records.ts';
import { openStore, type Store } from '../../support/store.ts';
import { until } from '../../support/until.ts';

const partitions = 3;
const system = 'civil-status';
const log = (): void => undefined;

export type Run = { code: number; out: string; err: string };

export type MappingStage = {
  configuration: Configuration;
  topic: string;
  topics: Topics;
  database: Database;
  store: Store;
  producer: Producer;
  ledger: Ledger;
  keyOf: PersonKeys;
  /** Puts acts on the topic, each a fact of its own unless they share an event id. */
  send(acts: readonly Act[]): Promise<void>;
  /** Normalises all there is by a mapping. */
  normalise(mapping: Mapping): Promise<void>;
  /** Normalises by a mapping until the answer is called. */
  normalising(mapping: Mapping): Promise<() => Promise<void>>;
  /** Waits until all there is is in the books. */
  booked(): Promise<void>;
  /** Reads the records topic, a few at a time; closed with the stage. */
  reader(): Promise<TopicReader>;
  /** How many messages each partition of each topic ever took. */
  ends(): Promise<Map<string, number>>;
  /** `lienthong mapping` with this mapping in the working copy. */
  run(mapping: Mapping, args: readonly string[]): Promise<Run>;
  close(): Promise<void>;
};

/** Opens a stage; `civil-status` is the system whose records there are. */
export async function openStage(): Promise<MappingStage> {
  const id = `t${randomBytes(5).toString('hex')}`;
  const brokers = process.env['KAFKA_BROKERS'] ?? assert.fail('KAFKA_BROKERS is not set: npm test sets it');
  const uri = process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it');
  const settings = {
    kafka: { brokers, topicPrefix: `${id}.`, groupPrefix: id, partitions, options: { 'session.timeout.ms': 6000 } },
    mongodb: { uri, database: id },
    identity: { pseudonymKey: randomBytes(32).toString('hex') },
    auth: { issuer: 'http://127.0.0.1/', jwksUri: 'http://127.0.0.1/jwks' },
  };
  const configuration = configurationSchema({}).parse(settings);
  const topics = topicNames(`${id}.`);
  await ensureTopics(configuration.kafka, topicTable(topics, { systems: [system], sinks: [], rawDays: 1 }));
  const producer = await createProducer({ kafka: configuration.kafka, log, timeoutMs: 10_000 });
  const database = await connectDatabase(configuration.mongodb);
  const { folder, done } = temporaryFolder();
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'config', 'default.yaml'), JSON.stringify(settings));
  const store = await openStore(uri, id);
  const topic = topics.records(system);
  const ledger = ledgerStore(database);
  const keyOf = personKeys(configuration.identity.pseudonymKey);
  const readers: TopicReader[] = [];
  const normalising = (mapping: Mapping): Promise<() => Promise<void>> =>
    startNormaliser({ configuration, topics, database, producer, ledger, keyOf }, mapping);
  return {
    ...{ configuration, topic, topics, database, store, producer, ledger, keyOf, normalising },
    send: (acts) => producer.send(acts.map((each) => ({ topic, ...messageOf(each, keyOf) }))),
    async normalise(mapping) {
      const stop = await normalising(mapping);
      await booked(producer, ledger, topic);
      await stop();
    },
    booked: () => booked(producer, ledger, topic),
    async reader() {
      const reader = await openReader({ kafka: configuration.kafka, log, topic, batchSize: 7 });
      readers.push(reader);
      return reader;
    },
    ends: () => producer.ends([topic, topics.changes, topics.failed], partitions),
    run: (mapping, args) => runMapping(folder, mapping, args),
    async close() {
      for (const reader of readers) await reader.close();
      await producer.close();
      await store.drop();
      await store.close();
      await database.close();
      done();
    },
  };
}

function messageOf(each: Act, keyOf: PersonKeys): { key: string; value: Buffer } {
  const value = each.personalNumber ?? assert.fail('an act is about somebody');
  const record = encodeRawRecord({
    ...{ id: randomUUID(), system, type: 'event', sourceKey: each.eventId, sourceVersion: each.sequence },
    ...{ operation: 'upsert', subject: { scheme: 'personal-number', value }, recordedAt: null },
    ...{ receivedAt: '2026-02-01T00:00:00.000Z', contentType: 'application/json', body: JSON.stringify(act(each)) },
    ...{ encoding: 'utf-8', faults: [] },
  });
  return { key: keyOf(value), value: record };
}

/** Waits until the books are past all that is on the topic now. */
async function booked(producer: Producer, ledger: Ledger, topic: string): Promise<void> {
  const ends = await producer.ends([topic], partitions);
  const places = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));
  await until('all is booked', async () => {
    const through = await ledger.through(places);
    return [...ends].every(([place, end]) => (through.get(place) ?? 0) >= end);
  });
}

type Parts = {
  configuration: Configuration;
  topics: Topics;
  database: Database;
  producer: Producer;
  ledger: Ledger;
  keyOf: PersonKeys;
};

async function startNormaliser(parts: Parts, mapping: Mapping): Promise<() => Promise<void>> {
  const { configuration, topics, database, producer, ledger, keyOf } = parts;
  const metrics = createMetrics({ defaults: false });
  const handle = createNormaliser({
    ...{ citizens: citizenStore(database), mappings: new Map([[mapping.id, mapping]]), personKeys: keyOf },
    ...{ ledger, producer, topics, log, metrics, now: Date.now },
    ...{ matcher: noMatching, reviews: reviewStore(database) },
  });
  const consumer = await runConsumer({
    ...{ kafka: configuration.kafka, log, metrics, stage: 'normalise', handle },
    ...{ topics: [topics.records(system)], batchSize: 7 },
  });
  return () => consumer.stop();
}

async function runMapping(root: string, mapping: Mapping, args: readonly string[]): Promise<Run> {
  let out = '';
  let err = '';
  const code = await runCli(['mapping', ...args], {
    stdout: (text) => (out += String(text)),
    stderr: (text) => (err += text),
    readInput: () => Promise.resolve(''),
    ...{ environment: {}, root, connectors: {}, mappings: [mapping], mappingTables: [civilStatusTable], now: Date.now },
  });
  return { code, out, err };
}

/** The mapping of civil status as if it were its first version, whichever it is by now. */
export const firstVersion: Mapping = { ...civilStatusMapping, version: 1 };

/** The same with a rule changed: of whom was born before 1960 only the year counts. */
export function yearOnlyBefore1960(version: number): Mapping {
  return {
    ...civilStatusMapping,
    version,
    map(input, context) {
      const result = civilStatusMapping.map(input, context);
      const year = result.ok ? result.record.fields.birthDate?.year : undefined;
      if (!result.ok || year === undefined || year >= 1960) return result;
      return { ...result, record: { ...result.record, fields: { ...result.record.fields, birthDate: { year } } } };
    },
  };
}

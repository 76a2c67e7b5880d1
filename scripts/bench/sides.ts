/** The processes that benchmarks of the normalise stage run, and the records they read. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { configurationSchema, type Configuration } from '../../config/schema.ts';
import { personKeys } from '../../hub/identity/keys.ts';
import { createProducer } from '../../hub/kafka/producer.ts';
import { ensureTopics, topicNames, topicTable } from '../../hub/kafka/topics.ts';
import { createLog } from '../../hub/observability/log.ts';
import { createMetrics } from '../../hub/observability/metrics.ts';
import { recordWriter } from '../../hub/records/writer.ts';
import { nodeFlags, pseudonymKey } from './constants.ts';
import { benchRecord } from './records.ts';

/** Where Kafka and MongoDB are. */
export type Servers = { kafka: string; mongodb: string };

/** What a side tells at its end. `memoryMb`: what the process held (RSS) after each batch, in order. */
export type Measured = { records: number; seconds: number; cpuMicros: number; memoryMb: number[] };

/** The configuration of one run by name: the topics of the whole run, and a group and a database of its own. */
export function settings(options: Servers, run: string, name: string): Configuration {
  return configurationSchema({}).parse({
    kafka: { brokers: options.kafka, topicPrefix: `${run}.`, groupPrefix: `${run}-${name}` },
    mongodb: { uri: options.mongodb, database: `${run}-${name}` },
    identity: { pseudonymKey },
    auth: { issuer: 'http://127.0.0.1/', jwksUri: 'http://127.0.0.1/jwks' },
  });
}

/** Puts the records, of so many people, on the topic. */
export async function fill(
  configuration: Configuration,
  { records, people }: { records: number; people: number },
  say: (line: string) => void,
): Promise<void> {
  const { kafka, identity, ingest } = configuration;
  const topics = topicNames(kafka.topicPrefix);
  const log = createLog('warn');
  await ensureTopics(kafka, topicTable(topics, { systems: ['civil-status'], sinks: [], rawDays: 1 }));
  const producer = await createProducer({ kafka, log, timeoutMs: 0 });
  const writer = recordWriter({
    producer,
    topics,
    personKeys: personKeys(identity.pseudonymKey),
    metrics: createMetrics({ defaults: false }),
    now: Date.now,
    maxRecordBytes: ingest.maxRecordBytes,
  });
  const step = 5000;
  for (let at = 0; at < records; at += step) {
    const page = Array.from({ length: Math.min(step, records - at) }, (_, index) => benchRecord(at + index, people));
    await writer.write('civil-status', page, 'pull');
  }
  await producer.close();
  say(`  ${records.toLocaleString('en')} records over ${people.toLocaleString('en')} citizens are on the topic`);
}

type Run = { configuration: Configuration; records: number; flags?: readonly string[] };

/** Runs one side in a process of its own until it has read all records. */
export function runSide(side: 'hub' | 'floor', { configuration, records, flags = [] }: Run): Promise<Measured> {
  const program = fileURLToPath(new URL('./side.js', import.meta.url));
  const orders = JSON.stringify({ side, configuration, records });
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeFlags, ...flags, program, orders], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (code) => {
      const last = output.trim().split('\n').at(-1) ?? '';
      if (code === 0) resolve(JSON.parse(last) as Measured);
      else reject(new Error(`benchmarking: the ${side} side ended with code ${String(code)}`));
    });
  });
}

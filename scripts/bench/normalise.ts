/** Records per second through the real normalise stage, beside floor M on the same records, in turn. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { describeShares, sharesOf } from './shares.ts';
import { ratios, show, spread } from './statistics.ts';

type Measured = { records: number; seconds: number; cpuMicros: number; rssMb: number };

export type NormaliseOptions = { kafka: string; mongodb: string; records: number; rounds: number };

/** What `npm run bench` prints. */
export type NormaliseReport = {
  lines: string[];
  ratio: number;
  /** Profiles one more run of the stage over the same records. */
  profile: () => Promise<string[]>;
};

/** Fills a topic once, then lets both sides read it `rounds` times, each time into a new database and group. */
export async function benchNormalise(options: NormaliseOptions, say: (line: string) => void): Promise<NormaliseReport> {
  const run = `bench-${Date.now().toString(36)}`;
  await fill(settings(options, run, 'fill'), options.records, say);
  const figures: Record<'hub' | 'floor', Measured[]> = { hub: [], floor: [] };
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const side of ['hub', 'floor'] as const) {
      const configuration = settings(options, run, `${side}-${round}`);
      const measured = await runSide(side, { configuration, records: options.records });
      figures[side].push(measured);
      say(`  round ${round} ${side}: ${Math.round(rate(measured)).toLocaleString('en')} records/s`);
    }
  }
  const profile = (): Promise<string[]> => profileStage(settings(options, run, 'profile'), options.records);
  return { ...report(figures), profile };
}

/** What the stage spends its time on. Being profiled makes it slower, so this run counts for nothing else. */
async function profileStage(configuration: Configuration, records: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-bench-'));
  try {
    await runSide('hub', { configuration, records, flags: ['--cpu-prof', `--cpu-prof-dir=${folder}`] });
    const [file = ''] = readdirSync(folder);
    return describeShares(sharesOf(readFileSync(join(folder, file), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rate = ({ records, seconds }: Measured): number => records / seconds;

function settings(options: NormaliseOptions, run: string, name: string): Configuration {
  return configurationSchema({}).parse({
    kafka: { brokers: options.kafka, topicPrefix: `${run}.`, groupPrefix: `${run}-${name}` },
    mongodb: { uri: options.mongodb, database: `${run}-${name}` },
    identity: { pseudonymKey },
    auth: { issuer: 'http://127.0.0.1/', jwksUri: 'http://127.0.0.1/jwks' },
  });
}

async function fill(configuration: Configuration, records: number, say: (line: string) => void): Promise<void> {
  const { kafka, identity } = configuration;
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
  });
  const step = 5000;
  for (let at = 0; at < records; at += step) {
    const page = Array.from({ length: Math.min(step, records - at) }, (_, index) =>
      benchRecord(at + index, records / 2),
    );
    await writer.write('civil-status', page, 'pull');
  }
  await producer.close();
  say(`  ${records.toLocaleString('en')} records over ${(records / 2).toLocaleString('en')} citizens are on the topic`);
}

type Run = { configuration: Configuration; records: number; flags?: readonly string[] };

function runSide(side: 'hub' | 'floor', { configuration, records, flags = [] }: Run): Promise<Measured> {
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
      else reject(new Error(`benchmarking normalise: the ${side} side ended with code ${String(code)}`));
    });
  });
}

function report(figures: Record<'hub' | 'floor', Measured[]>): { lines: string[]; ratio: number } {
  const ratio = spread(ratios(figures.hub.map(rate), figures.floor.map(rate)));
  const line = (name: string, side: Measured[]): string => {
    const cpu = spread(side.map(({ cpuMicros, records }) => cpuMicros / records));
    const memory = spread(side.map(({ rssMb }) => rssMb));
    return `${name.padEnd(28)} ${show(spread(side.map(rate))).padStart(26)} records/s   CPU ${show(cpu)} us/record   RSS ${show(memory)} MB`;
  };
  return {
    ratio: ratio.median,
    lines: [
      line('normalise stage', figures.hub),
      line('floor M', figures.floor),
      `ratio, pair by pair           ${show(ratio, 2)} (aim: at least 0.6)`,
    ],
  };
}

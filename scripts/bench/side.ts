/** One side of the normalise benchmark, as a process of its own: reads its orders as JSON, prints seconds and CPU. */
import { configurationSchema, type Configuration } from '../../config/schema.ts';
import { personKeys } from '../../hub/identity/keys.ts';
import { runConsumer } from '../../hub/kafka/consumer.ts';
import { createProducer } from '../../hub/kafka/producer.ts';
import { topicNames } from '../../hub/kafka/topics.ts';
import { createNormaliser } from '../../hub/normalise/stage.ts';
import { createLog } from '../../hub/observability/log.ts';
import { createMetrics } from '../../hub/observability/metrics.ts';
import { citizenStore } from '../../hub/store/citizens.ts';
import { connectDatabase } from '../../hub/store/connect.ts';
import { ledgerStore } from '../../hub/store/ledger.ts';
import { reviewStore } from '../../hub/store/reviews.ts';
import { loadUnits } from '../../hub/catalogues/units.ts';
import { loadMatchingRules } from '../../hub/identity/matching/load.ts';
import { createMatcher } from '../../hub/identity/matching/matcher.ts';
import { comparableUnits } from '../../hub/identity/matching/units.ts';
import { mappings } from '../../mappings/registry.ts';
import { runFloor } from './floor.ts';
import type { SideInput } from './side-input.ts';

/** What a side is told: which it is, the configuration, and how many records it will find. */
type Orders = { side: 'hub' | 'floor'; configuration: unknown; records: number };

async function runHub({ configuration, log, topic }: SideInput, onProgress: (handled: number) => void) {
  const metrics = createMetrics({ defaults: false });
  const { kafka, mongodb, identity, normalise } = configuration;
  const database = await connectDatabase(mongodb);
  const producer = await createProducer({ kafka, log, timeoutMs: 0 });
  const handle = createNormaliser({
    citizens: citizenStore(database),
    ledger: ledgerStore(database),
    reviews: reviewStore(database),
    matcher: createMatcher(loadMatchingRules(), comparableUnits(loadUnits())),
    producer,
    topics: topicNames(kafka.topicPrefix),
    mappings: new Map(mappings.map((mapping) => [mapping.id, mapping])),
    personKeys: personKeys(identity.pseudonymKey),
    log,
    metrics,
    now: Date.now,
  });
  const consumer = await runConsumer({
    kafka,
    log,
    metrics,
    stage: 'normalise',
    topics: [topic],
    batchSize: normalise.batchSize,
    async handle(messages, positions) {
      await handle(messages, positions);
      onProgress(messages.length);
    },
  });
  return {
    async close() {
      await consumer.stop();
      await producer.close();
      await database.close();
    },
  };
}

async function main(): Promise<void> {
  const orders = JSON.parse(process.argv[2] ?? '{}') as Orders;
  const configuration: Configuration = configurationSchema({}).parse(orders.configuration);
  const topics = topicNames(configuration.kafka.topicPrefix);
  const input = {
    configuration,
    log: createLog('warn'),
    topic: topics.records('civil-status'),
    changes: topics.changes,
  };
  let handled = 0;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  let started: { at: number; cpu: NodeJS.CpuUsage } | undefined;
  const memoryMb: number[] = [];
  const onProgress = (count: number): void => {
    memoryMb.push(Math.round(process.memoryUsage.rss() / 1e6));
    // The clock starts with the first batch done: connecting and joining the group are not what is measured.
    started ??= { at: performance.now(), cpu: process.cpuUsage() };
    if (handled === 0) orders.records -= count;
    else counted += count;
    handled += count;
    if (counted >= orders.records) finish();
  };
  let counted = 0;
  const running = await (orders.side === 'hub' ? runHub(input, onProgress) : runFloor(input, onProgress));
  await finished;
  const seconds = (performance.now() - (started?.at ?? 0)) / 1000;
  const cpu = process.cpuUsage(started?.cpu);
  process.stdout.write(
    `${JSON.stringify({ records: counted, seconds, cpuMicros: cpu.user + cpu.system, memoryMb })}\n`,
  );
  await running.close();
  process.exit(0);
}

await main();

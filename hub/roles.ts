/** The work a process can do, one function per role. Each answers how to end it. */
import type { Connector } from '../connectors/contract.ts';
import type { Mapping, OutboundMapping } from '../mappings/contract.ts';
import type { Configuration } from '../config/schema.ts';
import { createDeliverer } from './deliver/stage.ts';
import { createFailureKeeper } from './failures/stage.ts';
import type { PersonKeys } from './identity/keys.ts';
import type { Matcher } from './identity/matching/contract.ts';
import { startPuller, type PullerState } from './ingest/puller.ts';
import { runConsumer, type ConsumerOptions, type RunningConsumer } from './kafka/consumer.ts';
import type { Producer } from './kafka/producer.ts';
import type { StallWatch } from './kafka/stall.ts';
import type { Topics } from './kafka/topics.ts';
import { createNormaliser } from './normalise/stage.ts';
import type { HealthMonitor } from './observability/health.ts';
import type { Log } from './observability/log.ts';
import type { Metrics } from './observability/metrics.ts';
import type { RecordWriter } from './records/writer.ts';
import type { Accesses } from './store/accesses.ts';
import type { Citizens } from './store/citizens.ts';
import type { Cursors } from './store/cursors.ts';
import type { Failures } from './store/failures.ts';
import type { Ledger } from './store/ledger.ts';
import type { Outcomes } from './store/outcomes.ts';
import type { KeysOfPerson } from './store/person-keys.ts';
import type { Reviews } from './store/reviews.ts';

/** Everything the roles share in one process. */
export type Services = {
  configuration: Configuration;
  log: Log;
  metrics: Metrics;
  monitor: HealthMonitor;
  now: () => number;
  personKeys: PersonKeys;
  topics: Topics;
  producer: Producer;
  /** Of every producer of the process: the one above is asked for it, by the probe of Kafka. */
  stalls: StallWatch;
  writer: RecordWriter;
  citizens: Citizens;
  cursors: Cursors;
  failures: Failures;
  ledger: Ledger;
  reviews: Reviews;
  accesses: Accesses;
  outcomes: Outcomes;
  keysOfPerson: KeysOfPerson;
  matcher: Matcher;
  connectors: ReadonlyMap<string, Connector>;
  mappings: ReadonlyMap<string, Mapping>;
  outboundMappings: ReadonlyMap<string, OutboundMapping>;
  /** State of the sources this process reads, filled by the ingest role. */
  pullers: Map<string, () => PullerState>;
};

export type Stop = () => Promise<void>;

/** Reads every configured source. */
export function startIngest(services: Services): Stop {
  const { configuration, cursors, writer, log, metrics, now } = services;
  const controller = new AbortController();
  const running = [...services.connectors].flatMap(([connector, { source }]) => {
    if (source === undefined) return [];
    const { pollIntervalMs, leaseMs } = configuration.ingest;
    const puller = startPuller(
      { connector, source, cursors, writer, pollIntervalMs, leaseMs, log, metrics, now },
      controller.signal,
    );
    services.pullers.set(connector, puller.state);
    services.monitor.watch('degraded', connector, () => puller.state().lastError?.code);
    return [puller.done];
  });
  return async () => {
    controller.abort();
    await Promise.all(running);
  };
}

/** Applies the records of every system that has a mapping. */
export async function startNormalise(services: Services): Promise<Stop> {
  const handle = createNormaliser(services);
  const topics = [...services.mappings.keys()].map((system) => services.topics.records(system));
  const { batchSize } = services.configuration.normalise;
  return startStage(services, { stage: 'normalise', topics, batchSize, handle });
}

/** Delivers to every configured connector that has a sink and an outbound mapping. */
export async function startDeliver(services: Services): Promise<Stop> {
  const controller = new AbortController();
  const stops: Stop[] = [];
  for (const [connector, { sink }] of services.connectors) {
    const mapping = services.outboundMappings.get(connector);
    if (sink === undefined || mapping === undefined) continue;
    const handle = createDeliverer({ ...services, connector, sink, mapping, signal: controller.signal });
    const topics = [services.topics.changes, services.topics.deliveries(connector)];
    const { batchSize } = services.configuration.deliver;
    stops.push(await startStage(services, { stage: `deliver.${connector}`, topics, batchSize, handle }));
  }
  return async () => {
    const stopped = Promise.all(stops.map((stop) => stop()));
    controller.abort();
    await stopped;
  };
}

/** Moves failures from their topic to the store. */
export async function startFailures(services: Services): Promise<Stop> {
  const handle = createFailureKeeper(services.failures);
  return startStage(services, { stage: 'failures', topics: [services.topics.failed], batchSize: 500, handle });
}

async function startStage(
  { configuration, log, metrics, monitor }: Services,
  stage: Pick<ConsumerOptions, 'stage' | 'topics' | 'batchSize' | 'handle'>,
): Promise<Stop> {
  const consumer: RunningConsumer = await runConsumer({ kafka: configuration.kafka, log, metrics, ...stage });
  // A sink that is down holds up its own deliveries only; the hub is still ready for everything else.
  const kind = stage.stage.startsWith('deliver.') ? 'degraded' : 'waiting';
  monitor.watch(kind, stage.stage, () => consumer.state().waiting);
  return () => consumer.stop();
}

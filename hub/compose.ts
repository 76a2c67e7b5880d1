/** Joins the parts: outside systems, mappings, servers and roles. The only place that knows the registries. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connectorDefinitions } from '../connectors/registry.ts';
import type { Connector } from '../connectors/contract.ts';
import { untilAborted } from '../connectors/lib/abort.ts';
import type { Configuration } from '../config/schema.ts';
import type { Units } from '../mappings/lib/units/contract.ts';
import { mappings, outboundMappings } from '../mappings/registry.ts';
import { checkConnectors } from './connector-checks.ts';
import { classify } from './errors.ts';
import { startApi, type Proof } from './api.ts';
import { withUnits } from './catalogues/units.ts';
import { startOps } from './http/ops.ts';
import { personKeys } from './identity/keys.ts';
import type { Matcher } from './identity/matching/contract.ts';
import { openOutsideTopic } from './kafka/outside-topic.ts';
import { createProducer, type Producer } from './kafka/producer.ts';
import { watchStalls, type StallWatch } from './kafka/stall.ts';
import { ensureTopics, topicNames, topicTable, type Topics } from './kafka/topics.ts';
import { createHealthMonitor, type HealthMonitor } from './observability/health.ts';
import type { Log } from './observability/log.ts';
import { createMetrics, type Metrics } from './observability/metrics.ts';
import { recordWriter } from './records/writer.ts';
import { startDeliver, startFailures, startIngest, startNormalise, type Services, type Stop } from './roles.ts';
import { readStartFiles } from './start-checks.ts';
import { accessStore } from './store/accesses.ts';
import { citizenStore } from './store/citizens.ts';
import { connectDatabase, type Database } from './store/connect.ts';
import { cursorStore } from './store/cursors.ts';
import { failureStore } from './store/failures.ts';
import { ledgerStore } from './store/ledger.ts';
import { outcomeStore } from './store/outcomes.ts';
import { personKeyReader } from './store/person-keys.ts';
import { reviewStore } from './store/reviews.ts';

export type Hub = {
  /** Where it listens; undefined for a role this process does not have. */
  addresses: { api: string | undefined; ops: string };
  /** Ends the roles in order, then the connections. */
  stop(): Promise<void>;
};

/**
 * Starts the configured roles. Servers that are not there yet are waited for (health says so); only a configuration
 * that cannot work (`topic-mismatch`, a refused password, a form that contradicts the model) makes this throw. So does
 * `ending` while it starts, once what was opened is closed again, but for what does not answer: that ends with the process.
 */
export async function startHub(configuration: Configuration, log: Log, ending: AbortSignal): Promise<Hub> {
  const now = Date.now;
  const metrics = createMetrics({ defaults: true });
  const monitor = createHealthMonitor(now);
  monitor.needs('start', 'starting');
  metrics.collectHealth(() => monitor.health());
  const closing = new AbortController();
  const { units, matcher, proof } = readStartFiles(
    configuration,
    mappings.map(({ id }) => id),
  );
  const ops = await startOps({ ...configuration.ops, metrics, health: () => monitor.health() });
  const stops: Stop[] = [() => ops.close()];
  try {
    const services = await connectServices(
      { configuration, log, metrics, monitor, stalls: watchStalls(log), now, units, matcher, ending },
      stops,
      closing.signal,
    );
    const api = await startRoles(services, { stops, proof, ending });
    monitor.needs('start', undefined);
    void checkConnectors(services.connectors, log, closing.signal);
    return {
      addresses: { api, ops: ops.address },
      stop: () => stopAll(stops, closing),
    };
  } catch (error) {
    await stopAll(stops, closing);
    throw error;
  }
}

type Base = {
  configuration: Configuration;
  log: Log;
  metrics: Metrics;
  monitor: HealthMonitor;
  stalls: StallWatch;
  now: () => number;
  units: Units;
  matcher: Matcher;
  ending: AbortSignal;
};

async function connectServices(base: Base, stops: Stop[], signal: AbortSignal): Promise<Services> {
  const { configuration, log, metrics, monitor, now, units, matcher } = base;
  const connectors = createConnectors(base);
  stops.push(() => {
    for (const connector of connectors.values()) connector.close();
    return Promise.resolve();
  });
  const topics = topicNames(configuration.kafka.topicPrefix);
  const database = await persist(base, 'mongodb', () => connectDatabase(configuration.mongodb));
  stops.push(() => database.close());
  await persist(base, 'kafka', () => createTopics(configuration, topics, connectors));
  const producer = await persist(base, 'kafka', () =>
    createProducer({ kafka: configuration.kafka, log, timeoutMs: 0, stalls: base.stalls }),
  );
  stops.push(() => producer.close());
  probeServers(base, { database, producer }, signal);
  const keys = personKeys(configuration.identity.pseudonymKey);
  const { maxRecordBytes } = configuration.ingest;
  return {
    ...base,
    topics,
    producer,
    connectors,
    personKeys: keys,
    writer: recordWriter({ producer, topics, personKeys: keys, metrics, now, maxRecordBytes }),
    citizens: citizenStore(database),
    cursors: cursorStore(database, randomUUID(), now),
    failures: failureStore(database),
    ledger: ledgerStore(database),
    reviews: reviewStore(database),
    accesses: accessStore(database),
    outcomes: outcomeStore(database),
    keysOfPerson: personKeyReader(database),
    matcher,
    mappings: new Map(mappings.map((mapping) => [mapping.id, withUnits(mapping, units)])),
    outboundMappings: new Map(outboundMappings.map((mapping) => [mapping.id, mapping])),
    pullers: new Map(),
    monitor,
  };
}

function createConnectors({ configuration, log, metrics, now }: Base): Map<string, Connector> {
  const connectors = new Map<string, Connector>();
  for (const definition of connectorDefinitions) {
    const section = configuration.connectors[definition.id];
    if (section === undefined) continue;
    const { id } = definition;
    const connector = definition.create(definition.settings.parse(section), {
      now,
      openTopic: (address) => openOutsideTopic({ ...address, system: id, kafka: configuration.kafka, log }),
      onAttempt: ({ operation, seconds, code }) =>
        metrics.attempts.observe({ connector: id, operation, code: code ?? 'ok' }, seconds),
    });
    connectors.set(id, connector);
  }
  metrics.collectBreakers(() => [...connectors].map(([id, { breaker }]) => [id, breaker] as const));
  return connectors;
}

function createTopics(configuration: Configuration, topics: Topics, connectors: Map<string, Connector>): Promise<void> {
  const { kafka } = configuration;
  const systems = new Set([...mappings.map(({ id }) => id), ...connectors.keys()]);
  const sinks = outboundMappings.map(({ id }) => id);
  return ensureTopics(kafka, topicTable(topics, { systems: [...systems], sinks, rawDays: kafka.rawRetentionDays }));
}

/** Tries until it works, unless the error says that trying cannot help, or the process is to end. */
async function persist<T>({ monitor, log, ending }: Base, what: string, attempt: () => Promise<T>): Promise<T> {
  for (let round = 0; ; round += 1) {
    try {
      const result = await untilAborted(ending, attempt());
      monitor.needs(what, undefined);
      return result;
    } catch (error) {
      ending.throwIfAborted();
      const { code, disposition } = classify(error);
      if (disposition !== 'transient') throw error;
      if (round === 0) log('stage.waiting', { stage: 'start', code, error });
      monitor.needs(what, code);
      await delay(Math.min(500 * 2 ** round, 5000), undefined, { signal: ending });
    }
  }
}

function probeServers(
  { monitor }: Base,
  { database, producer }: { database: Database; producer: Producer },
  signal: AbortSignal,
): void {
  monitor.probe('kafka', () => producer.ping(2000), { everyMs: 2000, signal });
  monitor.probe('mongodb', () => database.ping(), { everyMs: 2000, signal });
}

/** Starts what the configuration names; stages before sources, so that nothing waits unread. */
async function startRoles(
  services: Services,
  { stops, proof, ending }: { stops: Stop[]; proof: Proof | undefined; ending: AbortSignal },
): Promise<string | undefined> {
  const roles = new Set(services.configuration.roles);
  for (const [role, start] of rolesInOrder) {
    if (roles.has(role)) stops.push(await start(services));
    ending.throwIfAborted();
  }
  if (proof === undefined) return undefined;
  const { address, stop } = await startApi(services, proof);
  stops.push(stop);
  ending.throwIfAborted();
  return address;
}

const rolesInOrder = [
  ['failures', startFailures],
  ['deliver', startDeliver],
  ['normalise', startNormalise],
  ['ingest', startIngest],
] as const;

/** Where a server is away, a stage can not finish what it has in hand; that is done again by whoever reads it next. */
const longestStepMs = 3000;
/** Less than the 10 s within which the process must have ended. */
const longestStopMs = 9000;

async function stopAll(stops: Stop[], closing: AbortController): Promise<void> {
  closing.abort();
  const deadline = performance.now() + longestStopMs;
  for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
    const stopped = stop().catch(() => undefined);
    const limit = new AbortController();
    const ms = Math.max(0, Math.min(longestStepMs, deadline - performance.now()));
    await Promise.race([stopped, delay(ms, undefined, { signal: limit.signal }).catch(() => undefined)]);
    limit.abort();
  }
}

/**
 * All metrics of the hub, one registry per process. Names follow `lienthong_<what>_<unit>`; labels are bounded
 * (connector, topic, stage, outcome, code, route): never a person, a case or a client's free text.
 */
import type { BreakerState } from '../../connectors/contract.ts';
import type { Health } from './health.ts';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const buckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

/** Makes the registry and every instrument in it; `defaults` adds the process's own (memory, event loop). */
export function createMetrics({ defaults }: { defaults: boolean }) {
  const registry = new Registry();
  if (defaults) collectDefaultMetrics({ register: registry, prefix: 'lienthong_' });
  return {
    registry,
    ...pipelineMetrics(registry),
    ...outsideMetrics(registry),
    ...httpMetrics(registry),
    collectBreakers: (states: () => (readonly [string, BreakerState])[]) => collectBreakers(registry, states),
    collectReviews: (count: () => Promise<number | undefined>) => collectReviews(registry, count),
    collectHealth: (health: () => Health) => collectHealth(registry, health),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

function instruments(registry: Registry) {
  const registers = [registry];
  return {
    counter: (name: string, help: string, labelNames: string[]) =>
      new Counter({ name: `lienthong_${name}`, help, labelNames, registers }),
    gauge: (name: string, help: string, labelNames: string[]) =>
      new Gauge({ name: `lienthong_${name}`, help, labelNames, registers }),
    histogram: (name: string, help: string, labelNames: string[]) =>
      new Histogram({ name: `lienthong_${name}`, help, labelNames, buckets, registers }),
  };
}

function pipelineMetrics(registry: Registry) {
  const { counter, gauge, histogram } = instruments(registry);
  return {
    received: counter('records_received_total', 'Records accepted onto their topic.', ['system', 'way']),
    outcomes: counter('records_total', 'Records that left normalise: applied, superseded, failed.', [
      'system',
      'outcome',
    ]),
    failures: counter('failures_total', 'Permanent failures, by stage and code.', ['stage', 'code']),
    events: counter('change_events_total', 'Change events published, repeats included.', ['type']),
    lagEvents: gauge('lag_events', 'Not yet read: of a connector’s source, or of its topics by a stage.', [
      'kind',
      'name',
    ]),
    lagSeconds: gauge('lag_seconds', 'Age of the oldest not yet read; 0 when all are read.', ['kind', 'name']),
    stageSeconds: histogram('stage_batch_seconds', 'Time per batch of a stage.', ['stage']),
    stageWaiting: gauge('stage_waiting', '1 while a stage waits for a server it needs.', ['stage']),
  };
}

function outsideMetrics(registry: Registry) {
  const { counter, histogram } = instruments(registry);
  return {
    delivered: counter('deliveries_total', 'Items pushed to a sink, by outcome.', ['connector', 'outcome']),
    attempts: histogram(
      'connector_attempt_seconds',
      'Calls to outside systems, each retry counted; code is ok or an error code.',
      ['connector', 'operation', 'code'],
    ),
  };
}

const breakerValues: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

/** Breakers change by time, not only by calls, so their states are read when somebody looks. */
function collectBreakers(registry: Registry, states: () => (readonly [string, BreakerState])[]): void {
  new Gauge({
    name: 'lienthong_connector_breaker_state',
    help: '0 closed, 1 half-open, 2 open.',
    labelNames: ['connector'],
    registers: [registry],
    collect() {
      for (const [connector, state] of states()) this.set({ connector }, breakerValues[state]);
    },
  });
}

/** Counted when somebody looks; left out, never 0, while the store is away. */
function collectReviews(registry: Registry, count: () => Promise<number | undefined>): void {
  new Gauge({
    name: 'lienthong_identity_reviews_open',
    help: 'Open questions of who is who, which only a person can decide.',
    registers: [registry],
    async collect() {
      this.remove();
      const open = await count().catch(() => undefined);
      if (open !== undefined) this.set(open);
    },
  });
}

/** What the hub waits for, as its health says it: a server that is away shows here however idle the stages are. */
function collectHealth(registry: Registry, health: () => Health): void {
  new Gauge({
    name: 'lienthong_waiting',
    help: '1 for everything the hub waits for: waiting (it is not ready) or degraded (it works on without it).',
    labelNames: ['kind', 'what', 'code'],
    registers: [registry],
    collect() {
      this.reset();
      const { waiting, degraded } = health();
      for (const { what, code } of waiting) this.set({ kind: 'waiting', what, code }, 1);
      for (const { what, code } of degraded) this.set({ kind: 'degraded', what, code }, 1);
    },
  });
}

function httpMetrics(registry: Registry) {
  const { counter, histogram } = instruments(registry);
  return {
    http: histogram('http_request_seconds', 'Requests answered.', ['route', 'method', 'status']),
    prefillFields: counter('prefill_fields_total', 'Form fields answered, by outcome: value, or the reason for none.', [
      'form',
      'outcome',
    ]),
  };
}

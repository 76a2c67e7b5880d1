/**
 * The normalise stage: a batch of raw records becomes, with one read and one bulk write per portion of a lane, the
 * citizens they speak of, and one change event per applied change. Everything is acknowledged before the offsets are committed.
 */
import type { Mapping } from '../../mappings/contract.ts';
import { failureMessage } from '../failures/message.ts';
import { createGate } from '../identity/gate.ts';
import type { Message } from '../kafka/consumer.ts';
import type { Positions } from '../kafka/rebalance.ts';
import type { Log } from '../observability/log.ts';
import type { Ledger, Outcome } from '../store/ledger.ts';
import { bookkeeping } from './bookkeeping.ts';
import { createDecoder, type Rejection } from './decode.ts';
import { portionsOf, runLane, type Batch, type LaneDependencies, type Stage } from './lane.ts';

export type NormaliseDependencies = LaneDependencies & {
  ledger: Ledger;
  mappings: ReadonlyMap<string, Mapping>;
  log: Log;
};

/** Lanes hide the waits for the store and the majority: some wait while one computes. */
const laneCount = 3;
const outcomeNames = ['applied', 'superseded', 'failed'] as const;

/** Makes the batch handler for the consumer of all records topics. */
export function createNormaliser(dependencies: NormaliseDependencies) {
  const decode = createDecoder(dependencies.mappings, dependencies.personKeys);
  const stage: Stage = { dependencies, decode, gate: createGate(dependencies) };

  return async (messages: readonly Message[], positions: Positions): Promise<void> => {
    const outcomes = new Map<Message, Outcome>();
    const rejections = new Map<Message, Rejection>();
    const books = bookkeeping(dependencies.ledger, messages);
    const sent = new Set<string>();
    const isPublished = publishedBefore(positions, sent);
    const batch: Batch = { portions: portionsOf(messages), outcomes, rejections, sent, isPublished };
    await allEnded(Array.from({ length: laneCount }, () => runLane(batch, stage)));
    await sendFailures([...rejections.values()], dependencies);
    await books.book(outcomes);
    report(rejections.values(), outcomes, dependencies);
  };
}

/** Like `Promise.all`, but never while one still runs: what is left of a failed batch must not meet its repetition. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Offsets below a partition's position are acknowledged with all their events; of other partitions we know nothing. */
function publishedBefore(positions: Positions, sent: ReadonlySet<string>): Batch['isPublished'] {
  return ({ id, cause: { topic, partition, offset } }) =>
    sent.has(id) || offset < (positions.get(`${topic}/${partition}`) ?? 0);
}

async function sendFailures(rejections: readonly Rejection[], dependencies: NormaliseDependencies): Promise<void> {
  const failedAt = new Date(dependencies.now()).toISOString();
  const messages = rejections.map(({ message, record, stage, code, faults }) =>
    failureMessage(dependencies.topics.failed, {
      id: record?.id ?? `${message.topic}-${message.partition}-${message.offset}`,
      stage,
      code,
      faults,
      system: record?.system ?? 'unknown',
      type: record?.type ?? 'unknown',
      origin: message,
      target: message.topic,
      failedAt,
    }),
  );
  await dependencies.producer.send(messages);
}

function report(
  rejections: Iterable<Rejection>,
  outcomes: ReadonlyMap<Message, Outcome>,
  { log, metrics, topics }: NormaliseDependencies,
): void {
  const prefix = topics.records('').length;
  const bySystem = new Map<string, Record<Outcome, number>>();
  for (const [{ topic }, outcome] of outcomes) {
    const counts = bySystem.get(topic) ?? { applied: 0, superseded: 0, failed: 0 };
    counts[outcome] += 1;
    bySystem.set(topic, counts);
  }
  for (const [topic, counts] of bySystem) {
    const system = topic.slice(prefix);
    for (const outcome of outcomeNames) metrics.outcomes.inc({ system, outcome }, counts[outcome]);
    log('normalise.batch', { system, ...counts });
  }
  for (const { message, record, stage, code, error } of rejections) {
    metrics.failures.inc({ stage, code });
    const { topic, partition, offset } = message;
    log('record.failed', {
      stage,
      code,
      topic,
      partition,
      offset,
      ...(record === undefined ? {} : { recordId: record.id }),
      ...(error === undefined ? {} : { error }),
    });
  }
}

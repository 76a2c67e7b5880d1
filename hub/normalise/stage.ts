/**
 * The normalise stage: a batch of raw records becomes, with one read and one bulk write per lane, the citizens they
 * speak of, and one change event per applied change. Everything is acknowledged before the offsets are committed.
 */
import { randomUUID } from 'node:crypto';
import type { Mapping } from '../../mappings/contract.ts';
import { HubError } from '../errors.ts';
import { eventMessage } from '../changes/event.ts';
import { failureMessage } from '../failures/message.ts';
import type { PersonKeys } from '../identity/keys.ts';
import type { Message } from '../kafka/consumer.ts';
import type { OutMessage, Producer } from '../kafka/producer.ts';
import type { Positions } from '../kafka/rebalance.ts';
import type { Topics } from '../kafka/topics.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Citizens } from '../store/citizens.ts';
import type { Ledger, Outcome } from '../store/ledger.ts';
import { fold, type Folded } from './apply.ts';
import { bookkeeping } from './bookkeeping.ts';
import { createDecoder, type Item, type Rejection } from './decode.ts';

export type NormaliseDependencies = {
  citizens: Citizens;
  ledger: Ledger;
  producer: Producer;
  topics: Topics;
  mappings: ReadonlyMap<string, Mapping>;
  personKeys: PersonKeys;
  log: Log;
  metrics: Metrics;
  now: () => number;
};

/** Two lanes hide the wait for the majority: one writes while the other computes. */
const laneCount = 2;
const maxConflictRounds = 8;
const outcomeNames = ['applied', 'superseded', 'failed'] as const;

/** Makes the batch handler for the consumer of all records topics. */
export function createNormaliser(dependencies: NormaliseDependencies) {
  const decode = createDecoder(dependencies.mappings, dependencies.personKeys);

  return async (messages: readonly Message[], positions: Positions): Promise<void> => {
    const outcomes = new Map<Message, Outcome>();
    const rejections: Rejection[] = [];
    const lanes: Map<string, Item[]>[] = Array.from({ length: laneCount }, () => new Map<string, Item[]>());
    for (const message of messages) {
      const decoded = decode(message);
      if (decoded.ok) addToLane(lanes, decoded.item);
      else rejections.push(decoded.rejection);
    }
    for (const { message } of rejections) outcomes.set(message, 'failed');
    const books = bookkeeping(dependencies.ledger, messages);
    await Promise.all([
      sendFailures(rejections, dependencies),
      ...lanes.map((people) => runLane({ people, positions, outcomes }, dependencies)),
    ]);
    await books.book(outcomes);
    report(rejections, outcomes, dependencies);
  };
}

function addToLane(lanes: readonly Map<string, Item[]>[], item: Item): void {
  const lane = lanes[item.person.charCodeAt(0) % laneCount];
  const items = lane?.get(item.person);
  if (items === undefined) lane?.set(item.person, [item]);
  else items.push(item);
}

type Lane = { people: Map<string, Item[]>; positions: Positions; outcomes: Map<Message, Outcome> };

/** Reads, folds, writes and publishes the people of one lane; those somebody else wrote meanwhile are folded again. */
async function runLane(lane: Lane, dependencies: NormaliseDependencies): Promise<void> {
  let left = [...lane.people.keys()];
  for (let round = 0; left.length > 0; round += 1) {
    if (round === maxConflictRounds) throw new HubError('write-conflict', 'writing citizens');
    left = await runRound(left, lane, dependencies);
  }
}

async function runRound(keys: string[], lane: Lane, dependencies: NormaliseDependencies): Promise<string[]> {
  const { citizens, producer, topics, metrics, now } = dependencies;
  const standing = await citizens.readMany(keys);
  const time = new Date(now()).toISOString();
  const etag = randomUUID();
  const folded = keys.map((key) =>
    fold(standing.get(key), lane.people.get(key) ?? [], { positions: lane.positions, time, etag }),
  );
  const writes = folded
    .filter(({ dirty }) => dirty)
    .map(({ document }) => ({ document, expected: standing.get(document._id)?.etag }));
  const lost = new Set(await citizens.writeMany(writes));
  const done = folded.filter(({ document }) => !lost.has(document._id));
  const events: OutMessage[] = [];
  for (const { document, events: published } of done) {
    for (const event of published) {
      events.push(eventMessage(topics.changes, document._id, event));
    }
  }
  await producer.send(events);
  countEvents(done, metrics);
  for (const each of done) setOutcomes(lane, each);
  return [...lost];
}

function countEvents(folded: readonly Folded[], metrics: Metrics): void {
  const counts = new Map<string, number>();
  for (const { events } of folded) for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  for (const [type, count] of counts) metrics.events.inc({ type }, count);
}

function setOutcomes(lane: Lane, folded: Folded): void {
  const items = lane.people.get(folded.document._id) ?? [];
  items.forEach((item, index) => lane.outcomes.set(item.message, folded.outcomes[index] ?? 'applied'));
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
  rejections: readonly Rejection[],
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
  for (const { message, record, stage, code } of rejections) {
    metrics.failures.inc({ stage, code });
    const { topic, partition, offset } = message;
    log('record.failed', {
      stage,
      code,
      topic,
      partition,
      offset,
      ...(record === undefined ? {} : { recordId: record.id }),
    });
  }
}

/**
 * The work on a batch, portion by portion: its records are mapped, routed, folded, written, told of, and taken through
 * the identity gate.
 */
import { randomUUID } from 'node:crypto';
import { addToGroup } from '../../mappings/lib/groups.ts';
import { eventMessage } from '../changes/event.ts';
import { classify, HubError } from '../errors.ts';
import type { Gate, GateDependencies, Touched } from '../identity/gate.ts';
import type { Told } from '../identity/tell.ts';
import type { Message } from '../kafka/consumer.ts';
import type { Producer } from '../kafka/producer.ts';
import type { Topics } from '../kafka/topics.ts';
import type { Metrics } from '../observability/metrics.ts';
import { decodeRawRecord } from '../records/raw-record.ts';
import type { Citizens, CitizenWrite, PendingEvent } from '../store/citizens.ts';
import type { Outcome } from '../store/ledger.ts';
import { fold, forwardDocument, type FoldContext, type Folded } from './apply.ts';
import type { Decoded, Item, Rejection } from './decode.ts';
import { route, type Routed } from './route.ts';

export type LaneDependencies = GateDependencies & {
  citizens: Pick<Citizens, 'writeMany'>;
  producer: Producer;
  topics: Topics;
  metrics: Metrics;
  now: () => number;
};

export type Stage = { dependencies: LaneDependencies; decode: (message: Message) => Decoded; gate: Gate };

const maxConflictRounds = 8;
/**
 * Most keys worked on at once. What is read of people and made of them is let go of after as many, long before the batch
 * ends: collecting garbage costs by what is still held. Many enough that a round trip counts for little.
 */
const portionSize = 250;

/** A batch while it is worked on; shared by its lanes. */
export type Batch = {
  /** What nobody has taken yet: one iterator for all lanes, so that each portion is taken once. */
  portions: IterableIterator<readonly Message[]>;
  outcomes: Map<Message, Outcome>;
  /** By message: what is refused when records are applied together is refused again when they are applied apart. */
  rejections: Map<Message, Rejection>;
  /** Ids of events acknowledged while this batch is handled. */
  sent: Set<string>;
  isPublished: (event: PendingEvent) => boolean;
};

/** Works on one portion after another until none is left, or one fails: then no lane takes another. */
export async function runLane(batch: Batch, stage: Stage): Promise<void> {
  for (const messages of batch.portions) await runApart(mapAll(messages, batch, stage), batch, stage);
}

/** All messages of one key are in one portion, in the order they came; portions are made as they are taken. */
export function* portionsOf(messages: readonly Message[]): Generator<readonly Message[]> {
  const byKey = new Map<string, Message[]>();
  for (const message of messages) addToGroup(byKey, String(message.key ?? ''), message);
  let [portion, keys]: [Message[], number] = [[], 0];
  for (const own of byKey.values()) {
    portion.push(...own);
    keys += 1;
    if (keys < portionSize) continue;
    yield portion;
    [portion, keys] = [[], 0];
  }
  if (keys > 0) yield portion;
}

/** The records of these messages by the person they came under; what cannot be mapped is put aside. */
function mapAll(messages: readonly Message[], { outcomes, rejections }: Batch, { decode }: Stage): Map<string, Item[]> {
  const items = new Map<string, Item[]>();
  for (const message of messages) {
    const decoded = decode(message);
    if (decoded.ok) {
      addToGroup(items, decoded.item.person, decoded.item);
    } else {
      rejections.set(message, decoded.rejection);
      outcomes.set(message, 'failed');
    }
  }
  return items;
}

/**
 * Applies these records. Where that fails for what they are, and not for a server that is away, it is done by halves,
 * down to those that fail alone: these are put aside and hold up nobody. What the attempt before has stored of them is
 * known again, as after a crash.
 */
async function runApart(items: Map<string, Item[]>, batch: Batch, stage: Stage): Promise<void> {
  try {
    await runPortion(items, batch, stage);
  } catch (error) {
    if (classify(error).disposition !== 'permanent') throw error;
    const all = [...items.values()].flat();
    const [only] = all;
    if (all.length === 1 && only !== undefined) {
      putAside(only, { code: error instanceof HubError ? error.code : 'unforeseen', error }, batch);
      return;
    }
    const middle = Math.ceil(all.length / 2);
    for (const half of [all.slice(0, middle), all.slice(middle)]) {
      const apart = new Map<string, Item[]>();
      for (const item of half) addToGroup(apart, item.person, item);
      await runApart(apart, batch, stage);
    }
  }
}

/** Keeps a record that was understood and could not be applied. */
function putAside({ message }: Item, why: Pick<Rejection, 'code' | 'error'>, { outcomes, rejections }: Batch): void {
  const record = decodeRawRecord(message.value);
  rejections.set(message, { message, record, stage: 'normalise', faults: [], ...why });
  outcomes.set(message, 'failed');
}

/** What somebody else wrote meanwhile is done again. */
async function runPortion(items: Map<string, Item[]>, batch: Batch, stage: Stage): Promise<void> {
  let left = items;
  for (let round = 0; left.size > 0; round += 1) {
    if (round === maxConflictRounds) throw new HubError('write-conflict', 'writing citizens');
    left = await runRound(left, batch, stage);
  }
}

async function runRound(items: Map<string, Item[]>, batch: Batch, stage: Stage): Promise<Map<string, Item[]>> {
  const { dependencies, gate } = stage;
  const { citizens, now } = dependencies;
  const context: FoldContext = {
    ...dependencies,
    isPublished: batch.isPublished,
    time: new Date(now()).toISOString(),
    etag: randomUUID(),
  };
  const routed = await route(items, dependencies);
  const taken = await writeForwards(routed, context, citizens);
  const folded = [...routed.byDocument].flatMap(([key, all]) => {
    const own = all.filter(({ person }) => !taken.has(person));
    return own.length === 0 ? [] : [{ own, ...fold(routed.documents.get(key), { key, items: own }, context) }];
  });
  const lost = new Set(await citizens.writeMany(writesOf(folded, routed)));
  const done = folded.filter(({ document }) => !lost.has(document._id));
  const publish = (told: readonly Told[]): Promise<void> => publishAll(told, batch, dependencies);
  await publish(done.flatMap(({ document, events }) => events.map((event) => ({ person: document._id, event }))));
  const touched = done.flatMap((each) => touchedBy(each, routed));
  await gate(touched, { time: context.time, newEtag: randomUUID, isPublished: batch.isPublished, publish });
  for (const { own, outcomes } of done) {
    own.forEach((item, index) => {
      const outcome = outcomes[index] ?? 'applied';
      batch.outcomes.set(item.message, outcome);
      if (outcome === 'failed') putAside(item, { code: 'too-many-facts' }, batch);
    });
  }
  return lostItems(items, folded, { lost, taken });
}

/**
 * Says of new keys where their records stand, before the records stand there: a record must not be in a document that
 * its key does not lead to. Answers the keys that somebody else took meanwhile.
 */
async function writeForwards(
  { forwards }: Routed,
  context: FoldContext,
  citizens: LaneDependencies['citizens'],
): Promise<ReadonlySet<string>> {
  const writes = [...forwards].map(([key, lead]) => ({
    document: forwardDocument(key, lead, context),
    expected: undefined,
  }));
  return new Set(await citizens.writeMany(writes));
}

type FoldedItems = Folded & { own: readonly Item[] };

function writesOf(folded: readonly Folded[], { documents }: Routed): CitizenWrite[] {
  return folded
    .filter(({ dirty }) => dirty)
    .map(({ document }) => ({ document, expected: documents.get(document._id)?.etag }));
}

/** What the gate has to look at, with the last record applied as the cause: it is the one that is known when read again. */
function touchedBy({ document, dirty, repeated, units, own, outcomes }: FoldedItems, { documents }: Routed): Touched[] {
  const last = own[outcomes.lastIndexOf('applied')];
  if (last === undefined || !(dirty || repeated)) return [];
  const { message, person: node, slice } = last;
  const companions = repeated ? own.flatMap(({ person }) => documents.get(person)?.companions ?? []) : [];
  const isNew = !repeated && !documents.has(document._id);
  return [{ document, isNew, units, cause: { message, slice, node }, companions }];
}

/** The records to be done again: those of which a document was lost, and those whose key somebody else took. */
function lostItems(
  items: ReadonlyMap<string, Item[]>,
  folded: readonly FoldedItems[],
  { lost, taken }: { lost: ReadonlySet<string>; taken: ReadonlySet<string> },
): Map<string, Item[]> {
  if (lost.size + taken.size === 0) return new Map();
  const ofLost = folded.filter(({ document }) => lost.has(document._id)).flatMap(({ own }) => own);
  const again = new Set([...taken, ...ofLost.map(({ person }) => person)]);
  return new Map([...items].filter(([key]) => again.has(key)));
}

async function publishAll(told: readonly Told[], batch: Batch, dependencies: LaneDependencies): Promise<void> {
  const { producer, topics, metrics } = dependencies;
  const unsent = told.filter(({ event }) => !batch.sent.has(event.id));
  await producer.send(unsent.map(({ person, event }) => eventMessage(topics.changes, person, event)));
  const counts = new Map<string, number>();
  for (const { event } of unsent) {
    batch.sent.add(event.id);
    counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
  }
  for (const [type, count] of counts) metrics.events.inc({ type }, count);
}

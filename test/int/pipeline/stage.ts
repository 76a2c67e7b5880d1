/** A normalise stage over a store in memory or over MongoDB, and ways of working through messages. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HubError } from '../../../hub/errors.ts';
import { pairKey } from '../../../hub/identity/clusters.ts';
import type { GateDependencies } from '../../../hub/identity/gate.ts';
import { noMatching } from '../../support/no-matching.ts';
import { createNormaliser, type NormaliseDependencies } from '../../../hub/normalise/stage.ts';
import { topicNames } from '../../../hub/kafka/topics.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import type { OutMessage, Producer } from '../../../hub/kafka/producer.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';
import type { CitizenDocument, Citizens, CitizenWrite } from '../../../hub/store/citizens.ts';
import type { Question } from '../../../hub/store/reviews.ts';
import type { Ledger } from '../../../hub/store/ledger.ts';
import { mappings } from '../../../mappings/registry.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { keyOf } from './history.ts';

const metrics = createMetrics({ defaults: false });
const ledger: Ledger = {
  through: () => Promise.resolve(new Map()),
  book: () => Promise.resolve(),
  read: () => Promise.resolve([]),
};

export type People = Pick<Citizens, 'readMany' | 'readPartners' | 'readOpen' | 'etags' | 'writeMany' | 'writeTogether'>;

/** The questions asked and not withdrawn, by pair. */
export type Asked = GateDependencies['reviews'] & { open: Map<string, Question> };

export function reviewsInMemory(): Asked {
  const open = new Map<string, Question>();
  return {
    open,
    openAbout: (keys) => {
      const about = [...open].filter(([, { nodes }]) => nodes.some((node) => keys.includes(node)));
      return Promise.resolve(
        about.map(
          ([
            _id,
            {
              nodes: [one, other],
            },
          ]) => ({ _id, nodes: [one, other] }),
        ),
      );
    },
    ask: (questions) => {
      for (const question of questions) open.set(pairKey(...question.nodes), question);
      return Promise.resolve();
    },
    withdraw: (ids) => {
      for (const id of ids) open.delete(id);
      return Promise.resolve();
    },
  };
}

/** A store with the one promise that matters here: a write is done only if nobody has written since the read. */
export function inMemory(): People & { held: Map<string, CitizenDocument> } {
  const held = new Map<string, CitizenDocument>();
  const isLost = ({ document, expected }: CitizenWrite): boolean => held.get(document._id)?.etag !== expected;
  const write = ({ document }: CitizenWrite): unknown => held.set(document._id, structuredClone(document));
  const under = (among: 'blocks' | 'open', hashes: readonly number[]): CitizenDocument[] => {
    const wanted = new Set(hashes);
    return [...held.values()].filter((document) => document[among].some((hash) => wanted.has(hash)));
  };
  return {
    held,
    readMany: (keys) =>
      Promise.resolve(new Map([...held].filter(([key]) => keys.includes(key)).map((each) => structuredClone(each)))),
    etags: (keys) => Promise.resolve(new Map(keys.map((key) => [key, held.get(key)?.etag ?? '']))),
    readPartners: (hashes, limit) => Promise.resolve(structuredClone(under('blocks', hashes).slice(0, limit))),
    readOpen: (hashes, limit) => Promise.resolve(under('open', hashes).slice(0, limit).map(({ open }) => [...open])), // prettier-ignore
    writeMany: (writes) => {
      const lost = writes.filter(isLost);
      for (const each of writes) if (!lost.includes(each)) write(each);
      return Promise.resolve(lost.map(({ document }) => document._id));
    },
    writeTogether: (writes) => {
      if (writes.some(isLost)) return Promise.resolve(false);
      for (const each of writes) write(each);
      return Promise.resolve(true);
    },
  };
}

/** Lets others come in between any two steps. */
export function interleaved(people: People, step: () => Promise<unknown>, onLost: (count: number) => void): People {
  return {
    readMany: (keys) => step().then(() => people.readMany(keys)),
    etags: (keys) => step().then(() => people.etags(keys)),
    readPartners: (hashes, limit) => step().then(() => people.readPartners(hashes, limit)),
    readOpen: (hashes, limit) => step().then(() => people.readOpen(hashes, limit)),
    writeMany: async (writes) => {
      await step();
      const lost = await people.writeMany(writes);
      onLost(lost.length);
      return lost;
    },
    writeTogether: async (writes) => {
      await step();
      const isWritten = await people.writeTogether(writes);
      onLost(isWritten ? 0 : 1);
      return isWritten;
    },
  };
}

export type StageOptions = Partial<Pick<NormaliseDependencies, 'mappings' | 'matcher' | 'reviews'>> & {
  /** The sends that fail: by number how many of their messages get through before that. */
  failures?: ReadonlyMap<number, number>;
};

/** A normalise stage over a store; what it would publish is added to `published`. */
export function normaliser(citizens: People, published: OutMessage[], { failures, ...options }: StageOptions = {}) {
  let sends = 0;
  const producer: Producer = {
    send: (messages) => {
      if (messages.length === 0) return Promise.resolve();
      sends += 1;
      const through = failures?.get(sends);
      published.push(...messages.slice(0, through));
      return through === undefined ? Promise.resolve() : Promise.reject(new HubError('kafka-unavailable', 'a test'));
    },
    ping: () => Promise.resolve(),
    ends: () => Promise.resolve(new Map()),
    close: () => Promise.resolve(),
  };
  return createNormaliser({
    ...{ ledger, producer, metrics, topics: topicNames(''), personKeys: keyOf, log: () => undefined, now: Date.now },
    ...{ mappings: new Map(mappings.map((mapping) => [mapping.id, mapping])), matcher: noMatching },
    reviews: reviewsInMemory(),
    citizens,
    ...options,
  });
}

const yes = () => true;
const no = () => false;

/** Works through messages in batches of these sizes, over and over. */
export async function work(
  messages: readonly Message[],
  sizes: readonly number[],
  handle: ReturnType<typeof normaliser>,
): Promise<void> {
  const positions = new Map<string, number>();
  for (let at = 0, round = 0; at < messages.length; round += 1) {
    assert.ok(round < 300, 'the stage gets on');
    const batch = messages.slice(at, at + (sizes[round % sizes.length] ?? 1));
    // As after a crash: what was not acknowledged is read again, perhaps in other batches.
    if (!(await handle(batch, positions).then(yes, no))) continue;
    at += batch.length;
    for (const message of batch) positions.set(`${message.topic}/0`, at);
  }
}

/** What of a person must not depend on order: who they are, the merged view, and which version of which fact holds. */
export function essence(people: ReadonlyMap<string, CitizenDocument>): Record<string, unknown> {
  const entries = [...people].map(([key, { merged, slices, identifiers, leadsTo, blocks, open }]) => {
    assert.deepEqual(merged, mergeSlices(slices, identifiers), 'the merged view is made from the slices');
    const isStated = ({ value }: { value: string }): boolean =>
      slices.some(({ operation, unit, fields }) => {
        return operation === 'upsert' && unit === undefined && fields.personalNumber === value;
      });
    const inUse = identifiers.find(isStated);
    if (inUse !== undefined) assert.equal(merged.personalNumber?.value, inUse.value, 'it shows the number in use');
    const facts = slices.map(({ system, sourceKey, sourceVersion, operation, fields, node, unit, withdrawn }) => {
      return { system, sourceKey, sourceVersion, operation, fields, node, unit, withdrawn };
    });
    return [key, { merged, facts, identifiers, leadsTo, blocks, open }] as const;
  });
  return Object.fromEntries(entries.filter(([, { facts, leadsTo }]) => facts.length > 0 || leadsTo !== undefined));
}

/** The same records in another order, some of them more than once. */
export function disturbed<T>(records: readonly T[]): fc.Arbitrary<T[]> {
  return fc
    .tuple(fc.shuffledSubarray([...records], { minLength: records.length }), fc.subarray([...records]))
    .chain(([all, again]) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }));
}

/** What was published, as a subscriber reads it. */
export function asRead(published: readonly OutMessage[]): Message[] {
  return published.map(({ topic: name, key, value, headers = [] }, offset) => {
    return { topic: name, partition: 0, offset, key, value, headers, size: value?.length ?? 0 };
  });
}

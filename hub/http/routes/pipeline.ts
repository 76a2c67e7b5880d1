import type { BreakerState } from '../../../connectors/contract.ts';
import type { Ledger } from '../../store/ledger.ts';
import { bind, type Operation, type Route } from '../operation.ts';
import { pipelineSchema } from '../schemas/pipeline.ts';

/** What an administrator sees of an outside system. */
export type ConnectorState = {
  id: string;
  /** Undefined where not known: no source, or not read yet by this process. */
  lagEvents: number | undefined;
  lagSeconds: number | undefined;
  breaker: BreakerState;
  /** `at` in ISO 8601; `delivery`: the number of the one that is waited for, where one is. */
  lastError: { code: string; at: string; delivery?: number } | undefined;
};

export type PipelineDependencies = {
  ledger: Pick<Ledger, 'read'>;
  /** The next offset of every partition of the records topics, by `topic/partition`. */
  topicEnds?: () => Promise<ReadonlyMap<string, number>>;
  connectorStates: () => readonly ConnectorState[];
};

export const pipelineOperation: Operation = {
  id: 'pipeline',
  method: 'get',
  path: '/v1/pipeline',
  tag: 'Administration',
  summary: 'The books of the pipeline',
  description:
    'What was received and what became of it, per topic: received = applied + superseded + failed + lag. And the ' +
    'state of every outside system.',
  scope: 'admin',
  answers: { 200: { description: 'The books.', schema: pipelineSchema } },
  problems: ['store-unavailable', 'broker-unavailable'],
};

type Books = {
  received: number | null;
  applied: number;
  superseded: number;
  failed: number;
  lag: number | null;
};
type TopicBooks = Books & { topic: string; partitions: number };

/** The route of the books. */
export function pipelineRoutes({ ledger, topicEnds, connectorStates }: PipelineDependencies): Route[] {
  return [
    bind(pipelineOperation, async () => {
      // The books first: what is received after they are read is lag, never a negative one.
      const entries = await ledger.read();
      // While Kafka is away the books are shown without what only Kafka knows.
      const ends = await topicEnds?.().catch(() => undefined);
      const topics = booksByTopic(entries, ends);
      return {
        status: 200,
        body: { topics, totals: totalsOf(topics), connectors: connectorStates().map(connectorBody) },
      };
    }),
  ];
}

function booksByTopic(
  entries: Awaited<ReturnType<Ledger['read']>>,
  ends: ReadonlyMap<string, number> | undefined,
): TopicBooks[] {
  const booked = new Map(entries.map((entry) => [`${entry.topic}/${entry.partition}`, entry]));
  const topics = new Map<string, TopicBooks>();
  for (const place of placesIn(booked, ends ?? booked)) {
    const topic = place.slice(0, place.lastIndexOf('/'));
    const books = partitionBooks(booked.get(place) ?? unbooked, ends === undefined ? null : (ends.get(place) ?? 0));
    const before = topics.get(topic);
    topics.set(topic, { topic, partitions: (before?.partitions ?? 0) + 1, ...add(before, books) });
  }
  return [...topics.values()].sort((one, other) => (one.topic < other.topic ? -1 : 1));
}

function placesIn(...maps: readonly ReadonlyMap<string, unknown>[]): ReadonlySet<string> {
  return new Set(maps.flatMap((each) => [...each.keys()]));
}

type Booked = Pick<Awaited<ReturnType<Ledger['read']>>[number], 'through' | 'applied' | 'superseded' | 'failed'>;

const unbooked: Booked = { through: 0, applied: 0, superseded: 0, failed: 0 };

/** The books of one partition that ends at `end`; null if that is not known. */
function partitionBooks({ through, applied, superseded, failed }: Booked, end: number | null): Books {
  const received = end === null ? null : Math.max(end, through);
  return { received, applied, superseded, failed, lag: received === null ? null : received - through };
}

function add(sum: Books | undefined, more: Books): Books {
  if (sum === undefined) return more;
  return {
    received: addKnown(sum.received, more.received),
    applied: sum.applied + more.applied,
    superseded: sum.superseded + more.superseded,
    failed: sum.failed + more.failed,
    lag: addKnown(sum.lag, more.lag),
  };
}

function addKnown(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

function totalsOf(topics: readonly TopicBooks[]): Books {
  const start: Books = { received: 0, applied: 0, superseded: 0, failed: 0, lag: 0 };
  return topics.reduce<Books>((sum, { received, applied, superseded, failed, lag }) => {
    return add(sum, { received, applied, superseded, failed, lag });
  }, start);
}

function connectorBody({ id, lagEvents, lagSeconds, breaker, lastError }: ConnectorState) {
  return {
    id,
    lagEvents: lagEvents ?? null,
    lagSeconds: lagSeconds ?? null,
    breaker,
    ...(lastError === undefined ? {} : { lastError }),
  };
}

/**
 * Looking up live whom the store does not hold, or not from this source. What is found goes in by the one way everything goes (the records
 * topic), and the answer is given from the store once it has come through.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Lookup, LookupAnswer, LookupQuery, SourceRecord } from '../../connectors/contract.ts';
import type { Mapping } from '../../mappings/contract.ts';
import { classify } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { RecordWriter } from '../records/writer.ts';
import type { Citizens, CitizenView } from '../store/citizens.ts';
import { outOfTime, within } from './deadline.ts';

export type LookupOutcome =
  | { kind: 'held'; view: CitizenView }
  | { kind: 'no-match' }
  /** The source, or the way from it to the store, does not work; `since` is when it was first found so (ISO 8601). */
  | { kind: 'unavailable'; since: string };

export type LiveLookup = (
  person: { key: string; query: LookupQuery },
  budget: { deadline: number; requestId: string },
) => Promise<LookupOutcome>;

type Dependencies = {
  lookup: Lookup;
  system: string;
  citizens: Pick<Citizens, 'view'>;
  mapping: Mapping | undefined;
  writer: RecordWriter;
  log: Log;
  /** Epoch milliseconds. */
  now: () => number;
};

type Flight = {
  question: string;
  query: LookupQuery;
  key: string;
  requestId: string;
  /** The latest of those who wait for it. */
  deadline: number;
};

const pollMs = 15;

/** How many persons, and for how long (ms), it is remembered that the source does not hold them: it is asked sparingly. */
const unmatched = { max: 10_000, ttl: 60_000 };

/**
 * The lookup over one source. Who is asked for while the same question about the same person is under way waits for
 * its answer, each as long as their own time allows. It never throws and never outlasts its deadline.
 */
export function createLiveLookup(dependencies: Dependencies): LiveLookup {
  const flights = new Map<string, { flight: Flight; landing: Promise<LookupOutcome> }>();
  const noMatches = new LRUCache<string, LookupOutcome>(unmatched);
  const streak = failureStreak(dependencies.now);
  const unavailable = (): LookupOutcome => ({ kind: 'unavailable', since: streak.begin() });

  const fly = async (flight: Flight): Promise<LookupOutcome> => {
    try {
      const outcome = await lookUp(flight, dependencies);
      if (outcome === outOfTime) return fail(flight, 'timeout');
      streak.end();
      if (outcome.kind === 'no-match') noMatches.set(flight.question, outcome);
      return outcome;
    } catch (error) {
      return fail(flight, classify(error).code, error);
    }
  };
  const fail = ({ requestId }: Flight, code: string, error?: unknown): LookupOutcome => {
    dependencies.log('lookup.failed', { system: dependencies.system, code, requestId, error });
    return unavailable();
  };

  const begin = (flight: Flight) => {
    const landing = fly(flight).finally(() => flights.delete(flight.question));
    const begun = { flight, landing };
    flights.set(flight.question, begun);
    return begun;
  };

  return async ({ key, query }, { deadline, requestId }) => {
    // Name and birth date are part of the question: the answer to another spelling may be another.
    const question = [key, query.fullName ?? '', query.birthDate ?? ''].join('\n');
    const remembered = noMatches.get(question);
    if (remembered !== undefined) return remembered;
    const known = flights.get(question);
    // Nothing is asked of the source whose answer could not be waited for.
    if (known === undefined && performance.now() >= deadline) return unavailable();
    const { flight, landing } = known ?? begin({ question, query, key, deadline, requestId });
    flight.deadline = Math.max(flight.deadline, deadline);
    const outcome = await within(landing, deadline);
    return outcome === outOfTime ? unavailable() : outcome;
  };
}

/** When the failures in a row began. */
function failureStreak(now: () => number) {
  let since: string | undefined;
  return {
    begin: (): string => (since ??= new Date(now()).toISOString()),
    end: (): void => {
      since = undefined;
    },
  };
}

async function lookUp(flight: Flight, dependencies: Dependencies): Promise<LookupOutcome | typeof outOfTime> {
  const controller = new AbortController();
  const answer: LookupAnswer | typeof outOfTime = await whileAwaited(
    dependencies.lookup.lookup(flight.query, controller.signal),
    flight,
  );
  if (answer === outOfTime) {
    controller.abort();
    return outOfTime;
  }
  if (answer.outcome === 'no-match') return { kind: 'no-match' };
  const { writer, system } = dependencies;
  const written = await whileAwaited(writer.write(system, [{ ok: true, record: answer.record }], 'lookup'), flight);
  // A record its mapping refuses never reaches the store: it is among the failures, and waiting would be in vain.
  if (written === outOfTime || !isMappable(answer.record, dependencies)) return outOfTime;
  return waitForStore(flight, dependencies);
}

/** What the promise gives, or `outOfTime` once nobody waits any more: whoever joins meanwhile may have longer. */
async function whileAwaited<T>(promise: Promise<T>, flight: Flight): Promise<T | typeof outOfTime> {
  for (;;) {
    const { deadline } = flight;
    const outcome = await within(promise, deadline);
    if (outcome !== outOfTime || flight.deadline === deadline) return outcome;
  }
}

function isMappable(record: SourceRecord, { mapping, now }: Dependencies): boolean {
  return mapping === undefined || mapping.map(record, { receivedAt: new Date(now()).toISOString() }).ok;
}

/** Waits until what the source said has come through: the person may be held already, from other systems only. */
async function waitForStore(
  flight: Flight,
  { citizens, system }: Dependencies,
): Promise<LookupOutcome | typeof outOfTime> {
  for (;;) {
    const view = await whileAwaited(citizens.view(flight.key), flight);
    if (view === outOfTime) return outOfTime;
    if (view?.systems.includes(system) === true) return { kind: 'held', view };
    if (performance.now() + pollMs >= flight.deadline) return outOfTime;
    await sleep(pollMs);
  }
}

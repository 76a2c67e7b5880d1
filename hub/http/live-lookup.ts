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

type Flight = { question: string; query: LookupQuery; key: string; deadline: number; requestId: string };

const pollMs = 15;

/** How many persons, and for how long (ms), it is remembered that the source does not hold them: it is asked sparingly. */
const unmatched = { max: 10_000, ttl: 60_000 };

/**
 * The lookup over one source. Who is asked for while the same question about the same person is under way waits for
 * its answer. It never throws and never outlasts its deadline.
 */
export function createLiveLookup(dependencies: Dependencies): LiveLookup {
  const flights = new Map<string, Promise<LookupOutcome>>();
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

  return async ({ key, query }, { deadline, requestId }) => {
    // Name and birth date are part of the question: the answer to another spelling may be another.
    const question = [key, query.fullName ?? '', query.birthDate ?? ''].join('\n');
    const remembered = noMatches.get(question);
    if (remembered !== undefined) return remembered;
    const known = flights.get(question);
    // Nothing is asked of the source whose answer could not be waited for.
    if (known === undefined && performance.now() >= deadline) return unavailable();
    const flight = known ?? fly({ question, query, key, deadline, requestId }).finally(() => flights.delete(question));
    flights.set(question, flight);
    const outcome = await within(flight, deadline);
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

async function lookUp(
  { query, key, deadline }: Flight,
  dependencies: Dependencies,
): Promise<LookupOutcome | typeof outOfTime> {
  const controller = new AbortController();
  const answer: LookupAnswer | typeof outOfTime = await within(
    dependencies.lookup.lookup(query, controller.signal),
    deadline,
  );
  if (answer === outOfTime) {
    controller.abort();
    return outOfTime;
  }
  if (answer.outcome === 'no-match') return { kind: 'no-match' };
  const { writer, system } = dependencies;
  const written = await within(writer.write(system, [{ ok: true, record: answer.record }], 'lookup'), deadline);
  // A record its mapping refuses never reaches the store: it is among the failures, and waiting would be in vain.
  if (written === outOfTime || !isMappable(answer.record, dependencies)) return outOfTime;
  return waitForStore(key, deadline, dependencies);
}

function isMappable(record: SourceRecord, { mapping, now }: Dependencies): boolean {
  return mapping === undefined || mapping.map(record, { receivedAt: new Date(now()).toISOString() }).ok;
}

/** Waits until what the source said has come through: the person may be held already, from other systems only. */
async function waitForStore(
  key: string,
  deadline: number,
  { citizens, system }: Dependencies,
): Promise<LookupOutcome | typeof outOfTime> {
  for (;;) {
    const view = await within(citizens.view(key), deadline);
    if (view === outOfTime) return outOfTime;
    if (view?.systems.includes(system) === true) return { kind: 'held', view };
    if (performance.now() + pollMs >= deadline) return outOfTime;
    await sleep(pollMs);
  }
}

/**
 * Pulling the citizens of the configured localities. The database has no feed, only lists made on request; so a pull
 * is a round over the localities: everyone the first time, later those changed since the round before.
 */
import type { Cursor, Page, Source } from '../contract.ts';
import { ConnectorError } from '../errors.ts';
import { system, type PopulationClient } from './client.ts';
import type { PopulationSettings } from './config.ts';
import { extractCitizen } from './extract.ts';
import { makeLists, type Lists } from './list.ts';
import {
  afterLocality,
  isFresh,
  lagAt,
  pastLocality,
  readPosition,
  writePosition,
  type ListPosition,
  type Position,
} from './position.ts';
import type { ListPage } from './wire.ts';

/** How often within a pull the list of a locality is asked for again because the system lost it. */
const mostRestarts = 2;

type Round = NonNullable<Position['round']>;
type Context = {
  lists: Lists;
  settings: PopulationSettings;
  now: () => number;
  /** The localities the system refused to list when they were last asked for. */
  refusals: Map<string, ConnectorError>;
};
type ReadPage = { page: Page; next: Position };

function toCycleError(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof ConnectorError || !signal.aborted) return error;
  return new ConnectorError('aborted', { system, operation: 'pulling citizens' });
}

/** Asks for the list of the round's locality and waits for it; undefined if the system lost it meanwhile. */
async function beginList(
  { lists, settings, now }: Context,
  { position, round }: { position: Position; round: Round },
  signal: AbortSignal,
): Promise<ListPosition | undefined> {
  const upTo = position.readUpTo.get(round.locality);
  const asOf = now();
  const since = upTo === undefined ? undefined : upTo - settings.overlapSeconds * 1000;
  const resultId = await lists.request(round.locality, since, signal);
  if ((await lists.ready(resultId, signal)) === 'gone') return undefined;
  return { resultId, page: 1, pageSize: settings.pageSize, read: 0, asOf };
}

/** The list after a page of it. */
function afterPage(list: ListPosition, { elements, dataTime }: ListPage): ListPosition {
  return {
    ...list,
    page: list.page + 1,
    read: list.read + elements.length,
    asOf: Math.min(list.asOf, dataTime ?? list.asOf),
  };
}

/**
 * Whether a list was read to its end: all its pages were, and as many citizens as it has; or its pages hold nobody
 * any more. Neither alone will do: pages can hold repeats, or fewer citizens than asked for.
 */
function isAtEnd(list: ListPosition, { elements, total }: ListPage): boolean {
  const allPages = (list.page - 1) * list.pageSize >= total;
  return allPages && (elements.length === 0 || list.read >= total);
}

/** Reads the next page of a list, and where that leads to; undefined if the system lost the list. */
async function readPage(
  { lists, settings, now }: Context,
  { position, round, list }: { position: Position; round: Round; list: ListPosition },
  signal: AbortSignal,
): Promise<ReadPage | undefined> {
  const answer = await lists.page(list, signal);
  if (answer === 'gone') return undefined;
  const { page, source } = answer;
  const fallback = { dataTime: page.dataTime, now: now() };
  const extractions = page.elements.map((citizen) => extractCitizen(citizen, source, fallback));
  const read = afterPage(list, page);
  const here: Position = { ...position, round: { ...round, list: read } };
  const next = isAtEnd(read, page) ? afterLocality(here, settings, now()) : here;
  const lag = lagAt(next, next === here ? page.total - read.read : 0, now());
  return { page: { extractions, cursor: writePosition(next), lag }, next };
}

/** Reads the next page of the round; undefined if the system lost the list. */
async function readNext(
  context: Context,
  { position, round }: { position: Position; round: Round },
  signal: AbortSignal,
): Promise<ReadPage | undefined> {
  const list = round.list ?? (await beginList(context, { position, round }, signal));
  const read = list && (await readPage(context, { position, round, list }, signal));
  if (read !== undefined) context.refusals.delete(round.locality);
  return read;
}

/**
 * Goes past a locality that the system refuses to list, as it does when its code was abolished: the others are read,
 * and the next round asks for it again. Any other error is thrown.
 */
function pastRefused(
  { settings, now, refusals }: Context,
  { position, round }: { position: Position; round: Round },
  error: unknown,
): ReadPage {
  if (!(error instanceof ConnectorError) || error.disposition !== 'permanent') throw error;
  refusals.set(round.locality, error);
  const next = pastLocality(position, settings, now());
  return { page: { extractions: [], cursor: writePosition(next), lag: lagAt(next, 0, now()) }, next };
}

/** Reads on from a position to the end of the round, page by page, however often the system loses a list. */
async function* readRound(context: Context, start: Position, signal: AbortSignal): AsyncGenerator<Page> {
  let position = start;
  let restarts = 0;
  while (position.round !== undefined) {
    const { round } = position;
    const at = { position, round };
    const read = await readNext(context, at, signal).catch((error: unknown) => pastRefused(context, at, error));
    if (read === undefined) {
      restarts += 1;
      if (restarts > mostRestarts) throw new ConnectorError('upstream-error', { system, operation: 'reading list' });
      position = { ...position, round: { ...round, list: undefined } };
      continue;
    }
    yield read.page;
    if (read.next.round?.locality !== round.locality) restarts = 0;
    position = read.next;
  }
}

/** The position with a round under way: the one it has, or a new one from the first locality. */
function withRound(position: Position, settings: PopulationSettings, now: number): Position {
  const [locality] = settings.localities;
  if (position.round !== undefined || locality === undefined) return position;
  return { ...position, round: { startedAt: now, locality, list: undefined } };
}

/** Whether there is nothing to ask for yet: what the last round was refused waits for the next one, like the rest. */
function isIdle(position: Position, { settings, refusals, now }: Context): boolean {
  const localities = settings.localities.filter((locality) => !refusals.has(locality));
  return isFresh(position, { ...settings, localities }, now());
}

/**
 * Makes the source. One `pull` is one round to its end; within the refresh interval after a round it answers with an
 * empty page and asks nothing. What its lag means is said at `lagAt`. As long as a locality is refused, every pull
 * throws that error once it has read the others.
 */
export function makePopulationSource(
  client: PopulationClient,
  settings: PopulationSettings,
  now: () => number,
): Source {
  const refusals: Context['refusals'] = new Map();
  const context: Context = { lists: makeLists(client, settings, now), settings, now, refusals };
  return {
    pull: async function* (from: Cursor | undefined, signal: AbortSignal) {
      const position = readPosition(from, settings);
      try {
        if (isIdle(position, context)) {
          yield { extractions: [], cursor: writePosition(position), lag: lagAt(position, 0, now()) };
        } else {
          yield* readRound(context, withRound(position, settings, now()), signal);
        }
      } catch (error) {
        throw toCycleError(error, signal);
      }
      const [refusal] = refusals.values();
      if (refusal !== undefined) throw refusal;
    },
  };
}

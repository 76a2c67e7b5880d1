/** Where a pull of the population database stands: what the cursor holds. */
import type { Cursor, Lag } from '../contract.ts';
import type { PopulationSettings } from './config.ts';

/** A list being read. Times are epoch milliseconds. */
export type ListPosition = {
  resultId: string;
  /** The next page to read, from 1, at this page size. */
  page: number;
  pageSize: number;
  /** Citizens read of it so far. */
  read: number;
  /** What the list is sure to hold: the earlier of when it was asked for and the data time it states. */
  asOf: number;
};

export type Position = {
  /** Up to when each locality was read completely. */
  readUpTo: ReadonlyMap<string, number>;
  /** The round under way, with the locality it is at and the list of it, if one was begun. */
  round: { startedAt: number; locality: string; list: ListPosition | undefined } | undefined;
  /** When the last complete round began and ended. */
  lastRound: { startedAt: number; endedAt: number } | undefined;
};

const upToPrefix = 'readUpTo:';

function number(value: Cursor[string] | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function readList(cursor: Cursor, settings: PopulationSettings): ListPosition | undefined {
  const resultId = cursor['resultId'];
  const page = number(cursor['page']);
  const pageSize = number(cursor['pageSize']);
  const read = number(cursor['read']);
  const asOf = number(cursor['asOf']);
  // With another page size the page number means another place in the list.
  if (typeof resultId !== 'string' || pageSize !== settings.pageSize) return undefined;
  if (page === undefined || read === undefined || asOf === undefined) return undefined;
  return { resultId, page, pageSize, read, asOf };
}

function readRound(cursor: Cursor, settings: PopulationSettings): Position['round'] {
  const startedAt = number(cursor['roundStartedAt']);
  const locality = cursor['locality'];
  if (startedAt === undefined || typeof locality !== 'string') return undefined;
  // A locality taken out of the settings ends the round: the next one begins with those that are left.
  return settings.localities.includes(locality) ? { startedAt, locality, list: readList(cursor, settings) } : undefined;
}

function readLastRound(cursor: Cursor): Position['lastRound'] {
  const startedAt = number(cursor['lastRoundStartedAt']);
  const endedAt = number(cursor['lastRoundEndedAt']);
  return startedAt === undefined || endedAt === undefined ? undefined : { startedAt, endedAt };
}

/**
 * Reads a cursor, whatever it holds; what cannot be understood counts as not yet read. Each locality has its own time
 * up to which it was read, so that one added to the settings later is read from its beginning.
 */
export function readPosition(cursor: Cursor | undefined, settings: PopulationSettings): Position {
  if (cursor === undefined) return { readUpTo: new Map(), round: undefined, lastRound: undefined };
  const readUpTo = settings.localities.flatMap((locality): [string, number][] => {
    const time = number(cursor[`${upToPrefix}${locality}`]);
    return time === undefined ? [] : [[locality, time]];
  });
  return {
    readUpTo: new Map(readUpTo),
    round: readRound(cursor, settings),
    lastRound: readLastRound(cursor),
  };
}

export function writePosition({ readUpTo, round, lastRound }: Position): Cursor {
  return {
    ...Object.fromEntries([...readUpTo].map(([locality, time]) => [`${upToPrefix}${locality}`, time])),
    ...(round === undefined ? {} : { roundStartedAt: round.startedAt, locality: round.locality }),
    ...round?.list,
    ...(lastRound === undefined
      ? {}
      : { lastRoundStartedAt: lastRound.startedAt, lastRoundEndedAt: lastRound.endedAt }),
  };
}

/** Whether every locality was read in a round that ended less than the refresh interval ago. */
export function isFresh({ readUpTo, round, lastRound }: Position, settings: PopulationSettings, now: number): boolean {
  if (round !== undefined || lastRound === undefined) return false;
  const isComplete = settings.localities.every((locality) => readUpTo.has(locality));
  return isComplete && now - lastRound.endedAt < settings.refreshIntervalSeconds * 1000;
}

/** The position after the locality under way was read to its end. */
export function afterLocality(position: Position, settings: PopulationSettings, now: number): Position {
  const { round, readUpTo } = position;
  if (round === undefined) return position;
  const upTo = new Map([...readUpTo, [round.locality, round.list?.asOf ?? round.startedAt]]);
  return pastLocality({ ...position, readUpTo: upTo }, settings, now);
}

/** The position behind the locality under way, however far that was read. */
export function pastLocality(position: Position, settings: PopulationSettings, now: number): Position {
  const { round, readUpTo, lastRound } = position;
  if (round === undefined) return position;
  const next = settings.localities[settings.localities.indexOf(round.locality) + 1];
  return {
    readUpTo,
    round: next === undefined ? undefined : { startedAt: round.startedAt, locality: next, list: undefined },
    lastRound: next === undefined ? { startedAt: round.startedAt, endedAt: now } : lastRound,
  };
}

/**
 * What is left. `events` counts the rest of the list being read, at least one as long as the round goes on:
 * localities whose lists are not yet asked for are not in it, as nobody knows their size. `seconds` is the greatest
 * age a change not yet read can have: the time since the last complete round began (in the first round: since that
 * one began). After a round both are zero, and stay so until the next one begins: the source tells nothing of itself,
 * so that a change can be unseen, and unknown here, for as long as the refresh interval.
 */
export function lagAt(position: Position, remaining: number, now: number): Lag {
  if (position.round === undefined) return { events: 0, seconds: 0 };
  const since = position.lastRound?.startedAt ?? position.round.startedAt;
  return { events: Math.max(1, remaining), seconds: Math.max(0, (now - since) / 1000) };
}

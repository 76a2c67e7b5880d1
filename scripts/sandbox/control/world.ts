/** What life events happen in, and the checks they share. */
import type { Entry } from '../civil-status/wire.ts';
import type { Feed } from '../civil-status/feed.ts';
import type { Health } from '../health/health.ts';
import { draws, hash32, type Draws } from '../lib/random.ts';
import { RequestError, type RequestFault } from '../lib/reply.ts';
import {
  civilDate,
  dateOf,
  isoDate,
  yearsBetween,
  type Address,
  type PartialDate,
  type Person,
  type Relative,
} from '../people/person.ts';
import type { Change, Registry } from '../people/registry.ts';
import type { Insurance } from '../social-insurance/insurance.ts';
import type { Clock } from './clock.ts';
import type { AddressInput } from './event-input.ts';
import type { Journal } from './journal.ts';

export type World = {
  registry: Registry;
  feed: Feed;
  health: Health;
  clock: Clock;
  journal: Journal;
  /** Undefined where there is no folder to deliver into. */
  insurance: Insurance | undefined;
  /** Draws for the next event: a function of the seed and of how many were made before. */
  nextDraws(): Draws;
  /** How many draws were made, to be read before and set again when something is replayed. */
  drawn: number;
  /** Ids of acts annulled so far. */
  annulled: Set<string>;
};

/** A world in which nothing has happened yet. */
export function createWorld(
  parts: Pick<World, 'registry' | 'feed' | 'health' | 'clock' | 'journal' | 'insurance'>,
): World {
  const world: World = {
    ...parts,
    annulled: new Set(),
    drawn: 0,
    nextDraws: () => {
      world.drawn += 1;
      return draws(hash32(parts.registry.people.seed, world.drawn, 301));
    },
  };
  return world;
}

export type Subject = { index: number; person: Person };

/** What a life event answers with. */
export type Happened = {
  system: 'population' | 'civil-status' | 'social-insurance' | 'health';
  type: string;
  personalNumber: string;
  fullName: string;
  [detail: string]: unknown;
};

/** The person with a number, as civil status knows them. Throws RequestError 404. */
export function subjectOf(world: World, personalNumber: string, path = 'personalNumber'): Subject {
  const index = world.registry.indexOf(personalNumber);
  if (index === undefined) {
    throw new RequestError(404, 'Nobody has this number', [
      { path, code: 'unknown-person', expected: 'the number of a citizen' },
    ]);
  }
  return { index, person: world.registry.inCivilStatus(index) };
}

/** Throws RequestError 422 if there is any fault. */
export function refuse(faults: readonly (RequestFault | false)[]): void {
  const real = faults.filter((fault) => fault !== false);
  if (real.length > 0) throw new RequestError(422, 'This cannot have happened', real);
}

/** A fault if the person is dead. */
export function deceased(person: Person, path = 'personalNumber'): RequestFault | false {
  return person.deathDate !== undefined && { path, code: 'deceased', expected: 'a living person' };
}

/** The day an event happened: as given, or today. Throws RequestError 422 if it lies ahead or before the birth. */
export function dayOf(world: World, given: string | undefined, birth?: PartialDate): Required<PartialDate> {
  const today = civilDate(world.clock.now());
  const date = given === undefined ? today : dateOf(given);
  const text = isoDate(date);
  refuse([
    text > isoDate(today) && { path: 'date', code: 'in-the-future', expected: 'a day not after today' },
    birth !== undefined &&
      yearsBetween(birth, date) < 0 && { path: 'date', code: 'before-birth', expected: 'a day after the birth' },
  ]);
  return date;
}

/** Checks the codes of an address. Throws RequestError 422. */
export function addressOf(world: World, given: AddressInput): Address {
  const unknown = world.registry.people.places.unknownCodes(given);
  refuse(
    unknown.map((field) => ({
      path: `address.${field}`,
      code: 'unknown-unit',
      expected: 'units that lie in each other',
    })),
  );
  const { province, commune, detail } = given;
  return {
    country: 'VN',
    province,
    commune,
    detail,
    ...(given.district === undefined ? {} : { district: given.district }),
  };
}

/** How records name a person. */
export function asRelative(person: Person): Relative {
  return { name: person.fullName, personalNumber: person.personalNumber };
}

/** Writes a change to civil status, and to the population database too where it is to hear at once. */
export function record(world: World, index: number, change: Change, syncPopulation: boolean): void {
  world.registry.changeCivilStatus(index, change);
  if (syncPopulation) world.registry.changePopulation(index, change, world.clock.now());
}

/** The part of the answer every act of civil status has. */
export function actAnswer(entries: readonly Entry[], person: Pick<Person, 'personalNumber' | 'fullName'>): Happened {
  const [first] = entries;
  return {
    system: 'civil-status',
    type: first?.content.type ?? '',
    eventId: first?.eventId,
    sequence: first?.sequence,
    sequences: entries.map(({ sequence }) => sequence),
    personalNumber: person.personalNumber,
    fullName: person.fullName,
  };
}

/** The spouse of a person, if civil status knows them by number. */
export function spouseOf(world: World, person: Person): Subject | undefined {
  const number = person.spouse?.personalNumber;
  const index = number === undefined ? undefined : world.registry.indexOf(number);
  return index === undefined ? undefined : { index, person: world.registry.inCivilStatus(index) };
}

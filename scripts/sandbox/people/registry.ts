/**
 * Everybody, with what changed since. Two registers know the people: the population database, and civil status, which
 * hears of births, marriages, deaths and corrections first. Both are the base population under a thin layer of
 * changes; people are named by index: below `people.size` the base population, from there on the newborn.
 */
import type { Address, Person } from './person.ts';
import type { People } from './contract.ts';
import { baseEnd } from './people.ts';

/** What changed about a person; `undefined` takes a value away. */
export type Change = Partial<Person>;

type Newborn = { person: Person; inPopulation: boolean };

export type Registry = {
  readonly people: People;
  /** The index of whoever has this personal number, in either register. */
  indexOf(personalNumber: string): number | undefined;
  /** The index of whoever has this old identity card. */
  indexOfCard(card: string): number | undefined;
  /** The person's row in the population database. */
  inPopulation(index: number): Person | undefined;
  /** The person as civil status knows them. */
  inCivilStatus(index: number): Person;
  /** One past the highest index. */
  end(): number;
  /** Index and time of change of every row in the population database that is not as derived, newborn included. */
  changedInPopulation(): Iterable<readonly [number, number]>;
  /** Where the person lived before moving, with the time they moved away. */
  formerResidences(index: number): readonly { address: Address; until: number }[];
  changePopulation(index: number, change: Change, at: number): void;
  changeCivilStatus(index: number, change: Change): void;
  /** Adds a newborn and answers the index. */
  add(person: Person, inPopulation: boolean): number;
};

/** A registry in which nothing has changed yet. Memory grows with the changes only. */
export function createRegistry(people: People): Registry {
  const rows = populationRows(people);
  const civil = new Map<number, Change>();
  const newbornIndex = new Map<string, number>();
  return {
    people,
    indexOf: (number) => newbornIndex.get(number) ?? baseIndex(people, number),
    indexOfCard: (card) => cardIndex(people, card),
    inPopulation: rows.shown,
    inCivilStatus: (index) => {
      const held = rows.stated(index);
      if (held === undefined) throw new RangeError('reading the registry: no such person');
      return { ...held.person, ...civil.get(index) };
    },
    end: () => people.size + rows.newborn.length,
    *changedInPopulation() {
      for (const [index, { updatedAt }] of rows.changes) yield [index, updatedAt] as const;
    },
    formerResidences: (index) => rows.former.get(index) ?? [],
    changePopulation: rows.change,
    changeCivilStatus: (index, change) => {
      civil.set(index, { ...civil.get(index), ...change });
    },
    add: (person, known) => {
      const index = people.size + rows.newborn.length;
      newbornIndex.set(person.personalNumber, index);
      rows.newborn.push({ person, inPopulation: known });
      if (known) rows.change(index, {}, person.updatedAt);
      return index;
    },
  };
}

/** The rows of the population database over the derived ones. Every change has a time of its own, later than all before. */
function populationRows(people: People) {
  const changes = new Map<number, Change & { updatedAt: number }>();
  const former = new Map<number, { address: Address; until: number }[]>();
  const newborn: Newborn[] = [];
  let latest = baseEnd;

  const stated = (index: number): Newborn | undefined => {
    const held =
      index < people.size ? { person: people.person(index), inPopulation: true } : newborn[index - people.size];
    return held === undefined ? undefined : { ...held, person: { ...held.person, ...changes.get(index) } };
  };
  const shown = (index: number) => {
    const held = stated(index);
    return held?.inPopulation === true ? held.person : undefined;
  };
  const change = (index: number, change: Change, at: number) => {
    const before = shown(index);
    if (before === undefined) return;
    latest = Math.max(at, latest + 1);
    if (change.residence !== undefined) {
      former.set(index, [...(former.get(index) ?? []), { address: before.residence, until: latest }]);
    }
    changes.set(index, { ...changes.get(index), ...change, updatedAt: latest });
  };
  return { changes, former, newborn, stated, shown, change };
}

function cardIndex(people: People, card: string): number | undefined {
  const index = people.numbers.indexOfCard(card);
  if (index === undefined || index >= people.size) return undefined;
  return people.person(index).oldIdentityNumber === card ? index : undefined;
}

/** A number gives its only possible index back; the person there must really have it. */
function baseIndex(people: People, number: string): number | undefined {
  const index = people.numbers.indexOfNumber(number);
  if (index === undefined || index >= people.size) return undefined;
  return people.personalNumber(index) === number ? index : undefined;
}

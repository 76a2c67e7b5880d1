/**
 * Plausible acts by the thousand, for benches and crash tests: entry k of a bulk is a function of (seed, k), so that a
 * million of them take no memory. They tell of base citizens and of newborn who exist in the feed only.
 */
import { permutation } from '../lib/permutation.ts';
import { draws, hash32 } from '../lib/random.ts';
import { blockSize, type Member } from '../people/household.ts';
import { correctedName, drawName } from '../people/names.ts';
import { composeNumber } from '../people/numbers.ts';
import type { People } from '../people/contract.ts';
import { coupleOf } from '../people/relatives.ts';
import { civilDate, isoDate, type Person } from '../people/person.ts';
import { eventIdOf, type ActContent, type Entry, type EntryPerson } from './wire.ts';

export type Bulk = {
  /** Sequence of its first entry. */
  start: number;
  count: number;
  seed: number;
  recordedAt: number;
  /** Entries of all bulks before, so that no two newborn get one number. */
  before: number;
};

/** Odd suffixes are for the newborn of bulks, even ones for those of single events (see life-events). */
const newbornSuffixes = permutation(500_000, 193_707, 4711);

type Draft = { type: ActContent['type']; person: EntryPerson; content: ActContent; first: number };

/** Entry k (from 0) of a bulk. */
export function bulkEntry(people: People, bulk: Bulk, k: number): Entry {
  const { type, person, content, first } = draft(people, bulk, k);
  const eventId = eventIdOf(type, bulk.recordedAt, bulk.start + first);
  return { sequence: bulk.start + k, eventId, recordedAt: bulk.recordedAt, person, content };
}

function draft(people: People, bulk: Bulk, k: number): Draft {
  const slot = k - (k % 2);
  const wedding = hash32(bulk.seed, slot, 101) % 100 < 20 && slot + 1 < bulk.count;
  if (wedding) return marriage(people, bulk, slot, k % 2);
  const draw = hash32(bulk.seed, k, 102) % 100;
  if (draw < 62) return correction(people, bulk, k);
  return draw < 88 ? birth(people, bulk, k) : death(people, bulk, k);
}

function dateOfAct(bulk: Bulk, k: number): string {
  return isoDate(civilDate(bulk.recordedAt - (hash32(bulk.seed, k, 103) % 10) * 86_400_000));
}

function correction(people: People, bulk: Bulk, k: number): Draft {
  const index = hash32(bulk.seed, k, 104) % people.size;
  const person = people.identity(index);
  const facts = {
    surname: people.surname(index),
    sex: person.sex,
    birthYear: person.birthDate.year,
    ethnicity: person.ethnicity,
  };
  const newName = correctedName(person.fullName, facts, hash32(bulk.seed, k, 105));
  const content: ActContent = {
    type: 'name-correction',
    oldName: person.fullName,
    newName,
    date: dateOfAct(bulk, k),
  };
  return { type: content.type, person: { ...person, fullName: newName }, content, first: k };
}

function death(people: People, bulk: Bulk, k: number): Draft {
  const index = search(
    people,
    hash32(bulk.seed, k, 106),
    (member) => member.birth.year < 1965 && member.death === undefined,
  );
  return {
    type: 'death',
    person: people.identity(index),
    content: { type: 'death', date: dateOfAct(bulk, k) },
    first: k,
  };
}

function marriage(people: People, bulk: Bulk, slot: number, side: number): Draft {
  const year = civilDate(bulk.recordedAt).year;
  const free = (member: Member) =>
    (member.role === 'single' || member.role === 'child') &&
    member.death === undefined &&
    year - member.birth.year >= 21;
  const groom = search(people, hash32(bulk.seed, slot, 107), (member) => member.sex === 'male' && free(member));
  const bride = search(people, hash32(bulk.seed, slot, 108), (member) => member.sex === 'female' && free(member));
  const [own, other] = side === 0 ? [groom, bride] : [bride, groom];
  const { name, personalNumber } = people.relative(other);
  const spouse = personalNumber === undefined ? { name } : { name, personalNumber };
  return {
    type: 'marriage',
    person: people.identity(own),
    content: { type: 'marriage', date: dateOfAct(bulk, slot), spouse },
    first: slot,
  };
}

function birth(people: People, bulk: Bulk, k: number): Draft {
  const { year, month, day } = civilDate(bulk.recordedAt);
  const mother = search(people, hash32(bulk.seed, k, 109), (member) => isYoungMother(people, member, year));
  const couple = coupleOf(people.household(mother));
  const father = couple?.find((member) => member.sex === 'male');
  const sex = hash32(bulk.seed, k, 110) % 2 === 0 ? ('male' as const) : ('female' as const);
  const child = {
    sex,
    birthDate: { year, month, day },
    ethnicity: people.member(mother).ethnicity,
    fullName: drawName(
      {
        surname: people.surname(father?.index ?? mother),
        sex,
        birthYear: year,
        ethnicity: people.member(mother).ethnicity,
      },
      draws(hash32(bulk.seed, k, 111)),
    ),
    personalNumber: composeNumber({
      prefix: '079',
      sex,
      year,
      suffix: 2 * newbornSuffixes.forward((bulk.before + k) % 500_000) + 1,
    }),
  };
  const parents = parentsOf(people, mother, father?.index);
  const home: Person = people.person(mother);
  const place = { ...home.currentResidence, detail: '' };
  const content: ActContent = {
    type: 'birth',
    birthPlace: place,
    registration: place,
    hometown: home.hometown,
    ...parents,
  };
  return { type: 'birth', person: child, content, first: k };
}

function parentsOf(people: People, mother: number, father: number | undefined) {
  return { mother: people.relative(mother), father: father === undefined ? undefined : people.relative(father) };
}

function isYoungMother(people: People, member: Member, year: number): boolean {
  if (member.sex !== 'female' || member.role === 'child' || coupleOf(people.household(member.index)) === undefined)
    return false;
  const age = year - member.birth.year;
  return age >= 20 && age <= 42 && member.role !== 'single' && member.role !== 'grandparent';
}

/** The first who fits, from a point on; whoever stands there if nobody near does. */
function search(people: People, point: number, fits: (member: Member) => boolean): number {
  const start = point % people.size;
  for (let step = 0; step < 100 * blockSize; step += 1) {
    const index = (start + step) % people.size;
    if (fits(people.member(index))) return index;
  }
  return start;
}

/** The entries of a bulk between two sequences, both inclusive. */
export function bulkRange(people: People, bulk: Bulk, range: { from: number; to: number }): Entry[] {
  const first = Math.max(0, range.from - bulk.start);
  const last = Math.min(bulk.count - 1, range.to - bulk.start);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => bulkEntry(people, bulk, first + offset));
}

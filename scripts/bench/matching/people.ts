/** The sandbox's people as the hub would hold them, with phones, which the sandbox's systems do not tell. */
import type { CitizenFields, PersonName } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { buildAddress } from '../../../mappings/lib/addresses.ts';
import { parseName } from '../../../mappings/lib/names.ts';
import { sliceOf } from '../../cli/matching-records.ts';
import { draws, hash32 } from '../../sandbox/lib/random.ts';
import { upper } from '../../sandbox/people/names.ts';
import { createPeople } from '../../sandbox/people/people.ts';
import type { Address, Person, Relative } from '../../sandbox/people/person.ts';
import { addressAt, addressDetail, loadPlaces, type Place } from '../../sandbox/people/places.ts';
import type { People } from '../../sandbox/people/contract.ts';

export type BenchPeople = {
  size: number;
  seed: number;
  /** Places in the province. */
  places: readonly Place[];
  /** What the population database states, with a phone for most: the person as the hub holds them. */
  held(index: number): Slice[];
  /** All that a sector may state of the person, in today's units and proper case, without a personal number. */
  known(index: number): Known;
};

export type Known = { fields: CitizenFields; place: Place; detail: string };

/** Everybody, for a seed. */
export function benchPeople(seed: number, size: number): BenchPeople {
  const places = loadPlaces();
  const people = createPeople(seed, size, places);
  return {
    size,
    seed,
    places: places.home,
    held: (index) => held(people, index),
    known: (index) => known(people, index),
  };
}

/** A name as a mapping would read it. Throws for a text that is none. */
export function nameOf(text: string): PersonName {
  const name = parseName(text);
  if (!name.ok) throw new Error('making people for the benchmark: a name that is none');
  return name.value;
}

/** An address of the sandbox as a field; nothing where it says nothing. */
export function addressField(
  field: 'permanentResidence' | 'hometown',
  { country, province, district, commune, detail }: Address,
): CitizenFields {
  const address = buildAddress({ country, province, district, commune, detail: detail === '' ? undefined : detail });
  return address === undefined ? {} : { [field]: address };
}

function held(people: People, index: number): Slice[] {
  const person = people.person(index);
  const fields = fieldsOf(person, upper(person.fullName));
  const hasPhone = hash32(people.seed, index, 71) % 100 < 60;
  const population = sliceOf('population', {
    ...fields,
    personalNumber: person.personalNumber,
    ...(person.oldIdentityNumber === undefined ? {} : { oldIdentityNumber: person.oldIdentityNumber }),
    ...(hasPhone ? { phone: phoneOf(people, index) } : {}),
  });
  return [population];
}

function known(people: People, index: number): Known {
  const person = people.person(index);
  const place = people.place(index);
  const detail = addressDetail(place.urban, draws(hash32(people.seed, people.member(index).head, 51)));
  const fields = {
    ...fieldsOf(person, person.fullName),
    ...addressField('permanentResidence', addressAt(place, detail, 'new')),
    ...(person.oldIdentityNumber === undefined ? {} : { oldIdentityNumber: person.oldIdentityNumber }),
    phone: phoneOf(people, index),
  };
  return { fields, place, detail };
}

function fieldsOf(person: Person, name: string): CitizenFields {
  return {
    fullName: nameOf(name),
    birthDate: person.birthDate,
    sex: { scheme: 'sex', code: person.sex },
    ...addressField('permanentResidence', person.residence),
    ...addressField('hometown', person.hometown),
    ...relative('father', person.father),
    ...relative('mother', person.mother),
  };
}

function relative(field: 'father' | 'mother', parent: Relative | undefined): CitizenFields {
  if (parent === undefined) return {};
  const { name, personalNumber } = parent;
  return { [field]: { name: { text: name }, ...(personalNumber === undefined ? {} : { personalNumber }) } };
}

/** Children are reached through the head of their household. */
function phoneOf(people: People, index: number): string {
  const member = people.member(index);
  const owner = member.birth.year > 2008 ? member.head : index;
  return `09${String(hash32(people.seed, owner, 72) % 100_000_000).padStart(8, '0')}`;
}

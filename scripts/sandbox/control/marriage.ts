/** A marriage: two people, one act, an entry for each. */
import type { RequestFault } from '../lib/reply.ts';
import { isoDate, yearsBetween, type PartialDate, type Person } from '../people/person.ts';
import type { InputOf } from './event-input.ts';
import {
  actAnswer,
  asRelative,
  dayOf,
  deceased,
  record,
  refuse,
  subjectOf,
  type Happened,
  type Subject,
  type World,
} from './world.ts';

/** From the Law on Marriage and Family 2014, article 8: men from 20, women from 18. */
const marriageableAge = { male: 20, female: 18 };

/** Marries two people; without a spouse named, a suitable one is found. Throws RequestError. */
export function marriage(world: World, input: InputOf<'marriage'>): Happened {
  const one = subjectOf(world, input.personalNumber);
  const date = dayOf(world, input.date, one.person.birthDate);
  refuse(hindrances(one.person, date, 'personalNumber'));
  const other = input.spouse === undefined ? findSpouse(world, one, date) : subjectOf(world, input.spouse, 'spouse');
  refuse([
    ...hindrances(other.person, date, 'spouse'),
    other.person.sex === one.person.sex && { path: 'spouse', code: 'same-sex', expected: 'a man and a woman' },
  ]);
  const content = (spouse: Person) => ({ type: 'marriage' as const, date: isoDate(date), spouse: asRelative(spouse) });
  const entries = world.feed.append([
    { person: one.person, content: content(other.person) },
    { person: other.person, content: content(one.person) },
  ]);
  record(world, one.index, { maritalStatus: '2', spouse: asRelative(other.person) }, input.syncPopulation);
  record(world, other.index, { maritalStatus: '2', spouse: asRelative(one.person) }, input.syncPopulation);
  const { personalNumber, fullName } = other.person;
  return { ...actAnswer(entries, one.person), date: isoDate(date), spouse: { personalNumber, fullName } };
}

function hindrances(person: Person, date: PartialDate, path: string): (RequestFault | false)[] {
  const age = marriageableAge[person.sex];
  return [
    deceased(person, path),
    person.maritalStatus === '2' && { path, code: 'married', expected: 'somebody who is not married' },
    yearsBetween(person.birthDate, date) < age && {
      path,
      code: 'too-young',
      expected: 'a man from 20, a woman from 18',
    },
  ];
}

/** The first suitable person from a random point on, of about the same age if there is one. */
function findSpouse(world: World, one: Subject, date: PartialDate): Subject {
  const { people } = world.registry;
  const start = world.nextDraws().below(people.size);
  for (const tolerance of [12, 100]) {
    for (let step = 0; step < Math.min(people.size, 2000); step += 1) {
      const index = (start + step) % people.size;
      // The cheap part of the check first: most people are ruled out by it.
      const { sex, birth, role } = people.member(index);
      if (sex === one.person.sex || (role !== 'single' && role !== 'child')) continue;
      if (Math.abs(birth.year - one.person.birthDate.year) > tolerance) continue;
      const person = world.registry.inCivilStatus(index);
      if (!hindrances(person, date, 'spouse').some(Boolean)) return { index, person };
    }
  }
  refuse([{ path: 'spouse', code: 'nobody-suitable', expected: 'name a spouse: nobody suitable was found' }]);
  return one;
}

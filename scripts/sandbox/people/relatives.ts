/** Parents and heads of household: in the same household, elsewhere in the database, or only named. */
import { at, hash32, type Draws } from '../lib/random.ts';
import { ethnicNaming } from './ethnic-names.ts';
import type { Household, Member } from './household.ts';
import { drawName, drawSurname } from './names.ts';
import type { People } from './contract.ts';
import type { Person, Relative } from './person.ts';

type Family = Pick<Person, 'father' | 'mother' | 'head' | 'representative'>;

/** Born in this year or later, somebody is a minor in all that the base population tells. */
const firstMinorYear = 2008;

/**
 * Relationship to the head of household. The national list was not to be found; `CH01` is the only code seen in
 * practice, the others follow its form.
 */
const relationships: Record<Member['role'], string> = {
  head: 'CH01',
  single: 'CH01',
  spouse: 'CH02',
  child: 'CH03',
  grandparent: 'CH04',
};

/** The family a person's row in the population database shows. */
export function relativesOf(people: People, member: Member, random: Draws): Family {
  const head = { ...people.relative(member.head), relationship: relationships[member.role] };
  const household = people.household(member.index);
  if (member.role === 'child') return { ...represented(parentsAtHome(people, household, member), member), head };
  const grandparent = household.members.find((other) => other.role === 'grandparent');
  if (member.role === 'head' && grandparent !== undefined) {
    const side = grandparent.sex === 'male' ? 'father' : 'mother';
    return { ...namedParents(people, member, random), [side]: people.relative(grandparent.index), head };
  }
  const elsewhere = member.index < 20 ? undefined : parentsElsewhere(people, member);
  return { ...(elsewhere ?? namedParents(people, member, random)), head };
}

/** A minor is represented by a parent. */
function represented(parents: Family, { birth }: Member): Family {
  return birth.year < firstMinorYear ? parents : { ...parents, representative: parents.mother ?? parents.father };
}

function parentsAtHome(people: People, household: Household, member: Member): Family {
  const family: Family = {};
  for (const parent of household.members) {
    if (parent.head !== member.head || (parent.role !== 'head' && parent.role !== 'spouse')) continue;
    family[parent.sex === 'male' ? 'father' : 'mother'] = people.relative(parent.index);
  }
  return family;
}

/** Tries a few couples: one of the right age, people and family name may be the parents. */
function parentsElsewhere(people: People, member: Member): Family | undefined {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const candidate = hash32(people.seed, member.index, 60 + attempt) % people.size;
    const couple = coupleOf(people.household(candidate));
    if (couple?.every((parent) => fits(parent, member)) !== true) continue;
    const [father, mother] = couple[0].sex === 'male' ? couple : [couple[1], couple[0]];
    const giver = ethnicNaming(member.ethnicity)?.matrilineal === true ? mother : father;
    if (people.surname(giver.index) !== people.surname(member.index)) continue;
    return { father: people.relative(father.index), mother: people.relative(mother.index) };
  }
  return undefined;
}

function fits(parent: Member, child: Member): boolean {
  const age = child.birth.year - parent.birth.year;
  return age >= 19 && age <= 44 && parent.ethnicity === child.ethnicity;
}

function namedParents(people: People, member: Member, random: Draws): Family {
  const { ethnicity } = member;
  const own = people.surname(member.index);
  const birthYear = member.birth.year - 22 - random.below(14);
  const matrilineal = ethnicNaming(ethnicity)?.matrilineal === true;
  const other = drawSurname(ethnicity, random);
  const [paternal, maternal] = matrilineal ? [other, own] : [own, other];
  const named = (surname: string, sex: 'male' | 'female'): Relative => ({
    name: drawName({ surname, sex, birthYear, ethnicity }, random),
  });
  const [father, mother] = [named(paternal, 'male'), named(maternal, 'female')];
  const known = member.index < 20 ? 0.5 : random.unit();
  if (known < 0.04) return {};
  return known < 0.1 ? { mother } : { father, mother };
}

/** The adult couple of a household, if it has one. */
export function coupleOf(household: Household): readonly [Member, Member] | undefined {
  const couple = household.members.filter(({ role }) => role === 'head' || role === 'spouse');
  return couple.length === 2 ? [at(couple, 0), at(couple, 1)] : undefined;
}

/** A birth: of a citizen's child, or of whoever is to have a given number. */
import type { Draws } from '../lib/random.ts';
import { ethnicNaming, kinh } from '../people/ethnic-names.ts';
import { drawName, drawSurname, surnameOf } from '../people/names.ts';
import { composeNumber, parseNumber } from '../people/numbers.ts';
import {
  civilDate,
  isoDate,
  yearsBetween,
  type Address,
  type PartialDate,
  type Person,
  type Sex,
} from '../people/person.ts';
import { homeProvince } from '../people/places.ts';
import { blockSize } from '../people/household.ts';
import { coupleOf } from '../people/relatives.ts';
import type { InputOf } from './event-input.ts';
import {
  actAnswer,
  addressOf,
  asRelative,
  dayOf,
  deceased,
  refuse,
  spouseOf,
  subjectOf,
  type Happened,
  type World,
} from './world.ts';

type Parents = { father?: Person | undefined; mother?: Person | undefined };
type Child = { personalNumber: string; sex: Sex; birthDate: Required<PartialDate> };

/** Registers a birth. The number is a parent's, or, if nobody has it, the newborn's own. Throws RequestError. */
export function birth(world: World, input: InputOf<'birth'>): Happened {
  const random = world.nextDraws();
  const ofParent = world.registry.indexOf(input.personalNumber) !== undefined;
  const { child, parents } = ofParent ? childOf(world, input, random) : childWithNumber(world, input, random);
  const birthPlace = input.address === undefined ? undefined : addressOf(world, input.address);
  const family = familyOf(world, parents, { birthPlace, random });
  const fullName = input.fullName ?? childName(child, family, random);
  const person = newborn(world, { ...child, fullName }, family);
  const { birthRegistration: registration, hometown, father, mother } = person;
  const entries = world.feed.append([
    {
      person,
      content: { type: 'birth', birthPlace: birthPlace ?? registration, registration, hometown, father, mother },
    },
  ]);
  world.registry.add({ ...person, birthPlace }, input.syncPopulation);
  const parent = ofParent ? input.personalNumber : mother?.personalNumber;
  return {
    ...actAnswer(entries, person),
    birthDate: isoDate(child.birthDate),
    ...(parent === undefined ? {} : { parent }),
  };
}

function childOf(world: World, input: InputOf<'birth'>, random: Draws): { child: Child; parents: Parents } {
  const { person } = subjectOf(world, input.personalNumber);
  const birthDate = dayOf(world, input.date);
  const age = yearsBetween(person.birthDate, birthDate);
  refuse([
    deceased(person),
    (age < 15 || age > 75) && { path: 'personalNumber', code: 'parent-age', expected: 'a parent of 15 to 75 years' },
  ]);
  const spouse = spouseOf(world, person)?.person;
  const parents = person.sex === 'male' ? { father: person, mother: spouse } : { father: spouse, mother: person };
  const sex = random.chance(0.525) ? ('male' as const) : ('female' as const);
  const { province } = world.registry.people.places.today(person.residence);
  const personalNumber = freeNumber(world, { prefix: `0${province}`, sex, year: birthDate.year }, random);
  return { child: { personalNumber, sex, birthDate }, parents };
}

/** Single newborn have even suffixes, those of bulks odd ones. */
function freeNumber(world: World, parts: { prefix: string; sex: Sex; year: number }, random: Draws): string {
  for (;;) {
    const number = composeNumber({ ...parts, suffix: 2 * random.below(500_000) });
    if (world.registry.indexOf(number) === undefined) return number;
  }
}

function childWithNumber(world: World, input: InputOf<'birth'>, random: Draws): { child: Child; parents: Parents } {
  const { sex, year } = parseNumber(input.personalNumber) ?? { sex: 'male' as const, year: 0 };
  const today = civilDate(world.clock.now());
  refuse([
    year > today.year && {
      path: 'personalNumber',
      code: 'in-the-future',
      expected: 'a year of birth not after this one',
    },
  ]);
  const drawn = { year, month: 1 + random.below(12), day: 1 + random.below(28) };
  const own = year === today.year ? today : drawn;
  const birthDate = input.date === undefined ? own : dayOf(world, input.date);
  refuse([
    birthDate.year !== year && { path: 'date', code: 'number-mismatch', expected: 'a day in the year the number says' },
  ]);
  const child = { personalNumber: input.personalNumber, sex, birthDate };
  return { child, parents: someParents(world, year, random) };
}

/** A living couple of the right age, if one is found near a random point. */
function someParents(world: World, year: number, random: Draws): Parents {
  const { registry } = world;
  const start = random.below(registry.people.size);
  for (let step = 0; step < Math.min(registry.people.size, 4000); step += blockSize) {
    const couple = coupleOf(registry.people.household((start + step) % registry.people.size));
    if (couple?.every(({ birth }) => year - birth.year >= 20 && year - birth.year <= 42) !== true) continue;
    const [one, other] = [registry.inCivilStatus(couple[0].index), registry.inCivilStatus(couple[1].index)];
    if (one.deathDate !== undefined || other.deathDate !== undefined) continue;
    return one.sex === 'male' ? { father: one, mother: other } : { father: other, mother: one };
  }
  return {};
}

/** What a child has from its parents, or from nowhere in particular where they are not known. */
type Family = Parents & {
  ethnicity: string;
  /** The family name goes from this parent to the child. */
  nameGiver: Person | undefined;
  residence: Address;
  hometown: Address | undefined;
  head: Person['head'];
};

function familyOf(
  world: World,
  { father, mother }: Parents,
  at: { birthPlace: Address | undefined; random: Draws },
): Family {
  const [first, home] = [father ?? mother, mother ?? father];
  if (first === undefined || home === undefined) {
    const residence = at.birthPlace ?? somewhere(world, at.random);
    return { ethnicity: kinh, nameGiver: undefined, residence, hometown: undefined, head: undefined };
  }
  const { ethnicity, hometown, head } = first;
  // Matrilineal groups give the mother's name; all others the father's, or the mother's where there is no father.
  const nameGiver = ethnicNaming(ethnicity)?.matrilineal === true ? home : first;
  return { father, mother, ethnicity, nameGiver, residence: home.residence, hometown, head };
}

function childName(child: Child, { ethnicity, nameGiver }: Family, random: Draws): string {
  const inherited = nameGiver === undefined ? undefined : surnameOf(nameGiver.fullName, nameGiver.ethnicity);
  const surname = inherited ?? drawSurname(ethnicity, random);
  return drawName({ surname, sex: child.sex, birthYear: child.birthDate.year, ethnicity }, random);
}

function newborn(world: World, child: Child & { fullName: string }, family: Family): Person {
  const { father, mother, residence, ethnicity, head } = family;
  const { province, commune } = world.registry.people.places.today(residence);
  const representative = mother ?? father;
  const registration: Address = { country: 'VN', province, commune: commune ?? residence.commune, detail: '' };
  return {
    ...child,
    ethnicity,
    religion: '00',
    maritalStatus: '1',
    bloodGroup: '00',
    nationality: 'VN',
    birthRegistration: registration,
    hometown: family.hometown ?? registration,
    residence,
    currentResidence: residence,
    father: father && asRelative(father),
    mother: mother && asRelative(mother),
    representative: representative && asRelative(representative),
    head: head && { ...head, relationship: 'CH03' },
    updatedAt: world.clock.now(),
  };
}

function somewhere(world: World, random: Draws): Address {
  const place = random.pick(world.registry.people.places.home);
  return { country: 'VN', province: homeProvince, commune: place.newCommune, detail: '' };
}

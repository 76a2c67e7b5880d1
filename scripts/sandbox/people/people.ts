/**
 * The base population: person i of N as a pure function of (seed, i). Nothing is kept but a few recent blocks.
 */
import { draws, hash32, at, type Draws } from '../lib/random.ts';
import { ethnicNaming } from './ethnic-names.ts';
import { identityCard } from './identity-card.ts';
import { blockSize, headIndex, household, type Household, type Member } from './household.ts';
import { drawName, drawSurname } from './names.ts';
import { composeNumber, numbering } from './numbers.ts';
import type { Identity, People } from './contract.ts';
import { relativesOf } from './relatives.ts';
import type { Address, MaritalStatus, Person, Relative } from './person.ts';
import { addressAt, addressDetail, type Place, type Places } from './places.ts';

const day = 86_400_000;
/** The day the two-level administration began. */
const eraChange = Date.UTC(2025, 6, 1) - 7 * 3_600_000;
const oldestRow = Date.UTC(2021, 0, 1);
/** No row of the base population changed after this instant. */
export const baseEnd = Date.UTC(2025, 9, 1);

/** Everybody, for a seed. `size` from 20 to 1,000,000. */
export function createPeople(seed: number, size: number, places: Places): People {
  const cache = new Array<Household | undefined>(256);
  const numbers = numbering(seed);
  const householdOf = (index: number) => {
    const block = Math.floor(index / blockSize);
    const slot = block % cache.length;
    const held = cache[slot];
    if (held?.block === block) return held;
    return (cache[slot] = household(seed, block, size));
  };
  const self: People = {
    size,
    seed,
    places,
    numbers,
    household: householdOf,
    member: (index) => at(householdOf(index).members, index % blockSize),
    person: (index) => derive(self, index),
    identity: (index) => identity(self, index),
    relative: (index) => relative(self, index),
    personalNumber: (index) => personalNumber(self, index),
    fullName: (index) => fullName(self, index),
    surname: (index) => surname(self, index),
    place: (index) => place(self, headIndex(seed, index, size)),
    updatedAt: (index) => updatedAt(self, index),
  };
  return self;
}

/** Sample citizens 12 and 16: an address of before July 2025, and somebody from outside the province. */
function place(people: People, head: number): Place {
  const point = hash32(people.seed, head, 11);
  const outside = head === 16 || (head >= 20 && point % 1000 < 30);
  const list = outside ? people.places.elsewhere : people.places.home;
  return at(list, hash32(people.seed, head, 12) % list.length);
}

function eraOf(people: People, head: number): 'old' | 'new' {
  if (head < 20) return head === 12 ? 'old' : 'new';
  return hash32(people.seed, head, 13) % 100 < 45 ? 'old' : 'new';
}

function updatedAt(people: People, index: number): number {
  const head = headIndex(people.seed, index, people.size);
  const share = hash32(people.seed, index, 14) / 4_294_967_296;
  if (eraOf(people, head) === 'new') return eraChange + Math.floor(share * (baseEnd - eraChange));
  const { year } = people.member(index).birth;
  const from = Math.max(oldestRow, Date.UTC(year + 1, 0, 31));
  return from + Math.floor(share * (eraChange - day - from));
}

function birthPlace(people: People, member: Member): Place {
  const home = place(people, member.head);
  if (member.role === 'child' || hash32(people.seed, member.index, 15) % 100 < 70) {
    const near = people.places.byOldProvince.get(home.oldProvince) ?? [home];
    return at(near, hash32(people.seed, member.index, 16) % near.length);
  }
  const all = people.places.elsewhere;
  return at(all, hash32(people.seed, member.index, 17) % all.length);
}

function personalNumber(people: People, index: number): string {
  const member = people.member(index);
  const prefix = `0${birthPlace(people, member).oldProvince}`;
  return composeNumber({ prefix, sex: member.sex, year: member.birth.year, suffix: people.numbers.suffix(index) });
}

/** Children have the father's family name (the mother's where the group is matrilineal or there is no father). */
function surname(people: People, index: number): string {
  const member = people.member(index);
  const { members } = people.household(index);
  if (member.role === 'child') {
    const wanted = ethnicNaming(member.ethnicity)?.matrilineal === true ? 'female' : 'male';
    const couple = members.filter((other) => other.head === member.head && ['head', 'spouse'].includes(other.role));
    return surname(people, (couple.find((parent) => parent.sex === wanted) ?? at(couple, 0)).index);
  }
  if (member.role === 'grandparent' && member.sex === 'male') return surname(people, member.head);
  return drawSurname(member.ethnicity, draws(hash32(people.seed, index, 21)));
}

/** Sample citizen 8 has a single name. */
function fullName(people: People, index: number): string {
  const member = people.member(index);
  if (index === 8) return member.sex === 'male' ? 'Nhân' : 'Nhàn';
  const facts = {
    surname: surname(people, index),
    sex: member.sex,
    birthYear: member.birth.year,
    ethnicity: member.ethnicity,
  };
  return drawName(facts, draws(hash32(people.seed, index, 22)));
}

function identity(people: People, index: number): Identity {
  const member = people.member(index);
  return {
    personalNumber: personalNumber(people, index),
    fullName: fullName(people, index),
    sex: member.sex,
    birthDate: yearOnly(people.seed, member) ? { year: member.birth.year } : member.birth,
    ethnicity: member.ethnicity,
  };
}

function derive(people: People, index: number): Person {
  const member = people.member(index);
  const random = draws(hash32(people.seed, index, 31));
  const spouse = partner(people, member);
  const family = relativesOf(people, member, random);
  return {
    ...identity(people, index),
    religion: random.chance(0.75) ? '00' : random.pick(['01', '02', '99']),
    maritalStatus: maritalStatus(member, spouse, random),
    bloodGroup: random.pick(['00', '00', '00', '01', '02', '03', '04', '04']),
    nationality: 'VN',
    oldIdentityNumber: oldCard(people, member),
    identityCard: identityCard(people, member),
    ...addresses(people, member, random),
    ...family,
    spouse: spouse === undefined || spouse.death !== undefined ? undefined : people.relative(spouse.index),
    householdBook: random.chance(0.5) ? String(700_000_000 + member.head) : undefined,
    deathDate: member.death,
    updatedAt: updatedAt(people, index),
  };
}

function relative(people: People, index: number): Relative {
  const card = oldCard(people, people.member(index));
  return {
    name: fullName(people, index),
    personalNumber: personalNumber(people, index),
    ...(card === undefined ? {} : { oldIdentityNumber: card }),
  };
}

function partner(people: People, member: Member): Member | undefined {
  const role = member.role === 'head' ? 'spouse' : member.role === 'spouse' ? 'head' : undefined;
  return people.household(member.index).members.find((other) => other.head === member.head && other.role === role);
}

function maritalStatus(member: Member, spouse: Member | undefined, random: Draws): MaritalStatus {
  const draw = random.unit();
  if (spouse !== undefined) return spouse.death === undefined ? '2' : '3';
  if (member.role === 'head' || member.role === 'grandparent') return '3';
  return member.role === 'child' || member.index < 20 ? '1' : singleStatus(member, draw);
}

function singleStatus(member: Member, draw: number): MaritalStatus {
  if (draw < 0.02) return '0';
  return member.birth.year < 1980 && draw < 0.3 ? '3' : '1';
}

/** Old people often know only the year. Sample citizen 9 is one of them. */
function yearOnly(seed: number, { index, birth }: Member): boolean {
  return index === 9 || (index >= 20 && birth.year < 1965 && hash32(seed, index, 42) % 100 < 6);
}

/** Nine-digit cards were issued until the chip cards came. Sample citizens 0 and 11 have one. */
function oldCard(people: People, member: Member): string | undefined {
  const some = member.birth.year <= 2002 && hash32(people.seed, member.index, 41) % 100 < 60;
  const has = member.index < 20 ? member.index === 0 || member.index === 11 : some;
  return has ? people.numbers.card(member.index) : undefined;
}

function addresses(people: People, member: Member, random: Draws) {
  const home = place(people, member.head);
  const detail = addressDetail(home.urban, draws(hash32(people.seed, member.head, 51)));
  const residence = addressAt(home, detail, eraOf(people, member.head));
  const birth = birthPlace(people, member);
  const origin = random.chance(0.5) ? birth : random.pick(people.places.elsewhere);
  const away = member.index >= 20 && member.role === 'single' && random.chance(0.15);
  const elsewhere: Address = addressAt(random.pick(people.places.home), addressDetail(true, random), 'new');
  return {
    birthRegistration: addressAt(birth, '', 'old'),
    hometown: addressAt(origin, random.chance(0.3) ? addressDetail(false, random) : '', 'old'),
    residence,
    currentResidence: away ? elsewhere : residence,
  };
}

/**
 * Who is insured, and what their record says: six in ten of the adults, as a pure function of (seed, index). One in ten
 * of the records is old, typed from paper long ago: a nine-digit card and no personal number, and often a name without
 * accents or with a slip of the pen, or the year of birth alone.
 */
import { draws, hash32, type Draws } from '../lib/random.ts';
import type { Identity, People } from '../people/contract.ts';
import { unaccented, upper } from '../people/names.ts';
import type { PartialDate, Person } from '../people/person.ts';
import { addressDetail } from '../people/places.ts';
import type { Enrolment } from './wire.ts';

/** What social insurance holds of somebody before anything happens; the rest of the enrolment says what happened. */
export type Held = Omit<Enrolment, 'version' | 'operation' | 'changedAt'> & { since: number; isOld: boolean };

const day = 86_400_000;
const lastBirthYear = 2006;
const oldPeriod = { from: Date.UTC(2006, 0, 1), days: 3650 };
const newPeriod = { from: Date.UTC(2017, 0, 1), days: 3000 };

/** Whether somebody of the base population is insured from the beginning. Samples: the first, and who has an old card. */
export function isInsured(people: People, index: number): boolean {
  const { birth, death } = people.member(index);
  if (index < 20) return index === 0 || index === 11;
  return death === undefined && birth.year <= lastBirthYear && hash32(people.seed, index, 501) % 100 < 60;
}

/** Half of the people of that age have an old card; a fifth of those make one in ten. */
function mayBeOld(people: People, index: number): boolean {
  if (index < 20) return index === 11;
  return index < people.size && hash32(people.seed, index, 502) % 100 < 20;
}

/** Of a person, what a record can be made of. */
export type Enrolled = Identity & Pick<Person, 'oldIdentityNumber'>;

/** Somebody of the base population as they were enrolled; the whole person only where the card is needed. */
export function enrolledFirst(people: People, index: number): Enrolled {
  return mayBeOld(people, index) ? people.person(index) : people.identity(index);
}

/** What social insurance holds of the person at an index, or would hold if it enrolled them now. */
export function heldOf(people: People, index: number, person: Enrolled): Held {
  const random = draws(hash32(people.seed, index, 504));
  const isOld = person.oldIdentityNumber !== undefined && mayBeOld(people, index);
  const period = isOld ? oldPeriod : newPeriod;
  const adultFrom = Date.UTC(person.birthDate.year + 18, 0, 1);
  const book = people.numbers.insurance(index);
  return {
    recordNumber: `HS-${String(index + 1).padStart(7, '0')}`,
    since: Math.max(adultFrom, period.from + random.below(period.days) * day),
    isOld,
    bookNumber: book,
    healthNumber: isOld ? '' : `GD479${book}`,
    ...(isOld ? asOnPaper(person, random) : asToday(person)),
    sex: person.sex,
    ethnicity: person.ethnicity,
    ...homeOf(people, index, random),
    phone: !isOld && random.chance(0.7) ? `0900${String(index % 1_000_000).padStart(6, '0')}` : '',
  };
}

type Written = Pick<Held, 'personalNumber' | 'oldIdentityNumber' | 'fullName' | 'birthDate' | 'yearAlone'>;

function asToday({ personalNumber, fullName, birthDate }: Enrolled): Written {
  return { personalNumber, oldIdentityNumber: '', fullName: upper(fullName), birthDate, yearAlone: 'january' };
}

function asOnPaper(person: Enrolled, random: Draws): Written {
  const { oldIdentityNumber = '', fullName } = person;
  const spelling = random.unit();
  const written = spelling < 0.15 ? withSlip(fullName, random) : fullName;
  const birthDate: PartialDate = random.chance(0.25) ? { year: person.birthDate.year } : person.birthDate;
  return {
    personalNumber: '',
    oldIdentityNumber,
    fullName: upper(spelling < 0.4 ? written : unaccented(written)),
    birthDate,
    yearAlone: random.chance(0.7) ? 'january' : 'bare',
  };
}

/** One letter left out, never the first of a word. */
function withSlip(fullName: string, random: Draws): string {
  const places = [...fullName.matchAll(/(?<=\p{L})\p{L}/gu)].map(({ index }) => index);
  if (places.length === 0) return fullName;
  const place = random.pick(places);
  return fullName.slice(0, place) + fullName.slice(place + 1);
}

/** Where they lived when they were enrolled, in the codes of before July 2025; social insurance hears of no move. */
function homeOf(people: People, index: number, random: Draws) {
  if (index >= people.size) return { province: '', district: '', commune: '', detail: '' };
  const { oldProvince, oldDistrict, oldCommune, urban } = people.place(index);
  const detail = addressDetail(urban, random);
  return { province: oldProvince, district: oldDistrict, commune: oldCommune, detail };
}

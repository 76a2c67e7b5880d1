/** Records of people the hub does not hold, who look like somebody it does. */
import type { CitizenFields, Code, PartialDate, PersonName } from '../../../mappings/canonical/citizen.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { draws, hash32, type Draws } from '../../sandbox/lib/random.ts';
import { kinh } from '../../sandbox/people/ethnic-names.ts';
import { generationOf, surnames } from '../../sandbox/people/name-lists.ts';
import { drawName } from '../../sandbox/people/names.ts';
import { addressAt, addressDetail } from '../../sandbox/people/places.ts';
import { leaveOut, type Happening } from './errors.ts';
import { sliceOf } from '../../cli/matching-records.ts';
import { addressField, nameOf, type BenchPeople } from './people.ts';
import { asSectorsKnow, sectorSystem, somebody, somePhone, type BenchRecord } from './records.ts';

/** Somebody with a name, a whole date of birth and a sex. */
type Whole = CitizenFields & { fullName: PersonName; birthDate: PartialDate; sex: Code };
type LookAlike = (fields: Whole, happening: Happening) => CitizenFields | undefined;

/** The sandbox has twins of its own born later, whose name a third must not have. */
const lastYearWithoutTwins = 2010;

const lookAlikes = {
  'twin, like name': (fields, { random }) => twin(fields, random, isLike),
  'twin, other name': (fields, { random }) => twin(fields, random, isOther),
  'brother or sister': (fields, { random }) => {
    const birthDate = anotherDay(fields.birthDate.year + random.pick([-3, -2, 2, 3]), random);
    return renamed({ ...fields, birthDate }, random, isOther);
  },
  'child named like a parent': (fields, { random }) => {
    const parent = { name: { text: fields.fullName.text } };
    const birthDate = anotherDay(fields.birthDate.year + 20 + random.below(15), random);
    return { ...fields, birthDate, ...(fields.sex.code === 'male' ? { father: parent } : { mother: parent }) };
  },
  'namesake born the same year': (fields, happening) => {
    const { year } = fields.birthDate;
    return { ...unrelated(fields, happening), birthDate: anotherDay(year, happening.random, fields.birthDate) };
  },
  'namesake born the same day': (fields, happening) => unrelated(fields, happening),
  'nobody in particular': (fields) => fields,
} as const satisfies Record<string, LookAlike>;

type StrangerKind = keyof typeof lookAlikes;
export const strangerKinds = Object.keys(lookAlikes) as readonly StrangerKind[];

/** One record of every kind in turn; `others` are people of whom none is held. */
export function* strangers(people: BenchPeople, others: BenchPeople, count: number): Generator<BenchRecord> {
  for (let made = 0, attempt = 0; made < count; attempt += 1) {
    const kind = strangerKinds[made % strangerKinds.length] ?? 'nobody in particular';
    const random = draws(hash32(people.seed, attempt, 82));
    const from = kind === 'nobody in particular' ? others : people;
    const known = from.known(somebody(from, random));
    const happening = { ...known, random, places: people.places };
    const fields = isWhole(known.fields) ? lookAlikes[kind](known.fields, happening) : undefined;
    if (fields === undefined) continue;
    made += 1;
    yield { kind, slice: sliceOf(sectorSystem, asSectorsKnow(fields, random)), truth: undefined };
  }
}

function isWhole(fields: CitizenFields): fields is Whole {
  return fields.fullName !== undefined && fields.birthDate?.day !== undefined && fields.sex !== undefined;
}

function twin(fields: Whole, random: Draws, fits: (one: string, other: string) => boolean): CitizenFields | undefined {
  return fields.birthDate.year > lastYearWithoutTwins ? undefined : renamed(fields, random, fits);
}

/** Names that differ from usual ones in little, most in accents alone. */
const extraGiven = ['Ánh', 'Hường', 'Thúy', 'Hạnh', 'Hành', 'Dùng', 'Bào', 'Khôi', 'Minh', 'Mình', 'Lân', 'Lan', 'Vỹ'];

/** The same person with another given name that was usual when they were born; undefined where none fits. */
function renamed(
  fields: Whole,
  random: Draws,
  fits: (one: string, other: string) => boolean,
): CitizenFields | undefined {
  const words = fields.fullName.text.split(' ');
  const given = words.at(-1) ?? '';
  const usual = generationOf(fields.sex.code === 'male' ? 'male' : 'female', fields.birthDate.year).given;
  const others = [...new Set([...usual, ...extraGiven])].filter((other) => other !== given && fits(given, other));
  if (words.length < 2 || others.length === 0) return undefined;
  return { ...fields, fullName: nameOf([...words.slice(0, -1), random.pick(others)].join(' ')) };
}

/** Other accents, or one other letter. */
function isLike(one: string, other: string): boolean {
  const [mine, theirs] = [nameKeys(one), nameKeys(other)];
  if (mine.tone === theirs.tone || mine.plain.length !== theirs.plain.length) return false;
  const letters = Array.from(mine.plain);
  return letters.filter((letter, index) => letter !== theirs.plain[index]).length <= 1;
}

function isOther(one: string, other: string): boolean {
  return nameKeys(one).tone !== nameKeys(other).tone && !isLike(one, other);
}

function anotherDay(year: number, random: Draws, not?: PartialDate): PartialDate {
  const month = 1 + random.below(12);
  const day = 1 + random.below(28);
  return month === not?.month && day === not.day ? anotherDay(year, random, not) : { year, month, day };
}

/** Somebody of the same name who lives elsewhere, of other parents. */
function unrelated(fields: CitizenFields, { random, places }: Happening): CitizenFields {
  const place = random.pick(places);
  const address = addressAt(place, addressDetail(place.urban, random), 'new');
  return {
    ...leaveOut(fields, ['hometown', 'oldIdentityNumber']),
    ...addressField('permanentResidence', address),
    father: { name: { text: someName('male', random) } },
    mother: { name: { text: someName('female', random) } },
    phone: somePhone(random),
  };
}

function someName(sex: 'male' | 'female', random: Draws): string {
  return drawName({ surname: random.weighted(surnames), sex, birthYear: 1960, ethnicity: kinh }, random);
}

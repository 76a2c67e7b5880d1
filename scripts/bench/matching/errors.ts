/** How one person comes to stand in two records in two ways. */
import type { CitizenFields, PartialDate } from '../../../mappings/canonical/citizen.ts';
import { nameKeys, parseName } from '../../../mappings/lib/names.ts';
import type { Draws } from '../../sandbox/lib/random.ts';
import { upper } from '../../sandbox/people/names.ts';
import type { Address } from '../../sandbox/people/person.ts';
import { addressAt, addressDetail, type Place } from '../../sandbox/people/places.ts';
import { addressField } from './people.ts';

/** What an error may need to know of the person it happens to. */
export type Happening = {
  random: Draws;
  /** Where the person lives, and where in the province one could. */
  place: Place;
  detail: string;
  places: readonly Place[];
};

/** Changes what a record states; undefined where it cannot happen to this one. */
type Mistake = (fields: CitizenFields, happening: Happening) => CitizenFields | undefined;

const neighbours: Readonly<Record<string, string>> = {
  a: 'sq', b: 'vn', c: 'xv', d: 'sf', e: 'wr', f: 'dg', g: 'fh', h: 'gj', i: 'uo', j: 'hk', k: 'jl', l: 'k', m: 'n',
  n: 'bm', o: 'ip', p: 'o', q: 'wa', r: 'et', s: 'ad', t: 'ry', u: 'yi', v: 'cb', w: 'qe', x: 'zc', y: 'tu', z: 'x',
}; // prettier-ignore

/** Every kind of error, by the name the report gives it. */
export const mistakes = {
  'typing error in the name': (fields, { random }) => rename(fields, (name) => typeWrongly(name, random)),
  'two typing errors': (fields, { random }) =>
    rename(fields, (name) => {
      const once = typeWrongly(name, random);
      return once === undefined ? undefined : typeWrongly(once, random);
    }),
  'without accents, capitals': (fields) => rename(fields, (name) => upper(unaccented(name))),
  'tone mark elsewhere': (fields) => rename(fields, moveTone),
  'an accent forgotten': (fields, { random }) => rename(fields, (name) => forgetAccent(name, random)),
  'middle name missing': (fields) => rename(fields, (name) => without(name, 'middle')),
  'family name missing': (fields) => rename(fields, (name) => without(name, 'family')),
  'given name first': (fields) => rename(fields, givenFirst),
  'day and month swapped': (fields) => redate(fields, swapDayAndMonth),
  'a digit of the date wrong': (fields, { random }) => redate(fields, (date) => wrongDigit(date, random)),
  'year of birth only': (fields) => redate(fields, ({ year }) => ({ year })),
  '1 January for the year': (fields) => redate(fields, ({ year }) => ({ year, month: 1, day: 1 })),
  'no date of birth': (fields) => redate(fields, () => undefined),
  'address of before July 2025': (fields, happening) => ({
    ...fields,
    ...addressField('permanentResidence', oldAddress(happening)),
  }),
  'moved house': (fields, { random, places }) => {
    const place = random.pick(places);
    const address = addressAt(place, addressDetail(place.urban, random), 'new');
    return { ...fields, ...addressField('permanentResidence', address) };
  },
  'no address': (fields) => leaveOut(fields, ['permanentResidence', 'hometown']),
  'name and date only': ({ fullName, birthDate }) => ({
    ...(fullName === undefined ? {} : { fullName }),
    ...(birthDate === undefined ? {} : { birthDate }),
  }),
} as const satisfies Record<string, Mistake>;

export type MistakeKind = keyof typeof mistakes;
export const mistakeKinds = Object.keys(mistakes) as readonly MistakeKind[];

/** The same fields but for some. */
export function leaveOut(fields: CitizenFields, left: readonly (keyof CitizenFields)[]): CitizenFields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !left.some((each) => each === field)));
}

function rename(fields: CitizenFields, change: (name: string) => string | undefined): CitizenFields | undefined {
  const name = fields.fullName === undefined ? undefined : change(fields.fullName.text);
  if (name === undefined || name === fields.fullName?.text) return undefined;
  // What no mapping takes for a name never becomes a record.
  const read = parseName(name);
  return read.ok ? { ...fields, fullName: read.value } : undefined;
}

function redate(
  fields: CitizenFields,
  change: (date: PartialDate) => PartialDate | undefined,
): CitizenFields | undefined {
  const { birthDate, ...others } = fields;
  // Of a year alone nothing more can be lost.
  if (birthDate?.day === undefined) return undefined;
  const changed = change(birthDate);
  if (changed === birthDate) return undefined;
  return changed === undefined ? others : { ...others, birthDate: changed };
}

/** The old codes, often without the house. */
function oldAddress({ place, detail, random }: Happening): Address {
  return addressAt(place, random.chance(0.5) ? '' : detail, 'old');
}

/** The unaccented form, with its spaces. */
export function unaccented(name: string): string {
  return name
    .split(' ')
    .map((word) => nameKeys(word).plain)
    .join(' ');
}

/** One error of the fingers in one word: a letter left out, doubled, swapped with the next, or its neighbour hit. */
export function typeWrongly(name: string, random: Draws): string | undefined {
  const words = name.split(' ');
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const at = random.below(words.length);
    const wrong = wrongWord(words[at] ?? '', random);
    const changed = words.with(at, wrong).join(' ');
    if (wrong !== '' && nameKeys(changed).plain !== nameKeys(name).plain) return changed;
  }
  return undefined;
}

function wrongWord(word: string, random: Draws): string {
  const letters = Array.from(word);
  const at = random.below(letters.length);
  const letter = letters[at] ?? '';
  switch (random.below(4)) {
    case 0:
      return letters.toSpliced(at, 1).join('');
    case 1:
      return letters.toSpliced(at, 0, letter).join('');
    case 2:
      return letters.toSpliced(at, 2, letters[at + 1] ?? '', letter).join('');
    default:
      return letters.with(at, random.pick(Array.from(neighbours[nameKeys(letter).plain] ?? letter))).join('');
  }
}

function forgetAccent(name: string, random: Draws): string | undefined {
  const words = name.split(' ');
  const accented = words.flatMap((word, at) => (unaccented(word) === word.toLowerCase() ? [] : [at]));
  if (accented.length < 2) return undefined;
  const at = random.pick(accented);
  const bare = unaccented(words[at] ?? '');
  return words.with(at, bare.charAt(0).toUpperCase() + bare.slice(1)).join(' ');
}

const toneStyles = [
  ['òa', 'oà'],
  ['óa', 'oá'],
  ['ủy', 'uỷ'],
  ['úy', 'uý'],
  ['ùy', 'uỳ'],
  ['óe', 'oé'],
] as const;

function moveTone(name: string): string | undefined {
  for (const [one, other] of toneStyles) {
    if (name.includes(one)) return name.replace(one, other);
    if (name.includes(other)) return name.replace(other, one);
  }
  return undefined;
}

function without(name: string, part: 'family' | 'middle'): string | undefined {
  const words = name.split(' ');
  if (words.length < 3) return undefined;
  return part === 'family' ? words.slice(1).join(' ') : [words[0], words.at(-1)].join(' ');
}

function givenFirst(name: string): string | undefined {
  const words = name.split(' ');
  return words.length < 2 ? undefined : [words.at(-1), ...words.slice(0, -1)].join(' ');
}

function swapDayAndMonth(date: PartialDate): PartialDate | undefined {
  const { year, month, day } = date;
  if (month === undefined || day === undefined || day > 12 || day === month) return date;
  return { year, month: day, day: month };
}

function wrongDigit(date: PartialDate, random: Draws): PartialDate {
  const { year, month = 1, day = 1 } = date;
  switch (random.below(3)) {
    case 0:
      return { year: year + random.pick([-10, -1, 1]), month, day };
    case 1:
      return { year, month: month < 10 ? 1 + (month % 9) : 10 + ((month - 9) % 3), day };
    default:
      return { year, month, day: day < 20 ? day + (day % 10 === 9 ? -1 : 1) : 20 + ((day - 19) % 9) };
  }
}

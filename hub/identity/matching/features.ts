/**
 * What is compared of a person, collected from what was stated of them. It is made of every person who is new or
 * renamed, most often of one slice, so what there is one of costs no more than that.
 */
import type { Address, CitizenFields, PartialDate, PersonName, Relative } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { compareText } from '../../../mappings/compare.ts';
import { isoDate, isWholeDate } from '../../../mappings/lib/dates.ts';
import type { PlacedAddress } from './compare-addresses.ts';
import { comparedName } from './compare-names.ts';
import type { ComparedFeatures, Features } from './contract.ts';
import { numberFields, type NumberField } from './levels.ts';

/** Systems whose pair of a number of this kind with a personal number is authoritative. */
export type PairAuthorities = ReadonlyMap<NumberField, ReadonlySet<string>>;

type StatedNumber = { field: NumberField; value: string; paired: boolean };

type Collected = {
  names: PersonName[];
  birthDates: PartialDate[];
  sexes: Set<'male' | 'female'>;
  personalNumbers: string[];
  numbers: StatedNumber[];
  residences: Address[];
  phones: string[];
};

const identitySystem = 'identity';
/** The last ten characters of a health-insurance card's number are the social-insurance number. */
const socialInsuranceLength = 10;
const residences = ['permanentResidence', 'temporaryResidence', 'currentResidence'] as const;
const origins = ['hometown', 'birthPlace', 'birthRegistrationPlace'] as const;

/**
 * Everything stated of one person by the slices, also what lost: a name before its correction still identifies. Of
 * facts taken back nothing counts, and acts of identity tell who is who, not what somebody is called. The same slices
 * in any order give the same features.
 */
export function collectFeatures(slices: readonly Slice[], authorities: PairAuthorities): Features {
  const collected: Collected = {
    names: [],
    birthDates: [],
    sexes: new Set(),
    personalNumbers: [],
    numbers: [],
    residences: [],
    phones: [],
  };
  for (const slice of slices) if (isStatement(slice)) collect(collected, slice, authorities);
  let compared: ComparedFeatures | undefined;
  return toFeatures(collected, () => (compared ??= collectCompared(slices)));
}

function isStatement({ operation, system }: Slice): boolean {
  return operation === 'upsert' && system !== identitySystem;
}

function collectCompared(slices: readonly Slice[]): ComparedFeatures {
  const addresses: PlacedAddress[] = [];
  const [fathers, mothers]: [Relative[], Relative[]] = [[], []];
  for (const slice of slices) {
    if (!isStatement(slice)) continue;
    const { fields } = slice;
    for (const field of residences) addPlaced(addresses, 'residence', fields[field]);
    for (const field of origins) addPlaced(addresses, 'origin', fields[field]);
    addParent(fathers, fields.father);
    addParent(mothers, fields.mother);
  }
  return {
    addresses: distinct(addresses, ({ kind, address }) => `${kind}|${addressKey(address)}`),
    fathers: distinct(fathers, parentKey),
    mothers: distinct(mothers, parentKey),
  };
}

function toFeatures(collected: Collected, compared: () => ComparedFeatures): Features {
  const names = distinct(collected.names, ({ keys }) => keys.exact, writtenFirst);
  const [sex, otherSex] = collected.sexes;
  return {
    names,
    birthDates: withoutVaguer(distinct(collected.birthDates, isoDate)),
    // Who is stated to be both says nothing.
    sex: otherSex === undefined ? sex : undefined,
    personalNumbers: distinct(collected.personalNumbers, (number) => number),
    numbers: distinct(collected.numbers, ({ field, value }) => `${field} ${value}`, pairedFirst),
    others: {
      names: names.map(({ keys }) => comparedName(keys)),
      residences: distinct(collected.residences, addressKey),
      phones: distinct(collected.phones, (phone) => phone),
      compared,
    },
  };
}

/** The values in the order of their keys, one for each key: whichever `first` puts first, where they may differ. */
function distinct<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
  first?: (one: T, held: T) => boolean,
): readonly T[] {
  if (values.length < 2) return values;
  const held = new Map<string, T>();
  for (const value of values) {
    const key = keyOf(value);
    const other = held.get(key);
    if (other === undefined || first?.(value, other) === true) held.set(key, value);
  }
  return [...held].sort(([one], [other]) => compareText(one, other)).map(([, value]) => value);
}

/** Of one name in capitals and in small letters, any will do that does not depend on the order of the slices. */
function writtenFirst(one: PersonName, held: PersonName): boolean {
  return one.text < held.text;
}

function pairedFirst(one: StatedNumber): boolean {
  return one.paired;
}

function addressKey({ country, catalogue, province = '', district = '', commune = '', detail = '' }: Address): string {
  return `${country}|${catalogue}|${province}|${district}|${commune}|${detail}`;
}

function parentKey({ name, personalNumber = '' }: Relative): string {
  return `${name?.text ?? ''}|${personalNumber}`;
}

/** A year alone tells nothing beside a day in it. */
function withoutVaguer(dates: readonly PartialDate[]): readonly PartialDate[] {
  if (dates.length < 2) return dates;
  return dates.filter((date) => isWholeDate(date) || !dates.some((other) => other !== date && tellsMore(other, date)));
}

function tellsMore(other: PartialDate, { year, month }: PartialDate): boolean {
  return other.year === year && other.month !== undefined && (month === undefined || other.month === month);
}

function collect(into: Collected, slice: Slice, authorities: PairAuthorities): void {
  const { fields } = slice;
  addPerson(into, fields);
  for (const field of numberFields) addNumber(into, { field, value: fields[field], slice }, authorities);
  const card = fields.healthInsuranceNumber?.slice(-socialInsuranceLength);
  addNumber(into, { field: 'socialInsuranceNumber', value: card, slice }, authorities);
  for (const field of residences) {
    const address = fields[field];
    if (address !== undefined) into.residences.push(address);
  }
}

function addPerson(
  into: Collected,
  { fullName, otherName, birthDate, sex, personalNumber, phone }: CitizenFields,
): void {
  addName(into.names, fullName);
  addName(into.names, otherName);
  if (birthDate !== undefined) into.birthDates.push(birthDate);
  if (sex?.code === 'male' || sex?.code === 'female') into.sexes.add(sex.code);
  if (personalNumber !== undefined) into.personalNumbers.push(personalNumber);
  if (phone !== undefined) into.phones.push(localPhone(phone));
}

function addName(into: PersonName[], name: PersonName | undefined): void {
  if (name !== undefined) into.push({ text: name.text, keys: name.keys });
}

type NumberStatement = { field: NumberField; value: string | undefined; slice: Slice };

function addNumber(into: Collected, { field, value, slice }: NumberStatement, authorities: PairAuthorities): void {
  if (value === undefined) return;
  const paired = slice.fields.personalNumber !== undefined && authorities.get(field)?.has(slice.system) === true;
  into.numbers.push({ field, value, paired });
}

function addPlaced(into: PlacedAddress[], kind: PlacedAddress['kind'], address: Address | undefined): void {
  if (address !== undefined) into.push({ kind, address });
}

function addParent(into: Relative[], parent: Relative | undefined): void {
  if (parent !== undefined && (parent.name ?? parent.personalNumber) !== undefined) into.push(parent);
}

/** +84 912 345 678 and 0912345678 are one. */
function localPhone(phone: string): string {
  const digits = phone.replaceAll(/[^\d+]/g, '');
  return digits.replace(/^(?:\+84|0084|84(?=\d{9}$))/, '0').replaceAll('+', '');
}

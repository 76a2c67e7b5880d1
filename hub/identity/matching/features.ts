/** What is compared of a person, collected from what was stated of them. */
import type { Address, CitizenFields, PartialDate, PersonName, Relative } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { compareText } from '../../../mappings/compare.ts';
import { isoDate, isWholeDate } from '../../../mappings/lib/dates.ts';
import type { PlacedAddress } from './compare-addresses.ts';
import { comparedName } from './compare-names.ts';
import type { Features, FurtherFeatures } from './contract.ts';
import { numberFields, type NumberField } from './levels.ts';

/** Systems whose pair of a number of this kind with a personal number is authoritative. */
export type PairAuthorities = ReadonlyMap<NumberField, ReadonlySet<string>>;

type Collected = {
  names: Map<string, PersonName>;
  birthDates: Map<string, PartialDate>;
  sexes: Set<'male' | 'female'>;
  personalNumbers: Set<string>;
  numbers: Map<string, { field: NumberField; value: string; paired: boolean }>;
  addresses: Map<string, PlacedAddress>;
  fathers: Map<string, Relative>;
  mothers: Map<string, Relative>;
  phones: Set<string>;
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
    names: new Map(),
    birthDates: new Map(),
    sexes: new Set(),
    personalNumbers: new Set(),
    numbers: new Map(),
    addresses: new Map(),
    fathers: new Map(),
    mothers: new Map(),
    phones: new Set(),
  };
  for (const slice of slices) {
    if (slice.operation === 'upsert' && slice.system !== identitySystem) collect(collected, slice, authorities);
  }
  return toFeatures(collected);
}

function toFeatures(collected: Collected): Features {
  const names = sorted(collected.names);
  const [sex, otherSex] = collected.sexes;
  const further: FurtherFeatures = {
    names: names.map(({ keys }) => comparedName(keys)),
    addresses: sorted(collected.addresses),
    fathers: sorted(collected.fathers),
    mothers: sorted(collected.mothers),
    phones: [...collected.phones].sort(compareText),
  };
  return {
    names,
    birthDates: withoutVaguer(sorted(collected.birthDates)),
    // Who is stated to be both says nothing.
    sex: otherSex === undefined ? sex : undefined,
    personalNumbers: [...collected.personalNumbers].sort(compareText),
    numbers: sorted(collected.numbers),
    others: further,
  };
}

function sorted<T>(map: ReadonlyMap<string, T>): T[] {
  if (map.size < 2) return [...map.values()];
  return [...map].sort(([one], [other]) => compareText(one, other)).map(([, value]) => value);
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
  for (const field of residences) addAddress(into.addresses, 'residence', fields[field]);
  for (const field of origins) addAddress(into.addresses, 'origin', fields[field]);
  addParent(into.fathers, fields.father);
  addParent(into.mothers, fields.mother);
}

function addPerson(
  into: Collected,
  { fullName, otherName, birthDate, sex, personalNumber, phone }: CitizenFields,
): void {
  addName(into.names, fullName);
  addName(into.names, otherName);
  if (birthDate !== undefined) into.birthDates.set(isoDate(birthDate), birthDate);
  if (sex?.code === 'male' || sex?.code === 'female') into.sexes.add(sex.code);
  if (personalNumber !== undefined) into.personalNumbers.add(personalNumber);
  if (phone !== undefined) into.phones.add(localPhone(phone));
}

/** One name in two ways of writing capitals is one; which of the two is kept does not depend on the order. */
function addName(names: Collected['names'], name: PersonName | undefined): void {
  if (name === undefined) return;
  const { text, keys } = name;
  const held = names.get(keys.exact);
  if (held === undefined || text < held.text) names.set(keys.exact, { text, keys });
}

type StatedNumber = { field: NumberField; value: string | undefined; slice: Slice };

function addNumber(into: Collected, { field, value, slice }: StatedNumber, authorities: PairAuthorities): void {
  if (value === undefined) return;
  const isPair = slice.fields.personalNumber !== undefined && authorities.get(field)?.has(slice.system) === true;
  const key = `${field} ${value}`;
  into.numbers.set(key, { field, value, paired: isPair || into.numbers.get(key)?.paired === true });
}

function addAddress(into: Collected['addresses'], kind: PlacedAddress['kind'], address: Address | undefined): void {
  if (address === undefined) return;
  const { country, catalogue, province = '', district = '', commune = '', detail = '' } = address;
  into.set([kind, country, catalogue, province, district, commune, detail].join('|'), { kind, address });
}

function addParent(into: Collected['fathers'], parent: Relative | undefined): void {
  if (parent === undefined) return;
  const { name, personalNumber } = parent;
  if (name === undefined && personalNumber === undefined) return;
  into.set(`${name?.text ?? ''}|${personalNumber ?? ''}`, parent);
}

/** +84 912 345 678 and 0912345678 are one. */
function localPhone(phone: string): string {
  const digits = phone.replaceAll(/[^\d+]/g, '');
  return digits.replace(/^(?:\+84|0084|84(?=\d{9}$))/, '0').replaceAll('+', '');
}

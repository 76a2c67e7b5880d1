/**
 * Keys under which possible partners are found. Whoever is one person should have a key in common however one record
 * was written, and few others should; each kind of key forgives another error. Kinds are part of the key.
 */
import type { PartialDate } from '../../../mappings/canonical/citizen.ts';
import type { ComparedName } from './compare-names.ts';
import type { Features, FurtherFeatures } from './contract.ts';
import type { ComparableUnits } from './units.ts';

/** The keys of a person, hashed, sorted, each once. */
export function blockKeys({ birthDates, numbers, others }: Features, units: ComparableUnits): number[] {
  const keys = new Set<number>();
  const days = birthDates.flatMap(dayOf);
  const communes = communesOf(others, units);
  for (const name of others.names) {
    const letters = sortedWords(name);
    // Forgives any day and month.
    for (const { year } of birthDates) keys.add(hash(`n|${letters}|${year}`));
    for (const day of days) addNameAndDay(keys, { name, letters, day });
    for (const commune of communes) addNameAndCommune(keys, { name, letters, commune, birthDates });
  }
  // Forgives any name.
  for (const { whole } of days) for (const commune of communes) keys.add(hash(`d|${whole}|${commune}`));
  addNumbers(keys, numbers, others.phones);
  return [...keys].sort((one, other) => one - other);
}

function addNumbers(keys: Set<number>, numbers: Features['numbers'], phones: readonly string[]): void {
  for (const { field, value } of numbers) keys.add(hash(`${field}|${value}`));
  for (const phone of phones) keys.add(hash(`p|${phone}`));
}

/** A day whose month may have been taken for the day; `anyYear` without the year. */
type Day = { whole: string; anyYear: string };

function dayOf({ year, month, day }: PartialDate): Day[] {
  if (month === undefined || day === undefined) return [];
  const anyYear = month < day ? `${month}.${day}` : `${day}.${month}`;
  return [{ whole: `${year}.${anyYear}`, anyYear }];
}

function addNameAndDay(
  keys: Set<number>,
  { name, letters, day: { whole, anyYear } }: { name: ComparedName; letters: string; day: Day },
): void {
  // Forgives a wrong year.
  keys.add(hash(`y|${letters}|${anyYear}`));
  // Forgives whatever stands before the given name.
  keys.add(hash(`g|${givenName(name)}|${whole}`));
  // Forgives whatever stands after the family name and the first middle name.
  keys.add(hash(`f|${firstWords(name)}|${whole}`));
}

type NamedPlace = { name: ComparedName; letters: string; commune: string; birthDates: readonly PartialDate[] };

function addNameAndCommune(keys: Set<number>, { name, letters, commune, birthDates }: NamedPlace): void {
  // Forgives any date, and that there is none.
  keys.add(hash(`c|${letters}|${commune}`));
  // Forgives an error before the given name and one in the day at once.
  for (const { year } of birthDates) keys.add(hash(`v|${givenName(name)}|${year}|${commune}`));
}

/** The words of a name in an order of their own, so that their order in the name is forgiven. */
function sortedWords({ words }: ComparedName): string {
  return words
    .map(({ plain }) => plain)
    .sort()
    .join('');
}

function givenName({ words }: ComparedName): string {
  return words.at(-1)?.plain ?? '';
}

function firstWords({ words: [first, second, third] }: ComparedName): string {
  return `${first?.plain ?? ''} ${third === undefined ? '' : (second?.plain ?? '')}`;
}

function communesOf({ residences }: FurtherFeatures, units: ComparableUnits): Set<string> {
  const communes = new Set<string>();
  for (const address of residences) for (const commune of units(address).communes) communes.add(commune);
  return communes;
}

/** 52 bits of two interleaved 32-bit multiplicative hashes: a safe integer. Not secret, and not meant to be. */
function hash(text: string): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}

/**
 * Addresses as one fact: commune, district and province say the same thing three times, so the most that agrees counts,
 * once.
 */
import type { Address } from '../../../mappings/canonical/citizen.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import type { Level } from './levels.ts';
import type { ComparableUnits } from './units.ts';

/** Where somebody lives, or comes from; only like is compared with like. */
export type PlacedAddress = { kind: 'residence' | 'origin'; address: Address };

/** Words that stand before a number and say what it is of, unaccented; and others that stand in any detail. */
const numbered = new Map(
  'to ap thon khu pho xom ban buon doi cum hem ngo ngach kiet'.split(' ').map((word) => [word, word]),
).set('kp', 'pho');
const unspecific = new Set('so nha duong phuong xa quan huyen thi tran tinh tp thanh'.split(' '));
const separators = /[\s,;.]+/;
/** Of the words of the longer detail, the share that has to stand in the other too. */
const leastShared = 0.6;
/** Hamlet 7 is in every commune; a house has a number and a street, or a group and a hamlet. */
const fewestShared = 2;

/** The level two addresses of one kind reach; undefined where either tells nothing that can be compared. */
export function compareAddresses(one: Address, other: Address, units: ComparableUnits): Level<'address'> | undefined {
  const [here, there] = [units(one), units(other)];
  if (here.communes.some((commune) => there.communes.includes(commune))) {
    return isSameDetail(one.detail, other.detail) ? 'detail' : 'commune';
  }
  if (here.province === undefined || there.province === undefined) return undefined;
  if (here.province !== there.province) return 'contradict';
  return isSameDistrict(one, other) ? 'district' : 'province';
}

/** Districts are of the old list only, and their codes stand for the same area in every address that has one. */
function isSameDistrict(one: Address, other: Address): boolean {
  return one.district !== undefined && one.district === other.district && one.province === other.province;
}

function isSameDetail(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [here, there] = [readDetail(one), readDetail(other)];
  if (here.house !== undefined && there.house !== undefined && here.house !== there.house) return false;
  const shared = [...here.words].filter((word) => there.words.has(word)).length;
  return shared >= fewestShared && shared / Math.max(here.words.size, there.words.size) >= leastShared;
}

/** `words` tell one place of a commune from another, a number with what it is of; `of` is what the next number is of. */
type Detail = { words: Set<string>; house: string | undefined; of: string };

function readDetail(detail: string): Detail {
  const read: Detail = { words: new Set(), house: undefined, of: '' };
  for (const word of detail.split(separators)) readWord(read, word);
  return read;
}

function readWord(read: Detail, word: string): void {
  const { exact, plain } = nameKeys(word);
  if (/^\d/.test(exact)) {
    if (read.of === '') read.house ??= exact;
    // 12/3 and 123 are two houses, so a number's strokes stay.
    read.words.add(`${read.of}${exact}`);
  } else if (plain !== '' && !numbered.has(plain) && !unspecific.has(plain)) {
    read.words.add(plain);
  }
  read.of = numbered.get(plain) ?? '';
}

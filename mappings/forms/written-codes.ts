/** Codes in words. A code means something in its own list only; one whose list gives no words is not written. */
import {
  bloodGroupLetters,
  countryCodes,
  ethnicGroups1979,
  ethnicGroups2008,
  maritalStatuses,
  sexes,
} from '../lib/codes.ts';
import { groupOfCode1979, groupOfCode2008 } from '../lib/ethnic-groups.ts';
import { isObject } from '../lib/fields.ts';

type Words = (code: string) => string | readonly string[] | undefined;

const countryNames = new Intl.DisplayNames('vi', { type: 'region', fallback: 'none' });

/** By the list the code is from. Of religions and of relations to a head of household no list is public. */
const wordsOfSchemes: ReadonlyMap<string, Words> = new Map([
  [sexes.scheme, table({ male: 'Nam', female: 'Nữ' })],
  [
    maritalStatuses.scheme,
    table({
      'never-married': 'Chưa kết hôn',
      married: 'Đang có vợ/chồng',
      // One code for two things that forms tell apart.
      'divorced-or-widowed': ['Đã ly hôn', 'Vợ/chồng đã chết'],
    }),
  ],
  [ethnicGroups2008.scheme, (code) => groupOfCode2008(code)?.name],
  [ethnicGroups1979.sourceScheme, (code) => groupOfCode1979(code)?.name],
  [bloodGroupLetters.scheme, (code) => code],
  [countryCodes.scheme, countryName],
]);

function table(words: Record<string, string | readonly string[]>): Words {
  const byCode = new Map(Object.entries(words));
  return (code) => byCode.get(code);
}

/** Names as they were looked up, which takes longer than all else of writing a code. */
const knownCountries = new Map<string, string | undefined>();

/** The Vietnamese name of a country (ISO 3166-1 alpha-2). */
export function countryName(code: string): string | undefined {
  if (countryCodes.read(code) === undefined) return undefined;
  if (!knownCountries.has(code)) knownCountries.set(code, countryNames.of(code));
  return knownCountries.get(code);
}

/** What a code means, in Vietnamese; all it may mean, where its list does not tell. */
export function writeCode(value: unknown): string | readonly string[] | undefined {
  if (!isObject(value) || typeof value['scheme'] !== 'string' || typeof value['code'] !== 'string') return undefined;
  return wordsOfSchemes.get(value['scheme'])?.(value['code']);
}

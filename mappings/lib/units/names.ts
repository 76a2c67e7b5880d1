/**
 * Names of administrative units as people write them: `Phường Tân Định`, `P. Tân Định`, `PHƯỜNG TÂN ĐỊNH`. Equal are
 * names that differ in case, in where the tone mark stands (Hòa, Hoà), in hyphens, apostrophes and spaces, in zeros
 * before a number (Phường 01) and in how the word for the type is shortened. Nothing else: đ is not d, y is not i, and
 * a name without its marks is another name.
 */
import { nameKeys } from '../names.ts';
import type { UnitLevel, UnitType } from './contract.ts';

/** Each type with its word, and how the word is shortened. */
const typeWords = [
  ['province', 'Tỉnh', ['t']],
  ['city', 'Thành phố', ['tp', 't p']],
  ['urban-district', 'Quận', ['q']],
  ['rural-district', 'Huyện', ['h']],
  ['town', 'Thị xã', ['tx', 't x']],
  ['township', 'Thị trấn', ['tt', 't t']],
  ['ward', 'Phường', ['p']],
  ['commune', 'Xã', ['x']],
  ['special-zone', 'Đặc khu', ['đk']],
] as const satisfies [UnitType, string, string[]][];

/** The types there are at each level, in one era or another. */
export const typesOfLevel: Record<UnitLevel, readonly UnitType[]> = {
  province: ['province', 'city'],
  district: ['urban-district', 'rural-district', 'town', 'city'],
  commune: ['ward', 'commune', 'township', 'special-zone'],
};

/**
 * A name taken apart: the word for its type, if there is one, and the key of what follows. `abbreviated` where the
 * word is shortened, which may mean something else (P. is a room, too).
 */
export type ParsedName = { type: UnitType | undefined; key: string; abbreviated: boolean };

const fullWords = typeWords.map(([type, word]) => ({ type, start: `${word.toLowerCase()} ` }));

/** Longest first: TX. before T. */
const prefixes = typeWords
  .flatMap(([type, word, shortened]) => [
    { type, start: `${unitKey(word)} `, abbreviated: false },
    ...shortened.map((short) => ({ type, start: `${short} `, abbreviated: true })),
  ])
  .sort((one, other) => other.start.length - one.start.length);

/** P1, Q10, P1 Bảo Lộc, TPHCM: written without a space. */
const joined = /^(?:[pq](?=\d{1,2}(?: |$))|tp(?=hcm$))/;

/** What a unit is called besides its name: HCM, and Huế's name until it became a city on 1 January 2025. */
const otherNames: ReadonlyMap<string, string> = new Map([
  [unitKey('HCM'), unitKey('Hồ Chí Minh')],
  [unitKey('Thừa Thiên Huế'), unitKey('Huế')],
]);

/** The key names are compared by, of a tidied text. The word for the type is part of it if it is written. */
export function unitKey(text: string): string {
  const words = nameKeys(text.replaceAll("'", '')).tone.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ');
  return words.trim().replaceAll(/(?<=^| )0+(?=\d)/g, '');
}

/** Takes a tidied name apart. */
export function parseUnitName(text: string): ParsedName {
  const key = unitKey(text).replace(joined, '$& ');
  const prefix = prefixes.find(({ start }) => key.startsWith(start));
  const own = prefix === undefined ? key : key.slice(prefix.start.length);
  return { type: prefix?.type, key: otherNames.get(own) ?? own, abbreviated: prefix?.abbreviated === true };
}

/** The type of a unit by its official name; undefined if the name does not begin with the word for one. */
export function typeOfUnit(name: string): UnitType | undefined {
  const lower = name.toLowerCase();
  return fullWords.find(({ start }) => lower.startsWith(start))?.type;
}

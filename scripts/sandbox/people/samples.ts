/** Ten citizens that every sandbox has, each with something special; the first blocks are laid out for them. */
import { isoDate } from './person.ts';
import type { Registry } from './registry.ts';

export type Sample = { personalNumber: string; fullName: string; birthDate: string; note: string };

const notes: readonly (readonly [number, string])[] = [
  [0, 'An ordinary head of household: spouse, two children, parents, an old identity card, nothing missing.'],
  [1, 'The wife in the same household as the first.'],
  [2, 'The first child of that household, with both parents in the database.'],
  [5, 'An Ê-đê name, which must not be split or re-cased.'],
  [8, 'A single name: neither family nor middle name. Unmarried.'],
  [9, 'Only the year of birth is known.'],
  [10, 'Deceased.'],
  [11, 'Holds an old nine-digit identity card. Unmarried.'],
  [12, 'Permanent residence in the codes of before 1 July 2025, with a district.'],
  [16, 'Lives outside the province: not in the lists pulled, found by live lookup only.'],
];

/** The samples as the population database has them now, names in proper case. */
export function sampleCitizens(registry: Registry): Sample[] {
  return notes.flatMap(([index, note]) => {
    const person = registry.inPopulation(index);
    if (person === undefined) return [];
    const { personalNumber, fullName, birthDate } = person;
    return [{ personalNumber, fullName, birthDate: isoDate(birthDate), note }];
  });
}

/** What the rest of the sandbox may ask about the base population. */
import type { Household, Member } from './household.ts';
import type { Numbering } from './numbers.ts';
import type { Person, Relative } from './person.ts';
import type { Place, Places } from './places.ts';

export type Identity = Pick<Person, 'personalNumber' | 'fullName' | 'sex' | 'birthDate' | 'ethnicity'>;

export type People = {
  readonly size: number;
  readonly seed: number;
  readonly places: Places;
  readonly numbers: Numbering;
  /** Derives the person at an index in [0, size). */
  person(index: number): Person;
  /** Only who the person is; several times cheaper than all of it. */
  identity(index: number): Identity;
  /** Derives the block an index lies in. */
  household(index: number): Household;
  member(index: number): Member;
  /** How one citizen names another. */
  relative(index: number): Relative;
  personalNumber(index: number): string;
  fullName(index: number): string;
  surname(index: number): string;
  /** Where the household lives; cheaper than the person. */
  place(index: number): Place;
  /** When the row last changed; cheaper than the person. */
  updatedAt(index: number): number;
};

/** The personal identification number: 3 digits place, 1 century and sex, 2 year, 6 more (Decree 137/2015, art. 13). */
import { permutation } from '../lib/permutation.ts';
import { hash32 } from '../lib/random.ts';
import type { Sex } from './person.ts';

export type NumberParts = { prefix: string; sex: Sex; year: number; suffix: number };

/** Composes a number; the year must lie in 1900 to 2399, which is all the scheme can express. */
export function composeNumber(parts: NumberParts): string {
  const century = Math.floor(parts.year / 100) - 19;
  const digit = century * 2 + (parts.sex === 'male' ? 0 : 1);
  return `${parts.prefix}${String(digit)}${pad(parts.year % 100, 2)}${pad(parts.suffix, 6)}`;
}

/** Reads the parts of a number; undefined if it is not twelve digits. */
export function parseNumber(number: string): NumberParts | undefined {
  if (!/^\d{12}$/.test(number)) return undefined;
  const digit = Number(number[3]);
  return {
    prefix: number.slice(0, 3),
    sex: digit % 2 === 0 ? 'male' : 'female',
    year: 1900 + 100 * Math.floor(digit / 2) + Number(number.slice(4, 6)),
    suffix: Number(number.slice(6)),
  };
}

export type Numbering = {
  /** Last six digits of the person at an index below 1,000,000. */
  suffix(index: number): number;
  /** The only index that can have this personal number. */
  indexOfNumber(number: string): number | undefined;
  /** Nine-digit identity card number of the person at an index. */
  card(index: number): string;
  /** The only index that can have this card number. */
  indexOfCard(card: string): number | undefined;
  /** Ten-digit social-insurance number of the person at an index. */
  insurance(index: number): string;
};

/** Numbers of a population: both kinds give their index back without a table. */
export function numbering(seed: number): Numbering {
  const suffixes = permutation(1_000_000, 387_421, hash32(seed, 0, 901));
  const cards = permutation(10_000_000, 3_141_593, hash32(seed, 0, 902));
  const insured = permutation(10_000_000, 2_718_281, hash32(seed, 0, 903));
  return {
    suffix: (index) => suffixes.forward(index),
    indexOfNumber: (number) => {
      const parts = parseNumber(number);
      return parts === undefined ? undefined : suffixes.backward(parts.suffix);
    },
    // Cards of Ho Chi Minh City began with 02.
    card: (index) => `02${pad(cards.forward(index), 7)}`,
    indexOfCard: (card) => (/^02\d{7}$/.test(card) ? cards.backward(Number(card.slice(2))) : undefined),
    insurance: (index) => `79${pad(insured.forward(index), 8)}`,
  };
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

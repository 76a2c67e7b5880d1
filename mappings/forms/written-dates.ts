/** Dates as forms want them, as far as they are known; no part that is not known is written. */
import type { PartialDate } from '../canonical/citizen.ts';
import { twoDigits } from '../lib/dates.ts';
import { isObject } from '../lib/fields.ts';
import { inWords } from './number-words.ts';

/** `dd/MM/yyyy`, `MM/yyyy`, `yyyy`. */
export function writeDate(value: unknown): string | undefined {
  return write(value, {
    day: (day) => `${twoDigits(day)}/`,
    month: (month) => `${twoDigits(month)}/`,
    year: fourDigits,
  });
}

/** `ngày 02 tháng 05 năm 1990`, `tháng 05 năm 1990`, `năm 1990`. */
export function writeDateInFigures(value: unknown): string | undefined {
  return write(value, {
    day: (day) => `ngày ${twoDigits(day)} `,
    month: (month) => `tháng ${twoDigits(month)} `,
    year: (year) => `năm ${fourDigits(year)}`,
  });
}

/** In words, as the registers of civil status want a day of birth repeated, the first letter large. */
export function writeDateInWords(value: unknown): string | undefined {
  const words = write(value, {
    day: (day) => `ngày ${inWords(day)}, `,
    // The fourth month has a name of its own.
    month: (month) => `tháng ${month === 4 ? 'tư' : inWords(month)}, `,
    year: (year) => `năm ${inWords(year)}`,
  });
  return words === undefined ? undefined : words.charAt(0).toLocaleUpperCase('vi') + words.slice(1);
}

export function writeYear(value: unknown): string | undefined {
  return isPartialDate(value) ? fourDigits(value.year) : undefined;
}

type Parts = Record<'day' | 'month' | 'year', (value: number) => string>;

function write(value: unknown, parts: Parts): string | undefined {
  if (!isPartialDate(value)) return undefined;
  const { year, month, day } = value;
  const known = month === undefined ? '' : `${day === undefined ? '' : parts.day(day)}${parts.month(month)}`;
  return known + parts.year(year);
}

function fourDigits(year: number): string {
  return String(year).padStart(4, '0');
}

function isPartialDate(value: unknown): value is PartialDate {
  return isObject(value) && typeof value['year'] === 'number';
}

/** Dates of birth, as far as they are known. */
import type { PartialDate } from '../../../mappings/canonical/citizen.ts';
import { compareDates, isoDate, isWholeDate } from '../../../mappings/lib/dates.ts';
import { typingErrors } from './distance.ts';
import type { Level } from './levels.ts';

/** A wrong digit that makes more years than this makes parent and child of namesakes. */
const mostYearsWrong = 11;

/** The level two dates reach. Registers write 1 January where they know the year only, so it is known to the year. */
export function compareBirthDates(one: PartialDate, other: PartialDate): Level<'birthDate'> {
  if (!isWholeDate(one) || !isWholeDate(other)) return comparePartial(one, other);
  if (compareDates(one, other) === 'same') return isJanuaryFirst(one) ? 'compatible' : 'exact';
  if (isSwapped(one, other)) return 'swapped';
  if (hasOneWrongDigit(one, other)) return 'one-digit';
  return one.year === other.year ? inOneYear(one, other) : 'contradict';
}

function comparePartial(one: PartialDate, other: PartialDate): Level<'birthDate'> {
  if (one.year !== other.year) return 'contradict';
  return compareDates(one, other) === 'different' ? inOneYear(one, other) : 'compatible';
}

function inOneYear(one: PartialDate, other: PartialDate): Level<'birthDate'> {
  return isJanuaryFirst(one) || isJanuaryFirst(other) ? 'default-day' : 'year';
}

function isSwapped(one: PartialDate, other: PartialDate): boolean {
  return one.year === other.year && one.month === other.day && one.day === other.month;
}

function hasOneWrongDigit(one: PartialDate, other: PartialDate): boolean {
  const years = Math.abs(one.year - other.year);
  if (years === 1) return one.month === other.month && one.day === other.day;
  return years <= mostYearsWrong && typingErrors(isoDate(one), isoDate(other), 1) <= 1;
}

function isJanuaryFirst({ month, day }: PartialDate): boolean {
  return month === 1 && day === 1;
}

/** Dates as sources write them, as far as they are known; nothing is padded with an invented 1 January. */
import type { PartialDate } from '../canonical/citizen.ts';
import type { Checked } from './text.ts';

/**
 * `compact` yyyyMMdd, `iso` YYYY-MM-DD, `month` YYYY-MM, `year` YYYY, `slash` dd/MM/yyyy or d/M/yyyy, `slash-month`
 * MM/yyyy, `card` ddMMyyyy as in the QR code of an identity card. No source may use `compact` and `card` at once.
 */
export type DateForm = 'compact' | 'iso' | 'month' | 'year' | 'slash' | 'slash-month' | 'card';

/** How one source writes one kind of date: its forms, and what is peculiar about it. */
export type DateRules = {
  forms: readonly DateForm[];
  /** The source writes 1 January where it knows the year only. A true 1 January is then known to the year, too. */
  januaryFirstMeansYear?: true;
  /** A day that is yet to come is none the less right (the end of a card's validity). */
  mayLieAhead?: true;
};

/** The last day that is not in the future, in Vietnam. */
export type Today = { readonly year: number; readonly month: number; readonly day: number };

const patterns: Record<DateForm, RegExp> = {
  compact: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  iso: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  month: /^(?<year>\d{4})-(?<month>\d{2})$/,
  year: /^(?<year>\d{4})$/,
  slash: /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'slash-month': /^(?<month>\d{1,2})\/(?<year>\d{4})$/,
  card: /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
};

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const vietnamOffsetMs = 7 * 60 * 60 * 1000;
const longestDate = 10;
const longestTime = 40;
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$/;
const zone = /(?:Z|[+-]\d{2}:\d{2})$/;
/** 2026-01-02T03:04:05.678Z */
const writtenTimeLength = 24;

/** The last instant asked for: the records of a page came at the same one. */
let known: { instant: string; today: Today } | undefined;

/** The day it was in Vietnam at an instant (ISO 8601); the end of time for a text that is none. */
export function todayAt(instant: string): Today {
  if (known?.instant !== instant) known = { instant, today: dayAt(instant) };
  return known.today;
}

function dayAt(instant: string): Today {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return { year: 9999, month: 12, day: 31 };
  const local = new Date(milliseconds + vietnamOffsetMs);
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

/** The day (`YYYY-MM-DD`) it is in Vietnam at an instant (epoch milliseconds). */
export function vietnameseDay(at: number): string {
  return new Date(at + vietnamOffsetMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** The day (`YYYY-MM-DD`) of an instant (ISO 8601) in Vietnam; a date stays as it is. */
export function dayOf(date: string): string {
  return date.includes('T') ? isoDate(todayAt(date)) : date;
}

/**
 * Reads a date in one of the forms its source uses; a list of forms stands for rules with nothing peculiar. A month
 * or day written 00 is not known. Faults: `date-format`, `date-impossible` (31 February, a day without its month, year
 * 0), `date-in-future`.
 */
export function parseDate(raw: string, source: readonly DateForm[] | DateRules, today: Today): Checked<PartialDate> {
  const rules = 'forms' in source ? source : { forms: source };
  const parts = raw.length > longestDate ? undefined : match(raw, rules.forms);
  if (parts === undefined) return { ok: false, code: 'date-format' };
  if (!isPossible(parts)) return { ok: false, code: 'date-impossible' };
  if (rules.mayLieAhead !== true && isAfter(parts, today)) return { ok: false, code: 'date-in-future' };
  return { ok: true, value: asKnown(parts, rules) };
}

/** The parts that are known: a month or day of 0 is not, nor is 1 January where the source writes it for want of a day. */
function asKnown({ year, month, day }: Today, { januaryFirstMeansYear }: DateRules): PartialDate {
  if (month === 0 || (januaryFirstMeansYear === true && month === 1 && day === 1)) return { year };
  return day === 0 ? { year, month } : { year, month, day };
}

function match(raw: string, forms: readonly DateForm[]): Today | undefined {
  for (const form of forms) {
    const groups = patterns[form].exec(raw)?.groups;
    if (groups === undefined) continue;
    return { year: Number(groups['year']), month: Number(groups['month'] ?? 0), day: Number(groups['day'] ?? 0) };
  }
  return undefined;
}

function isPossible({ year, month, day }: Today): boolean {
  if (year === 0 || month > 12) return false;
  return month === 0 ? day === 0 : day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0)) return 29;
  return daysOfMonths[month - 1] ?? 0;
}

function isAfter(date: Today, today: Today): boolean {
  if (date.year !== today.year) return date.year > today.year;
  if (date.month !== today.month) return date.month > today.month;
  return date.day > today.day;
}

/**
 * Reads a point in time (xs:dateTime, ISO 8601) and writes it in UTC with milliseconds, so that times compare as
 * text. Without a zone it is Vietnamese time. Faults: `date-format`, `date-impossible`.
 */
export function parseTime(raw: string): Checked<string> {
  if (raw.length > longestTime || !isoTime.test(raw)) return { ok: false, code: 'date-format' };
  const milliseconds = Date.parse(zone.test(raw) ? raw : `${raw}+07:00`);
  // Date.parse takes 30 February for 1 March.
  const day = Number(raw.slice(8, 10));
  if (Number.isNaN(milliseconds) || day > daysIn(Number(raw.slice(0, 4)), Number(raw.slice(5, 7)))) {
    return { ok: false, code: 'date-impossible' };
  }
  const isWritten = raw.length === writtenTimeLength && raw.endsWith('Z');
  return { ok: true, value: isWritten ? raw : new Date(milliseconds).toISOString() };
}

/** A date as ISO 8601 writes it, as long as it is known: `1990`, `1990-05`, `1990-05-12`. */
export function isoDate(date: PartialDate): string {
  const year = String(date.year).padStart(4, '0');
  if (date.month === undefined) return year;
  const month = `${year}-${twoDigits(date.month)}`;
  return date.day === undefined ? month : `${month}-${twoDigits(date.day)}`;
}

/** Whether the very day is known. */
export function isWholeDate(date: PartialDate): boolean {
  return date.month !== undefined && date.day !== undefined;
}

/**
 * Whether two dates are one. `same` only for two whole dates that are equal, `different` as soon as one part that
 * both know differs, else `compatible`: nothing contradicts, but it is not proven.
 */
export function compareDates(one: PartialDate, other: PartialDate): 'same' | 'different' | 'compatible' {
  if (one.year !== other.year || contradicts(one.month, other.month) || contradicts(one.day, other.day)) {
    return 'different';
  }
  return isWholeDate(one) && isWholeDate(other) ? 'same' : 'compatible';
}

function contradicts(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** A day or month in two digits. */
export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * Identity numbers. Twelve digits since Decree 137/2015: place of birth registration (3), century and sex (1), year
 * (2), random (6); no check digit. A number is replaced when sex or birth year is corrected (Decree 37/2021), so what
 * an old number says may differ from what the record states: that is a warning, never a reason to refuse.
 *
 * Who must fill in a number they do not know writes a placeholder. It is no number: everybody who has the same one would
 * be one citizen.
 */
import type { FaultCode } from '../contract.ts';
import type { Checked } from './text.ts';

export type PersonalNumber = {
  number: string;
  /** The first three digits, and whether they are one of the 63 provinces (others stand for countries). */
  prefix: string;
  knownPrefix: boolean;
  sex: 'male' | 'female';
  birthYear: number;
};

/** Codes of the 63 provinces by Circular 07/2016/TT-BCA; they stay valid in numbers issued before the mergers. */
const prefixes: ReadonlySet<string> = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 ' +
    '042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 ' +
    '086 087 089 091 092 093 094 095 096'
  ).split(' '),
);

/** A number with generous space around it; bounds the work on a hostile one. */
const longestRaw = 40;

/** Whether twelve digits are a placeholder: one digit throughout, or digits counted up. They name no province there is. */
export function isPlaceholderNumber(raw: string): boolean {
  const number = raw.trim();
  return number.length === 12 && (/^(.)\1*$/.test(number) || countedUp.includes(number));
}

const countedUp = '012345678901234567890';

/** Reads a personal identification number; a placeholder is none. Fault: `personal-number-format`. */
export function parsePersonalNumber(raw: string): Checked<PersonalNumber> {
  const number = raw.trim();
  if (!hasDigitsOnly(number, 12) || isPlaceholderNumber(number)) return { ok: false, code: 'personal-number-format' };
  const centuryAndSex = Number(number[3]);
  const prefix = number.slice(0, 3);
  return {
    ok: true,
    value: {
      number,
      prefix,
      knownPrefix: prefixes.has(prefix),
      sex: centuryAndSex % 2 === 0 ? 'male' : 'female',
      birthYear: 1900 + 100 * Math.floor(centuryAndSex / 2) + Number(number.slice(4, 6)),
    },
  };
}

/** Reads the number of a nine-digit identity card (CMND). Fault: `old-identity-number-format`. */
export function parseOldIdentityNumber(raw: string): Checked<string> {
  const number = raw.trim();
  return hasDigitsOnly(number, 9) ? { ok: true, value: number } : { ok: false, code: 'old-identity-number-format' };
}

/**
 * Reads a social-insurance number (mã số BHXH: ten digits, given once for life since 2017). Fault:
 * `social-insurance-number-format`.
 */
export function parseSocialInsuranceNumber(raw: string): Checked<string> {
  return parseByForm(raw, /^\d{10}$/, 'social-insurance-number-format');
}

/**
 * Reads the number of a health-insurance card: two letters for the group, then thirteen characters of which the last
 * ten are the social-insurance number; newer cards show these ten alone. What stands between is not confirmed, so any
 * letters and digits will do. Fault: `health-insurance-number-format`.
 */
export function parseHealthInsuranceNumber(raw: string): Checked<string> {
  return parseByForm(raw, /^(?:[A-Z]{2}[A-Z\d]{3})?\d{10}$/, 'health-insurance-number-format');
}

/**
 * Reads a tax number: ten digits, with three more for a branch or dependant (`0100000000-001`, kept without the
 * hyphen), or the twelve of a personal number, which tax offices are taking over as a citizen's tax number. Fault:
 * `tax-number-format`.
 */
export function parseTaxNumber(raw: string): Checked<string> {
  return parseByForm(raw.replace(/^(\s*\d{10})-(?=\d{3}\s*$)/, '$1'), /^\d{10}(?:\d{2,3})?$/, 'tax-number-format');
}

/** Reads the number of a passport of any country, in capitals. Fault: `passport-number-format`. */
export function parsePassportNumber(raw: string): Checked<string> {
  return parseByForm(raw, /^(?=.*\d)[A-Z\d]{6,15}$/, 'passport-number-format');
}

function parseByForm(raw: string, form: RegExp, code: FaultCode): Checked<string> {
  if (raw.length > longestRaw) return { ok: false, code };
  const number = raw.trim().toUpperCase();
  return form.test(number) ? { ok: true, value: number } : { ok: false, code };
}

/** Whether a text is exactly `length` ASCII digits. */
export function hasDigitsOnly(text: string, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

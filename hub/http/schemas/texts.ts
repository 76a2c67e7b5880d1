/** Texts in requests, under the same rules as texts in records (mappings/lib). */
import { z } from 'zod';
import { faultCodes } from '../../../mappings/contract.ts';
import { parseDate, todayAt } from '../../../mappings/lib/dates.ts';
import { parsePersonalNumber } from '../../../mappings/lib/identifiers.ts';
import { maxNameLength, parseName } from '../../../mappings/lib/names.ts';
import { tidyText, type Checked } from '../../../mappings/lib/text.ts';

/** A text that passes a check; the fault has the check's code and, if given, another explanation. */
function checked(check: (text: string) => Checked<unknown>, expected?: string) {
  return z.string().superRefine((text, context) => {
    const result = check(text);
    if (result.ok) return;
    context.addIssue({ code: 'custom', message: expected ?? faultCodes[result.code], params: { code: result.code } });
  });
}

/** A text that says something, of at most `maxLength` characters, without control characters. */
export function text(maxLength: number) {
  const check = (raw: string): Checked<unknown> => {
    const tidy = tidyText(raw, maxLength);
    return tidy.ok && tidy.value === '' ? { ok: false, code: 'missing' } : tidy;
  };
  return checked(check).meta({ minLength: 1, maxLength });
}

/** Twelve digits, without anything around them. */
export function personalNumber() {
  const check = (raw: string): Checked<unknown> =>
    raw.length === 12 ? parsePersonalNumber(raw) : { ok: false, code: 'personal-number-format' };
  return checked(check).meta({ pattern: '^[0-9]{12}$' });
}

/** A person's name. */
export function fullName() {
  const check = (raw: string): Checked<unknown> => {
    const name = parseName(raw);
    return name.ok && name.value.text === '' ? { ok: false, code: 'missing' } : name;
  };
  return checked(check).meta({ minLength: 1, maxLength: maxNameLength });
}

/** A day, or a year where only that is known; not in the future (in Vietnam). */
export function birthDate() {
  const check = (raw: string): Checked<unknown> =>
    raw.includes('-00')
      ? { ok: false, code: 'date-impossible' }
      : parseDate(raw, ['iso', 'year'], todayAt(new Date().toISOString()));
  return checked(check).meta({ pattern: '^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$' });
}

/** A day; not in the future (in Vietnam). */
export function pastDay() {
  return checked((raw) => parseDate(raw, ['iso'], todayAt(new Date().toISOString()))).meta({ format: 'date' });
}

/** The key of a person (hub/identity/keys.ts). */
export function personKey() {
  return z.string().regex(/^[\w-]{22}$/, 'a person key: 22 letters, digits, hyphens, underscores');
}

/** A word of the hub's own making: a code, a stage, a system. */
export function word() {
  return z.string().regex(/^[a-z0-9][a-z0-9.:_-]{0,99}$/, 'lower-case letters, digits, dots, colons, hyphens');
}

/** An ISO 8601 time in UTC. */
export function time() {
  return z.iso.datetime();
}

/**
 * The values in the hub's own element, held to the rules of the same values from anywhere else: the schema of the
 * canonical model knows their shapes only. A part of a value means the same wherever it stands, so its name tells.
 */
import { partialDate } from '../canonical/types.ts';
import { compareValues } from '../compare.ts';
import type { Fault, FaultCode } from '../contract.ts';
import { isoDate, parseDate, type Today } from '../lib/dates.ts';
import { faultAt, isObject, type Node } from '../lib/fields.ts';
import {
  parseHealthInsuranceNumber,
  parseOldIdentityNumber,
  parsePassportNumber,
  parsePersonalNumber,
  parseSocialInsuranceNumber,
  parseTaxNumber,
} from '../lib/identifiers.ts';
import { parseWrittenName } from '../lib/names.ts';
import type { Checked } from '../lib/text.ts';

function parseNumber(raw: string): Checked<string> {
  const parsed = parsePersonalNumber(raw);
  return parsed.ok ? { ok: true, value: parsed.value.number } : parsed;
}

/** How the texts are read that are more than texts: `number` is a card's, `text` a name's. */
const readers: ReadonlyMap<string, (raw: string) => Checked<string>> = new Map([
  ['personalNumber', parseNumber],
  ['number', parseNumber],
  ['oldIdentityNumber', parseOldIdentityNumber],
  ['socialInsuranceNumber', parseSocialInsuranceNumber],
  ['healthInsuranceNumber', parseHealthInsuranceNumber],
  ['taxNumber', parseTaxNumber],
  ['passportNumber', parsePassportNumber],
  ['text', parseWrittenName],
]);
/** A card's last day, and an absence that was declared before it began. */
const mayLieAhead: ReadonlySet<string> = new Set(['expiresOn', 'from', 'until']);
/** What is expected of the element as a whole, and of a value that would have to be put right. */
export const ownWriting = 'what the hub writes there';
const forms = ['iso', 'month', 'year'] as const;

/** Every number, name and date in a value of the canonical model's shape that no source could have given. */
export function faultsOf({ value, path }: Node, today: Today, name = ''): Fault[] {
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown, index) => faultsOf({ value: each, path: `${path}[${index}]` }, today));
  }
  const code = typeof value === 'string' ? faultOfText(value, name) : faultOfDate(value, name, today);
  if (code !== undefined) return [faultAt({ value, path }, code, code === 'not-a-record' ? ownWriting : undefined)];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([part, each]) =>
    faultsOf({ value: each, path: `${path}.${part}` }, today, part),
  );
}

function faultOfText(text: string, name: string): FaultCode | undefined {
  const read = readers.get(name)?.(text);
  if (read?.ok === false) return read.code;
  return read === undefined || read.value === text ? undefined : 'not-a-record';
}

function faultOfDate(value: unknown, name: string, today: Today): FaultCode | undefined {
  // Most parts of a record are no dates, and trying the shape on each costs more than all the rest.
  const date = isObject(value) && 'year' in value ? partialDate.safeParse(value) : undefined;
  if (date?.success !== true) return undefined;
  const read = parseDate(isoDate(date.data), mayLieAhead.has(name) ? { forms, mayLieAhead: true } : forms, today);
  if (!read.ok) return read.code;
  // A day without its month is not written.
  return compareValues(read.value, date.data) === 0 ? undefined : 'date-impossible';
}

/**
 * Patients' records as canonical fields: who the patient is, their insurance, blood group, where they say they live, and
 * that they died. What a patient suffers from is in no form and is not read; the patient's code only routes the record.
 */
import type { CitizenFields, PartialDate } from '../../canonical/citizen.ts';
import type { FaultCode, Mapping, MappingContext, MappingInput, MappingResult } from '../../contract.ts';
import { bloodGroupsWithRhesus, ethnicNames, sexLettersOrWords } from '../../lib/codes.ts';
import { todayAt, type DateRules, type Today } from '../../lib/dates.ts';
import {
  faultAt,
  isAbsent,
  isObject,
  readCode,
  readDate,
  readHealthInsuranceNumber,
  readName,
  readSocialInsuranceNumber,
  readText,
  take,
  takeTime,
  top,
  withoutPlaceholder,
  type Findings,
  type Node,
} from '../../lib/fields.ts';
import { finishRecord, readAddressText, readOptionalNumber, setField, type TextReading } from '../../lib/persons.ts';
import { recordType, wire } from './wire.ts';

/** One record being read: its values, what was found wrong, the day nothing may lie after, by what addresses are read. */
type Reading = { at: (name: keyof typeof wire) => Node; findings: Findings; today: Today; written: TextReading };

/** Longer than any record without attachments. */
const maxBodyLength = 100_000;
const maxPhoneLength = 20;

/**
 * That 1 January stands for a year alone is not confirmed of this system, only known of registers like it. A day that is
 * not known to be right is the worse mistake, and for the birth date this system never leads.
 */
const birthForms: DateRules = { forms: ['iso', 'slash', 'year'], januaryFirstMeansYear: true };
const deathForms = ['iso', 'slash', 'year'] as const;

const codes = [
  ['sex', sexLettersOrWords],
  ['ethnicity', ethnicNames],
  ['bloodGroup', bloodGroupsWithRhesus],
] as const;

export const healthMapping: Mapping = { id: 'health', version: 2, map };

function map(input: MappingInput, context: MappingContext): MappingResult {
  if (input.type !== recordType) return refused('unknown-type', recordType, 'type');
  // A deletion has no body: its key said which record is gone.
  if (input.operation !== 'upsert') return takenBack(context);
  const parsed = parseRecord(input.body);
  if (!parsed.ok) return parsed.refusal;
  const findings: Findings = { faults: [], warnings: [] };
  const at: Reading['at'] = (name) => top(parsed.record, wire[name]);
  const number = readOptionalNumber(withoutPlaceholder(at('personalNumber'), findings), findings);
  const asOf = takeTime(at('updatedAt'), context.receivedAt, findings);
  const written = { units: context.units, date: asOf };
  const fields = readFields({ at, findings, today: todayAt(context.receivedAt), written });
  const stated = { sexNode: at('sex'), birthDateNode: at('birthDate') };
  return finishRecord({ number, act: 'health-record', asOf, fields, ...stated, isTakenBack: false }, findings);
}

function refused(code: FaultCode, expected: string, path = ''): MappingResult {
  return { ok: false, faults: [{ path, code, expected }] };
}

function takenBack({ receivedAt }: MappingContext): MappingResult {
  const record = { personalNumber: undefined, act: 'health-record', asOf: receivedAt, fields: {} } as const;
  return { ok: true, record, warnings: [] };
}

type Parsed = { ok: true; record: Record<string, unknown> } | { ok: false; refusal: MappingResult };

function parseRecord(body: string): Parsed {
  if (body.length > maxBodyLength) {
    return { ok: false, refusal: refused('text-too-long', `at most ${String(maxBodyLength)} characters`) };
  }
  try {
    const record: unknown = JSON.parse(body);
    if (isObject(record)) return { ok: true, record };
    return { ok: false, refusal: refused('not-a-record', 'one record as an object') };
  } catch {
    return { ok: false, refusal: refused('malformed-json', 'JSON') };
  }
}

function readFields(reading: Reading): CitizenFields {
  const { at, findings, today, written } = reading;
  const fields: CitizenFields = {};
  setField(fields, 'fullName', take(findings, readName(at('name'))));
  setField(fields, 'birthDate', take(findings, readDate(at('birthDate'), birthForms, today)));
  for (const [field, list] of codes) setField(fields, field, take(findings, readCode(at(field), list, findings)));
  const card = take(findings, readHealthInsuranceNumber(at('healthInsuranceNumber')));
  setField(fields, 'healthInsuranceNumber', card);
  const insured = take(findings, readSocialInsuranceNumber(at('socialInsuranceNumber')));
  setField(fields, 'socialInsuranceNumber', insured);
  setField(fields, 'currentResidence', take(findings, readAddressText(at('address'), written, findings)));
  setField(fields, 'phone', take(findings, readText(at('phone'), maxPhoneLength)));
  setField(fields, 'deathDate', readDeath(reading));
  return fields;
}

/**
 * The day of death. A patient said to be dead without a day has none here, and one said to be alive with a day has none
 * either; both are odd, and told.
 */
function readDeath({ at, findings, today }: Reading): PartialDate | undefined {
  const [flag, node] = [at('isDead'), at('deathDate')];
  const day = take(findings, readDate(node, deathForms, today));
  if (!isAbsent(flag) && typeof flag.value !== 'boolean') {
    findings.warnings.push(faultAt(flag, 'unknown-code', 'true or false'));
  }
  if (flag.value === true && day === undefined) {
    findings.warnings.push(faultAt(node, 'missing', 'the day of death of a patient said to be dead'));
  }
  if (flag.value !== false || day === undefined) return day;
  findings.warnings.push(faultAt(node, 'contradicting-values', 'no day of death for a patient said to be alive'));
  return undefined;
}

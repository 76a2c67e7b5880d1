/**
 * Enrolments of insured people as canonical fields. Each line is what social insurance holds of one person, true as of its
 * last change. Its oldest lines were typed from paper: a card of nine digits and no personal number, names without
 * accents or in capitals, 1 January where only the year was known. Who such a line is about is not for it to say: it
 * states what it holds, and mappings/precedence-table.ts lets it lead for its own number only.
 */
import type { Address, CitizenFields } from '../../canonical/citizen.ts';
import type { FaultCode, Mapping, MappingContext, MappingInput, MappingResult } from '../../contract.ts';
import { countryCodes, ethnicGroups1979, sexWords } from '../../lib/codes.ts';
import { parseCsvRecord } from '../../lib/csv.ts';
import { todayAt, type DateRules } from '../../lib/dates.ts';
import {
  readCode,
  readDate,
  readHealthInsuranceNumber,
  readName,
  readOldIdentityNumber,
  readSocialInsuranceNumber,
  readText,
  take,
  takeRequired,
  takeTime,
  top,
  withoutPlaceholder,
  type Findings,
  type Node,
} from '../../lib/fields.ts';
import { finishRecord, readAddress, readOptionalNumber, setField } from '../../lib/persons.ts';
import { addressNames, wire } from './wire.ts';

const recordType = 'enrolment';
const maxPhoneLength = 20;
const birthDates: DateRules = { forms: ['slash', 'year'], januaryFirstMeansYear: true };

const codes = [
  ['sex', sexWords],
  ['ethnicity', ethnicGroups1979],
  ['nationality', countryCodes],
] as const;

export const socialInsuranceMapping: Mapping = { id: 'social-insurance', version: 2, map };

function map(input: MappingInput, context: MappingContext): MappingResult {
  if (input.type !== recordType) return refused('unknown-type', 'type', recordType);
  const row = parseCsvRecord(input.body);
  if (row === undefined) return refused('malformed-csv', '', 'a header line and one line with as many values');
  const findings: Findings = { faults: [], warnings: [] };
  const at = (name: string): Node => top(row, name);
  const number = readOptionalNumber(withoutPlaceholder(at(wire.personalNumber), findings), findings);
  const asOf = takeTime(at(wire.changedAt), context.receivedAt, findings);
  const fields = readFields({ row, at, findings }, context);
  const stated = { sexNode: at(wire.sex), birthDateNode: at(wire.birthDate) };
  const isTakenBack = input.operation !== 'upsert';
  return finishRecord({ number, act: 'enrolment', asOf, fields, ...stated, isTakenBack }, findings);
}

function refused(code: FaultCode, path: string, expected: string): MappingResult {
  return { ok: false, faults: [{ path, code, expected }] };
}

type Reading = { row: Record<string, string>; at: (name: string) => Node; findings: Findings };

function readFields({ row, at, findings }: Reading, { receivedAt }: MappingContext): CitizenFields {
  const fields: CitizenFields = {};
  const book = at(wire.bookNumber);
  setField(fields, 'socialInsuranceNumber', takeRequired(findings, book, readSocialInsuranceNumber(book)));
  const health = readHealthInsuranceNumber(at(wire.healthInsuranceNumber));
  setField(fields, 'healthInsuranceNumber', take(findings, health));
  setField(fields, 'oldIdentityNumber', take(findings, readOldIdentityNumber(at(wire.oldIdentityNumber))));
  setField(fields, 'fullName', take(findings, readName(at(wire.name))));
  setField(fields, 'birthDate', take(findings, readDate(at(wire.birthDate), birthDates, todayAt(receivedAt))));
  for (const [field, list] of codes) setField(fields, field, take(findings, readCode(at(wire[field]), list, findings)));
  const address = take(findings, readAddress({ value: row, path: '' }, addressNames, findings));
  setField(fields, 'currentResidence', address && inOldCodes(address));
  setField(fields, 'phone', take(findings, readText(at(wire.phone), maxPhoneLength)));
  return fields;
}

/** This system has kept the codes of before July 2025, whether or not a line has a district to show it. */
function inOldCodes(address: Address): Address {
  const unit = address.province ?? address.district ?? address.commune;
  return unit === undefined || address.country !== 'VN' ? address : { ...address, catalogue: 'before-2025-07' };
}

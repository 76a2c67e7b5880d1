/**
 * What a citizen declared at the national portal, as its sync records tell it: weak statements, but the newest there are
 * of telephone and e-mail. What fields mean is as far as the portal's specification could be read.
 */
import type { CitizenFields, PartialDate } from '../canonical/citizen.ts';
import type { FaultCode, FieldResult, Mapping, MappingContext, MappingInput, MappingResult } from '../contract.ts';
import { bloodGroups, ethnicGroups2008, maritalStatuses, religions, sexes } from '../lib/codes.ts';
import { todayAt, type Today } from '../lib/dates.ts';
import {
  child,
  faultAt,
  isAbsent,
  isObject,
  readCode,
  readDate,
  readName,
  readOldIdentityNumber,
  readSocialInsuranceNumber,
  readTaxNumber,
  readText,
  take,
  toldTime,
  top,
  type Findings,
  type Node,
} from '../lib/fields.ts';
import type { PersonalNumber } from '../lib/identifiers.ts';
import { finishRecord, namesAsOf, readAddress, readOwnNumber, setField, type AddressNames } from '../lib/persons.ts';
import { addressNames, inboundWire as wire } from './wire.ts';

type Reading = { at: (name: string) => Node; findings: Findings; today: Today; names: AddressNames };

const recordType = 'declaration';
const maxBodyLength = 100_000;
const maxPhoneLength = 30;
/** RFC 5321, 4.5.3.1. */
const maxEmailLength = 254;
const dateForms = ['iso', 'compact', 'slash', 'year'] as const;
const dayForms = ['iso', 'compact', 'slash'] as const;
const yearForms = ['year'] as const;
const oldNumberLength = 9;

const codes = [
  ['sex', sexes],
  ['ethnicity', ethnicGroups2008],
  ['religion', religions],
  ['maritalStatus', maritalStatuses],
  ['bloodGroup', bloodGroups],
] as const;
const addresses = ['birthRegistrationPlace', 'hometown', 'permanentResidence', 'currentResidence'] as const;

export const portalInboundMapping: Mapping = { id: 'portal', version: 2, map };

function map(input: MappingInput, context: MappingContext): MappingResult {
  if (input.type !== recordType) return refused('unknown-type', 'type', recordType);
  const record = parseRecord(input.body);
  if (!record.ok) return refused(record.code, '', record.expected);
  const findings: Findings = { faults: [], warnings: [] };
  const at = (name: string): Node => top(record.value, name);
  const changedAt = toldTime(at(wire.changedAt), context.receivedAt, findings);
  const names = namesAsOf(addressNames, context.units, changedAt);
  const reading: Reading = { at, findings, today: todayAt(context.receivedAt), names };
  const fields = readFields(reading);
  const number = readCard(reading, fields);
  const asOf = changedAt ?? context.receivedAt;
  const stated = { sexNode: reading.at(wire.sex), birthDateNode: reading.at(wire.birthDate) };
  const isTakenBack = input.operation !== 'upsert';
  return finishRecord({ number, act: 'declaration', asOf, fields, ...stated, isTakenBack }, findings);
}

function refused(code: FaultCode, path: string, expected: string): MappingResult {
  return { ok: false, faults: [{ path, code, expected }] };
}

type Parsed = { ok: true; value: Record<string, unknown> } | { ok: false; code: FaultCode; expected: string };

function parseRecord(body: string): Parsed {
  const tooLong = {
    ok: false,
    code: 'text-too-long',
    expected: `at most ${String(maxBodyLength)} characters`,
  } as const;
  if (body.length > maxBodyLength) return tooLong;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { ok: false, code: 'malformed-json', expected: 'JSON' };
  }
  return isObject(value)
    ? { ok: true, value }
    : { ok: false, code: 'not-a-record', expected: 'one record as an object' };
}

function readFields({ at, findings, today, names }: Reading): CitizenFields {
  const fields: CitizenFields = {};
  setField(fields, 'fullName', take(findings, readName(at(wire.fullName))));
  setField(fields, 'birthDate', take(findings, readBirthDate(at(wire.birthDate), today)));
  setField(fields, 'phone', take(findings, readText(at(wire.phone), maxPhoneLength)));
  setField(fields, 'email', take(findings, readText(at(wire.email), maxEmailLength)));
  const insuranceNumber = readSocialInsuranceNumber(at(wire.socialInsuranceNumber));
  setField(fields, 'socialInsuranceNumber', take(findings, insuranceNumber));
  setField(fields, 'taxNumber', take(findings, readTaxNumber(at(wire.taxNumber))));
  for (const [field, list] of codes) setField(fields, field, take(findings, readCode(at(wire[field]), list, findings)));
  for (const field of addresses) {
    setField(fields, field, take(findings, readAddress(at(wire[field]), names, findings)));
  }
  return fields;
}

/**
 * The number of the card: twelve digits are the personal number, nine an old card's. What the card's kind is called is
 * not confirmed, so its length decides, as in the population database's own queries.
 */
function readCard({ at, findings }: Reading, fields: CitizenFields): PersonalNumber | undefined {
  const node = at(wire.cardNumber);
  if (isAbsent(node)) findings.faults.push(faultAt(node, 'missing', 'a card number of nine or twelve digits'));
  if (isAbsent(node)) return undefined;
  if (typeof node.value === 'string' && node.value.trim().length !== oldNumberLength) {
    return readOwnNumber(node, findings);
  }
  setField(fields, 'oldIdentityNumber', take(findings, readOldIdentityNumber(node)));
  return undefined;
}

function readBirthDate(node: Node, today: Today): FieldResult<PartialDate> {
  if (!isObject(node.value)) return readDate(node, dateForms, today);
  const day = readDate(child(node, wire.birthDay), dayForms, today);
  return day.kind === 'absent' ? readDate(child(node, wire.birthYear), yearForms, today) : day;
}

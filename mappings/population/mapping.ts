/**
 * The population database's view of one citizen, as canonical fields. Each record is the person's whole row, true as
 * of its last change.
 */
import type { CitizenFields, HeadOfHousehold, PartialDate } from '../canonical/citizen.ts';
import type { IdentityCard } from '../canonical/types.ts';
import type { FieldResult, Mapping, MappingContext, MappingInput, MappingResult } from '../contract.ts';
import {
  bloodGroups,
  countryCodes,
  ethnicGroups2008,
  maritalStatuses,
  relationships,
  religions,
  sexes,
} from '../lib/codes.ts';
import { todayAt, type Today } from '../lib/dates.ts';
import {
  child,
  isObject,
  readCode,
  readDate,
  readName,
  readObject,
  readOldIdentityNumber,
  readPersonalNumber,
  readText,
  take,
  takeTime,
  top,
  type Findings,
  type Node,
} from '../lib/fields.ts';
import {
  finishRecord,
  joinName,
  namesAsOf,
  readAddress,
  readOwnNumber,
  readRelative,
  setField,
  type AddressNames,
} from '../lib/persons.ts';
import { parseXml } from '../lib/xml.ts';
import { addressNames, nameParts, relativeNames, root, wire } from './wire.ts';

/** One `CongDan` being read: its elements, what was found wrong so far, and the day nothing may lie after. */
type Reading = { at: (name: string) => Node; findings: Findings; today: Today; names: AddressNames };

const recordType = 'citizen';
const birthDayForms = ['compact'] as const;
const birthYearForms = ['year'] as const;
const deathForms = ['compact', 'year'] as const;
const cardForms = ['compact'] as const;
const maxIssuerLength = 200;

const addresses = [
  'birthPlace',
  'birthRegistrationPlace',
  'hometown',
  'permanentResidence',
  'currentResidence',
] as const;
const relatives = ['father', 'mother', 'spouse', 'representative'] as const;
const codes = [
  ['ethnicity', ethnicGroups2008],
  ['religion', religions],
  ['nationality', countryCodes],
  ['maritalStatus', maritalStatuses],
  ['bloodGroup', bloodGroups],
] as const;

export const populationMapping: Mapping = { id: 'population', version: 3, map };

function map(input: MappingInput, context: MappingContext): MappingResult {
  if (input.type !== recordType) return refused('unknown-type', 'type', recordType);
  const parsed = parseXml(input.body);
  if (!parsed.ok) return refused('malformed-xml', root, 'one well-formed element without a DTD');
  const row = parsed.value;
  if (parsed.name !== root || !isObject(row)) return refused('not-a-record', root, 'the element of one citizen');
  const findings: Findings = { faults: [], warnings: [] };
  const { units, receivedAt } = context;
  // Not confirmed: taken to give its codes as they are when it is asked, whenever the row was last changed.
  const names = namesAsOf(addressNames, units, receivedAt);
  const reading: Reading = { at: (name) => top(row, name), findings, today: todayAt(receivedAt), names };
  const number = readOwnNumber(reading.at(wire.personalNumber), findings);
  const asOf = takeTime(reading.at(wire.changedAt), receivedAt, findings);
  const stated = { sexNode: reading.at(wire.sex), birthDateNode: reading.at(wire.birthDate) };
  const isTakenBack = input.operation !== 'upsert';
  return finishRecord({ number, act: 'state', asOf, fields: readFields(reading), ...stated, isTakenBack }, findings);
}

function refused(
  code: 'unknown-type' | 'malformed-xml' | 'not-a-record',
  path: string,
  expected: string,
): MappingResult {
  return { ok: false, faults: [{ path, code, expected }] };
}

function readFields({ at, findings, today, names }: Reading): CitizenFields {
  const fields: CitizenFields = {};
  setField(fields, 'fullName', take(findings, readName(joinName(at(wire.name), nameParts))));
  setField(fields, 'oldIdentityNumber', take(findings, readOldIdentityNumber(at(wire.oldIdentityNumber))));
  setField(fields, 'birthDate', take(findings, readBirthDate(at(wire.birthDate), today)));
  setField(fields, 'sex', take(findings, readCode(at(wire.sex), sexes, findings)));
  setField(fields, 'deathDate', take(findings, readDate(at(wire.deathDate), deathForms, today)));
  for (const [field, list] of codes) setField(fields, field, take(findings, readCode(at(wire[field]), list, findings)));
  for (const field of addresses) {
    setField(fields, field, take(findings, readAddress(at(wire[field]), names, findings)));
  }
  for (const field of relatives) {
    setField(fields, field, take(findings, readRelative(at(wire[field]), relativeNames, findings)));
  }
  setField(fields, 'headOfHousehold', take(findings, readHead(at(wire.headOfHousehold), findings)));
  setField(fields, 'identityCard', take(findings, readCard(at(wire.identityCard), { findings, today })));
  return fields;
}

function readBirthDate(node: Node, today: Today): FieldResult<PartialDate> {
  const object = readObject(node);
  if (object.kind !== 'mapped') return object;
  const day = readDate(child(node, wire.birthDay), birthDayForms, today);
  return day.kind === 'absent' ? readDate(child(node, wire.birthYear), birthYearForms, today) : day;
}

function readHead(node: Node, findings: Findings): FieldResult<HeadOfHousehold> {
  const person = readRelative(node, relativeNames, findings);
  if (person.kind !== 'mapped') return person;
  const relationship = take(findings, readCode(child(node, wire.relationship), relationships, findings));
  return { kind: 'mapped', value: relationship === undefined ? person.value : { ...person.value, relationship } };
}

/** The card held now or last; absent if every part is empty. */
function readCard(node: Node, { findings, today }: Pick<Reading, 'findings' | 'today'>): FieldResult<IdentityCard> {
  const object = readObject(node);
  if (object.kind !== 'mapped') return object;
  const number = take(findings, readPersonalNumber(child(node, wire.cardNumber)))?.number;
  const issuedOn = take(findings, readDate(child(node, wire.cardIssuedOn), cardForms, today));
  const issuedBy = take(findings, readText(child(node, wire.cardIssuedBy), maxIssuerLength));
  const value: IdentityCard = {
    ...(number === undefined ? {} : { number }),
    ...(issuedOn === undefined ? {} : { issuedOn }),
    ...(issuedBy === undefined ? {} : { issuedBy }),
  };
  return Object.keys(value).length === 0 ? { kind: 'absent' } : { kind: 'mapped', value };
}

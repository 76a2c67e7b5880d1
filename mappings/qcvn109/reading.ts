/** The elements of the standard in a national message, read as canonical fields, whichever form it came in. */
import type { Address, CitizenFields, Code, HeadOfHousehold, PartialDate } from '../canonical/citizen.ts';
import type { FieldResult } from '../contract.ts';
import { buildAddress, maxDetailLength, unitCodeLengths } from '../lib/addresses.ts';
import type { UnitLevel } from '../lib/units/contract.ts';
import {
  bloodGroups,
  countryCodes,
  ethnicGroups2008,
  ethnicNames,
  maritalStatuses,
  relationships,
  religions,
  sexes,
  type CodeList,
} from '../lib/codes.ts';
import type { Today } from '../lib/dates.ts';
import { groupOfCode2008, groupOfName } from '../lib/ethnic-groups.ts';
import {
  child,
  faultAt,
  isAbsent,
  isObject,
  readCode,
  readDate,
  readName,
  readObject,
  readOldIdentityNumber,
  readText,
  take,
  type Findings,
  type Node,
} from '../lib/fields.ts';
import { joinName, readRelative, setField } from '../lib/persons.ts';
import { nameParts, relativeNames, wire } from './wire.ts';

/** One citizen being read: their elements, what was found wrong so far, and the day nothing may lie after. */
export type Reading = { at: (name: string) => Node; findings: Findings; today: Today };

const dayForms = ['iso', 'compact'] as const;
const yearForms = ['year'] as const;
const maxUnitLength = 20;
const addresses = ['birthRegistrationPlace', 'hometown', 'permanentResidence', 'currentResidence'] as const;
const relatives = ['father', 'mother', 'spouse', 'representative'] as const;
const codes = [
  ['sex', sexes],
  ['maritalStatus', maritalStatuses],
  ['bloodGroup', bloodGroups],
  ['nationality', countryCodes],
] as const;

/** What the elements of the standard say; the personal number is not among it. */
export function readStandard(reading: Reading): CitizenFields {
  const { at, findings, today } = reading;
  const fields: CitizenFields = {};
  setField(fields, 'fullName', take(findings, readName(joinName(at(wire.fullName), nameParts))));
  setField(fields, 'oldIdentityNumber', take(findings, readOldIdentityNumber(at(wire.oldIdentityNumber))));
  setField(fields, 'birthDate', take(findings, readBirthDate(at(wire.birthDate), today)));
  for (const [field, list] of codes) setField(fields, field, takeCode(at(wire[field]), list, findings));
  setField(fields, 'ethnicity', readEthnicGroup(at(wire.ethnicity), findings));
  setField(fields, 'religion', takeCode(codeIn(at(wire.religion), wire.religionCode), religions, findings));
  for (const field of addresses) setField(fields, field, take(findings, readPlace(at(wire[field]), findings)));
  for (const field of relatives) setField(fields, field, take(findings, readPerson(at(wire[field]), findings)));
  setField(fields, 'headOfHousehold', take(findings, readHead(at(wire.headOfHousehold), findings)));
  return fields;
}

/** JSON made from the message by schema has its small codes and years as numbers. */
function asText(node: Node): Node {
  return Number.isSafeInteger(node.value) ? { value: String(node.value), path: node.path } : node;
}

function takeCode(node: Node, list: CodeList, findings: Findings): Code | undefined {
  return take(findings, readCode(asText(node), list, findings));
}

function readBirthDate(node: Node, today: Today): FieldResult<PartialDate> {
  if (!isObject(node.value)) return readDate(node, [...dayForms, ...yearForms], today);
  const day = readDate(child(node, wire.birthDay), dayForms, today);
  return day.kind === 'absent' ? readDate(asText(child(node, wire.birthYear)), yearForms, today) : day;
}

/** A code in an element of its own, or as the element's text. */
function codeIn(node: Node, name: string): Node {
  return isObject(node.value) ? child(node, name) : node;
}

/**
 * By code in the numbering of 2008, which the standard has. A name beside it mostly tells of a sub-group that only its
 * people know. Where it means a group, and not the one that the code is known to mean, the name is what was meant: the
 * sender uses another numbering, or a code that nobody could confirm.
 */
function readEthnicGroup(node: Node, findings: Findings): Code | undefined {
  const code = asText(codeIn(node, wire.ethnicCode));
  const name = child(node, wire.ethnicName);
  if (isAbsent(code)) return takeCode(name, ethnicNames, findings);
  if (!contradicts(code, name)) return takeCode(code, ethnicGroups2008, findings);
  findings.warnings.push(faultAt(code, 'ethnic-mismatch'));
  return takeCode(name, ethnicNames, findings);
}

function contradicts(code: Node, name: Node): boolean {
  if (typeof code.value !== 'string' || typeof name.value !== 'string') return false;
  const meant = groupOfName(name.value.slice(0, maxNameLength));
  return meant !== undefined && groupOfCode2008(code.value.trim()) !== meant;
}

/** Longer than the name of any ethnic group. */
const maxNameLength = 40;

/**
 * An address with the code of its lowest unit only, whose length tells the level. Which list the code of a commune or
 * province is from cannot be told by it; districts ended with the list of before July 2025.
 */
function readPlace(node: Node, findings: Findings): FieldResult<Address> {
  const object = readObject(node);
  if (object.kind !== 'mapped') return object;
  const unitNode = child(node, wire.unit);
  const unit = take(findings, readText(unitNode, maxUnitLength));
  const level = levelOf(unit);
  if (unit !== undefined && level === undefined) {
    findings.warnings.push(faultAt(unitNode, 'unknown-code', 'two, three or five digits'));
  }
  const none = { province: undefined, district: undefined, commune: undefined };
  const address = buildAddress({
    ...none,
    [level ?? 'commune']: unit,
    country: takeCode(child(node, wire.country), countryCodes, findings)?.code,
    detail: take(findings, readText(child(node, wire.detail), maxDetailLength)),
  });
  if (address === undefined) return { kind: 'absent' };
  return { kind: 'mapped', value: level === 'district' ? address : { ...address, catalogue: 'unknown' } };
}

const levels: readonly UnitLevel[] = ['province', 'district', 'commune'];

function levelOf(unit: string | undefined): UnitLevel | undefined {
  if (unit === undefined || !/^\d+$/.test(unit)) return undefined;
  return levels.find((level) => unitCodeLengths[level] === unit.length);
}

function readPerson(node: Node, findings: Findings): ReturnType<typeof readRelative> {
  const { value, path } = node;
  if (!isObject(value)) return readRelative(node, relativeNames, findings);
  const name = joinName(child(node, wire.fullName), nameParts);
  return readRelative({ value: { ...value, [wire.fullName]: name.value }, path }, relativeNames, findings);
}

function readHead(node: Node, findings: Findings): FieldResult<HeadOfHousehold> {
  const person = readPerson(node, findings);
  if (person.kind !== 'mapped') return person;
  const relationship = takeCode(child(node, wire.relationship), relationships, findings);
  return { kind: 'mapped', value: relationship === undefined ? person.value : { ...person.value, relationship } };
}

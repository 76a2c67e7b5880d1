/** The parts of a record that several systems give in the same shape under other names: persons and addresses. */
import type { Address, CitizenField, CitizenFields, Relative } from '../canonical/citizen.ts';
import type { Act, FieldResult, MappingResult } from '../contract.ts';
import {
  buildAddress,
  hasCommuneCode,
  maxDetailLength,
  unitCodeLengths,
  unknownCountry,
  type AddressParts,
  type EditionOf,
} from './addresses.ts';
import { countryCodes } from './codes.ts';
import { dayOf } from './dates.ts';
import { hasDigitsOnly, type PersonalNumber } from './identifiers.ts';
import {
  child,
  faultAt,
  isAbsent,
  isObject,
  readCode,
  readWrittenName,
  readObject,
  readOldIdentityNumber,
  readPersonalNumber,
  readText,
  take,
  takeRequired,
  type Findings,
  type Node,
} from './fields.ts';
import { resolveAddress } from './units/address-text.ts';
import type { UnitLevel, Units } from './units/contract.ts';
import { editionAsOf } from './units/editions.ts';

/** What a source calls the parts of an address; and which edition its codes are from, if it does not keep to one. */
export type AddressNames = Record<'country' | 'province' | 'district' | 'commune' | 'detail', string> & {
  editionOf?: EditionOf;
};

/** By which catalogue a text is read, and when it was written (a date, or an instant in ISO 8601). */
export type TextReading = { units: Units | undefined; date: string };

/** What a source calls the parts of a relative. */
export type RelativeNames = { name: string; personalNumber: string; oldIdentityNumber?: string; nationality?: string };

const maxUnitCodeLength = 20;
const datedCommune = 'a commune of that province, with its district or the day its code is of';

/** The number that says whose record this is, with warnings about its place code. Fault: `missing` too. */
export function readOwnNumber(node: Node, findings: Findings): PersonalNumber | undefined {
  const number = takeRequired(findings, node, readPersonalNumber(node));
  if (number !== undefined && !number.knownPrefix) findings.warnings.push(faultAt(node, 'unknown-prefix'));
  return number;
}

/** Like `readOwnNumber`, for a source whose records may name their person in its own way only. */
export function readOptionalNumber(node: Node, findings: Findings): PersonalNumber | undefined {
  return isAbsent(node) ? undefined : readOwnNumber(node, findings);
}

/** A record read to its end: what is needed to answer. The nodes say where sex and birth date were stated. */
export type ReadRecord = {
  /** Undefined where the record names none; a number that had to be there is among the faults. */
  number: PersonalNumber | undefined;
  act: Act;
  asOf: string;
  fields: CitizenFields;
  sexNode: Node;
  birthDateNode: Node;
  /** Whether the fact is taken back: then it has no fields. */
  isTakenBack: boolean;
};

/** The answer for a record: refused with all faults found, or mapped with what was odd about it. */
export function finishRecord(read: ReadRecord, findings: Findings): MappingResult {
  const { number, act, asOf, fields } = read;
  if (findings.faults.length > 0) return { ok: false, faults: findings.faults };
  if (number !== undefined) {
    warnOfMismatch(number, read, findings);
    fields.personalNumber = number.number;
  }
  const record = { personalNumber: number?.number, act, asOf, fields: read.isTakenBack ? {} : fields };
  return { ok: true, record, warnings: findings.warnings };
}

/** The sex or birth year stated may not be what the number was issued for, since numbers are re-issued: a warning. */
function warnOfMismatch(number: PersonalNumber, read: ReadRecord, findings: Findings): void {
  const { sex, birthDate } = read.fields;
  if (sex?.scheme === 'sex' && sex.code !== number.sex) findings.warnings.push(faultAt(read.sexNode, 'sex-mismatch'));
  if (birthDate !== undefined && birthDate.year !== number.birthYear) {
    findings.warnings.push(faultAt(read.birthDateNode, 'birth-year-mismatch'));
  }
}

/**
 * Names of addresses whose codes were true on a date (a day, or an instant in ISO 8601; undefined if it is not known):
 * which edition they are from.
 */
export function namesAsOf(names: AddressNames, units: Units | undefined, date: string | undefined): AddressNames {
  // Named one by one: a copy by spreading takes a tenth of the time of a small record.
  const { country, province, district, commune, detail } = names;
  return { country, province, district, commune, detail, editionOf: editionAsOf(units, date) };
}

/**
 * An address given as codes of units, which are kept. A code of the wrong length is reported as `unknown-code`, a
 * commune whose edition cannot be told as `address-not-resolved`.
 */
export function readAddress(node: Node, names: AddressNames, findings: Findings): FieldResult<Address> {
  const object = readObject(node);
  if (object.kind !== 'mapped') return object;
  const parts = {
    country: take(findings, readCode(child(node, names.country), countryCodes, findings))?.code,
    province: readUnit(child(node, names.province), 'province', findings),
    district: readUnit(child(node, names.district), 'district', findings),
    commune: readUnit(child(node, names.commune), 'commune', findings),
    detail: take(findings, readText(child(node, names.detail), maxDetailLength)),
  };
  const address = buildAddress(parts, names.editionOf);
  if (address === undefined) return { kind: 'absent' };
  if (names.editionOf !== undefined && lacksEdition(address, parts)) {
    findings.warnings.push(faultAt(child(node, names.commune), 'address-not-resolved', datedCommune));
  }
  return { kind: 'mapped', value: address };
}

function lacksEdition({ country, catalogue }: Address, parts: AddressParts): boolean {
  return country === 'VN' && catalogue === 'unknown' && hasCommuneCode(parts);
}

/**
 * An address given as one text, larger units last: codes of the edition it was written by, and the rest as its detail.
 * A text whose units cannot be told with certainty is kept whole as detail, and reported as `address-not-resolved`.
 */
export function readAddressText(node: Node, { units, date }: TextReading, findings: Findings): FieldResult<Address> {
  const text = readText(node, maxDetailLength);
  if (text.kind !== 'mapped') return text;
  const address = units && resolveAddress(units, text.value, dayOf(date));
  if (address !== undefined) return { kind: 'mapped', value: address };
  findings.warnings.push(faultAt(node, 'address-not-resolved'));
  return { kind: 'mapped', value: { country: unknownCountry, detail: text.value, catalogue: 'unknown' } };
}

function readUnit(node: Node, level: UnitLevel, findings: Findings): string | undefined {
  const code = take(findings, readText(node, maxUnitCodeLength));
  if (code !== undefined && !hasDigitsOnly(code, unitCodeLengths[level])) {
    findings.warnings.push(faultAt(node, 'unknown-code', `${String(unitCodeLengths[level])} digits`));
  }
  return code;
}

/**
 * The one text of a name given in parts, which are not trusted; one that is given as a text stays as it is. Of a part
 * that is no text (given twice, say) nobody can tell the name: it is answered instead, for its reader to refuse.
 */
export function joinName(node: Node, parts: readonly string[]): Node {
  if (!isObject(node.value)) return node;
  const given = parts.map((part) => child(node, part)).filter((part) => !isAbsent(part));
  const odd = given.find(({ value }) => typeof value !== 'string');
  return odd ?? { value: given.map(({ value }) => value).join(' '), path: node.path };
}

/** Another person, as a record names them; absent if every part is empty. */
export function readRelative(node: Node, names: RelativeNames, findings: Findings): FieldResult<Relative> {
  const object = readObject(node);
  if (object.kind !== 'mapped') return object;
  const relative: Relative = {};
  setIn(relative, 'name', nameOfRelative(child(node, names.name), findings));
  setIn(relative, 'personalNumber', take(findings, readPersonalNumber(child(node, names.personalNumber)))?.number);
  if (names.oldIdentityNumber !== undefined) {
    const number = take(findings, readOldIdentityNumber(child(node, names.oldIdentityNumber)));
    setIn(relative, 'oldIdentityNumber', number);
  }
  if (names.nationality !== undefined) {
    setIn(relative, 'nationality', take(findings, readCode(child(node, names.nationality), countryCodes, findings)));
  }
  const { name, personalNumber, oldIdentityNumber } = relative;
  const isNobody = name === undefined && personalNumber === undefined && oldIdentityNumber === undefined;
  return isNobody ? { kind: 'absent' } : { kind: 'mapped', value: relative };
}

function nameOfRelative(node: Node, findings: Findings): Relative['name'] {
  const text = take(findings, readWrittenName(node));
  return text === undefined ? undefined : { text };
}

function setIn<F extends keyof Relative>(relative: Relative, field: F, value: Relative[F] | undefined): void {
  if (value !== undefined) relative[field] = value;
}

/** Sets a field if there is a value: a field a record does not speak about is not there. */
export function setField<F extends CitizenField>(
  fields: CitizenFields,
  field: F,
  value: CitizenFields[F] | undefined,
): void {
  if (value !== undefined) fields[field] = value;
}

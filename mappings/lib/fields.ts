/**
 * Reading untrusted values: a `Node` is a value of a parsed message beside its path in the source's own terms; a
 * reader makes a `FieldResult` of it; `Findings` gathers what is wrong, so that a record is answered with all of its
 * faults at once. No reader throws, whatever the value is, and no fault quotes it.
 */
import type { Code, PartialDate, PersonName } from '../canonical/citizen.ts';
import type { Fault, FaultCode, FieldResult } from '../contract.ts';
import { parseCode, type CodeList } from './codes.ts';
import { parseDate, parseTime, type DateForm, type DateRules, type Today } from './dates.ts';
import {
  isPlaceholderNumber,
  parseHealthInsuranceNumber,
  parseOldIdentityNumber,
  parsePersonalNumber,
  parseSocialInsuranceNumber,
  parseTaxNumber,
  type PersonalNumber,
} from './identifiers.ts';
import { parseName, parseWrittenName } from './names.ts';
import { tidyText, type Checked } from './text.ts';

export type Node = { readonly value: unknown; readonly path: string };

/** What is wrong with a record (it is refused) and what is odd about it (it is taken). */
export type Findings = { faults: Fault[]; warnings: Fault[] };

/** How far a source may be ahead of the hub: enough for a clock that is wrong, and for a zone that is not given. */
const clockToleranceMs = 24 * 60 * 60 * 1000;
const absent = { kind: 'absent' } as const;
const unknown = { kind: 'unknown' } as const;

/** Most nodes are never asked for their path, so it is put together only then. */
class Child implements Node {
  readonly value: unknown;
  private readonly parent: Node;
  private readonly name: string;

  constructor(parent: Node, name: string) {
    this.value = isObject(parent.value) ? parent.value[name] : undefined;
    this.parent = parent;
    this.name = name;
  }

  get path(): string {
    const { path } = this.parent;
    return path === '' ? this.name : `${path}.${this.name}`;
  }
}

/** A child of an object; a node without a value if there is none, or if the parent is no object. */
export function child(node: Node, name: string): Node {
  return new Child(node, name);
}

/** The first level of a message: paths begin here. */
export function top(message: Record<string, unknown>, name: string): Node {
  return { value: message[name], path: name };
}

/** Whether a value is an object with names (not null, not a list). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether nothing is given: no value, null, or an empty text or element. */
export function isAbsent(node: Node): boolean {
  return node.value === undefined || node.value === null || node.value === '';
}

/** What a rule expects, where the place does not tell more. */
const expectations: Record<FaultCode, string> = {
  'malformed-json': 'JSON',
  'malformed-xml': 'well-formed XML without a DTD',
  'malformed-csv': 'a header line and one line with as many values',
  'not-a-record': 'an object',
  'unknown-type': 'a known kind of record',
  missing: 'a value',
  'personal-number-format': 'twelve digits',
  'old-identity-number-format': 'nine digits',
  'social-insurance-number-format': 'ten digits',
  'health-insurance-number-format': 'two letters and thirteen letters or digits, or ten digits',
  'tax-number-format': 'ten, twelve or thirteen digits',
  'passport-number-format': 'six to fifteen letters and digits',
  'date-format': 'a date in a form this system uses',
  'date-impossible': 'a day that exists',
  'date-in-future': 'a day not after the day of receipt',
  'text-too-long': 'a shorter text',
  'control-character': 'text without control characters',
  'not-text': 'a text with letters',
  'not-a-whole-number': 'a whole number',
  'combining-marks': 'at most three combining marks in a row',
  'legacy-encoding': 'text in Unicode',
  'unknown-code': 'a code of the list',
  'address-not-resolved': 'commune, district (before July 2025) and province, each called by its name',
  'ethnic-mismatch': 'the code of the group named',
  'extension-mismatch': 'the same as in the elements of the standard',
  'contradicting-values': 'values that agree',
  'sex-mismatch': 'the sex the personal number was issued for',
  'birth-year-mismatch': 'the birth year the personal number was issued for',
  'unknown-prefix': 'the code of one of the 63 provinces',
};

/** A fault at a node; `expected` where there is something more telling to say than the rule itself. */
export function faultAt(node: Node, code: FaultCode, expected: string = expectations[code]): Fault {
  return { path: node.path, code, expected };
}

/** The value of a result, if it has one; its fault goes to the findings. */
export function take<T>(findings: Findings, result: FieldResult<T>): T | undefined {
  if (result.kind === 'mapped') return result.value;
  if (result.kind === 'invalid') findings.faults.push(result.fault);
  return undefined;
}

/** Like `take`, for what every record of its kind must have: not given is a fault (`missing`). */
export function takeRequired<T>(findings: Findings, node: Node, result: FieldResult<T>): T | undefined {
  if (result.kind === 'absent' || result.kind === 'unknown') findings.faults.push(faultAt(node, 'missing'));
  return take(findings, result);
}

/** An object that must be one if it is there at all; other shapes are `not-a-record`. */
export function readObject(node: Node): FieldResult<Record<string, unknown>> {
  if (isAbsent(node)) return absent;
  if (isObject(node.value)) return { kind: 'mapped', value: node.value };
  return { kind: 'invalid', fault: faultAt(node, 'not-a-record') };
}

/** A text of at most `maxLength` characters, tidied; one of spaces only is absent. */
export function readText(node: Node, maxLength: number): FieldResult<string> {
  return read(
    node,
    (raw) => tidyText(raw, maxLength),
    (text) => (text === '' ? absent : undefined),
  );
}

export function readName(node: Node): FieldResult<PersonName> {
  return read(node, parseName, (name) => (name.text === '' ? absent : undefined));
}

/** The text of a name that nobody is compared by. */
export function readWrittenName(node: Node): FieldResult<string> {
  return read(node, parseWrittenName, (name) => (name === '' ? absent : undefined));
}

export function readDate(node: Node, source: readonly DateForm[] | DateRules, today: Today): FieldResult<PartialDate> {
  return read(node, (raw) => parseDate(raw.trim(), source, today));
}

/** When a record was made or changed, as ISO 8601 in UTC: as it says itself, else when it was received. */
export function takeTime(node: Node, receivedAt: string, findings: Findings): string {
  return toldTime(node, receivedAt, findings) ?? receivedAt;
}

/**
 * When a record says it was made or changed. One that says a time yet to come has not said it (a warning): it would count
 * as the newest until then, whatever came after it.
 */
export function toldTime(node: Node, receivedAt: string, findings: Findings): string | undefined {
  const time = take(findings, readTime(node));
  if (time === undefined || !(Date.parse(time) > Date.parse(receivedAt) + clockToleranceMs)) return time;
  findings.warnings.push(faultAt(node, 'date-in-future', 'a time not after the time of receipt'));
  return undefined;
}

function readTime(node: Node): FieldResult<string> {
  return read(node, (raw) => parseTime(raw.trim()));
}

/** A number; one that is only a placeholder is not known, which is no reason to refuse whatever else the record says. */
export function readPersonalNumber(node: Node): FieldResult<PersonalNumber> {
  return isPlaceholder(node) ? unknown : read(node, parsePersonalNumber);
}

/** A number that may be left out: as if it were, with a warning, where it is only a placeholder. */
export function withoutPlaceholder(node: Node, findings: Findings): Node {
  if (!isPlaceholder(node)) return node;
  findings.warnings.push(faultAt(node, 'personal-number-format', 'a number somebody has'));
  return { value: undefined, path: node.path };
}

function isPlaceholder({ value }: Node): boolean {
  return typeof value === 'string' && isPlaceholderNumber(value);
}

export function readOldIdentityNumber(node: Node): FieldResult<string> {
  return read(node, parseOldIdentityNumber);
}

export function readSocialInsuranceNumber(node: Node): FieldResult<string> {
  return read(node, parseSocialInsuranceNumber);
}

export function readHealthInsuranceNumber(node: Node): FieldResult<string> {
  return read(node, parseHealthInsuranceNumber);
}

export function readTaxNumber(node: Node): FieldResult<string> {
  return read(node, parseTaxNumber);
}

/** A code of a list; one the list does not hold is kept under the source's scheme and reported as a warning. */
export function readCode(node: Node, list: CodeList, findings: Findings): FieldResult<Code> {
  const result = read(node, (raw) => parseCode(raw, list));
  if (result.kind !== 'mapped') return result;
  if (result.value === undefined) return unknown;
  if (result.value.code.code === '') return absent;
  if (!result.value.known) findings.warnings.push(faultAt(node, 'unknown-code'));
  return { kind: 'mapped', value: result.value.code };
}

function read<T>(
  node: Node,
  parse: (raw: string) => Checked<T>,
  otherwise?: (value: T) => FieldResult<T> | undefined,
): FieldResult<T> {
  if (isAbsent(node)) return absent;
  if (typeof node.value !== 'string') return { kind: 'invalid', fault: faultAt(node, 'not-text') };
  const checked = parse(node.value);
  if (!checked.ok) return { kind: 'invalid', fault: faultAt(node, checked.code) };
  return otherwise?.(checked.value) ?? { kind: 'mapped', value: checked.value };
}

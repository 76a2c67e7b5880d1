/**
 * The contract of a mapping: a pure function from one record, as the source gave it, to the hub's language.
 *
 * Deterministic: time and catalogues come in as arguments, so the same record gives the same answer for ever. Total:
 * it never throws, whatever bytes it is given; what it cannot accept it names, every fault of the record at once,
 * never quoting the value (which may be personal data).
 */
import type { CitizenField, CitizenFields } from './canonical/citizen.ts';
import type { DecidedAct } from './canonical/identity-act.ts';
import type { Units } from './lib/units/contract.ts';

/** Why a value was not accepted. The list is closed; each code is explained in docs/reference/faults.md. */
export const faultCodes = {
  'malformed-json': 'The message is not JSON.',
  'malformed-xml': 'The message is not well-formed XML, or holds a DTD.',
  'malformed-csv': 'The message is not a line of CSV under a header line with as many names.',
  'not-a-record': 'The message is readable but not of the shape this system sends.',
  'unknown-type': 'The kind of record is not one this system is known to send.',
  missing: 'A value that every record of this kind must have is not there.',
  'personal-number-format': 'A personal identification number is twelve digits, and not a placeholder (000000000000).',
  'old-identity-number-format': 'An old identity card number is nine digits.',
  'social-insurance-number-format': 'A social-insurance number is ten digits.',
  'health-insurance-number-format': 'A health-insurance card number is fifteen characters, or its last ten digits.',
  'tax-number-format': 'A tax number is ten digits, or thirteen with a branch, or a personal number.',
  'passport-number-format': 'A passport number is six to fifteen letters and digits.',
  'date-format': 'The date is in none of the forms this system uses.',
  'date-impossible': 'There is no such day.',
  'date-in-future': 'The date lies in the future. As a warning: so does the time of change; that of receipt is taken.',
  'text-too-long': 'The text is longer than any real value of this field.',
  'control-character': 'The text holds NUL or another control character.',
  'not-text': 'A text was expected.',
  'not-a-whole-number': 'A whole number was expected.',
  'combining-marks': 'The text piles up combining marks; no name is written so.',
  'legacy-encoding':
    'The text has words in TCVN3 (ABC), VNI or misread UTF-8 and cannot be told as a whole, or letters of it were lost.',
  'unknown-code': 'The code is not in the list this system declares; it is kept as it is.',
  'address-not-resolved':
    'The administrative units an address names cannot be told with certainty; it is kept as it came.',
  'ethnic-mismatch':
    'The ethnic group named is not known to be the one its code means in the numbering declared; the name is taken.',
  'extension-mismatch': 'The hub’s own element says other than the elements of the standard, which are taken.',
  'contradicting-values': 'Two values of the record contradict each other; neither is taken.',
  'sex-mismatch': 'The sex stated differs from what the personal number was issued for.',
  'birth-year-mismatch': 'The birth year stated differs from what the personal number was issued for.',
  'unknown-prefix': 'The personal number begins with a place code that is not in the list.',
} as const;

export type FaultCode = keyof typeof faultCodes;

/** One thing wrong (or, as a warning, odd) with a record. `path` is in the source's own terms. Never the value. */
export type Fault = { path: string; code: FaultCode; expected: string };

/** One value: mapped, not given, given but known not to be known, or given and not acceptable. */
export type FieldResult<T> =
  { kind: 'mapped'; value: T } | { kind: 'absent' } | { kind: 'unknown' } | { kind: 'invalid'; fault: Fault };

/** The part of a raw record a mapping sees. */
export type MappingInput = {
  type: string;
  operation: 'upsert' | 'annul' | 'delete';
  contentType: string;
  body: string;
};

export type MappingContext = {
  /** When the hub received the record (ISO 8601, UTC): the only clock a mapping has. */
  receivedAt: string;
  /** The administrative units of all editions; without them no address given as text is resolved, nor a code dated. */
  units?: Units;
};

/**
 * What kind of event a record tells of; decides the type of the change event. `enrolment`: of an insured person;
 * `health-record`: of a patient; `declaration`: what somebody declared at the portal; `identity`: who is who.
 */
export type Act =
  | 'state'
  | 'birth'
  | 'death'
  | 'marriage'
  | 'name-correction'
  | 'enrolment'
  | 'health-record'
  | 'declaration'
  | 'identity'
  | 'annulment';

export type MappedRecord = {
  /** Undefined only where the record's subject is a `source-person` and the record names no number. */
  personalNumber: string | undefined;
  act: Act;
  /**
   * When what the record says became so, of an act of birth when it was recorded (`YYYY-MM-DD` or ISO time);
   * receivedAt if the source does not say.
   */
  asOf: string;
  /** Only the fields this record speaks about; a field it does not mention is not there. */
  fields: CitizenFields;
  /** Fields the record says are being investigated; for the slice to carry. */
  underInvestigation?: CitizenField[];
  /** What an act of identity decides, by whom and why. */
  identity?: DecidedAct;
};

export type MappingResult = { ok: true; record: MappedRecord; warnings: Fault[] } | { ok: false; faults: Fault[] };

export type Mapping = {
  /** The system whose records it reads (= the connector's id). */
  id: string;
  /** Raised with every change of meaning; stored with what it made. */
  version: number;
  map(input: MappingInput, context: MappingContext): MappingResult;
};

/**
 * From the hub's language to one outside system's wire format; `revision` grows with every change of what is told under
 * this number. Null while the hub does not hold what the system must have to take a person at all.
 */
export type OutboundMapping = {
  id: string;
  version: number;
  map(person: { personalNumber: string; revision: number; fields: CitizenFields }): unknown;
};

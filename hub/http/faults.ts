/** From what zod finds to the faults a caller is told. No fault quotes a value, nor a key that could be one. */
import type { z } from 'zod';
import { faultCodes } from '../../mappings/contract.ts';
import { deskFaultCodes } from '../identity/desk/contract.ts';
import type { RequestFault } from './problems.ts';

/** What can be wrong with a part of a request. The list is closed; mappings' own codes keep their meaning here. */
export const requestFaultCodes = {
  missing: faultCodes.missing,
  'wrong-type': 'The value is of another type.',
  'unknown-field': 'The field is not part of this request.',
  'out-of-range': 'The number is too small or too large.',
  'wrong-length': 'The list or text is too short or too long.',
  format: 'The text is not in the form asked for.',
  'not-in-list': 'The value is none of those allowed.',
  'unknown-form': 'The form is not known.',
  'unknown-version': 'The form has no such version.',
  'unknown-form-field': 'The form has no such field.',
  'unknown-role': 'The form has no such person.',
  'purpose-not-allowed': 'This client may not ask for this purpose.',
  'form-not-allowed': 'This client may not fill this form for this purpose.',
  'repeated-field': 'The field is asked for more than once.',
  'repeated-name': 'An object has two members of one name.',
  'extra-field': 'The form has no such field, so nothing can be said of it.',
  'seal-of-another-case': 'The seal was given in another case.',
  'seal-of-another-form': 'The seal was given for another form, or another version of it.',
  'seal-of-another-person': 'The seal was given for another person.',
  'body-too-large': 'The body or record is larger than what is taken.',
  'personal-number-format': faultCodes['personal-number-format'],
  'date-format': faultCodes['date-format'],
  'date-impossible': faultCodes['date-impossible'],
  'date-in-future': faultCodes['date-in-future'],
  'text-too-long': faultCodes['text-too-long'],
  'control-character': faultCodes['control-character'],
  'combining-marks': faultCodes['combining-marks'],
  'not-text': faultCodes['not-text'],
  'malformed-json': faultCodes['malformed-json'],
  ...deskFaultCodes,
} as const;

export type RequestFaultCode = keyof typeof requestFaultCodes;

const codesOfIssues: Partial<Record<z.core.$ZodIssue['code'], RequestFaultCode>> = {
  too_big: 'out-of-range',
  too_small: 'out-of-range',
  invalid_format: 'format',
  invalid_value: 'not-in-list',
};

/** Telling more than this would help nobody, and an answer has to stay small whatever was sent. */
export const mostFaults = 200;

/** An own field name looks like this; anything else in a key might be somebody's data. */
const safeKey = /^[a-z][A-Za-z]{0,30}$/;

/** The faults zod found in `input`, of unknown members no more than are told; `root` is put before each path (`query`). */
export function faultsOf(error: z.ZodError, input: unknown, root: string): RequestFault[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, mostFaults).map((key) => unknownField(pathText(root, [...issue.path, key])));
    }
    return [{ path: pathText(root, issue.path), ...meaningOf(issue, input) }];
  });
}

/** A path as it stands in faults: `subject.personalNumber`, `fields[2]`; an odd key is written `(other)`. */
export function pathText(root: string, path: readonly PropertyKey[]): string {
  let text = root;
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += `${text === '' ? '' : '.'}${typeof part === 'string' && safeKey.test(part) ? part : '(other)'}`;
  }
  return text;
}

function unknownField(path: string): RequestFault {
  return { path, code: 'unknown-field', expected: requestFaultCodes['unknown-field'] };
}

function meaningOf(issue: z.core.$ZodIssue, input: unknown): { code: RequestFaultCode; expected: string } {
  if (issue.code === 'custom') return customMeaning(issue);
  if (issue.code === 'invalid_type') {
    const article = /^[aeiou]/.test(issue.expected) ? 'an' : 'a';
    const code = valueAt(input, issue.path) === undefined ? 'missing' : 'wrong-type';
    return { code, expected: `${article} ${issue.expected}` };
  }
  const code = isAboutLength(issue) ? 'wrong-length' : isUnknownKind(issue) ? 'not-in-list' : codesOfIssues[issue.code];
  return { code: code ?? 'wrong-type', expected: issue.message };
}

/** Of several forms that are told apart by one member, the member names none. */
function isUnknownKind(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_union' && issue.discriminator !== undefined;
}

function isAboutLength(issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'too_big' && issue.code !== 'too_small') return false;
  return issue.origin === 'array' || issue.origin === 'string';
}

function customMeaning(issue: z.core.$ZodIssueCustom): { code: RequestFaultCode; expected: string } {
  const code: unknown = issue.params?.['code'];
  return { code: isRequestFaultCode(code) ? code : 'format', expected: issue.message };
}

function isRequestFaultCode(code: unknown): code is RequestFaultCode {
  return typeof code === 'string' && Object.hasOwn(requestFaultCodes, code);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

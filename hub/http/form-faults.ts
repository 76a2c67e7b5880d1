/** Whether the form that a request names, its version and its fields exist; what came is unchecked. */
import { isObject } from '../../mappings/lib/fields.ts';
import { mostFaults, pathText, requestFaultCodes, type RequestFaultCode } from './faults.ts';
import type { FormVersion, Forms } from './forms.ts';
import type { RequestFault } from './problems.ts';

const none: readonly RequestFault[] = [];

/** Faults of the form and version named, and of the fields asked for by their ids. */
export function formFaults(body: unknown, forms: Forms): readonly RequestFault[] {
  const { form, faults } = findForm(body, forms);
  const { fields, people } = membersOf(body);
  const asked = Array.isArray(fields) ? askedFaults(fields, form) : none;
  return [...faults, ...asked, ...(form === undefined ? none : roleFaults(people, form))];
}

/** Faults of the form and version named, and of the fields handed in under their ids. */
export function submissionFaults(body: unknown, forms: Forms): readonly RequestFault[] {
  const { form, faults } = findForm(body, forms);
  const { fields } = membersOf(body);
  if (form === undefined) return faults;
  return [...faults, ...extraFields(fields, form.fields)];
}

/** A fault for every member of `fields` that is none of `known`. */
export function extraFields(fields: unknown, known: { has(field: string): boolean }): readonly RequestFault[] {
  return Object.keys(membersOf(fields))
    .filter((field) => !known.has(field))
    .slice(0, mostFaults)
    .map((field) => fault(pathText('fields', [field]), 'extra-field'));
}

/** The members of something that may not be an object at all. */
export function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return isObject(body) ? body : {};
}

/** A fault in the words of the list, or in others. */
export function fault(path: string, code: RequestFaultCode, expected: string = requestFaultCodes[code]): RequestFault {
  return { path, code, expected };
}

function roleFaults(people: unknown, { form: { roles } }: FormVersion): RequestFault[] {
  return Object.keys(membersOf(people))
    .filter((role) => !roles.has(role))
    .slice(0, mostFaults)
    .map((role) => fault(pathText('people', [role]), 'unknown-role', `one of: ${[...roles.keys()].join(', ')}`));
}

function findForm(body: unknown, forms: Forms): { form: FormVersion | undefined; faults: readonly RequestFault[] } {
  const { form: id, version } = membersOf(body);
  if (typeof id !== 'string') return { form: undefined, faults: none };
  const versions = forms.versions(id);
  if (versions === undefined) {
    return { form: undefined, faults: [fault('form', 'unknown-form', `one of: ${forms.ids.join(', ')}`)] };
  }
  const form = forms.find(id, typeof version === 'string' ? version : undefined);
  if (form !== undefined) return { form, faults: none };
  return { form, faults: [fault('version', 'unknown-version', `one of: ${versions.join(', ')}`)] };
}

function askedFaults(fields: readonly unknown[], form: FormVersion | undefined): RequestFault[] {
  const asked = new Set<unknown>();
  const faults: RequestFault[] = [];
  for (const [index, field] of fields.entries()) {
    if (faults.length >= mostFaults) break;
    if (typeof field !== 'string') continue;
    const path = `fields[${index}]`;
    if (form?.fields.has(field) === false) faults.push(fault(path, 'unknown-form-field'));
    if (asked.has(field)) faults.push(fault(path, 'repeated-field'));
    asked.add(field);
  }
  return faults;
}

/**
 * The hub's own element in a national message: what the hub holds of a citizen and the elements of the standard do not
 * say, or say less exactly. It only refines: where it and an element of the standard contradict, somebody changed the
 * element, and the element is right.
 */
import { z } from 'zod';
import { citizenFieldNames, citizenFields, type CitizenField, type CitizenFields } from '../canonical/citizen.ts';
import { compareValues } from '../compare.ts';
import type { Today } from '../lib/dates.ts';
import { isWithinDepth } from '../lib/depth.ts';
import { faultAt, isAbsent, isObject, top, type Findings, type Node } from '../lib/fields.ts';
import { nameKeys } from '../lib/names.ts';
import { tidyText } from '../lib/text.ts';
import { readStandard } from './reading.ts';
import { faultsOf, ownWriting } from './values.ts';
import { writeStandard } from './writing.ts';

/** That a person is protected is the hub's own to say: no message may, and none tells. */
type ToldField = Exclude<CitizenField, 'addressProtection'>;
const toldFields = citizenFieldNames.filter((name): name is ToldField => name !== 'addressProtection');

type Schemas = { [F in ToldField]: z.ZodExactOptional<(typeof citizenFields)[F]['schema']> };

/** Every field but that one as the canonical model has it. */
const content = z.strictObject(
  Object.fromEntries(toldFields.map((name) => [name, citizenFields[name].schema.exactOptional()])) as Schemas,
);
/** Names whose keys are not sent, but made anew. */
const names = ['fullName', 'otherName'] as const;
const maxTextLength = 500;

/** The fields that the elements of the standard, read back, do not give as they are. */
export function notInStandard(fields: CitizenFields, standard: CitizenFields): CitizenFields {
  const left = stated(fields).filter((name) => !isSame(fields[name], standard[name]));
  return Object.fromEntries(left.map((name) => [name, fields[name]]));
}

/** All that is said but the personal number, which has its own element in every message. */
function stated(fields: CitizenFields): ToldField[] {
  return toldFields.filter((name) => name !== 'personalNumber' && fields[name] !== undefined);
}

/** As JSON values: names without their keys. */
export function writeExtension(fields: CitizenFields): Record<string, unknown> {
  const written: Record<string, unknown> = { ...fields };
  for (const name of names) if (fields[name] !== undefined) written[name] = { text: fields[name].text };
  return written;
}

/** The fields of the standard, refined by the element. Faults: `not-a-record`, and those of its values. */
export function refine(standard: CitizenFields, node: Node, at: { findings: Findings; today: Today }): CitizenFields {
  if (isAbsent(node)) return standard;
  const given = readExtension(node);
  if (given === undefined) {
    at.findings.faults.push(faultAt(node, 'not-a-record', ownWriting));
    return standard;
  }
  at.findings.faults.push(...faultsOf({ value: given, path: node.path }, at.today));
  const said = saidInStandard(given, at.today);
  const refined = stated(given);
  const right = refined.filter((name) => isSame(said[name], standard[name]));
  if (right.length < refined.length) at.findings.warnings.push(faultAt(node, 'extension-mismatch'));
  return { ...standard, ...Object.fromEntries(right.map((name) => [name, given[name]])) };
}

/** The value of the element, checked: JSON in XML, or an object in JSON. */
function readExtension({ value }: Node): CitizenFields | undefined {
  const given = typeof value === 'string' ? parseJson(value) : value;
  if (!isObject(given) || !isWithinDepth(given) || !isTidy(given)) return undefined;
  const completed = { ...given };
  for (const name of names) completed[name] = withKeys(given[name]);
  const checked = content.safeParse(
    Object.fromEntries(Object.entries(completed).filter(([, each]) => each !== undefined)),
  );
  return checked.success ? checked.data : undefined;
}

function withKeys(name: unknown): unknown {
  return isObject(name) && typeof name['text'] === 'string'
    ? { text: name['text'], keys: nameKeys(name['text']) }
    : name;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether all texts in a value are as the hub keeps them; an empty one it does not keep. */
function isTidy(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isTidy);
  if (typeof value !== 'string') return true;
  const tidy = tidyText(value, maxTextLength);
  return tidy.ok && tidy.value === value && value !== '';
}

/** What the elements of the standard say of these fields. */
function saidInStandard(fields: CitizenFields, today: Today): CitizenFields {
  const item = writeStandard('', fields);
  return readStandard({ at: (name) => top(item, name), findings: { faults: [], warnings: [] }, today });
}

function isSame(one: unknown, other: unknown): boolean {
  return compareValues(withoutKeys(one), withoutKeys(other)) === 0;
}

function withoutKeys(value: unknown): unknown {
  return isObject(value) && 'keys' in value ? { text: value['text'] } : value;
}

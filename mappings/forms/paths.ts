/** Where a form's value stands in the canonical citizen: a field, or a part of one (`headOfHousehold.name`). */
import { z } from 'zod';
import { citizenFields, type CitizenField } from '../canonical/citizen.ts';
import { isObject } from '../lib/fields.ts';
import { address, code, identityCard, partialDate, personName, writtenName } from '../canonical/types.ts';

/** What kind of value stands at a path, as far as forms can write it. */
export type ValueKind = 'text' | 'name' | 'date' | 'code' | 'address' | 'card' | 'list';

export type CanonicalPath = {
  field: CitizenField;
  /** Names of the parts that lead from the field's value to the value meant; none if it is the whole. */
  parts: readonly string[];
  /** Undefined where no form can write what stands there. */
  kind: ValueKind | undefined;
  sensitive: boolean;
};

const kinds = new Map<unknown, ValueKind>([
  [personName, 'name'],
  [writtenName, 'name'],
  [partialDate, 'date'],
  [code, 'code'],
  [address, 'address'],
  [identityCard, 'card'],
]);

/** Takes a path apart; undefined if it is not canonical. */
export function canonicalPath(path: string): CanonicalPath | undefined {
  const [field = '', ...parts] = path.split('.');
  if (!isCitizenField(field)) return undefined;
  const { schema: whole, classification } = citizenFields[field];
  let schema: unknown = whole;
  for (const part of parts) {
    schema = schema instanceof z.ZodObject && Object.hasOwn(schema.shape, part) ? schema.shape[part] : undefined;
    while (schema instanceof z.ZodOptional) schema = schema.unwrap();
  }
  return schema === undefined
    ? undefined
    : { field, parts, kind: kindOf(schema), sensitive: classification === 'sensitive' };
}

/** The part of a value that a path leads to; undefined where there is none. */
export function partOf(value: unknown, parts: readonly string[]): unknown {
  let part = value;
  for (const name of parts) part = isObject(part) ? part[name] : undefined;
  return part;
}

/** Whether a name is that of a canonical field. */
function isCitizenField(name: string): name is CitizenField {
  return Object.hasOwn(citizenFields, name);
}

function kindOf(schema: unknown): ValueKind | undefined {
  if (schema instanceof z.ZodString) return 'text';
  if (schema instanceof z.ZodArray) return 'list';
  return kinds.get(schema);
}

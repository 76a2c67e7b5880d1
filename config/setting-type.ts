/** JSON Schema in words, for messages and the reference page. */
import type { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What may stand in a setting: `whole number, 1 to 1000`, `list of text`, `one of debug, info`. */
export function describeType(schema: JsonSchema): string {
  if (schema.enum !== undefined) return `one of ${schema.enum.map(String).join(', ')}`;
  if (schema.const !== undefined) return `exactly ${String(schema.const)}`;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.map(describeType).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => describeType({ ...schema, type })).join(' or ');
  return schema.type === undefined ? 'any value' : describers[schema.type](schema);
}

const describers: Record<z.core.JSONSchema.SchemaType, (schema: JsonSchema) => string> = {
  string: describeText,
  integer: (schema) => `whole number${describeRange(schema)}`,
  number: (schema) => `number${describeRange(schema)}`,
  boolean: () => 'true or false',
  null: () => 'null',
  array: describeList,
  object: describeMap,
};

function describeText(schema: JsonSchema): string {
  if (schema.format === 'uri') return 'URL';
  if (schema.format !== undefined) return schema.format;
  if (schema.minLength !== undefined && schema.minLength > 1) {
    return `text of at least ${String(schema.minLength)} characters`;
  }
  return schema.minLength === 1 ? 'text, not empty' : 'text';
}

function describeRange(schema: JsonSchema): string {
  // zod states the safe integers as bounds where a schema states none: true, but of no use to a reader.
  const least = schema.minimum === Number.MIN_SAFE_INTEGER ? undefined : schema.minimum;
  const most = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  if (schema.exclusiveMinimum !== undefined) return `, more than ${String(schema.exclusiveMinimum)}`;
  if (least !== undefined && most !== undefined) return `, ${String(least)} to ${String(most)}`;
  if (least !== undefined) return `, at least ${String(least)}`;
  return most === undefined ? '' : `, at most ${String(most)}`;
}

function describeList(schema: JsonSchema): string {
  const items = schema.items;
  if (items === undefined || typeof items === 'boolean' || Array.isArray(items)) return 'list';
  const least = schema.minItems === undefined || schema.minItems === 0 ? '' : ' (not empty)';
  return `list${least} of ${describeType(items)}`;
}

function describeMap(schema: JsonSchema): string {
  const values = schema.additionalProperties;
  if (typeof values === 'object') return `map of name to ${describeType(values)}`;
  const names = Object.keys(schema.properties ?? {});
  return names.length === 0 ? 'map' : `map with ${names.join(', ')}`;
}

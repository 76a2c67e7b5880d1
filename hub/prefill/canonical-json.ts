import type { JsonValue } from './contract.ts';

/**
 * The one JSON text of a value: no spaces, members in the order of their names (RFC 8785, as far as values go that
 * are texts, whole numbers, lists and maps with ASCII names).
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

/** `Array.isArray` does not know lists that are read only. */
function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

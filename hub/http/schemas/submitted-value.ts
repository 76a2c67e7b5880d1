/** Values as forms have them: a text, a whole number, a mark or nothing; a map of those; a list of either (a table). */
import { z } from 'zod';
import type { JsonValue } from '../../prefill/contract.ts';
import type { RequestFaultCode } from '../faults.ts';

const longestText = 10_000;
const [mostRows, mostMembers] = [1000, 200];
/** Of maps in one another. */
const mostLevels = 2;

/**
 * A value, handed on as it came with every member it has. Looked at by hand and until its first fault only: a union
 * tries every kind on every part of it and keeps what each had against it, which takes seconds where a body is all parts.
 */
export function submittedValue() {
  return z
    .custom<JsonValue>()
    .superRefine((value, context) => {
      const fault = Array.isArray(value) ? listFault(value) : faultOf(value, mostLevels);
      if (fault === undefined) return;
      const { path, code, expected: message } = fault;
      context.addIssue({ code: 'custom', path, message, params: { code } });
    })
    .meta({ ...describedMap(mostLevels, ['array']), items: describedMap(mostLevels), maxItems: mostRows });
}

type Fault = { path: PropertyKey[]; code: RequestFaultCode; expected: string };

function listFault(rows: readonly unknown[]): Fault | undefined {
  if (rows.length > mostRows) return wrongLength(`at most ${mostRows} rows`);
  return firstFault(rows.entries(), mostLevels);
}

function faultOf(value: unknown, levels: number): Fault | undefined {
  if (typeof value === 'object' && value !== null) return mapFault(value, levels);
  if (typeof value === 'string' && value.length > longestText) return wrongLength(`at most ${longestText} characters`);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return wrongType('a whole number');
  return value === undefined ? { path: [], code: 'missing', expected: 'a value' } : undefined;
}

function mapFault(map: object, levels: number): Fault | undefined {
  if (Array.isArray(map)) return wrongType('no list in a list or map');
  if (levels === 0) return wrongType('a text, a whole number, true, false or null');
  const members = Object.entries(map);
  if (members.length > mostMembers) return wrongLength(`at most ${mostMembers} members`);
  return firstFault(members, levels - 1);
}

function firstFault(parts: Iterable<readonly [PropertyKey, unknown]>, levels: number): Fault | undefined {
  for (const [name, part] of parts) {
    const fault = faultOf(part, levels);
    if (fault !== undefined) return { ...fault, path: [name, ...fault.path] };
  }
  return undefined;
}

const wrongLength = (expected: string): Fault => ({ path: [], code: 'wrong-length', expected });
const wrongType = (expected: string): Fault => ({ path: [], code: 'wrong-type', expected });

/** The same for the OpenAPI document: a scalar, or a map of so many levels. */
function describedMap(levels: number, more: readonly string[] = []): Record<string, unknown> {
  const type = ['string', 'integer', 'boolean', 'null', ...(levels === 0 ? [] : ['object']), ...more];
  const members = levels === 0 ? {} : { additionalProperties: describedMap(levels - 1), maxProperties: mostMembers };
  return { type, maxLength: longestText, ...members };
}

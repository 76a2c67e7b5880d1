/** JSON from outside: read without exceptions, checked by schema, and cut into pieces exactly as received. */
import type { z } from 'zod';
import { ConnectorError } from '../errors.ts';
import type { Place } from './http-failures.ts';

/** Parses JSON; undefined if the text is none (JSON itself has no undefined). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Checks a parsed answer by schema.
 * @throws ConnectorError 'malformed-answer', without what was received
 */
export function checkAnswer<T>(value: unknown, schema: z.ZodType<T>, at: Place & { status?: number }): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new ConnectorError('malformed-answer', at);
  return result.data;
}

/** Parses an answer and checks it by schema; throws as `checkAnswer` does. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>, at: Place & { status?: number }): T {
  return checkAnswer(parseJson(text), schema, at);
}

/** Whether a value is a JSON object (and neither null nor an array). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One of several values in a message: parsed, and its source text exactly as received. */
export type JsonItem = { value: unknown; source: string };

/** Index after the string literal that begins at `start`. */
function afterString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

const depthChanges: ReadonlyMap<string, number> = new Map([
  ['{', 1],
  ['[', 1],
  ['}', -1],
  [']', -1],
]);

/** Index after the value that begins at `start`: at the comma or bracket that follows it, or the text's end. */
function afterValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? '';
    const change = depthChanges.get(character) ?? 0;
    if (depth === 0 && (character === ',' || change < 0)) return at;
    depth += change;
    at = character === '"' ? afterString(text, at) : at + 1;
  }
  return at;
}

/** The source texts of the elements of the array whose bracket is at `start`. The text must be well-formed JSON. */
function elementSources(text: string, start: number): string[] {
  const sources: string[] = [];
  let at = start;
  while (text[at] !== ']' || at === start) {
    const end = afterValue(text, at + 1);
    const source = text.slice(at + 1, end).trim();
    if (source !== '') sources.push(source);
    if (end >= text.length) break;
    at = end;
  }
  return sources;
}

/** Where the value of a root object's member begins; the last one of that name, which is the one JSON.parse takes. */
function memberStart(text: string, name: string): number | undefined {
  let found: number | undefined;
  let at = text.indexOf('{') + 1;
  while (at < text.length) {
    const keyStart = text.indexOf('"', at);
    if (keyStart === -1) break;
    const keyEnd = afterString(text, keyStart);
    const colon = text.indexOf(':', keyEnd);
    if (parseJson(text.slice(keyStart, keyEnd)) === name) found = colon + 1;
    at = afterValue(text, colon + 1) + 1;
  }
  return found;
}

/**
 * Cuts well-formed JSON into the elements of an array, each with its source text: the root itself if it is an array,
 * else the member `name` of the root object. Undefined if there is no such array.
 */
export function cutArray(text: string, root: unknown, name: string): JsonItem[] | undefined {
  const values: unknown = isObject(root) ? root[name] : root;
  if (!Array.isArray(values)) return undefined;
  const from = isObject(root) ? memberStart(text, name) : 0;
  const sources = elementSources(text, text.indexOf('[', from));
  return values.map((value: unknown, index) => ({ value, source: sources[index] ?? JSON.stringify(value) }));
}

/** A member of a value that is well-formed JSON, with its source text; undefined if there is none of that name. */
export function cutMember({ value, source }: JsonItem, name: string): JsonItem | undefined {
  if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
  const start = memberStart(source, name) ?? 0;
  return { value: value[name], source: source.slice(start, afterValue(source, start)).trim() };
}

/** Settings from environment variables. */
import { nearest, type Problem } from './problems.ts';
import type { JsonSchema } from './setting-type.ts';
import type { Setting } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable beginning so is meant for the hub; other prefixes (KAFKA_, HTTP_) are other programs' too. */
const ownPrefix = 'CONNECTORS_';

/** The settings the environment gives, read as the type of each; an empty variable counts as not set. */
export function readEnvironment(
  settings: readonly Setting[],
  environment: Environment,
): { values: Map<string, unknown>; problems: Problem[] } {
  const values = new Map<string, unknown>();
  for (const setting of settings) {
    const text = environment[setting.env];
    if (text !== undefined && text !== '') values.set(setting.path, parseText(text, setting.schema));
  }
  return { values, problems: unknownVariables(settings, environment) };
}

/** Where a value from the environment is said to come from. */
export function environmentSource(setting: Setting): string {
  return `environment variable ${setting.env}`;
}

function unknownVariables(settings: readonly Setting[], environment: Environment): Problem[] {
  const known = settings.map((setting) => setting.env);
  return Object.keys(environment)
    .filter((name) => name.startsWith(ownPrefix) && !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      return {
        path: name,
        expected: `a variable of a known connector setting${hint}`,
        source: `environment variable ${name}`,
      };
    });
}

/**
 * A text as the value its setting asks for. What cannot be read so stays text, and the schema then says what it
 * expected.
 */
function parseText(text: string, schema: JsonSchema): unknown {
  if (schema.type === 'string') return text;
  if (schema.type === 'integer' || schema.type === 'number') return parseNumber(text);
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return schema.type === 'array' ? parseList(text, schema) : parseJson(text);
}

function parseNumber(text: string): unknown {
  return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}

function parseList(text: string, schema: JsonSchema): unknown {
  if (text.trimStart().startsWith('[')) return parseJson(text);
  const items = schema.items;
  const itemSchema = typeof items === 'object' && !Array.isArray(items) ? items : {};
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map((part) => parseText(part, itemSchema));
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

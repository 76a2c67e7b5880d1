/** The schema's findings in the terms of the person who wrote the configuration. */
import type { z } from 'zod';
import type { Layers } from './layers.ts';
import { showValue, type Problem } from './problems.ts';
import { describeType, type JsonSchema } from './setting-type.ts';
import type { Setting } from './settings.ts';
import { valueAt } from './value-at.ts';

type Issue = z.core.$ZodIssue;

/** One problem per finding; the value is shown only where the setting is not secret. */
export function explainIssues(issues: readonly Issue[], settings: readonly Setting[], layers: Layers): Problem[] {
  return issues.flatMap((issue) => explainIssue(issue, settings, layers));
}

function explainIssue(issue: Issue, settings: readonly Setting[], layers: Layers): Problem[] {
  const path = issue.path.map(String);
  const name = path.join('.');
  const setting = settings.find((each) => name === each.path || name.startsWith(`${each.path}.`));
  if (setting === undefined) {
    return [
      { path: name, expected: ownWords(issue) ?? issue.message, source: 'the settings of this section together' },
    ];
  }
  const inside = path.slice(setting.path.split('.').length);
  if (issue.code === 'unrecognized_keys') {
    const expected = `a known key: ${describeType(schemaAt(setting.schema, inside))}`;
    return issue.keys.map((key) => {
      return { path: `${name}.${key}`, expected, source: sourceOf(setting, layers, [...inside, key]) };
    });
  }
  const source = sourceOf(setting, layers, inside);
  const value = valueAt(layers.values.get(setting.path), inside);
  const problem = { path: name, expected: expectedAt(issue, setting, { inside, value }), source };
  return [setting.secret && value !== undefined ? problem : { ...problem, found: showValue(value) }];
}

/** A schema's own message says more than its type, as `mongodb:// or mongodb+srv://` does; zod's stock ones do not. */
function expectedAt(issue: Issue, setting: Setting, { inside, value }: { inside: string[]; value: unknown }): string {
  const own = ownWords(issue);
  if (own !== undefined) return own;
  const type = describeType(schemaAt(setting.schema, inside));
  if (issue.code === 'invalid_format' && issue.pattern !== undefined) return `${type} matching ${issue.pattern}`;
  return issue.code === 'invalid_type' && issue.expected === 'string' && isBare(value) ? `${type}, in quotes` : type;
}

function ownWords(issue: Issue): string | undefined {
  if (issue.message.startsWith('expected ')) return issue.message.slice('expected '.length);
  return issue.code === 'custom' ? issue.message : undefined;
}

/** YAML takes 037 for a number and yes-no words for truth values, where their writer meant a text. */
function isBare(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function sourceOf(setting: Setting, layers: Layers, inside: readonly string[]): string {
  const where = layers.unreadable ? 'not set in what could be read' : 'not set';
  return layers.sources.get(setting.path)?.(inside) ?? `${where}; environment variable ${setting.env} sets it`;
}

function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema {
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const inner = schema.properties?.[key] ?? schema.additionalProperties ?? schema.items;
  return typeof inner === 'object' && !Array.isArray(inner) ? schemaAt(inner, rest) : {};
}

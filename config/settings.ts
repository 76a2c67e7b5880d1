/**
 * What can be set, read off the zod schema by one walker, for the environment variables, the masking of secrets, the
 * messages and the reference page alike: none of them can forget a setting.
 */
import { z } from 'zod';
import { describeType, type JsonSchema } from './setting-type.ts';
import { valueAt } from './value-at.ts';

/** One value a person can set. */
export type Setting = {
  kind: 'setting';
  /** From the root, joined by dots: `kafka.brokers`. */
  path: string;
  /** The environment variable that sets it: `KAFKA_BROKERS`. */
  env: string;
  /** What may stand there, in words: `whole number, 1 to 1000`. */
  type: string;
  /** Undefined where there is none. */
  default: unknown;
  /** Has to be set, as soon as its section is there. */
  required: boolean;
  description: string;
  /** Not to be shown, as a whole: it or something inside it is marked secret. */
  secret: boolean;
  schema: JsonSchema;
};

/** A group of settings. A section that is not `required` (a connector's) is off until something in it is set. */
export type Section = {
  kind: 'section';
  path: string;
  required: boolean;
  description: string;
  children: ReadonlyMap<string, Section | Setting>;
};

type Inherited = { path: string; required: boolean; secret: boolean; default: unknown };

/** The settings of a schema as the tree of sections they are written in. `schema` is an object of objects. */
export function settingsTree(schema: z.ZodType): Section {
  const json: JsonSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return sectionOf(json, { path: '', required: true, secret: false, default: undefined });
}

/** The settings of a schema as a flat list, in the order of the schema. */
export function describeSettings(schema: z.ZodType): Setting[] {
  return listSettings(settingsTree(schema));
}

/** The settings of a tree as a flat list. */
export function listSettings(section: Section): Setting[] {
  return [...section.children.values()].flatMap((child) => (child.kind === 'setting' ? [child] : listSettings(child)));
}

/** `connectors.civil-status.baseUrl` to `CONNECTORS_CIVIL_STATUS_BASE_URL`. */
export function environmentName(path: string): string {
  return path
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[.-]/g, '_')
    .toUpperCase();
}

/** The path of a key inside a section. */
export function childPath(section: string, key: string): string {
  return section === '' ? key : `${section}.${key}`;
}

function sectionOf(schema: JsonSchema, inherited: Inherited): Section {
  const children = new Map<string, Section | Setting>();
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    if (typeof child !== 'boolean') children.set(key, childOf(key, child, { schema, inherited }));
  }
  const { path, required } = inherited;
  return { kind: 'section', path, required, description: schema.description ?? '', children };
}

function childOf(
  key: string,
  child: JsonSchema,
  { schema, inherited }: { schema: JsonSchema; inherited: Inherited },
): Section | Setting {
  const own = {
    path: childPath(inherited.path, key),
    secret: inherited.secret || child['secret'] === true,
    default: valueAt(inherited.default, [key]) ?? child.default,
  };
  const listed = schema.required?.includes(key) ?? false;
  return isSection(child)
    ? sectionOf(child, { ...own, required: listed || own.default !== undefined })
    : settingOf(child, { ...own, required: listed && own.default === undefined });
}

function isSection(schema: JsonSchema): boolean {
  return schema.type === 'object' && schema.properties !== undefined;
}

function settingOf(schema: JsonSchema, inherited: Inherited): Setting {
  return {
    kind: 'setting',
    path: inherited.path,
    env: environmentName(inherited.path),
    type: describeType(schema),
    default: inherited.default,
    required: inherited.required,
    description: schema.description ?? '',
    secret: inherited.secret || holdsSecret(schema),
    schema,
  };
}

/** A list of subscribers whose entries have a secret each is a secret as a whole. */
function holdsSecret(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.entries(schema).some(([key, value]) => (key === 'secret' && value === true) || holdsSecret(value));
}

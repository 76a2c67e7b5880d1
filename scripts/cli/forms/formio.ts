/**
 * A form as Form.io defines it, as far as the hub knows that format: components that take an entry, those that only
 * hold others, and `properties`, where anybody may keep words of their own.
 */
import { z } from 'zod';

const properties = z.record(z.string(), z.string()).catch({});

const option = z.object({ value: z.coerce.string(), label: z.string() });

/** One component; `kind` is what Form.io calls its type. Components in components are read by `childrenOf`. */
export const component = z.object({
  key: z.string().default(''),
  type: z.string(),
  label: z.string().default(''),
  validate: z.object({ required: z.boolean().default(false) }).catch({ required: false }),
  properties,
  values: z.array(option).catch([]),
  data: z.object({ values: z.array(option).catch([]) }).catch({ values: [] }),
  components: z.array(z.unknown()).catch([]),
  columns: z.array(z.object({ components: z.array(z.unknown()).catch([]) })).catch([]),
  rows: z.array(z.array(z.object({ components: z.array(z.unknown()).catch([]) }))).catch([]),
});
export type Component = z.infer<typeof component>;

export const definition = z.object({
  title: z.string().default(''),
  name: z.string().default(''),
  path: z.string().default(''),
  properties,
  components: z.array(z.unknown()),
});
export type Definition = z.infer<typeof definition>;

/** Components that take no entry and hold none. */
export const silentTypes: ReadonlySet<string> = new Set(['button', 'content', 'htmlelement']);

/** Components that only arrange others. */
export const layoutTypes: ReadonlySet<string> = new Set([
  'columns',
  'container',
  'fieldset',
  'form',
  'panel',
  'table',
  'tabs',
  'well',
]);

/** The components inside one that arranges others. */
export function childrenOf({ components, columns, rows }: Component): unknown[] {
  return [...components, ...[...columns, ...rows.flat()].flatMap((each) => each.components)];
}

/** Where the hub keeps its own words among a component's properties. All are JSON. */
export const ownProperties = {
  /** Of a form: all of its manifest but the fields. */
  form: 'lienthongForm',
  /** Of a component: where the field may be reused from, or why the citizen declares it (`source` of the manifest). */
  reuse: 'lienthongReuse',
  /** Of a component: what Form.io has no word for (type, English labels, when it applies). */
  more: 'lienthongMore',
} as const;

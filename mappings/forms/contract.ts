/**
 * A form as data: which fields it has, and from which canonical field each may be prefilled or why the citizen must
 * declare it. Field ids are what portals bind to and stay the same over versions of a form.
 */
import { z } from 'zod';
import { citizenFields, type CitizenField } from '../canonical/citizen.ts';
import { formats, type FormatName } from './formats.ts';

const text = z.object({ vi: z.string().min(1), en: z.string().min(1) });
const formatNames = Object.keys(formats) as [FormatName, ...FormatName[]];

const held = z.strictObject({
  path: z.string().describe('A canonical field, or a part of one: `headOfHousehold.name`.'),
  format: z.enum(formatNames).default('text').describe('How the form wants the value written.'),
});
const declared = z.strictObject({
  declaredByCitizen: z.string().min(1).describe('Why the citizen must say it: the hub never prefills this field.'),
});

export const formField = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]*$/, 'expected an English id in camel case')
    .describe('Stable name of the field.'),
  label: text.describe('The label as the form prints it, and in English.'),
  type: z.enum(['text', 'date', 'choice', 'identifier', 'table']).describe('What kind of entry the field takes.'),
  required: z.boolean().describe('Whether the form cannot be filed without it.'),
  source: z.union([held, declared]).describe('Where its value comes from.'),
});

export const formManifest = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('Short name of the form, the same over its versions.'),
  version: z.iso.date().describe('The day from which this version is the one in force.'),
  title: text.describe('Title of the form.'),
  procedures: z
    .array(z.strictObject({ code: z.string().min(1).describe('National procedure code.'), name: text }))
    .describe('Procedures the form is used in.'),
  legalSource: z.string().min(1).describe('The regulation that sets the form.'),
  draft: z.boolean().describe('True until someone has checked the fields against the printed form in force.'),
  note: z.string().optional().describe('What is not confirmed.'),
  fields: z.array(formField).min(1).describe('In the order of the printed form.'),
});

export type FormField = z.infer<typeof formField>;
export type FormManifest = z.infer<typeof formManifest>;

/** A manifest, or everything that is wrong with it, each with its place. */
export type CheckedManifest = { ok: true; manifest: FormManifest } | { ok: false; problems: string[] };

/** Checks what was read from a form's file: its shape, that every path is canonical, that no id comes twice. */
export function checkManifest(read: unknown): CheckedManifest {
  const parsed = formManifest.safeParse(read);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  }
  const problems = [...repeatedIds(parsed.data), ...unknownPaths(parsed.data)];
  return problems.length === 0 ? { ok: true, manifest: parsed.data } : { ok: false, problems };
}

function repeatedIds({ fields }: FormManifest): string[] {
  const ids = fields.map(({ id }) => id);
  return fields.flatMap(({ id }, index) =>
    ids.indexOf(id) < index ? [`fields.${String(index)}.id: ${id} is there twice`] : [],
  );
}

function unknownPaths({ fields }: FormManifest): string[] {
  return fields.flatMap(({ source }, index) =>
    'path' in source && !isCanonicalPath(source.path)
      ? [`fields.${String(index)}.source.path: ${source.path} is not a canonical field`]
      : [],
  );
}

/** Whether a path leads to a canonical field or to a part of one. */
function isCanonicalPath(path: string): boolean {
  const [field = '', ...parts] = path.split('.');
  let schema: unknown = isCitizenField(field) ? citizenFields[field].schema : undefined;
  for (const part of parts) {
    while (schema instanceof z.ZodOptional) schema = schema.unwrap();
    schema = schema instanceof z.ZodObject && Object.hasOwn(schema.shape, part) ? schema.shape[part] : undefined;
  }
  return schema !== undefined;
}

/** Whether a name is that of a canonical field. */
export function isCitizenField(name: string): name is CitizenField {
  return Object.hasOwn(citizenFields, name);
}

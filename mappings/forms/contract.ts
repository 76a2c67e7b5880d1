/**
 * A form as data: whom it is about, which fields it has, and from which canonical field of which person each may be
 * prefilled or why the citizen must declare it. Field ids are what portals bind to and stay the same over versions.
 */
import { z } from 'zod';
import { formatNames } from './formats.ts';

const text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const name = z.string().regex(/^[a-z][a-zA-Z0-9]*$/, 'expected an English name in camel case');

/** Relations that lead from one person to another; `self`: the same person, where nobody else is named. */
const relations = ['self', 'father', 'mother', 'spouse', 'representative', 'headOfHousehold'] as const;

/** Relations that lead to several; a role found by one is that of a table's rows. */
const listRelations = ['children', 'householdMembers', 'represented'] as const;
export type ListRelation = (typeof listRelations)[number];

const link = z.strictObject({
  relation: z.enum([...relations, ...listRelations]).describe('The canonical field that names the person, or `self`.'),
  of: name.describe('The role of the person whose record is followed.'),
  presumed: z
    .literal(true)
    .optional()
    .describe('The law presumes it and it may be otherwise (a husband is the father): nothing found so is locked.'),
});
export type RoleLink = z.infer<typeof link>;

const role = z.strictObject({
  label: text.describe('Who that is, as the form calls them.'),
  sex: z.enum(['male', 'female']).optional().describe('Decides which of several subjects somebody is.'),
  links: z
    .array(link)
    .min(1)
    .optional()
    .describe('How the person is found if the request does not name them; the first that leads somewhere counts.'),
});

const path = z.string().describe('A canonical field, or a part of one: `headOfHousehold.name`.');

const held = z.strictObject({
  person: name.optional().describe('In which role the person is; the subject if not given.'),
  path: z
    .union([path, z.array(path).min(2)])
    .describe('Where the value stands; of several the first that somebody holds.'),
  format: z.enum(formatNames).default('text').describe('How the form wants the value written.'),
  sensitive: z.literal(true).optional().describe('Said of every sensitive field the form asks for, and of no other.'),
  lock: z.literal(false).optional().describe('The citizen may change it, however sure it is.'),
});
const declared = z.strictObject({
  declaredByCitizen: z.string().min(1).describe('Why the citizen must say it: the hub never prefills this field.'),
});
const related = z.strictObject({
  person: name.optional().describe('In which role the person is; the subject if not given.'),
  relationTo: name.describe('The role of the person to whom they stand in the relation that is written in words.'),
  same: z.string().min(1).describe('What is written where both are one person.'),
});
const rows = z.strictObject({
  rows: name.describe('The role, found by a relation to several persons, whose persons are the rows.'),
});

/** A guess of the import that nobody has looked at yet; the start refuses it. */
const suggested = z.literal(true).optional().describe('Guessed by the import, to be reviewed. No form starts with it.');

const condition = z.strictObject({
  person: name.optional().describe('In which role the person is; the subject if not given.'),
  path: path.describe('A field that holds a code.'),
  is: z
    .array(z.string().min(1))
    .min(1)
    .describe('The codes with which the field applies; it does, too, if none is held.'),
});

const option = z.strictObject({ value: z.string().min(1), label: text });

const entry = {
  id: name.describe('Stable name of the field.'),
  label: text.describe('The label as the form prints it, and in English.'),
  required: z.boolean().describe('Whether the form cannot be filed without it.'),
  options: z.array(option).min(2).optional().describe('Of a choice: what there is to choose from.'),
  suggested,
};

const entryTypes = ['text', 'date', 'number', 'choice', 'identifier', 'confirmation'] as const;

const column = z.strictObject({
  ...entry,
  type: z.enum(entryTypes).describe('What kind of entry the column takes.'),
  source: z
    .union([held.omit({ person: true }), declared])
    .describe('Where a cell comes from: of the person of its row.'),
});

const field = z.strictObject({
  ...entry,
  type: z.enum([...entryTypes, 'table']).describe('What kind of entry the field takes.'),
  source: z.union([held, related, rows, declared]).describe('Where its value comes from.'),
  columns: z.array(column).min(1).optional().describe('Of a table.'),
  appliesWhen: condition.optional().describe('When the field has a meaning; always if not given.'),
});

export const formManifest = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('Short name of the form, the same over its versions.'),
  version: z.iso.date().describe('The day from which this version is the one in force.'),
  title: text.describe('Title of the form.'),
  procedures: z
    .array(
      z.strictObject({
        code: z
          .string()
          .regex(/^\d\.\d{6}$/, 'expected a national procedure code such as 1.004222')
          .optional()
          .describe('The national code; left out while it is not confirmed.'),
        name: text,
      }),
    )
    .describe('Procedures the form is used in.'),
  legalSource: text.describe('The regulation that sets the form; its official citation in Vietnamese.'),
  draft: z.boolean().describe('True until someone has checked the fields against the printed form in force.'),
  note: z.string().optional().describe('What is not confirmed.'),
  subject: z
    .union([name, z.array(name).min(2)])
    .describe('The role of the person whom a request is about; of several the one of their sex, else the first.'),
  roles: z.record(name, role).describe('Every person the form has fields about.'),
  fields: z.array(field).min(1).describe('In the order of the printed form.'),
});

export type FormManifest = z.infer<typeof formManifest>;
export type FormField = FormManifest['fields'][number];
export type FormColumn = z.infer<typeof column>;
export type FormRole = z.infer<typeof role>;
export type FieldSource = FormField['source'];
export type HeldSource = z.infer<typeof held>;
export type FormCondition = z.infer<typeof condition>;

/** The role a request's subject is in unless the request or their sex says otherwise. */
export function mainSubject({ subject }: Pick<FormManifest, 'subject'>): string {
  return typeof subject === 'string' ? subject : (subject[0] ?? '');
}

/** Whether a relation leads to several persons. */
export function isListRelation(relation: RoleLink['relation']): relation is ListRelation {
  return listRelations.some((each) => each === relation);
}

/** What a manifest must be for its form to be filled: its shape, and that all it names is there. */
import type { z } from 'zod';
import { formManifest, isListRelation, type FormColumn, type FormField, type FormManifest, type HeldSource } from './contract.ts'; // prettier-ignore
import { suits } from './formats.ts';
import { canonicalPath } from './paths.ts';

/** A manifest, or everything that is wrong with it, each with its place. */
export type CheckedManifest = { ok: true; manifest: FormManifest } | { ok: false; problems: string[] };

/** Checks what was read from a form's file. */
export function checkManifest(read: unknown): CheckedManifest {
  const parsed = formManifest.safeParse(read);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => describe(issue)) };
  const manifest = parsed.data;
  const problems = [
    ...(manifest.draft && manifest.note === undefined ? ['note: expected what is not confirmed, the manifest being a draft'] : []), // prettier-ignore
    ...roleProblems(manifest),
    ...repeated(manifest.fields).map(({ index, id }) => `fields.${index}.id: ${id} is there twice`),
    ...manifest.fields.flatMap((field, index) =>
      fieldProblems(field, manifest).map((problem) => `fields.${index}.${problem}`),
    ),
  ];
  return problems.length === 0 ? { ok: true, manifest } : { ok: false, problems };
}

/** One fault of shape per line; of a union the faults of the kind of source that was meant, as far as it can be told. */
function describe(issue: z.core.$ZodIssue, place: readonly PropertyKey[] = []): string[] {
  const path = [...place, ...issue.path];
  if (issue.code !== 'invalid_union') return [`${path.map(String).join('.')}: ${issue.message}`];
  const [closest = []] = [...issue.errors].sort((one, other) => weightOf(one) - weightOf(other));
  return closest.flatMap((each) => describe(each, path));
}

/** Unknown keys and missing ones tell that another kind was meant. */
function weightOf(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, { code }) => sum + (code === 'unrecognized_keys' ? 2 : 1), 0);
}

function roleProblems({ roles, subject, fields }: FormManifest): string[] {
  const subjects = [subject].flat();
  const missing = subjects.filter((id) => roles[id] === undefined).map((id) => `subject: ${id} is no role`);
  const listed = Object.entries(roles).flatMap(([id, { links = [] }]) =>
    links.flatMap((link, index) => {
      const place = `roles.${id}.links.${index}`;
      const from = roles[link.of];
      return [
        ...(from === undefined || link.of === id ? [`${place}.of: ${link.of} is no other role`] : []),
        ...(from !== undefined && isOfRows(from) ? [`${place}.of: ${link.of} are the rows of a table`] : []),
        ...(isListRelation(link.relation) && links.length > 1
          ? [`${place}.relation: a role of rows has one link`]
          : []),
      ];
    }),
  );
  const used = new Set([...subjects, ...Object.values(roles).flatMap(({ links = [] }) => links.map(({ of }) => of)), ...fields.flatMap(rolesIn)]); // prettier-ignore
  const unused = Object.keys(roles).filter((id) => !used.has(id));
  return [...missing, ...listed, ...unused.map((id) => `roles.${id}: no field is about them`)];
}

function isOfRows({ links = [] }: FormManifest['roles'][string]): boolean {
  return links.some(({ relation }) => isListRelation(relation));
}

function rolesIn({ source, appliesWhen }: FormField): string[] {
  const named = appliesWhen?.person === undefined ? [] : [appliesWhen.person];
  if ('rows' in source) return [...named, source.rows];
  if ('relationTo' in source) named.push(source.relationTo);
  return 'person' in source && source.person !== undefined ? [...named, source.person] : named;
}

function fieldProblems(field: FormField, manifest: FormManifest): string[] {
  const { roles } = manifest;
  const strangers = rolesIn(field).filter((id) => roles[id] === undefined);
  const rows = 'rows' in field.source ? field.source.rows : undefined;
  const rowRole = rows === undefined ? undefined : roles[rows];
  const persons = rolesIn(field).filter((id) => id !== rows && roles[id] !== undefined && isOfRows(roles[id]));
  return [
    ...strangers.map((id) => `source: ${id} is no role`),
    ...(rowRole !== undefined && !isOfRows(rowRole)
      ? ['source.rows: expected a role found by a relation to several']
      : []),
    ...persons.map((id) => `source: ${id} are the rows of a table`),
    ...entryProblems(field),
    ...conditionProblems(field),
    ...tableProblems(field),
  ];
}

/** What goes for fields and columns alike. */
function entryProblems({ source, type, options, suggested }: FormField | FormColumn): string[] {
  return [
    ...('path' in source ? sourceProblems(source) : []),
    ...((type === 'choice') === (options !== undefined) ? [] : ['options: given for a choice, and for nothing else']),
    ...repeatedValues(options ?? []).map((value) => `options: ${value} is there twice`),
    ...(suggested === true ? ['suggested: a guess of the import; review the source, then delete this line'] : []),
  ];
}

function sourceProblems(source: HeldSource): string[] {
  const paths = [source.path].flat();
  const resolved = paths.map(canonicalPath);
  const isSensitive = resolved.some((each) => each?.sensitive === true);
  return [
    ...paths.flatMap((path, index) => pathProblems(path, resolved[index]?.kind, source)),
    ...(isSensitive && source.sensitive !== true ? ['source.sensitive: expected true, the field being sensitive personal data'] : []), // prettier-ignore
    ...(!isSensitive && source.sensitive === true
      ? ['source.sensitive: the field is not sensitive personal data']
      : []),
  ];
}

function pathProblems(path: string, kind: ReturnType<typeof kindAt>, { format }: HeldSource): string[] {
  if (canonicalPath(path) === undefined) return [`source.path: ${path} is not a canonical field`];
  if (kind === undefined || !suits(format, kind)) return [`source.format: ${format} does not write what ${path} holds`];
  return [];
}

function kindAt(path: string) {
  return canonicalPath(path)?.kind;
}

function conditionProblems({ appliesWhen }: FormField): string[] {
  if (appliesWhen === undefined || kindAt(appliesWhen.path) === 'code') return [];
  return [`appliesWhen.path: ${appliesWhen.path} holds no code`];
}

function tableProblems({ type, source, columns = [] }: FormField): string[] {
  const isTable = type === 'table';
  return [
    ...(isTable === columns.length > 0 ? [] : ['columns: given for a table, and for nothing else']),
    ...tableSourceProblems(isTable, source),
    ...repeated(columns).map(({ index, id }) => `columns.${index}.id: ${id} is there twice`),
    ...columns.flatMap((column, index) => entryProblems(column).map((problem) => `columns.${index}.${problem}`)),
  ];
}

function tableSourceProblems(isTable: boolean, source: FormField['source']): string[] {
  if ('declaredByCitizen' in source || isTable === 'rows' in source) return [];
  return isTable
    ? ['source: expected rows, or why the citizen declares the table']
    : ['type: expected table, its source being rows'];
}

function repeated(entries: readonly { id: string }[]): { index: number; id: string }[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, index) => {
    if (seen.has(id)) return [{ index, id }];
    seen.add(id);
    return [];
  });
}

function repeatedValues(options: readonly { value: string }[]): string[] {
  return repeated(options.map(({ value }) => ({ id: value }))).map(({ id }) => id);
}

/**
 * A manifest made ready, once, for being filled many times: paths taken apart, formats, precedence and roles looked up,
 * so that filling a form walks no schema and splits no text. The manifest is a checked one (check.ts).
 */
import type { CitizenField } from '../canonical/citizen.ts';
import type { Relative } from '../canonical/types.ts';
import { precedence } from '../precedence-table.ts';
import type {
  FieldSource,
  FormColumn,
  FormCondition,
  FormField,
  FormManifest,
  FormRole,
  HeldSource,
  ListRelation,
  RoleLink,
} from './contract.ts';
import { isListRelation, mainSubject } from './contract.ts';
import { writerOf } from './formats.ts';
import { canonicalPath } from './paths.ts';

export type CompiledPath = {
  field: CitizenField;
  parts: readonly string[];
  /** A name is told without the keys it is compared by. */
  isName: boolean;
  isCard: boolean;
  /** What of it whoever names the person says, too. */
  named: keyof Relative | undefined;
  /** The rules by which the system that leads for the field wins. */
  leading: ReadonlySet<string>;
  /** The rules by which one of several systems of equal standing wins. */
  contested: ReadonlySet<string>;
  /** The systems that have a place in the precedence of the field. */
  statedBy: ReadonlySet<string>;
};

/** A value of one person. */
export type CompiledValue = {
  kind: 'value';
  role: string;
  paths: readonly CompiledPath[];
  write: ReturnType<typeof writerOf>;
  mayLock: boolean;
  /** Of a choice: the values there are. */
  options: ReadonlySet<string> | undefined;
  isSensitive: boolean;
};
export type CompiledRelated = { kind: 'related'; role: string; to: string; same: string };
export type CompiledCell = CompiledValue | { kind: 'declared' };
export type CompiledTable = {
  kind: 'table';
  role: string;
  link: RoleLink & { relation: ListRelation };
  columns: readonly (readonly [id: string, cell: CompiledCell])[];
};
export type CompiledCondition = { role: string; path: CompiledPath; is: ReadonlySet<string> };

export type CompiledField = {
  id: string;
  source: CompiledCell | CompiledRelated | CompiledTable;
  appliesWhen: CompiledCondition | undefined;
};

export type CompiledRole = {
  id: string;
  sex: FormRole['sex'];
  links: readonly RoleLink[];
  /** The canonical fields the form wants of the person. */
  fields: readonly CitizenField[];
  /** Those of them that the manifest marks as sensitive. */
  sensitive: ReadonlySet<CitizenField>;
};

export type CompiledForm = {
  manifest: FormManifest;
  fields: readonly CompiledField[];
  /** The roles a request's subject may be in; the first if nothing tells which. */
  subjects: readonly [CompiledRole, ...CompiledRole[]];
  roles: ReadonlyMap<string, CompiledRole>;
  /**
   * The roles whose persons' records the form needs, or these fields of it, and those on the way to them; nobody is on
   * the way to somebody who is known.
   */
  rolesFor(fields: ReadonlySet<string> | undefined, isKnown: (role: string) => boolean): readonly CompiledRole[];
};

/** Makes a checked manifest ready. */
export function compileForm(manifest: FormManifest): CompiledForm {
  const fields = manifest.fields.map((field) => compileField(field, manifest));
  const roles = compileRoles(manifest, fields);
  const main = mainSubject(manifest);
  const subjectRoles = [manifest.subject].flat().flatMap((id) => roles.get(id) ?? []);
  const first = subjectRoles[0] ?? {
    id: main,
    sex: undefined,
    links: [],
    fields: [],
    sensitive: new Set<CitizenField>(),
  };
  const all = rolesIn(fields);
  return {
    manifest,
    fields,
    subjects: [first, ...subjectRoles.slice(1)],
    roles,
    rolesFor: (wanted, isKnown) => {
      const direct = wanted === undefined ? all : rolesIn(fields.filter(({ id }) => wanted.has(id)));
      return withThoseOnTheWay(direct, roles, isKnown);
    },
  };
}

function compileField(field: FormField, manifest: FormManifest): CompiledField {
  const { id, appliesWhen } = field;
  return {
    id,
    source: compileSource(field.source, field, manifest),
    appliesWhen: appliesWhen === undefined ? undefined : compileCondition(appliesWhen, manifest),
  };
}

function compileSource(source: FieldSource, field: FormField, manifest: FormManifest): CompiledField['source'] {
  if ('declaredByCitizen' in source) return { kind: 'declared' };
  if ('rows' in source) return compileTable(source.rows, field, manifest);
  const role = source.person ?? mainSubject(manifest);
  if ('relationTo' in source) return { kind: 'related', role, to: source.relationTo, same: source.same };
  return compileValue(source, role, field);
}

function compileValue(source: HeldSource, role: string, { options }: FormField | FormColumn): CompiledValue {
  return {
    kind: 'value',
    role,
    paths: [source.path].flat().map(compilePath),
    write: writerOf(source.format),
    mayLock: source.lock !== false,
    options: options === undefined ? undefined : new Set(options.map(({ value }) => value)),
    isSensitive: source.sensitive === true,
  };
}

function compileTable(role: string, { columns = [] }: FormField, { roles }: FormManifest): CompiledField['source'] {
  const link = roles[role]?.links?.[0];
  // A checked manifest has it; without it there is nothing to fill.
  if (link === undefined || !isListRelation(link.relation)) return { kind: 'declared' };
  return {
    kind: 'table',
    role,
    link: { ...link, relation: link.relation },
    columns: columns.map((column) => [column.id, compileCell(column, role)] as const),
  };
}

function compileCell(column: FormColumn, role: string): CompiledCell {
  const { source } = column;
  return 'declaredByCitizen' in source ? { kind: 'declared' } : compileValue(source, role, column);
}

function compileCondition({ person, path, is }: FormCondition, manifest: FormManifest): CompiledCondition {
  return { role: person ?? mainSubject(manifest), path: compilePath(path), is: new Set(is) };
}

/** What a record that names a person says of them, by what it is called in their own record. */
const named: Readonly<Partial<Record<CitizenField, keyof Relative>>> = {
  fullName: 'name',
  personalNumber: 'personalNumber',
  oldIdentityNumber: 'oldIdentityNumber',
  nationality: 'nationality',
};

function compilePath(path: string): CompiledPath {
  const resolved = canonicalPath(path);
  if (resolved === undefined) throw new TypeError('compiling a form: its manifest was not checked');
  const { field, parts, kind } = resolved;
  const groups = precedence[field];
  const equals = groups.filter((group) => new Set(group.map(({ system }) => system)).size > 1).flat();
  return {
    field,
    parts,
    isName: kind === 'name',
    isCard: kind === 'card',
    named: parts.length === 0 ? named[field] : undefined,
    leading: new Set(groups[0]?.map(({ rule }) => rule)),
    contested: new Set(['newest', ...equals.map(({ rule }) => rule)]),
    statedBy: new Set(groups.flat().map(({ system }) => system)),
  };
}

function compileRoles({ roles }: FormManifest, fields: readonly CompiledField[]): ReadonlyMap<string, CompiledRole> {
  return new Map(
    Object.entries(roles).map(([id, { sex, links = [] }]) => {
      const values = fields.flatMap(({ source }) => valuesOf(source, id));
      return [
        id,
        {
          id,
          sex,
          links,
          fields: fieldsOf(values),
          sensitive: new Set(fieldsOf(values.filter(({ isSensitive }) => isSensitive))),
        },
      ] as const;
    }),
  );
}

/** What a field of the form takes from the person in a role. */
function valuesOf(source: CompiledField['source'], role: string): CompiledValue[] {
  if (source.kind === 'table') return source.columns.flatMap(([, cell]) => valuesOf(cell, role));
  return source.kind === 'value' && source.role === role ? [source] : [];
}

function fieldsOf(values: readonly CompiledValue[]): CitizenField[] {
  return [...new Set(values.flatMap(({ paths }) => paths.map(({ field }) => field)))];
}

/** The roles of these fields' values and conditions. */
function rolesIn(fields: readonly CompiledField[]): ReadonlySet<string> {
  return new Set(
    fields.flatMap(({ source, appliesWhen }) => [
      ...(source.kind === 'declared' ? [] : [source.role]),
      ...(appliesWhen === undefined ? [] : [appliesWhen.role]),
    ]),
  );
}

/** These roles and those whose records lead to them, in the manifest's order. */
function withThoseOnTheWay(
  direct: ReadonlySet<string>,
  roles: ReadonlyMap<string, CompiledRole>,
  isKnown: (role: string) => boolean,
): readonly CompiledRole[] {
  const needed = new Set<string>();
  const need = (id: string): void => {
    if (needed.has(id)) return;
    needed.add(id);
    if (isKnown(id)) return;
    for (const { of } of roles.get(id)?.links ?? []) need(of);
  };
  for (const id of direct) need(id);
  return [...roles.values()].filter(({ id }) => needed.has(id));
}

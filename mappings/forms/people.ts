/** Who stands in which role of a form, and whose records are still to be read to know more. Pure. */
import type { CitizenField } from '../canonical/citizen.ts';
import type { MergedView } from '../canonical/slices.ts';
import { isObject } from '../lib/fields.ts';
import type { Statement } from '../statements.ts';
import type { UnfilledField } from './answer.ts';
import type { CompiledForm, CompiledRole } from './compile.ts';
import { isListRelation, type RoleLink } from './contract.ts';

/** What is held of a person (of a citizen's view in the store). */
export type PersonView = {
  merged: MergedView;
  /** All that is stated of a field, what counts first; asked only where conflicts or other systems' values matter. */
  statements?: <F extends CitizenField>(field: F) => readonly Statement<F>[];
  /** The numbers they have and had: another's record may name them by one that was replaced. */
  identifiers?: readonly { value: string }[];
};

/** Why something is not told of a person whatever is held. */
export type Refusal = 'not-permitted';

/** Why what is not held of a person is not. */
export type Absent = UnfilledField & { reason: 'not-held' | 'not-named' | 'source-unavailable' | Refusal };

/** Somebody in a role. */
export type Person = {
  /** Undefined where the hub holds no record of them, or none was read. */
  held?: PersonView | undefined;
  /** `not-held` if not given, or `not-named` of whom only the request can name. */
  absent?: Absent | undefined;
  /** Of `source-unavailable`: the system that could not be asked about them. */
  silent?: string | undefined;
  /** The link they were found by; not given for whom the request names. */
  via?: RoleLink | undefined;
};

/** Everybody who is known by their role; of a role of rows the persons by their personal number. */
export type People = {
  byRole: Readonly<Record<string, Person>>;
  rows?: Readonly<Record<string, ReadonlyMap<string, Person>>>;
};

/** Why a field of the person in a role is kept back from the asker, if it is. Asked before a value is looked at. */
export type Refuse = (field: CitizenField, role: string) => Refusal | undefined;

/** Somebody whose record is to be read: the number is in the record of whoever the link leads from. */
export type Wanted = { role: string; personalNumber: string; via: RoleLink };

type FollowOptions = { refuse?: Refuse | undefined; fields?: ReadonlySet<string> | undefined };
type Following = { people: People; wanted: Wanted[] };

/** How many persons of one table are read; the rest are told by what names them. */
const mostRows = 30;

/** The role of a request's subject where it names none: of several the one of their sex, else the first. */
export function subjectRole({ subjects }: CompiledForm, view: PersonView | undefined): string {
  const sex = view?.merged.sex?.value.code;
  const own = sex === undefined ? undefined : subjects.find((each) => each.sex === sex);
  return (own ?? subjects[0]).id;
}

/**
 * Goes as far along the form's links as is known. `people` is who is known now, those included who need no reading;
 * `wanted` are those whose records are to be read and given to `assign` before it is asked again. Nobody is wanted of
 * whom the fields asked for want nothing, or nothing that is permitted. When nobody is wanted, everybody is known.
 */
export function follow(form: CompiledForm, people: People, options: FollowOptions = {}): Following {
  const byRole: Record<string, Person> = { ...people.byRole };
  const wanted: Wanted[] = [];
  const isKnown = (id: string): boolean => byRole[id] !== undefined || people.rows?.[id] !== undefined;
  let open = form
    .rolesFor(options.fields, isKnown)
    .filter((role) => !isKnown(role.id) && isAllowed(role, options.refuse));
  let before = Infinity;
  // A role that is found may be the one that another leads from, in whichever order the manifest has them.
  while (open.length < before) {
    before = open.length;
    open = open.filter((role) => {
      const step = stepTo(role, byRole, options.refuse);
      if (step === undefined) return true;
      if ('wanted' in step) wanted.push(...step.wanted);
      else byRole[role.id] = step.person;
      return false;
    });
  }
  return { people: { ...people, byRole }, wanted };
}

/** Whether anything is taken of the person in a role that is asked for and permitted; `isGiven`: of roles that are known. */
export function isWanted(
  form: CompiledForm,
  role: string,
  { refuse, fields, isGiven }: FollowOptions & { isGiven: (role: string) => boolean },
): boolean {
  const isNeeded = form.rolesFor(fields, isGiven).some(({ id }) => id === role) || isRelatedTo(form, role, fields);
  const known = form.roles.get(role);
  return isNeeded && known !== undefined && isAllowed(known, refuse);
}

/** Whether a field says what somebody is to the person in the role: their record may say it of each other. */
function isRelatedTo(form: CompiledForm, role: string, fields: FollowOptions['fields']): boolean {
  return form.fields.some(
    ({ id, source }) => source.kind === 'related' && source.to === role && fields?.has(id) !== false,
  );
}

/** The same people with those who were read. */
export function assign(
  people: People,
  read: readonly ({ wanted: Wanted } & Pick<Person, 'held' | 'absent' | 'silent'>)[],
): People {
  const byRole: Record<string, Person> = { ...people.byRole };
  const rows: Record<string, Map<string, Person>> = {};
  for (const { wanted, held, absent, silent } of read) {
    const { role, personalNumber, via } = wanted;
    const person: Person = { held, absent, silent, via };
    if (isListRelation(via.relation)) (rows[role] ??= new Map()).set(personalNumber, person);
    else byRole[role] = person;
  }
  return { byRole, rows: { ...people.rows, ...rows } };
}

type Step = { person: Person } | { wanted: Wanted[] };

/** The first link that leads somewhere; if none does, the first that the asker may not follow. */
function stepTo(
  role: CompiledRole,
  byRole: Readonly<Record<string, Person>>,
  refuse: Refuse | undefined,
): Step | undefined {
  let refused: Step | undefined;
  for (const via of role.links) {
    const from = byRole[via.of];
    if (from === undefined) continue;
    if (via.relation === 'self') return { person: { ...from, via } };
    const reason = refuse?.(via.relation, via.of);
    if (reason !== undefined) {
      refused ??= { person: { absent: { reason }, via } };
      continue;
    }
    const wanted = namedIn(from, via, role.id);
    if (wanted.length > 0) return { wanted };
  }
  return refused;
}

function namedIn({ held }: Person, via: RoleLink, role: string): Wanted[] {
  const value = via.relation === 'self' ? undefined : held?.merged[via.relation]?.value;
  return numbersIn(value)
    .slice(0, mostRows)
    .map((personalNumber) => ({ role, personalNumber, via }));
}

function isAllowed({ id, fields }: CompiledRole, refuse: Refuse | undefined): boolean {
  // Of whom no field is taken it is told what they are to somebody, which their number tells.
  const taken = fields.length === 0 ? (['personalNumber'] as const) : fields;
  return refuse === undefined || taken.some((field) => refuse(field, id) === undefined);
}

function numbersIn(value: unknown): string[] {
  const persons: readonly unknown[] = Array.isArray(value) ? value : [value];
  return persons.flatMap((person) => {
    const number = isObject(person) ? person['personalNumber'] : undefined;
    return typeof number === 'string' ? [number] : [];
  });
}

/** A person in a role as fields see them: their own record, and what the record that names them says of them. */
import type { MergedValue } from '../canonical/slices.ts';
import type { Relative } from '../canonical/types.ts';
import type { CompiledForm, CompiledRole, CompiledTable } from './compile.ts';
import { isListRelation, type ListRelation, type RoleLink } from './contract.ts';
import type { Permissions } from './context.ts';
import type { Absent, People, Person, PersonView } from './people.ts';

/** What somebody's record (`by`) says of the person it names, and what that is worth. */
export type Named = { relative: Relative; merged: MergedValue; by: PersonView; isSure: boolean };

export type Seat = {
  role: string;
  person: Person;
  absent: Absent;
  named: Named | undefined;
  /** Whether whoever is in charge says that the person is in this role. */
  isSure: boolean;
};

export type Seats = {
  of(role: string): Seat;
  /** The seats of a table's rows, in the order they are held, or why there are none. */
  rows(table: CompiledTable): { list: MergedValue; by: PersonView; seats: Seat[] } | Absent;
};

const notHeld: Absent = Object.freeze({ reason: 'not-held' });
/** Of a role that no record leads to. */
const notNamed: Absent = Object.freeze({ reason: 'not-named' });
const nobody: Person = Object.freeze({});

/** The seats of one evaluation, each made when it is first asked for. */
export function seatsOf(form: CompiledForm, people: People, options: Permissions): Seats {
  const known = new Map<string, Seat>();
  const of = (role: string): Seat => {
    const seat = known.get(role) ?? makeSeat(role, { form, people, options, of });
    known.set(role, seat);
    return seat;
  };
  return { of, rows: (table) => rowsOf(table, { people, options, of }) };
}

type Making = { people: People; options: Permissions; of: Seats['of'] };

function makeSeat(role: string, making: Making & { form: CompiledForm }): Seat {
  const given = making.people.byRole[role];
  const person = given ?? nobody;
  const links = linksTo(given, making.form.roles.get(role));
  const named = firstNamed(links, making);
  const isUnnamed = given === undefined && links.length === 0;
  const absent = person.absent ?? (isUnnamed ? notNamed : notHeld);
  return { role, person, absent, named, isSure: isSure(person, named, making) };
}

/** Whom the request names is who it says, whatever another record calls the person in that role. */
function linksTo(given: Person | undefined, role: CompiledRole | undefined): readonly RoleLink[] {
  if (given === undefined) return role?.links ?? [];
  return given.via === undefined ? [] : [given.via];
}

function isSure({ via }: Person, named: Named | undefined, { of }: Making): boolean {
  if (via === undefined) return true;
  if (via.presumed === true) return false;
  return via.relation === 'self' ? of(via.of).isSure : named?.isSure === true;
}

function firstNamed(links: readonly RoleLink[], making: Making): Named | undefined {
  for (const link of links) {
    const named = namedBy(link, making);
    if (named !== undefined) return named;
  }
  return undefined;
}

function namedBy({ relation, of, presumed }: RoleLink, { people, options }: Making): Named | undefined {
  const by = people.byRole[of]?.held;
  if (by === undefined || !namesOne(relation) || options.refuse?.(relation, of) !== undefined) return undefined;
  const merged = by.merged[relation];
  return merged && { relative: merged.value, merged, by, isSure: presumed === undefined && merged.trusted };
}

function namesOne(relation: RoleLink['relation']): relation is Exclude<RoleLink['relation'], ListRelation | 'self'> {
  return relation !== 'self' && !isListRelation(relation);
}

function rowsOf({ link, role }: CompiledTable, { people, options, of }: Making): ReturnType<Seats['rows']> {
  const refusal = options.refuse?.(link.relation, link.of);
  if (refusal !== undefined) return { reason: refusal };
  const from = of(link.of);
  const by = from.person.held;
  const list = by?.merged[link.relation];
  if (by === undefined || list === undefined) return from.absent;
  const isListSure = list.trusted && from.isSure;
  const persons = people.rows?.[role];
  const seats = list.value.map((relative): Seat => {
    const person = persons?.get(relative.personalNumber ?? '') ?? nobody;
    const named: Named = { relative, merged: list, by, isSure: isListSure };
    return { role, person, absent: person.absent ?? notHeld, named, isSure: isListSure };
  });
  return { list, by, seats };
}

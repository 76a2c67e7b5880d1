/** Finding everybody a form is about: whom the request names, then along the form's links as far as is permitted. */
import type { CompiledForm } from '../../mappings/forms/compile.ts';
import {
  assign,
  follow,
  subjectRole,
  type Absent,
  type People,
  type Person,
  type Refuse,
} from '../../mappings/forms/people.ts';
import type { CitizenView } from '../store/citizens.ts';

/** Somebody by their number; name and birth date, if given, have to fit where they are looked up. */
export type NamedPerson = {
  personalNumber: string;
  fullName?: string | undefined;
  birthDate?: string | undefined;
};

/** What was found of somebody; `absent` says why what is not held is not. */
export type FoundPerson = { view: CitizenView | undefined; absent?: Absent | undefined };

type Question = {
  form: CompiledForm;
  subject: NamedPerson;
  /** Others whom the request names, by their role in the form. */
  others: Readonly<Record<string, NamedPerson>>;
  refuse: Refuse;
  fields: ReadonlySet<string> | undefined;
};

export type Gathered = {
  people: People;
  subject: CitizenView | undefined;
  /** The keys of everybody found. */
  persons: readonly string[];
};

/** Gathers them; those of one step at once. Each is asked for once, whatever roles they are in. */
export async function gatherPeople(
  { form, subject, others, refuse, fields }: Question,
  find: (person: NamedPerson) => Promise<FoundPerson>,
): Promise<Gathered> {
  const asked = new Map<string, Promise<FoundPerson>>();
  const findOnce = (person: NamedPerson): Promise<FoundPerson> => {
    const known = asked.get(person.personalNumber) ?? find(person);
    asked.set(person.personalNumber, known);
    return known;
  };
  const [found, ...named] = await Promise.all([subject, ...Object.values(others)].map(findOnce));
  const byRole = Object.fromEntries(Object.keys(others).map((role, index) => [role, personOf(named[index])] as const));
  byRole[roleOfSubject(form, found?.view, others)] = personOf(found);
  let step = follow(form, { byRole }, { refuse, fields });
  while (step.wanted.length > 0) {
    const read = await Promise.all(
      step.wanted.map(async (wanted) => ({ wanted, ...personOf(await findOnce(wanted)) })),
    );
    step = follow(form, assign(step.people, read), { refuse, fields });
  }
  const everybody = await Promise.all(asked.values());
  const persons = everybody.flatMap(({ view }) => (view === undefined ? [] : [view._id]));
  return { people: step.people, subject: found?.view, persons: [...new Set(persons)] };
}

function personOf(found: FoundPerson | undefined): Pick<Person, 'absent'> & { held: CitizenView | undefined } {
  return { held: found?.view, absent: found?.absent };
}

/** Of several roles the subject can be in, one that the request gives to nobody else. */
function roleOfSubject(form: CompiledForm, view: CitizenView | undefined, others: Question['others']): string {
  const role = subjectRole(form, view);
  if (!Object.hasOwn(others, role)) return role;
  return form.subjects.find(({ id }) => !Object.hasOwn(others, id))?.id ?? role;
}

/** Finding everybody a form is about: whom the request names, then along the form's links as far as is permitted. */
import type { CompiledForm } from '../../mappings/forms/compile.ts';
import type { Whose } from '../../mappings/forms/context.ts';
import {
  assign,
  follow,
  isWanted,
  subjectRole,
  type People,
  type Person,
  type Refuse,
} from '../../mappings/forms/people.ts';
import type { PersonKeys } from '../identity/keys.ts';
import type { CitizenView } from '../store/citizens.ts';

/** Somebody by their number; name and birth date, if given, have to fit where they are looked up. */
export type NamedPerson = {
  personalNumber: string;
  fullName?: string | undefined;
  birthDate?: string | undefined;
};

/** What was found of somebody; `absent` says why what is not held is not, `silent` which system did not answer. */
export type FoundPerson = { view: CitizenView | undefined } & Pick<Person, 'absent' | 'silent'>;

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
  /** What the subject is in the form. */
  role: string;
  /** The keys of whose data something is. */
  keysOf: (whose: Whose) => readonly string[];
};

/**
 * Gathers them; those of one step at once. Each is asked for once, whatever roles they are in, and nobody of whom the form
 * takes nothing that is asked for and permitted.
 */
export async function gatherPeople(
  { form, subject, others, refuse, fields }: Question,
  find: (person: NamedPerson) => Promise<FoundPerson>,
  personKeys: PersonKeys,
): Promise<Gathered> {
  const asked = new Map<string, Promise<FoundPerson>>();
  const findOnce = (person: NamedPerson): Promise<FoundPerson> => {
    const known = asked.get(person.personalNumber) ?? find(person);
    asked.set(person.personalNumber, known);
    return known;
  };
  const found = await findOnce(subject);
  const role = roleOfSubject(form, found.view, others);
  const given = { ...others, [role]: subject };
  const named = Object.entries(given).map(async ([id, person]) => {
    const isRead = id === role || isWanted(form, id, { isGiven: (each) => Object.hasOwn(given, each), refuse, fields });
    return [id, isRead ? personOf(await findOnce(person)) : nobody] as const;
  });
  let step = follow(form, { byRole: Object.fromEntries(await Promise.all(named)) }, { refuse, fields });
  while (step.wanted.length > 0) {
    const read = await Promise.all(
      step.wanted.map(async (wanted) => ({ wanted, ...personOf(await findOnce(wanted)) })),
    );
    step = follow(form, assign(step.people, read), { refuse, fields });
  }
  const everybody = await Promise.all(asked.values());
  return { people: step.people, subject: found.view, role, keysOf: keysReader(everybody, personKeys) };
}

/** Whoever is not held is known by their number alone. */
function keysReader(found: readonly FoundPerson[], personKeys: PersonKeys): Gathered['keysOf'] {
  const keys = new Map<Whose, readonly string[]>();
  for (const { view } of found) if (view !== undefined) keys.set(view, view.keys);
  return (whose) => (typeof whose === 'string' ? [personKeys(whose)] : (keys.get(whose) ?? []));
}

/** Somebody the request names and nothing is taken of. */
const nobody: Person = Object.freeze({});

function personOf({ view, absent, silent }: FoundPerson): Person {
  return { held: view, absent, silent };
}

/** Of several roles the subject can be in, one that the request gives to nobody else. */
function roleOfSubject(form: CompiledForm, view: CitizenView | undefined, others: Question['others']): string {
  const role = subjectRole(form, view);
  if (!Object.hasOwn(others, role)) return role;
  return form.subjects.find(({ id }) => !Object.hasOwn(others, id))?.id ?? role;
}

/** What is told of the person a form is filled for, besides the fields. Pure. */
import type { Refuse } from '../../mappings/forms/people.ts';
import type { CitizenView } from '../store/citizens.ts';
import { wholePerson, type WholePerson } from './contract.ts';
import type { Gathered } from './gather.ts';

/** What an answer says of the person as a whole. */
export type Whole = {
  subject: { known: boolean; status?: 'deceased'; replacedBy?: string };
  revision?: number;
};

/**
 * What is to be known of the person: whether they live, and which number they have now, if not the one `asked` for. Either
 * is told to who may have it as a field.
 */
export function wholeOf(
  { subject: view, role }: Pick<Gathered, 'subject' | 'role'>,
  asked: string,
  refuse: Refuse,
): Whole {
  if (view === undefined) return { subject: { known: false } };
  const { revision, identifiers } = view;
  const isReplaced = identifiers.some(({ value, until }) => value === asked && until !== undefined);
  const current = isReplaced ? identifiers.find(({ until }) => until === undefined)?.value : undefined;
  const tellsDeath = isDead(view) && refuse('deathDate', role) === undefined;
  const tellsNumber = current !== undefined && refuse('personalNumber', role) === undefined;
  const subject = {
    known: true,
    ...(tellsDeath ? { status: 'deceased' as const } : {}),
    ...(tellsNumber ? { replacedBy: current } : {}),
  };
  return { subject, revision };
}

/** Whether they are; nobody is on the word of who is not in charge of saying so. */
export function isDead(view: CitizenView | undefined): boolean {
  return view?.merged.deathDate?.trusted === true;
}

/** Which of it is to be on record. */
export function toldOf({ subject }: Whole): WholePerson[] {
  return wholePerson.filter((each) => subject[each] !== undefined);
}

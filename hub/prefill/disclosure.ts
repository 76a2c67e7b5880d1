/** An answer leaves only with its seal, and only after it is on record (docs/adr/0022). */
import type { Accesses, AccessDocument } from '../store/accesses.ts';
import type { AnswerToIssue, Disclosure, Told } from './contract.ts';
import type { Seals } from './seals.ts';

type Options = {
  accesses: Pick<Accesses, 'add'>;
  seals: Pick<Seals, 'make'>;
  /** A regular expression whose first group is the agency in a case code. */
  agencyPattern: string;
  /** Records are kept for good if not given. */
  accessRecordYears?: number | undefined;
  /** Epoch milliseconds. */
  now: () => number;
  newId: () => string;
};

/** The one way an answer gets out. */
export function createDisclosure({ accesses, seals, now, newId, ...settings }: Options): Disclosure {
  const agency = new RegExp(settings.agencyPattern);
  return {
    async issue(answer, deadline) {
      const id = newId();
      const place = { id, at: new Date(now()), agency: agency.exec(answer.caseCode)?.[1] ?? '' };
      const record = recordOf(answer, place, settings.accessRecordYears);
      const sealed = seals.make(id, answer);
      await accesses.add(record, deadline);
      return { id, ...sealed };
    },
  };
}

function recordOf(
  answer: AnswerToIssue,
  { id, at, agency }: { id: string; at: Date; agency: string },
  years: number | undefined,
): AccessDocument {
  const { client, officer, session, applicantRelation, purpose, legalBasis, caseCode } = answer;
  const { form, version, declarable, requestId } = answer;
  const persons = placesOf(answer.subject);
  const lists = fieldLists(answer.fields, persons.placeOf);
  return {
    ...{ _id: id, at, client, purpose, legalBasis, caseCode, agency, form, version, declarable, requestId },
    ...(officer === undefined ? {} : { officer }),
    ...(session === undefined ? {} : { session }),
    ...(applicantRelation === undefined ? {} : { applicantRelation }),
    procedure: answer.procedure ?? '',
    persons: persons.list,
    ...lists,
    ...(answer.told.length === 0 ? {} : { told: [...answer.told] }),
    ...(years === undefined ? {} : { expiresAt: yearsAfter(at, years) }),
  };
}

/** The persons on a record, the one asked for first, and the place of each. */
function placesOf(subject: string): { list: string[]; placeOf: (person: string) => number } {
  const list = [subject];
  const placeOf = (person: string): number => {
    const place = list.indexOf(person);
    return place < 0 ? list.push(person) - 1 : place;
  };
  return { list, placeOf };
}

function fieldLists(fields: AnswerToIssue['fields'], placeOf: (person: string) => number) {
  const [disclosed, undisclosed, offered]: [string[], string[], string[]] = [[], [], []];
  const textOf = (field: string, { sources, persons }: Told, mark = ''): string =>
    `${field}:${sources.join('+')}${mark}@${persons.map(placeOf).join('+')}`;
  for (const [field, each] of Object.entries(fields)) {
    if ('value' in each) {
      disclosed.push(textOf(field, each, each.authoritative ? '' : '?'));
      continue;
    }
    undisclosed.push(`${field}:${each.reason}`);
    if (each.offered !== undefined) offered.push(textOf(field, each.offered));
  }
  return { disclosed, undisclosed, ...(offered.length === 0 ? {} : { offered }) };
}

function yearsAfter(at: Date, years: number): Date {
  const later = new Date(at);
  later.setUTCFullYear(at.getUTCFullYear() + years);
  return later;
}

/** `persons`: the keys of those whose data it is. */
export type RecordedField = { field: string; sources: string[]; persons: readonly string[] };

export type RecordedFields = {
  given: (RecordedField & { authoritative: boolean })[];
  notGiven: { field: string; reason: string }[];
  /** Of those not given, the ones with values to choose from. */
  offered: RecordedField[];
};

/** The fields of a record, taken apart again. */
export function fieldsOnRecord({ disclosed, undisclosed, offered = [], persons }: AccessDocument): RecordedFields {
  return {
    given: disclosed.map((text) => {
      const { sources, ...field } = recordedField(text, persons);
      const last = sources.at(-1) ?? '';
      const authoritative = !last.endsWith('?');
      return {
        ...field,
        sources: authoritative ? sources : [...sources.slice(0, -1), last.slice(0, -1)],
        authoritative,
      };
    }),
    notGiven: undisclosed.map((text) => {
      const [field, reason] = cut(text, ':');
      return { field, reason };
    }),
    offered: offered.map((text) => recordedField(text, persons)),
  };
}

/** An older record does not say whose data a field is: everybody's on it. */
function recordedField(text: string, persons: readonly string[]): RecordedField {
  const [field, rest] = cut(text, ':');
  const [sources, places] = cut(rest, '@');
  const own = rest.includes('@') ? places.split('+').flatMap((place) => persons[Number(place)] ?? []) : persons;
  return { field, sources: sources.split('+'), persons: own };
}

function cut(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** An answer leaves only with its seal, and only after it is on record (docs/adr/0022). */
import type { Accesses, AccessDocument } from '../store/accesses.ts';
import type { AnsweredField, AnswerToIssue, Disclosure } from './contract.ts';
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
  const [disclosed, undisclosed]: [string[], string[]] = [[], []];
  for (const [field, each] of Object.entries(answer.fields)) {
    if ('value' in each) disclosed.push(disclosedText(field, each));
    else undisclosed.push(`${field}:${each.reason}`);
  }
  return {
    ...{ _id: id, at, client, purpose, legalBasis, caseCode, agency, form, version, declarable, requestId },
    ...(officer === undefined ? {} : { officer }),
    ...(session === undefined ? {} : { session }),
    ...(applicantRelation === undefined ? {} : { applicantRelation }),
    procedure: answer.procedure ?? '',
    persons: [...new Set([answer.subject, ...answer.persons])],
    disclosed,
    undisclosed,
    ...(years === undefined ? {} : { expiresAt: yearsAfter(at, years) }),
  };
}

function disclosedText(field: string, { sources, authoritative }: Extract<AnsweredField, { value: unknown }>): string {
  return `${field}:${sources.join('+')}${authoritative ? '' : '?'}`;
}

function yearsAfter(at: Date, years: number): Date {
  const later = new Date(at);
  later.setUTCFullYear(at.getUTCFullYear() + years);
  return later;
}

export type RecordedFields = {
  given: { field: string; sources: string[]; authoritative: boolean }[];
  notGiven: { field: string; reason: string }[];
};

/** The fields of a record, taken apart again. */
export function fieldsOnRecord({ disclosed, undisclosed }: AccessDocument): RecordedFields {
  return {
    given: disclosed.map((text) => {
      const [field, sources] = partsOf(text);
      const authoritative = !sources.endsWith('?');
      return { field, sources: (authoritative ? sources : sources.slice(0, -1)).split('+'), authoritative };
    }),
    notGiven: undisclosed.map((text) => {
      const [field, reason] = partsOf(text);
      return { field, reason };
    }),
  };
}

function partsOf(text: string): [field: string, rest: string] {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
}

import type { z } from 'zod';
import { fieldsOnRecord, type RecordedField } from '../../prefill/disclosure.ts';
import type { AccessDocument, AccessQuery } from '../../store/accesses.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind, type Operation, type Route } from '../operation.ts';
import { accessLogBody, accessLogSchema } from '../schemas/access-log.ts';
import { positionText } from '../schemas/position.ts';

type Body = z.infer<typeof accessLogBody>;

export const accessLogOperation: Operation<Body> = {
  id: 'accessLog',
  method: 'post',
  path: '/v1/access-log/query',
  tag: 'Prefill',
  summary: 'Who was given what of a citizen, when and why',
  description:
    'For the citizen: the caller answers for it that it is they who ask. Whatever number they were known by, all ' +
    'entries are there, and only those about them.',
  scope: 'access-log',
  body: accessLogBody,
  answers: { 200: { description: 'A page of the record.', schema: accessLogSchema } },
  problems: ['store-unavailable'],
};

/** The route of the citizen’s view of the access record. */
export function accessLogRoutes({ accesses, keysOfPerson, personKeys }: ApiDependencies): Route[] {
  return [
    bind(accessLogOperation, async ({ body }) => {
      const persons = await keysOfPerson(personKeys(body.personalNumber));
      const found = await accesses.list(queryOf(body, persons));
      const last = found.length === body.limit ? found.at(-1) : undefined;
      const own = new Set(persons);
      return {
        status: 200,
        body: { entries: found.map((each) => entryBody(each, own)), ...(last && { next: positionOf(last) }) },
      };
    }),
  ];
}

function positionOf({ at, _id: id }: AccessDocument): string {
  return positionText({ rank: at.getTime(), id });
}

function queryOf({ from, until, limit, after }: Body, persons: readonly string[]): AccessQuery {
  return {
    ...{ persons, limit },
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
    ...(after === undefined ? {} : { after }),
  };
}

/** Of an answer about several people each sees what was given of them; what was not, who was asked for. */
function entryBody(access: AccessDocument, own: ReadonlySet<string>) {
  const { _id: id, at, client, officer, session, applicantRelation, purpose, legalBasis, caseCode } = access;
  const { form, version, told = [] } = access;
  const { given, notGiven, offered } = fieldsOnRecord(access);
  const isOwn = ({ persons }: RecordedField): boolean => persons.some((person) => own.has(person));
  const isAskedFor = own.has(access.persons[0] ?? '');
  const choices = new Set(offered.map(({ field }) => field));
  return {
    ...{ id, at: at.toISOString(), client, ...(officer === undefined ? {} : { officer }) },
    ...(applicantRelation === undefined ? {} : { applicantRelation }),
    ...{ byCitizen: session !== undefined, purpose, legalBasis, caseCode, form, version },
    given: given.filter(isOwn).map(({ field, sources }) => ({ field, sources })),
    offered: offered.filter(isOwn).map(({ field, sources }) => ({ field, sources })),
    notGiven: isAskedFor ? notGiven.filter(({ field }) => !choices.has(field)) : [],
    told: isAskedFor ? told : [],
  };
}

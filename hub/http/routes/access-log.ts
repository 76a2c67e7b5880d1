import type { z } from 'zod';
import { fieldsOnRecord } from '../../prefill/disclosure.ts';
import type { AccessDocument, AccessQuery } from '../../store/accesses.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind, type Operation, type Route } from '../operation.ts';
import { accessLogBody, accessLogSchema } from '../schemas/access-log.ts';

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
      const last = found.length === body.limit ? found.at(-1)?._id : undefined;
      return { status: 200, body: { entries: found.map(entryBody), ...(last === undefined ? {} : { next: last }) } };
    }),
  ];
}

function queryOf({ from, until, limit, after }: Body, persons: readonly string[]): AccessQuery {
  return {
    ...{ persons, limit },
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
    ...(after === undefined ? {} : { after }),
  };
}

function entryBody(access: AccessDocument) {
  const { _id: id, at, client, officer, session, applicantRelation, purpose, legalBasis, caseCode } = access;
  const { form, version } = access;
  const { given, notGiven } = fieldsOnRecord(access);
  return {
    ...{ id, at: at.toISOString(), client, ...(officer === undefined ? {} : { officer }) },
    ...(applicantRelation === undefined ? {} : { applicantRelation }),
    ...{ byCitizen: session !== undefined, purpose, legalBasis, caseCode, form, version },
    given: given.map(({ field, sources }) => ({ field, sources })),
    notGiven,
  };
}

import type { z } from 'zod';
import { citizenFieldNames, type CitizenField } from '../../../mappings/canonical/citizen.ts';
import type { MergedView } from '../../../mappings/canonical/slices.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import type { IdentityDesk, Side } from '../../identity/desk/contract.ts';
import { unitOf } from '../../identity/units.ts';
import type { StoredSlice } from '../../store/citizens.ts';
import type { ReviewDocument } from '../../store/reviews.ts';
import { filedAnswer, numberBody } from '../identity-bodies.ts';
import { bind, type Operation, type Route } from '../operation.ts';
import { ProblemError } from '../problems.ts';
import { decideBody, reviewQuery } from '../schemas/identity-requests.ts';
import { positionText } from '../schemas/position.ts';
import { filedSchema, reviewDetailSchema, reviewExample, reviewListSchema } from '../schemas/identity.ts';

const common = { tag: 'Identity', scope: 'admin' } as const;
const parameters = { id: { description: 'Id of the question.', example: reviewExample.id } };

export const listReviewsOperation: Operation<undefined, z.infer<typeof reviewQuery>> = {
  ...common,
  id: 'listReviews',
  method: 'get',
  path: '/v1/identity/reviews',
  summary: 'List questions of who is who',
  description:
    'The likeliest first, without what is held of anybody. `total` counts all of that state, `next` leads to the page after.',
  query: reviewQuery,
  answers: { 200: { description: 'A page of questions.', schema: reviewListSchema } },
  problems: ['store-unavailable'],
};

export const showReviewOperation: Operation = {
  ...common,
  id: 'showReview',
  method: 'get',
  path: '/v1/identity/reviews/{id}',
  summary: 'Show one question with both sides',
  description: 'What the records under the two keys tell, field by field, and what speaks for and against.',
  parameters,
  answers: { 200: { description: 'The question.', schema: reviewDetailSchema } },
  problems: ['unknown-review', 'store-unavailable'],
};

export const decideReviewOperation: Operation<z.infer<typeof decideBody>> = {
  ...common,
  id: 'decideReview',
  method: 'post',
  path: '/v1/identity/reviews/{id}/decide',
  summary: 'Decide a question',
  description:
    'Files an act with both. Of two who decide at once one does. After 503 the question is open again; decide again.',
  parameters,
  body: decideBody,
  answers: { 202: { description: 'The act is filed; Kafka has acknowledged it.', schema: filedSchema } },
  problems: [
    ...(['unknown-review', 'already-decided', 'act-contradicts', 'act-refused'] as const),
    ...(['store-unavailable', 'broker-unavailable'] as const),
  ],
};

/** The routes by which an administrator sees and decides questions. */
export function reviewRoutes(desk: IdentityDesk): Route[] {
  return [
    bind(listReviewsOperation, async ({ query }) => {
      const { reviews, total } = await desk.reviews(query);
      const last = reviews.length === query.limit ? reviews.at(-1) : undefined;
      const next = last && { next: positionText({ rank: last.score, id: last._id }) };
      const body = { reviews: reviews.map(summaryBody), total, ...next };
      return { status: 200, body };
    }),
    bind(showReviewOperation, async ({ parameters: { id = '' } }) => {
      const found = await desk.review(id);
      if (found === undefined) throw new ProblemError('unknown-review');
      return { status: 200, body: detailBody(found.review, found.sides) };
    }),
    bind(decideReviewOperation, async ({ parameters: { id = '' }, body, caller }) => {
      const { decision, survivor, reason, effectiveOn } = body;
      const status = decision === 'same' ? 'same' : 'distinct';
      return filedAnswer(await desk.decide(id, { status, survivor }, { by: caller.client, reason, effectiveOn }));
    }),
  ];
}

function summaryBody({ _id: id, nodes: people, openedAt, closedAt, ...review }: ReviewDocument) {
  const { status, band, score, rule, rulesVersion } = review;
  return {
    ...{ id, people, status, band, score, rule, rulesVersion, openedAt: openedAt.toISOString() },
    ...(closedAt === undefined ? {} : { closedAt: closedAt.toISOString() }),
  };
}

function detailBody(review: ReviewDocument, sides: readonly [Side, Side]) {
  const { decision, evidence } = review;
  const told = sides.map((side) => mergeSlices(recordsOf(side)));
  return {
    ...summaryBody(review),
    ...(decision === undefined ? {} : { decision: { ...decision, at: decision.at.toISOString() } }),
    sides: sides.map(sideBody),
    fields: citizenFieldNames.flatMap((field) => fieldBody(field, told)),
    evidence,
  };
}

function sideBody(side: Side) {
  const { key, person } = side;
  return {
    key,
    person: person?._id ?? null,
    numbers: (person?.identifiers ?? []).map(numberBody),
    systems: [...new Set(recordsOf(side).map(({ system }) => system))],
  };
}

/** What was compared: the records under the key, not all that is held of whose it is now. */
function recordsOf({ key, person }: Side): StoredSlice[] {
  if (person === undefined) return [];
  return person.slices.filter((slice) => slice.identity === undefined && unitOf(slice, person) === key);
}

function fieldBody(field: CitizenField, told: readonly MergedView[]) {
  const values = told.map((view) => view[field]?.value ?? null);
  if (values.every((value) => value === null)) return [];
  const compared = comparedAs[field];
  return [{ field, values, ...(compared === undefined ? {} : { compared }) }];
}

/** As which evidence matching compares a field, where it does (hub/identity/matching/features.ts). */
const comparedAs: Partial<Record<CitizenField, string>> = {
  fullName: 'name',
  otherName: 'name',
  birthDate: 'birthDate',
  sex: 'sex',
  permanentResidence: 'address',
  temporaryResidence: 'address',
  currentResidence: 'address',
  hometown: 'address',
  birthPlace: 'address',
  birthRegistrationPlace: 'address',
  father: 'father',
  mother: 'mother',
  phone: 'phone',
  oldIdentityNumber: 'oldIdentityNumber',
  socialInsuranceNumber: 'socialInsuranceNumber',
  taxNumber: 'taxNumber',
  passportNumber: 'passportNumber',
};

import type { z } from 'zod';
import type { ActHeld, AnnulResult, IdentityDesk, PersonHeld } from '../../identity/desk/contract.ts';
import { filingsOf } from '../../identity/desk/filing.ts';
import { keysOf } from '../../identity/desk/held.ts';
import { nodeOf } from '../../identity/units.ts';
import { filedAnswer, numberBody } from '../identity-bodies.ts';
import { bind, type Answer, type Operation, type Route } from '../operation.ts';
import { ProblemError } from '../problems.ts';
import { actBody, annulBody, personBody } from '../schemas/identity-requests.ts';
import { annulledSchema, filedSchema, personSchema } from '../schemas/identity.ts';
import { reviewRoutes } from './reviews.ts';

export type IdentityDependencies = { identityDesk: IdentityDesk };

const common = { tag: 'Identity', scope: 'admin' } as const;

export const personOperation: Operation<z.infer<typeof personBody>> = {
  ...common,
  id: 'queryPerson',
  method: 'post',
  path: '/v1/identity/people/query',
  summary: 'Ask whom a number or key leads to',
  description: 'Their numbers and keys, former ones too, every record by its name, and the acts filed with them.',
  body: personBody,
  answers: { 200: { description: 'The person.', schema: personSchema } },
  problems: ['unknown-person', 'store-unavailable'],
};

export const actOperation: Operation<z.infer<typeof actBody>> = {
  ...common,
  id: 'fileAct',
  method: 'post',
  path: '/v1/identity/acts',
  summary: 'Say who is who',
  description:
    'Files an act with everybody it concerns, and says what will change. If the answer is 503, or none comes, look ' +
    'at the person before sending again: part of the act may be filed, and can be taken back.',
  body: actBody,
  answers: { 202: { description: 'The act is filed; Kafka has acknowledged it.', schema: filedSchema } },
  problems: ['act-contradicts', 'act-refused', 'store-unavailable', 'broker-unavailable'],
};

export const annulOperation: Operation<z.infer<typeof annulBody>> = {
  ...common,
  id: 'annulAct',
  method: 'post',
  path: '/v1/identity/acts/{id}/annul',
  summary: 'Take an act back',
  description: 'The people stand as if it had never been. A question it answered may be asked again.',
  parameters: { id: 'Id of the act.' },
  body: annulBody,
  answers: { 202: { description: 'It is taken back; Kafka has acknowledged it.', schema: annulledSchema } },
  problems: ['unknown-act', 'already-annulled', 'store-unavailable', 'broker-unavailable'],
};

/** The routes by which an administrator sees and says who is who. */
export function identityRoutes({ identityDesk: desk }: IdentityDependencies): Route[] {
  return [
    ...reviewRoutes(desk),
    bind(personOperation, async ({ body }) => {
      const held = await desk.person(body);
      if (held === undefined) throw new ProblemError('unknown-person');
      return { status: 200, body: personAnswer(held) };
    }),
    bind(actOperation, async ({ body: { reason, effectiveOn, ...request }, caller }) =>
      filedAnswer(await desk.act(request, { by: caller.client, reason, effectiveOn })),
    ),
    bind(annulOperation, async ({ parameters: { id = '' }, body: { reason }, caller }) =>
      annulledAnswer(id, await desk.annul(id, { by: caller.client, reason })),
    ),
  ];
}

function annulledAnswer(id: string, result: AnnulResult): Answer {
  switch (result.outcome) {
    case 'annulled':
      return { status: 202, body: { id, kind: result.kind, people: result.people } };
    case 'not-found':
      throw new ProblemError('unknown-act');
    case 'not-in-force':
      throw new ProblemError('already-annulled');
  }
}

function personAnswer({ key, person, acts }: PersonHeld) {
  const { _id, revision, identifiers, slices } = person;
  const records = slices.flatMap((slice) => {
    if (slice.identity !== undefined) return [];
    const { system, sourceKey, asOf, operation } = slice;
    return [{ system, sourceKey, key: nodeOf(slice, person), asOf, isInForce: operation === 'upsert' }];
  });
  return {
    ...{ person: _id, key, revision, numbers: identifiers.map(numberBody) },
    companions: [...keysOf(person)].filter((each) => each !== _id).sort(),
    records,
    acts: acts.map(actHeldBody),
  };
}

function actHeldBody({ id, key, act, effectiveOn }: ActHeld) {
  const { kind, by, reason, at, annulled } = act;
  const people = filingsOf({ node: key, act }).map(({ node }) => node);
  return { id, kind, people, by, reason, at, effectiveOn, ...(annulled === undefined ? {} : { annulled }) };
}

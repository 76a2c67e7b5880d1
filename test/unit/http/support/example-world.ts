/** A hub that holds what the examples of the OpenAPI document speak of: their citizen, their failure, their question. */
import { civilStatusReceiver } from '../../../../connectors/sectors/civil-status/extract.ts';
import type { ActResult, IdentityDesk } from '../../../../hub/identity/desk/contract.ts';
import { failureExample } from '../../../../hub/http/schemas/failures.ts';
import { actExample, reviewExample } from '../../../../hub/http/schemas/identity.ts';
import { answerExample } from '../../../../hub/http/schemas/verify.ts';
import { encodeRawRecord } from '../../../../hub/records/raw-record.ts';
import type { AccessDocument } from '../../../../hub/store/accesses.ts';
import type { FailureDocument } from '../../../../hub/store/failures.ts';
import type { ReviewDocument } from '../../../../hub/store/reviews.ts';
import { civilStatusMapping } from '../../../../mappings/sectors/civil-status/mapping.ts';
import { sourceRecord, view, type Behaviour } from './hub.ts';
import { person, review } from './identity.ts';
import { legalBasis } from './proof.ts';

const failure: FailureDocument = {
  ...{ _id: failureExample.id, stage: 'normalise', code: 'mapping-refused', faults: failureExample.faults },
  ...{ system: failureExample.system, type: failureExample.type, origin: failureExample.origin },
  ...{ target: failureExample.origin.topic, key: 'k', attempts: 1, status: 'open', replays: [] },
  failedAt: new Date(failureExample.failedAt),
  bytes: encodeRawRecord({
    ...sourceRecord('079190000001'),
    ...{ id: failureExample.id, system: failureExample.system, recordedAt: null, encoding: 'utf-8', faults: [] },
    receivedAt: failureExample.failedAt,
  }),
};

const access: AccessDocument = {
  ...{ _id: answerExample, at: new Date('2026-01-02T03:04:05.678Z'), client: 'portal', purpose: 'TTHC', legalBasis },
  ...{ caseCode: 'H29.12-260102-0001', agency: 'H29.12', form: 'ct01', version: '2024-01-01', procedure: '' },
  ...{ persons: ['key'], disclosed: ['fullName:population', 'birthDate:population'], undisclosed: ['phone:not-held'] },
  ...{ declarable: 15, requestId: '0e4f1f1c-6a5e-4c55-9d1b-2f6f0a6f2f11' },
};

const [one, other] = [reviewExample.people[0] ?? '', reviewExample.people[1] ?? ''];
const question: ReviewDocument = { ...review, _id: reviewExample.id, nodes: [one, other] };
const { id: actId, people } = actExample;
const filed: ActResult = { outcome: 'filed', id: actId, kind: 'same', people, moves: [] };

/** Knows the question and the act of the examples, and everybody. */
const desk: IdentityDesk = {
  reviews: () => Promise.resolve({ reviews: [question], total: 1 }),
  review: (id) => {
    const sides = [one, other].map((key) => ({ key, person: person(key) }));
    const [left, right] = sides;
    const isKnown = id === question._id && left !== undefined && right !== undefined;
    return Promise.resolve(isKnown ? { review: question, sides: [left, right] } : undefined);
  },
  decide: (id) => Promise.resolve(id === question._id ? filed : { outcome: 'not-found' }),
  person: () => Promise.resolve({ key: one, person: person(one), acts: [] }),
  act: () => Promise.resolve(filed),
  annul: (id) =>
    Promise.resolve(id === actId ? { outcome: 'annulled', kind: 'same', people } : { outcome: 'not-found' }),
};

/** For `startTestHub`. */
export function exampleWorld(): Behaviour {
  return {
    overrides: {
      citizens: { view: (key) => Promise.resolve(view(key, 'Nguyễn Văn An')) },
      receivers: new Map([['civil-status', civilStatusReceiver]]),
      mappings: new Map([['civil-status', civilStatusMapping]]),
      failures: {
        get: (id) => Promise.resolve(id === failure._id ? failure : undefined),
        list: () => Promise.resolve([{ ...failure, size: failure.bytes.length }]),
      },
      replay: {
        one: (id) => Promise.resolve({ outcome: 'replayed', id, topic: failure.target }),
        many: () => Promise.resolve({ matched: 12, replayed: 12 }),
      },
      accesses: {
        get: (id) => Promise.resolve(id === access._id ? access : undefined),
        list: () => Promise.resolve([access]),
        count: () => Promise.resolve([]),
      },
      identityDesk: desk,
    },
  };
}

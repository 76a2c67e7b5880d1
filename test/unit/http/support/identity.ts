/** Two patients and their question, at a desk that keeps what it files. */
import assert from 'node:assert/strict';
import { createIdentityDesk } from '../../../../hub/identity/desk/desk.ts';
import { personKeys } from '../../../../hub/identity/keys.ts';
import { HubError } from '../../../../hub/errors.ts';
import { mergeSlices } from '../../../../mappings/precedence.ts';
import { identityMapping } from '../../../../mappings/identity/mapping.ts';
import type { CitizenDocument, StoredSlice } from '../../../../hub/store/citizens.ts';
import type { ReviewDocument } from '../../../../hub/store/reviews.ts';
import type { Incoming } from '../../../../hub/records/writer.ts';
import { reviewsOf } from './desk.ts';
import { send, startTestHub, type Reply } from './hub.ts';

const keys = personKeys('a key of more than thirty-two characters');
export const [number, otherNumber, thirdNumber] = ['079190000001', '079190000002', '079190000003'];
export const [numbered, otherNumbered] = [keys(number), keys(otherNumber)];
export const [patient, otherPatient] = [keys('BN-1', 'health'), keys('BN-2', 'health')];
export const reviewId = `${patient}.${otherPatient}`;

export function slice(sourceKey: string, more: Partial<StoredSlice> = {}): StoredSlice {
  return {
    ...{ system: 'health', sourceKey, sourceVersion: 1, operation: 'upsert', act: 'health-record', asOf: '2026-01-02' },
    ...{
      recordId: 'r',
      receivedAt: '2026-01-02T00:00:00.000Z',
      type: 'patient-record',
      mappingVersion: 1,
      revision: 1,
    },
    fields: { phone: '0900000001' },
    ...more,
  };
}

export function person(_id: string, more: Partial<CitizenDocument> = {}): CitizenDocument {
  const slices = more.slices ?? [slice(`HS-${_id}`)];
  return {
    ...{ _id, etag: 'e', revision: 3, identifiers: [], pending: [], updatedAt: new Date(0), blocks: [], open: [] },
    merged: mergeSlices(slices),
    ...more,
    slices,
  };
}

export const identifier = (value: string) => ({ scheme: 'personal-number' as const, value });

export const review: ReviewDocument = {
  ...{
    _id: reviewId,
    nodes: [patient, otherPatient],
    score: 33.99,
    band: 'review',
    rule: 'scored',
    rulesVersion: 'v1',
  },
  evidence: [{ field: 'phone', level: 'agree', weight: 20.15 }],
  ...{ status: 'open', openedAt: new Date('2026-01-02T03:04:05.678Z') },
};

type Act = { act: { kind: string } & Record<string, unknown>; annulled?: unknown; [more: string]: unknown };
type Filed = { key: string; version: number; operation: string; id: string; body: Act };

export function setting(documents: readonly CitizenDocument[], { isAway = false } = {}) {
  const filed: Filed[] = [];
  const reviews = reviewsOf(review);
  const state = { isAway };
  const read = (each: Incoming): Filed => {
    assert.ok(each.ok);
    const { record } = each;
    const { type, operation, contentType, body } = record;
    const mapped = identityMapping.map({ type, operation, contentType, body }, { receivedAt: '' });
    assert.ok(mapped.ok, 'the mapping takes what is written');
    return {
      ...{ key: record.subject.value, version: record.sourceVersion, operation, id: record.sourceKey },
      body: JSON.parse(body) as Act,
    };
  };
  const identityDesk = createIdentityDesk({
    citizens: {
      readMany: (wanted) =>
        Promise.resolve(new Map(documents.filter(({ _id }) => wanted.includes(_id)).map((each) => [each._id, each]))),
    },
    writer: {
      write: (system, records, way) => {
        if (state.isAway) return Promise.reject(new HubError('kafka-unavailable', 'a test'));
        assert.deepEqual([system, way], ['identity', 'decision']);
        filed.push(...records.map(read));
        return Promise.resolve(records.map(() => 'record-id'));
      },
    },
    ...{ reviews, personKeys: keys, log: () => undefined, now: () => Date.parse('2026-02-28T17:00:00.000Z') },
  });
  return { filed, reviews, state, overrides: { identityDesk } };
}

type Ask = (path: string, body?: unknown) => Promise<Reply>;

export async function withDesk(set: ReturnType<typeof setting>, run: (ask: Ask) => Promise<void>): Promise<void> {
  const hub = await startTestHub({ overrides: set.overrides });
  try {
    const token = await hub.issuer.token('clerk', 'admin');
    await run((path, body) => send(hub, `/v1/identity/${path}`, { token, ...(body === undefined ? {} : { body }) }));
    const held = [number, otherNumber, thirdNumber];
    for (const each of held) assert.ok(!hub.logged().includes(each), 'no number in the log');
  } finally {
    await hub.close();
  }
}

export const two = () => [
  person(patient),
  person(otherPatient, { slices: [slice('HS-2', { fields: { email: 'a@b.vn' } })] }),
];
export const reason = 'seen by the clerk';
/** An act in force as the two it concerns hold it. */
export const held = (id: string, identity: NonNullable<StoredSlice['identity']>, more: Partial<StoredSlice> = {}) =>
  slice(id, {
    system: 'identity',
    fields: {},
    sourceVersion: 7,
    asOf: '2026-01-05',
    identity,
    ...more,
  });
export const decided = { by: 'clerk', reason, at: '2026-01-05T00:00:00.000Z' };

import assert from 'node:assert/strict';
import { personSchema, reviewDetailSchema, reviewListSchema } from '../../../hub/http/schemas/identity.ts';
import { createIdentityDesk } from '../../../hub/identity/desk/desk.ts';
import { personKeys } from '../../../hub/identity/keys.ts';
import { HubError } from '../../../hub/errors.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { identityMapping } from '../../../mappings/identity/mapping.ts';
import type { CitizenDocument, StoredSlice } from '../../../hub/store/citizens.ts';
import type { ReviewDocument } from '../../../hub/store/reviews.ts';
import type { Incoming } from '../../../hub/records/writer.ts';
import { reviewsOf } from './support/desk.ts';
import { codeOf, faultsOf, send, startTestHub, type Reply } from './support/hub.ts';

const keys = personKeys('a key of more than thirty-two characters');
const [number, otherNumber, thirdNumber] = ['079190000001', '079190000002', '079190000003'];
const [numbered, otherNumbered] = [keys(number), keys(otherNumber)];
const [patient, otherPatient] = [keys('BN-1', 'health'), keys('BN-2', 'health')];
const reviewId = `${patient}.${otherPatient}`;

function slice(sourceKey: string, more: Partial<StoredSlice> = {}): StoredSlice {
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

function person(_id: string, more: Partial<CitizenDocument> = {}): CitizenDocument {
  const slices = more.slices ?? [slice(`HS-${_id}`)];
  return {
    ...{ _id, etag: 'e', revision: 3, identifiers: [], pending: [], updatedAt: new Date(0), blocks: [], open: [] },
    merged: mergeSlices(slices),
    ...more,
    slices,
  };
}

const identifier = (value: string) => ({ scheme: 'personal-number' as const, value });

const review: ReviewDocument = {
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

function setting(documents: readonly CitizenDocument[], { isAway = false } = {}) {
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

async function withDesk(set: ReturnType<typeof setting>, run: (ask: Ask) => Promise<void>): Promise<void> {
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

const two = () => [person(patient), person(otherPatient, { slices: [slice('HS-2', { fields: { email: 'a@b.vn' } })] })];
const reason = 'seen by the clerk';
/** An act in force as the two it concerns hold it. */
const held = (id: string, identity: NonNullable<StoredSlice['identity']>, more: Partial<StoredSlice> = {}) =>
  slice(id, {
    system: 'identity',
    fields: {},
    sourceVersion: 7,
    asOf: '2026-01-05',
    identity,
    ...more,
  });
const decided = { by: 'clerk', reason, at: '2026-01-05T00:00:00.000Z' };

describe('the questions of who is who', () => {
  it('are listed without what is held of anybody, and need the scope', () =>
    withDesk(setting(two()), async (ask) => {
      const reply = await ask('reviews?limit=1');
      reviewListSchema.parse(reply.body);
      assert.equal(reply.body['next'], reviewId);
      assert.ok(!reply.text.includes('0900000001'));
      assert.deepEqual((await ask('reviews?status=same')).body, { reviews: [] });
      assert.deepEqual(faultsOf(await ask('reviews?status=odd&limit=0')), ['query.status: not-in-list', 'query.limit: out-of-range']); // prettier-ignore
    }));

  it('are open to administrators only', async () => {
    const hub = await startTestHub();
    try {
      const token = await hub.issuer.token('portal', 'prefill');
      for (const path of ['reviews', `reviews/${reviewId}`]) {
        assert.equal((await send(hub, `/v1/identity/${path}`, { token })).status, 403);
      }
      for (const path of [`reviews/${reviewId}/decide`, 'people/query', 'acts', 'acts/x/annul']) {
        assert.equal((await send(hub, `/v1/identity/${path}`, { token, body: {} })).status, 403);
      }
    } finally {
      await hub.close();
    }
  });

  it('show both sides, field by field, with what speaks for and against', () =>
    withDesk(setting(two()), async (ask) => {
      const { body } = await ask(`reviews/${reviewId}`);
      reviewDetailSchema.parse(body);
      assert.deepEqual(body['fields'], [
        { field: 'phone', values: ['0900000001', null], compared: 'phone' },
        { field: 'email', values: [null, 'a@b.vn'] },
      ]);
      assert.deepEqual(body['evidence'], review.evidence);
      assert.deepEqual([body['score'], body['band'], body['rulesVersion']], [33.99, 'review', 'v1']);
      assert.equal(codeOf(await ask('reviews/none')), 'unknown-review');
    }));

  it('are decided by an act filed with both', async () => {
    const set = setting(two());
    await withDesk(set, async (ask) => {
      const reply = await ask(`reviews/${reviewId}/decide`, { decision: 'same', reason, effectiveOn: '2026-01-09' });
      assert.equal(reply.status, 202);
      assert.deepEqual(reply.body['moves'], [{ from: otherPatient, to: patient, records: 1 }]);
      assert.deepEqual(set.filed.map(({ key }) => key), [patient, otherPatient]); // prettier-ignore
      const [{ body, id, version }, other] = [set.filed[0] ?? assert.fail(), set.filed[1]];
      assert.deepEqual(body, {
        act: { kind: 'same', other: otherPatient, survivor: patient },
        ...{ effectiveOn: '2026-01-09', by: 'clerk', reason, at: '2026-02-28T17:00:00.000Z' },
      });
      assert.deepEqual([other?.id, other?.version, reply.body['id']], [id, version, id]);
      assert.deepEqual([set.reviews.held[0]?.status, set.reviews.held[0]?.decision?.act], ['same', id]);
      assert.equal(codeOf(await ask(`reviews/${reviewId}/decide`, { decision: 'same', reason })), 'already-decided');
    });
  });

  it('are decided by one of two who decide at once', async () => {
    const set = setting(two());
    await withDesk(set, async (ask) => {
      const decide = (decision: string) => ask(`reviews/${reviewId}/decide`, { decision, reason });
      const replies = await Promise.all([decide('same'), decide('not-same')]);
      assert.deepEqual(replies.map(({ status }) => status).sort(), [202, 409]); // prettier-ignore
      assert.equal(set.filed.length, 2);
    });
  });

  it('are open again when the act cannot be filed', async () => {
    const set = setting(two(), { isAway: true });
    await withDesk(set, async (ask) => {
      const refused = await ask(`reviews/${reviewId}/decide`, { decision: 'not-same', reason });
      assert.equal(codeOf(refused), 'broker-unavailable');
      assert.equal(set.reviews.held[0]?.status, 'open');
      set.state.isAway = false;
      assert.equal((await ask(`reviews/${reviewId}/decide`, { decision: 'not-same', reason })).status, 202);
      assert.deepEqual(set.filed[0]?.body.act, { kind: 'distinct', other: otherPatient });
    });
  });
});

describe('a person, asked for by number or key', () => {
  const act = { kind: 'number-replaced', old: otherNumbered, replacement: numbered, ...decided } as const;
  const document = person(otherNumbered, {
    identifiers: [
      { ...identifier(number), node: numbered },
      { ...identifier(otherNumber), until: '2026-01-05', supersededBy: number },
    ],
    slices: [slice('HS-1', { node: patient }), held(`${otherNumbered}.${'a'.repeat(22)}`, act)],
  });

  it('is told with former numbers, companions, records by system, and acts', () =>
    withDesk(setting([document, person(patient, { slices: [], leadsTo: otherNumbered })]), async (ask) => {
      for (const body of [{ person: patient }, { personalNumber: otherNumber }]) {
        const reply = await ask('people/query', body);
        personSchema.parse(reply.body);
        assert.equal(reply.body['person'], otherNumbered);
        assert.deepEqual(reply.body['numbers'], [{ number }, { number: otherNumber, until: '2026-01-05', replacedBy: number }]); // prettier-ignore
        assert.deepEqual(reply.body['companions'], [numbered, patient].sort());
        assert.deepEqual(reply.body['records'], [
          { system: 'health', sourceKey: 'HS-1', key: patient, asOf: '2026-01-02', isInForce: true },
        ]);
        assert.match(JSON.stringify(reply.body['acts']), /"kind":"number-replaced".*"reason":"seen by the clerk"/);
      }
    }));

  it('is nobody, or named wrongly', () =>
    withDesk(setting([document]), async (ask) => {
      assert.equal(codeOf(await ask('people/query', { personalNumber: thirdNumber })), 'unknown-person');
      assert.deepEqual(faultsOf(await ask('people/query', {})), [': missing']);
      assert.deepEqual(faultsOf(await ask('people/query', { personalNumber: '12', person: 'x' })), ['personalNumber: personal-number-format', 'person: format', ': missing']); // prettier-ignore
      assert.equal((await ask(`people/query?personalNumber=${number}`, { person: patient })).status, 422);
    }));
});

describe('an act of an administrator', () => {
  const withNumbers = () => [
    person(numbered, { identifiers: [identifier(number)] }),
    person(otherNumbered, { identifiers: [identifier(otherNumber)] }),
    ...two(),
  ];

  it('says what will change, for each kind', async () => {
    const set = setting(withNumbers());
    const [first, second] = [{ personalNumber: number }, { personalNumber: otherNumber }];
    const records = [{ system: 'health', sourceKey: `HS-${numbered}` }];
    await withDesk(set, async (ask) => {
      const merged = await ask('acts', { kind: 'same', people: [{ person: patient }, first], reason });
      assert.deepEqual(merged.body['moves'], [{ from: patient, to: numbered, records: 1 }], 'who has a number stays');
      const parted = await ask('acts', { kind: 'distinct', people: [first, second], reason });
      assert.deepEqual(parted.body['moves'], []);
      const replaced = await ask('acts', { kind: 'number-replaced', old: first, replacement: second, reason });
      assert.deepEqual(replaced.body['moves'], [{ from: otherNumbered, to: numbered, records: 1 }]);
      const ahead = await ask('acts', { kind: 'number-replaced', old: first, replacement: { personalNumber: thirdNumber }, reason }); // prettier-ignore
      assert.deepEqual([ahead.status, ahead.body['moves']], [202, []]);
      const split = await ask('acts', { kind: 'split', from: first, records, into: { new: true }, reason });
      const [move] = split.body['moves'] as { from: string; to: string; records: number }[];
      assert.deepEqual([move?.from, move?.records], [numbered, 1]);
      assert.equal(set.filed.filter(({ key }) => key === move?.to).length, 1);
      assert.equal(set.filed.length, 10);
    });
  });

  it('is refused with every fault at once, of the request and of how things stand', () =>
    withDesk(setting(withNumbers()), async (ask) => {
      const wrong = await ask('acts', { kind: 'same', people: [{ personalNumber: '1' }, {}], effectiveOn: '2999-01-01', odd: 1 }); // prettier-ignore
      assert.deepEqual(faultsOf(wrong).sort(), [
        ...['effectiveOn: date-in-future', 'odd: unknown-field', 'people[0].personalNumber: personal-number-format'],
        ...['people[1]: missing', 'reason: missing'],
      ]);
      assert.deepEqual(faultsOf(await ask('acts', { kind: 'odd', reason })), ['kind: not-in-list']);
      const nobody = { personalNumber: thirdNumber };
      const unknown = await ask('acts', { kind: 'same', people: [nobody, nobody], survivor: nobody, reason });
      assert.equal(codeOf(unknown), 'act-refused');
      assert.deepEqual(faultsOf(unknown), ['people[0]: unknown-person', 'people[1]: unknown-person', 'survivor: unknown-person']); // prettier-ignore
      const [mine, theirs] = [{ person: patient }, { personalNumber: number }];
      const survivor = await ask('acts', { kind: 'same', people: [mine, theirs], survivor: mine, reason });
      assert.deepEqual(faultsOf(survivor), ['survivor: survivor-without-number']);
      const split = await ask('acts', { kind: 'split', from: mine, records: [{ system: 'health', sourceKey: 'none' }], into: nobody, reason }); // prettier-ignore
      assert.deepEqual(faultsOf(split).sort(), ['into: unknown-person', 'records[0]: record-not-held']);
    }));

  it('is refused where an act in force says otherwise, and told which', async () => {
    const id = `${patient}.${'a'.repeat(22)}`;
    const distinct = (other: string) => held(id, { kind: 'distinct', other, ...decided });
    const set = setting([
      person(patient, { slices: [slice('HS-1'), distinct(otherPatient)] }),
      person(otherPatient, { slices: [slice('HS-2'), distinct(patient)] }),
    ]);
    await withDesk(set, async (ask) => {
      const people = [{ person: patient }, { person: otherPatient }];
      const refused = await ask('acts', { kind: 'same', people, reason });
      assert.deepEqual([refused.status, codeOf(refused), faultsOf(refused)], [409, 'act-contradicts', ['people: contradicts-act']]); // prettier-ignore
      assert.ok(refused.text.includes(id));
      assert.deepEqual(faultsOf(await ask('acts', { kind: 'distinct', people, reason })), ['people: already-decided']);
      assert.equal(set.filed.length, 0);
    });
  });

  it('is taken back with everybody, and the question it answered is released', async () => {
    const id = `${patient}.${'a'.repeat(22)}`;
    const same = (other: string, more: Partial<StoredSlice> = {}) =>
      held(id, { kind: 'same', other, survivor: patient, ...decided }, more);
    const set = setting([
      person(patient, { slices: [slice('HS-1'), same(otherPatient), same(patient, { node: otherPatient })] }),
    ]);
    Object.assign(set.reviews.held[0] ?? {}, { status: 'same', decision: { ...decided, act: id } });
    await withDesk(set, async (ask) => {
      const reply = await ask(`acts/${id}/annul`, { reason: 'two sisters' });
      assert.deepEqual(reply.body, { id, kind: 'same', people: [patient, otherPatient] });
      assert.deepEqual(set.filed.map(({ key, operation, id: own }) => [key, operation, own]), [[patient, 'annul', id], [otherPatient, 'annul', id]]); // prettier-ignore
      assert.ok(set.filed.every(({ version }) => version > 7));
      assert.deepEqual(set.filed[0]?.body.annulled, { by: 'clerk', reason: 'two sisters', at: '2026-02-28T17:00:00.000Z' }); // prettier-ignore
      assert.equal(set.reviews.held[0]?.status, 'withdrawn');
      assert.equal(codeOf(await ask(`acts/${otherPatient}.${'a'.repeat(22)}/annul`, { reason })), 'unknown-act');
      assert.equal(codeOf(await ask('acts/none/annul', { reason })), 'unknown-act');
    });
  });

  it('is taken back once', async () => {
    const id = `${patient}.${'a'.repeat(22)}`;
    const act = held(id, { kind: 'distinct', other: otherPatient, ...decided }, { operation: 'annul' });
    await withDesk(setting([person(patient, { slices: [slice('HS-1'), act] })]), async (ask) => {
      assert.equal(codeOf(await ask(`acts/${id}/annul`, { reason })), 'already-annulled');
    });
  });
});

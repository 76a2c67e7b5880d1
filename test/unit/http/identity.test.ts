import assert from 'node:assert/strict';
import { personSchema, reviewDetailSchema, reviewListSchema } from '../../../hub/http/schemas/identity.ts';
import { codeOf, faultsOf, send, startTestHub } from './support/hub.ts';
import {
  number,
  otherNumber,
  thirdNumber,
  numbered,
  otherNumbered,
  patient,
  otherPatient,
  reviewId,
  slice,
  person,
  identifier,
  review,
  setting,
  withDesk,
  two,
  reason,
  held,
  decided,
} from './support/identity.ts';

describe('the questions of who is who', () => {
  it('are listed without what is held of anybody, and need the scope', () =>
    withDesk(setting(two()), async (ask) => {
      const reply = await ask('reviews?limit=1');
      reviewListSchema.parse(reply.body);
      const next = encodeURIComponent(String(reply.body['next']));
      assert.deepEqual((await ask(`reviews?after=${next}`)).body, { reviews: [], total: 1 }, 'there is no other');
      assert.deepEqual(faultsOf(await ask(`reviews?after=${reviewId}`)), ['query.after: format']);
      assert.ok(!reply.text.includes('0900000001'));
      assert.equal(reply.body['total'], 1);
      assert.deepEqual((await ask('reviews?status=same')).body, { reviews: [], total: 0 });
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
    const { get } = set.reviews;
    let asked = 0;
    // Both have read the question before either decides it.
    const bothRead = new Promise<void>((resolve) => {
      set.reviews.get = async (id) => {
        asked += 1;
        if (asked === 2) resolve();
        await bothRead;
        return get(id);
      };
    });
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

import assert from 'node:assert/strict';
import type { ApiDependencies } from '../../../hub/http/dependencies.ts';
import { withAdmin } from './support/admin.ts';
import { codeOf, faultsOf } from './support/hub.ts';

describe('replay', () => {
  const faults = [{ path: 'a', code: 'missing', expected: 'something' }];
  const outcomes = {
    good: { outcome: 'replayed', id: 'good', topic: 'records.civil-status' },
    none: { outcome: 'not-found', id: 'none' },
    done: { outcome: 'not-open', id: 'done' },
    bad: { outcome: 'unroutable', id: 'bad', faults },
  } as const;
  const asked: unknown[][] = [];
  const replay: ApiDependencies['replay'] = {
    one(id, by, reason) {
      asked.push([id, by, reason]);
      return Promise.resolve(outcomes[id as keyof typeof outcomes]);
    },
    many(filter, by, options) {
      asked.push([filter, by, options]);
      const next = { upTo: new Date(7), last: { rank: 5, id: 'f-3' } };
      return Promise.resolve({ matched: 3, replayed: 2, ...(options.after === undefined ? { next } : {}) });
    },
  };
  beforeEach(() => asked.splice(0));

  it('of one sends it again, in the name of the client', () =>
    withAdmin({ replay }, async (ask) => {
      const reply = await ask('/v1/failures/good/replay', { reason: 'mapping corrected' });
      assert.equal(reply.status, 202);
      assert.deepEqual(reply.body, { id: 'good', status: 'replayed', topic: 'records.civil-status' });
      assert.deepEqual(asked, [['good', 'admin', 'mapping corrected']]);
    }));

  const refused: [keyof typeof outcomes, number, string][] = [
    ['none', 404, 'unknown-failure'],
    ['done', 409, 'already-replayed'],
    ['bad', 422, 'cannot-replay'],
  ];
  for (const [id, status, code] of refused) {
    it(`of one is answered ${status} ${code}`, () =>
      withAdmin({ replay }, async (ask) => {
        const reply = await ask(`/v1/failures/${id}/replay`, { reason: 'x' });
        assert.equal(reply.status, status);
        assert.equal(codeOf(reply), code);
        assert.deepEqual(reply.body['errors'], id === 'bad' ? faults : undefined);
      }));
  }

  it('needs a reason', () =>
    withAdmin({ replay }, async (ask) => {
      const reply = await ask('/v1/failures/good/replay', {});
      assert.equal(reply.status, 422);
      assert.deepEqual(faultsOf(reply), ['reason: missing']);
      assert.equal(asked.length, 0);
    }));

  it('of many tells how many matched and went', () =>
    withAdmin({ replay }, async (ask) => {
      const reply = await ask('/v1/failures/replay', { filter: { code: 'mapping-refused' }, reason: 'x', limit: 5 });
      assert.equal(reply.status, 202);
      const { next: after, ...counts } = reply.body;
      assert.deepEqual(counts, { matched: 3, replayed: 2 });
      assert.deepEqual(asked, [[{ code: 'mapping-refused' }, 'admin', { reason: 'x', limit: 5 }]]);
      assert.deepEqual((await ask('/v1/failures/replay', { filter: {}, reason: 'x', after })).body, counts);
      const last = { upTo: new Date(7), last: { rank: 5, id: 'f-3' } };
      assert.deepEqual(asked[1], [{}, 'admin', { reason: 'x', limit: 1000, after: last }]);
    }));

  it('of many takes no filter it does not know', () =>
    withAdmin({ replay }, async (ask) => {
      const reply = await ask('/v1/failures/replay', {
        filter: { status: 'open' },
        reason: 'x',
        limit: 0,
        after: '7~f',
      });
      assert.deepEqual(faultsOf(reply).sort(), [
        'after: format',
        'filter.status: unknown-field',
        'limit: out-of-range',
      ]);
    }));
});

import assert from 'node:assert/strict';
import { encodeRawRecord, type RawRecord } from '../../../hub/records/raw-record.ts';
import { failureDetailSchema, failureListSchema } from '../../../hub/http/schemas/failures.ts';
import { pipelineSchema } from '../../../hub/http/schemas/pipeline.ts';
import type { ApiDependencies } from '../../../hub/http/dependencies.ts';
import type { FailureDocument, FailureFilter } from '../../../hub/store/failures.ts';
import type { Position } from '../../../hub/store/position.ts';
import { withAdmin } from './support/admin.ts';
import { codeOf, faultsOf } from './support/hub.ts';

const record: RawRecord = {
  id: '0b5e8a4c-3f1d-4b7e-9c2a-6d8f0e1a2b3c',
  system: 'civil-status',
  type: 'birth',
  sourceKey: 'k',
  sourceVersion: 1,
  operation: 'upsert',
  subject: null,
  recordedAt: null,
  receivedAt: '2026-01-02T03:04:05.678Z',
  contentType: 'application/json',
  body: '{"tên":1}',
  encoding: 'utf-8',
  faults: [],
};

const failure: FailureDocument = {
  _id: 'f-1',
  stage: 'normalise',
  code: 'mapping-refused',
  faults: [{ path: 'loai', code: 'unknown-type', expected: 'a known type' }],
  system: 'civil-status',
  type: 'birth',
  origin: { topic: 'records.civil-status', partition: 1, offset: 7 },
  target: 'records.civil-status',
  key: 'k',
  bytes: encodeRawRecord(record),
  failedAt: new Date('2026-01-02T03:04:05.678Z'),
  attempts: 2,
  status: 'open',
  replays: [{ at: new Date('2026-01-03T00:00:00.000Z'), by: 'admin', reason: 'tried' }],
};

function storeOf(...documents: FailureDocument[]) {
  const asked: { filter: FailureFilter; limit: number; after: Position | undefined }[] = [];
  const failures: ApiDependencies['failures'] = {
    get: (id) => Promise.resolve(documents.find(({ _id }) => _id === id)),
    list: (filter, limit, after) => {
      asked.push({ filter, limit, after });
      return Promise.resolve(documents.map(({ bytes, ...rest }) => ({ ...rest, size: bytes.length })).slice(0, limit));
    },
  };
  return { failures, asked };
}

describe('the failures an administrator sees', () => {
  it('are listed without what failed', () =>
    withAdmin(storeOf(failure), async (ask) => {
      const reply = await ask('/v1/failures');
      assert.equal(reply.status, 200);
      failureListSchema.parse(reply.body);
      const { stage, code, faults, system, type, origin, attempts, status, bytes } = failure;
      const same = { stage, code, faults, system, type, origin, attempts, status };
      const failedAt = '2026-01-02T03:04:05.678Z';
      assert.deepEqual(reply.body, { failures: [{ ...same, id: 'f-1', failedAt, bytes: bytes.length }] });
    }));

  it('are filtered and paged', async () => {
    const store = storeOf(failure, { ...failure, _id: 'f-2' });
    await withAdmin(store, async (ask) => {
      const query = 'stage=normalise&code=mapping-refused&system=civil-status&status=open&limit=1';
      const next = String((await ask(`/v1/failures?${query}`)).body['next']);
      await ask(`/v1/failures?${query}&after=${encodeURIComponent(next)}`);
      const { stage, code, system, status, failedAt } = failure;
      const asked = { filter: { stage, code, system, status }, limit: 1 };
      const after = { rank: failedAt.getTime(), id: 'f-1' };
      assert.deepEqual(store.asked.splice(0), [
        { ...asked, after: undefined },
        { ...asked, after },
      ]);
      assert.equal((await ask('/v1/failures')).body['next'], undefined);
      assert.deepEqual(store.asked[0], { filter: {}, limit: 50, after: undefined });
    });
  });

  const queries: [string, string[]][] = [
    ['limit=0', ['query.limit: out-of-range']],
    ['limit=501', ['query.limit: out-of-range']],
    ['limit=many', ['query.limit: wrong-type']],
    ['status=lost&limit=1.5', ['query.limit: wrong-type', 'query.status: not-in-list']],
    ['stage=a&stage=b', ['query.stage: wrong-type']],
    ['stage=%00', ['query.stage: format']],
    ['after=5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11', ['query.after: format']],
    ['after=9e99~x', ['query.after: format']],
    ['personalNumber=079190000001', ['query.personalNumber: unknown-field']],
  ];
  for (const [query, faults] of queries) {
    it(`are not listed for the query ${query}`, () =>
      withAdmin({}, async (ask) => {
        const reply = await ask(`/v1/failures?${query}`);
        assert.equal(reply.status, 422);
        assert.deepEqual(faultsOf(reply).sort(), faults);
      }));
  }

  it('are shown with what was received', () =>
    withAdmin(storeOf(failure), async (ask) => {
      const { body } = await ask('/v1/failures/f-1');
      failureDetailSchema.parse(body);
      assert.equal(body['contentType'], 'application/json');
      assert.equal(body['body'], record.body);
      assert.equal(body['bodyBase64'], Buffer.from(record.body).toString('base64'));
      assert.deepEqual(body['replays'], [{ at: '2026-01-03T00:00:00.000Z', by: 'admin', reason: 'tried' }]);
    }));

  it('are shown byte for byte where they are no text, and where they are no record', () => {
    const bytes = Buffer.from([0xff, 0x00]);
    const kept = { ...record, encoding: 'base64' as const, body: bytes.toString('base64') };
    const store = storeOf({ ...failure, bytes: encodeRawRecord(kept) }, { ...failure, _id: 'f-2', bytes });
    return withAdmin(store, async (ask) => {
      for (const id of ['f-1', 'f-2']) {
        const { body } = await ask(`/v1/failures/${id}`);
        assert.equal(body['body'], null);
        assert.equal(body['bodyBase64'], bytes.toString('base64'));
      }
      assert.equal((await ask('/v1/failures/f-2')).body['contentType'], 'application/octet-stream');
    });
  });

  it('are answered 404 when there is none of this id', () =>
    withAdmin({}, async (ask) => {
      const reply = await ask('/v1/failures/none');
      assert.equal(reply.status, 404);
      assert.equal(codeOf(reply), 'unknown-failure');
    }));
});

describe('the books of the pipeline', () => {
  const entry = (partition: number, through: number) => ({
    _id: `records.a/${partition}`,
    topic: 'records.a',
    partition,
    through,
    applied: through - 2,
    superseded: 1,
    failed: 1,
  });
  const ledger = { read: () => Promise.resolve([entry(0, 10), entry(1, 5)]) };

  it('add up: received = applied + superseded + failed + lag', () => {
    const ends = new Map([
      ['records.a/0', 10],
      ['records.a/1', 9],
      ['records.b/0', 3],
    ]);
    const connectorStates = (): ReturnType<ApiDependencies['connectorStates']> => [
      { id: 'population', lagEvents: undefined, lagSeconds: undefined, breaker: 'closed', lastError: undefined },
      { id: 'civil-status', lagEvents: 2, lagSeconds: 0.5, breaker: 'open', lastError: { code: 'timeout', at: time } },
      { id: 'social-insurance', lagEvents: 40, lagSeconds: 900, breaker: 'closed', lastError: missing },
    ];
    const time = '2026-01-02T03:04:05.678Z';
    const missing = { code: 'delivery-missing', at: time, delivery: 12 };
    return withAdmin({ ledger, connectorStates, topicEnds: () => Promise.resolve(ends) }, async (ask) => {
      const { body } = await ask('/v1/pipeline');
      pipelineSchema.parse(body);
      assert.deepEqual(body, {
        topics: [
          { topic: 'records.a', partitions: 2, received: 19, applied: 11, superseded: 2, failed: 2, lag: 4 },
          { topic: 'records.b', partitions: 1, received: 3, applied: 0, superseded: 0, failed: 0, lag: 3 },
        ],
        totals: { received: 22, applied: 11, superseded: 2, failed: 2, lag: 7 },
        connectors: [
          { id: 'population', lagEvents: null, lagSeconds: null, breaker: 'closed' },
          {
            id: 'civil-status',
            lagEvents: 2,
            lagSeconds: 0.5,
            breaker: 'open',
            lastError: { code: 'timeout', at: time },
          },
          { id: 'social-insurance', lagEvents: 40, lagSeconds: 900, breaker: 'closed', lastError: missing },
        ],
      });
    });
  });

  it('say that the ends are not known where Kafka is not asked', () =>
    withAdmin({ ledger }, async (ask) => {
      const { body } = await ask('/v1/pipeline');
      pipelineSchema.parse(body);
      assert.deepEqual(body['totals'], { received: null, applied: 11, superseded: 2, failed: 2, lag: null });
    }));
});

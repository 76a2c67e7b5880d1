/** What is told in words, in Vietnamese for who asks so: faults of requests, of records pushed and of failures kept. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { expectationInVietnamese, faultsIn } from '../../../hub/http/expectations.ts';
import { faultWords } from '../../../hub/http/fault-words.ts';
import { requestFaultCodes } from '../../../hub/http/faults.ts';
import { faultSchema } from '../../../hub/http/schemas/problem.ts';
import { faultCodes } from '../../../mappings/contract.ts';
import { faultAt } from '../../../mappings/lib/fields.ts';
import { documentedOperations } from '../../support/documented.ts';
import { exampleWorld } from './support/example-world.ts';
import { send, startTestHub, type Reply, type TestHub } from './support/hub.ts';

const sentences: Readonly<Record<string, string>> = { ...requestFaultCodes, ...faultCodes };
const vietnamese = { 'Accept-Language': 'vi-VN,vi;q=0.9,en;q=0.5' };
const problem = z.object({ errors: z.array(faultSchema).default([]) });
const records = z.object({ records: z.array(z.object({ errors: z.array(faultSchema).optional() })) });
const failures = z.object({ failures: z.array(z.object({ faults: z.array(faultSchema) })) });

const wrong: readonly unknown[] = [undefined, null, 1.5, -1, 1e9, true, '', ' ', 'x'.repeat(2000), [], {}, { odd: 1 }];

/** The value with each part of it left out or replaced by each of `wrong`, one at a time. */
function* spoilt(value: unknown): Generator {
  yield* wrong;
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    for (const [index, part] of parts.entries()) {
      for (const other of spoilt(part)) yield parts.with(index, other);
    }
    yield [...parts, ...parts];
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      for (const other of spoilt(part)) yield { ...value, [name]: other };
    }
  }
}

/** The same address with a query that is wrong in each of its parts. */
function spoiltQueries(path: string): string[] {
  const [address = '', query = ''] = path.split('?');
  const names = [...new URLSearchParams(query).keys()];
  return ['odd=1', ...names.flatMap((name) => ['', 'x y', '0', '1.5', '99999999'].map((value) => `${name}=${encodeURIComponent(value)}`))].map((each) => `${address}?${each}`); // prettier-ignore
}

type Sent = { path: string; body?: unknown };

/** A record is in a system's own format, and its faults are the mapping's: none of those. */
function spoiltRequests(id: string, { path, body }: Sent): Sent[] {
  const bodies = body === undefined || id === 'sendRecords' ? [] : [...spoilt(body)];
  const queries = path.includes('?') ? spoiltQueries(path) : [];
  return [...bodies.map((each) => ({ path, body: each ?? 'no JSON' })), ...queries.map((each) => ({ path: each }))];
}

describe('faults', () => {
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub(exampleWorld());
  });
  after(() => hub.close());

  const both = async (path: string, options: Parameters<typeof send>[2] = {}): Promise<[Reply, Reply]> => [
    await send(hub, path, options),
    await send(hub, path, { ...options, headers: { ...options.headers, ...vietnamese } }),
  ];

  it('have the same places and rules in both languages, and other words', async () => {
    const token = await hub.issuer.token('portal', 'prefill');
    const body = { form: 'ct01', version: '1', subject: { personalNumber: '1' }, purpose: 'TTHC', fields: [] };
    const [en, vi] = await both('/v1/prefill', { token, body });
    assert.deepEqual(problem.parse(en.body).errors, [
      {
        path: 'subject.personalNumber',
        code: 'personal-number-format',
        expected: faultCodes['personal-number-format'],
      },
      { path: 'caseCode', code: 'missing', expected: 'a string' },
      { path: 'fields', code: 'wrong-length', expected: 'at least one field' },
      { path: 'version', code: 'unknown-version', expected: 'one of: 2024-01-01' },
    ]);
    assert.deepEqual(problem.parse(vi.body).errors, [
      ...[{ path: 'subject.personalNumber', code: 'personal-number-format', expected: faultWords['personal-number-format'] }], // prettier-ignore
      { path: 'caseCode', code: 'missing', expected: 'một văn bản' },
      { path: 'fields', code: 'wrong-length', expected: 'ít nhất một trường' },
      { path: 'version', code: 'unknown-version', expected: 'một trong: 2024-01-01' },
    ]);
    assert.equal(vi.headers.get('content-language'), 'vi');
  });

  for (const { id, scope, request } of documentedOperations()) {
    it(`of ${id} have words in Vietnamese whatever is wrong with the request`, async () => {
      const { method } = request;
      const token = scope === undefined ? {} : { token: await hub.issuer.token('portal', scope) };
      const bare = new Set<string>();
      for (const { path, ...sent } of spoiltRequests(id, request)) {
        const { errors } = problem.parse((await send(hub, path, { method, ...token, ...sent })).body);
        for (const { code, expected } of errors) {
          if (expected !== sentences[code] && expectationInVietnamese(expected) === undefined) bare.add(expected);
        }
      }
      assert.deepEqual([...bare], []);
    });
  }

  it('of records that were pushed are told in Vietnamese, those of each record too', async () => {
    const token = await hub.issuer.token('sector', 'records:write');
    const [first, second] = [[{ soThuTu: 'x' }], [{ soThuTu: 'x' }, 1]];
    for (const body of [first, second]) {
      const [en, vi] = await both('/v1/records/civil-status', { token, body });
      assert.equal(vi.status, 422);
      const told = ({ body: read }: Reply) => [problem.parse(read).errors, ...records.parse(read).records.map(({ errors = [] }) => errors)]; // prettier-ignore
      assert.deepEqual(told(vi), told(en).map((faults) => faultsIn('vi', faults))); // prettier-ignore
      assert.notDeepEqual(told(vi), told(en));
    }
  });

  it('of a failure that was kept are told in Vietnamese, as they are in English', async () => {
    const token = await hub.issuer.token('admin', 'admin');
    const [en, vi] = await both('/v1/failures', { token });
    const [english, told] = [en, vi].map(({ body }) => failures.parse(body).failures[0]?.faults[0]);
    assert.deepEqual(told, { ...english, expected: faultWords['unknown-type'] });
    assert.equal(vi.headers.get('vary'), 'Accept-Language');
  });

  it('of a mapping have words of their own in Vietnamese wherever the place does not tell more', () => {
    const codes = z.enum(Object.keys(faultCodes) as [keyof typeof faultCodes]).options;
    for (const code of codes) {
      const fault = faultAt({ path: 'x', value: 'y' }, code);
      const [told] = faultsIn('vi', [fault]);
      assert.ok(told !== undefined && (told.expected !== fault.expected || fault.expected === 'JSON'), fault.expected);
    }
  });

  it('with words nobody has put into Vietnamese are told by their rule; without a rule that is known, as they are', () => {
    const fault = (code: string) => ({ path: 'x', code, expected: 'something quite new' });
    assert.deepEqual(faultsIn('vi', [fault('date-impossible'), fault('unforeseen')]), [
      { path: 'x', code: 'date-impossible', expected: 'Không có ngày này.' },
      fault('unforeseen'),
    ]);
    assert.deepEqual(faultsIn('en', [fault('missing')]), [fault('missing')]);
  });
});

/** Bodies of a proper size that are made to cost: looking at one may not keep everybody else waiting. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openApiDocument } from '../../../hub/http/openapi.ts';
import { submittedValue } from '../../../hub/http/schemas/submitted-value.ts';
import { faultsOf, send, startTestHub, type TestHub } from './support/hub.ts';

const subject = { personalNumber: '079190000001' };
const asked = { form: 'ct01', subject, purpose: 'TTHC', caseCode: 'C-1' };
const submission = { seal: 'x', caseCode: 'C-1', form: 'ct01', version: '2024-01-01', subject };

/** Before elements were counted first, each of these took seconds. */
const longestMs = 1500;

const list = <T>(count: number, each: T): T[] => Array.from({ length: count }, () => each);
const map = <T>(count: number, each: T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, each]));
const phone = (value: unknown) => ({ fields: { phone: { value } } });

type Described = {
  type: string[];
  maxLength: number;
  items?: Described;
  maxItems?: number;
  additionalProperties?: Described;
  maxProperties?: number;
};

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

/** Whether a value is as the document describes it. */
function isAsDescribed(value: unknown, described: Described | undefined): boolean {
  if (described?.type.includes(kindOf(value)) !== true) return false;
  if (typeof value === 'string') return value.length <= described.maxLength;
  return typeof value !== 'object' || value === null || arePartsAsDescribed(value, described);
}

function arePartsAsDescribed(value: object, { items, maxItems, additionalProperties, maxProperties }: Described) {
  const [most = 0, each] = Array.isArray(value) ? [maxItems, items] : [maxProperties, additionalProperties];
  const parts: unknown[] = Object.values(value);
  return parts.length <= most && parts.every((part) => isAsDescribed(part, each));
}

describe('a body that is made to cost', () => {
  let hub: TestHub;
  before(async () => (hub = await startTestHub({ largestBody: 1 << 20 })));
  after(() => hub.close());

  const ask = async (path: string, body: unknown) =>
    send(hub, path, { body, token: await hub.issuer.token('portal', 'prefill') });

  const cases: [string, string, object, string[]][] = [
    ['a list as long as a body can be', 'prefill/verify', phone(list(300_000, [])), ['value: wrong-length']],
    [
      'rows of what is no value',
      'prefill/verify',
      phone(list(1000, { a: { b: list(300, []) } })),
      ['value[0].a.b: wrong-type'],
    ],
    ['a row of very many cells', 'prefill/verify', phone([map(60_000, '')]), ['value[0]: wrong-length']],
    [
      'a text too long in a cell',
      'prefill/verify',
      phone({ a: { b: 'x'.repeat(10_001) } }),
      ['value.a.b: wrong-length'],
    ],
  ];
  for (const [what, path, body, faults] of cases) {
    it(`says of ${what} the first thing that is wrong`, async () => {
      const began = process.cpuUsage();
      const reply = await ask(`/v1/${path}`, { ...submission, ...body });
      const { user } = process.cpuUsage(began);
      assert.deepEqual(faultsOf(reply), faults.map((fault) => `fields.phone.${fault}`)); // prettier-ignore
      assert.ok(user / 1000 < longestMs, `${user / 1000} ms`);
    });
  }

  const tooMany: [string, string, object, string[]][] = [
    [
      'fields',
      'prefill/verify',
      { ...submission, fields: map(60_000, 0) },
      ['fields: wrong-length', 'fields.(other): extra-field'],
    ],
    ['fields of an outcome', 'prefill/x/outcome', { fields: map(60_000, 0) }, ['fields: wrong-length']],
    ['fields asked for', 'prefill', { ...asked, fields: list(200_000, 0) }, ['fields: wrong-length']],
    [
      'people',
      'prefill',
      { ...asked, people: map(60_000, 0) },
      ['people: wrong-length', 'people.(other): unknown-role'],
    ],
  ];
  for (const [what, path, body, faults] of tooMany) {
    it(`counts ${what} before it looks at any`, async () => {
      const reply = await ask(`/v1/${path}`, body);
      assert.equal(reply.status, 422);
      assert.deepEqual([...new Set(faultsOf(reply))], faults);
    });
  }

  // Of a list with a bound zod itself looks at the length first; should it cease to, this tells.
  it('counts records to be split off before it looks at any', async () => {
    const named = { personalNumber: '079190000001' };
    const act = { kind: 'split', from: named, into: { new: true }, reason: 'x', records: list(300_000, 0) };
    const token = await hub.issuer.token('admin', 'admin');
    const began = process.cpuUsage();
    const reply = await send(hub, '/v1/identity/acts', { body: act, token });
    const { user } = process.cpuUsage(began);
    assert.deepEqual(faultsOf(reply), ['records: wrong-length']);
    assert.ok(user / 1000 < longestMs, `${user / 1000} ms`);
  });

  it('takes no message of so many records that each is next to nothing', async () => {
    const push = async (body: unknown) =>
      send(hub, '/v1/records/civil-status', { body, token: await hub.issuer.token('sector', 'records:write') });
    const reply = await push(list(400_000, 1));
    assert.deepEqual([reply.status, faultsOf(reply)], [422, [': wrong-length']]);
    assert.deepEqual(hub.written, []);
    const most = await push(list(20_000, { number: '079190000001' }));
    assert.equal(most.status, 202);
  });

  it('tells of unknown members no more than helps', async () => {
    const reply = await ask('/v1/prefill', { ...asked, ...map(60_000, 0) });
    assert.equal(faultsOf(reply).length, 200);
  });
});

describe('a value that is handed in', () => {
  const document = openApiDocument() as {
    components: { schemas: Record<string, { properties: { value: Described } }> };
  };
  const described = document.components.schemas['SubmittedField']?.properties.value;

  it('is taken if it is as the document describes it, and otherwise not', () => {
    const near = fc.letrec((tie) => ({
      part: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom('', 'Lê An', null, true, 0, -3, 1.5),
        fc.array(tie('part'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('part'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).part;
    let [taken, refused] = [0, 0];
    const schema = submittedValue();
    const property = fc.property(near, (value) => {
      const isTaken = schema.safeParse(value).success;
      assert.equal(isTaken, isAsDescribed(value, described));
      if (isTaken) taken += 1;
      else refused += 1;
    });
    fc.assert(property, { numRuns: 2000 });
    assert.ok(taken > 200 && refused > 200, `${taken} taken, ${refused} refused`);
  });
});

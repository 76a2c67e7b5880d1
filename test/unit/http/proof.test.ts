/** What leaves with an answer: its record and its seal; and what comes back with a submission. */
import assert from 'node:assert/strict';
import { HubError } from '../../../hub/errors.ts';
import { prefillSchema } from '../../../hub/http/schemas/prefill.ts';
import { verifiedSchema } from '../../../hub/http/schemas/verify.ts';
import { codeOf, faultsOf, send, startTestHub, timeBudgetMs, view, type Reply, type TestHub } from './support/hub.ts';
import { legalBasis } from './support/proof.ts';

const number = '079190000001';
const caseCode = 'H29.12-260102-0001';
const good = { form: 'ct01', subject: { personalNumber: number }, purpose: 'TTHC', caseCode };
const dayMs = 86_400_000;

type Submission = {
  seal: string;
  caseCode: string;
  form: string;
  version: string;
  subject: { personalNumber: string };
  fields: Record<string, { value: unknown; seal?: string }>;
  final?: boolean;
};

describe('an answer', () => {
  let hub: TestHub;
  let portal: string;

  before(async () => {
    hub = await startTestHub();
    portal = await hub.issuer.token('portal', 'prefill access-log');
    const key = hub.personKey(number);
    const sex = {
      value: { scheme: 'sex', code: 'male' },
      system: 'portal',
      asOf: '2026-01-02',
      rule: 'test',
      trusted: false,
    } as const;
    hub.citizens.set(key, view(key, 'Nguyễn Văn Có', { sex }));
  });
  after(() => hub.close());
  afterEach(() => {
    hub.memory.onRecord = () => undefined;
    hub.memory.now = Date.now;
  });

  const ask = (more: object = {}): Promise<Reply> =>
    send(hub, '/v1/prefill', { token: portal, body: { ...good, ...more } });
  const verify = (body: unknown): Promise<Reply> => send(hub, '/v1/prefill/verify', { token: portal, body });

  async function answered(more: object = {}) {
    const reply = await ask(more);
    assert.equal(reply.status, 200, reply.text);
    return prefillSchema.parse(reply.body);
  }

  /** The form as a citizen hands it in who changed nothing. */
  async function submission(): Promise<Submission> {
    const { seal, form, version, fields } = await answered();
    const kept = Object.entries(fields).flatMap(([id, field]) =>
      'value' in field ? [[id, { value: field.value, seal: field.seal }] as const] : [],
    );
    assert.ok(kept.length > 0);
    return { seal, caseCode, form, version, subject: { personalNumber: number }, fields: Object.fromEntries(kept) };
  }

  const verdictsOf = async (body: unknown): Promise<Record<string, string>> => {
    const reply = await verify(body);
    assert.equal(reply.status, 200, reply.text);
    return verifiedSchema.parse(reply.body).fields;
  };

  describe('on the access record', () => {
    it('stands with who, why, by what law, which fields from where, and no value or number', async () => {
      const { id } = await answered({ officer: 'officer-1', procedure: '1.004222' });
      const record = hub.memory.accesses.find(({ _id }) => _id === id);
      assert.ok(record !== undefined);
      const { client, officer, purpose, agency, form, version, procedure, persons } = record;
      assert.deepEqual(
        { client, officer, purpose, agency, form, version, procedure, persons, basis: record.legalBasis },
        {
          ...{ client: 'portal', officer: 'officer-1', purpose: 'TTHC', agency: 'H29.12', form: 'ct01' },
          ...{ version: '2024-01-01', procedure: '1.004222', persons: [hub.personKey(number)], basis: legalBasis },
        },
      );
      assert.ok(record.disclosed.includes('fullName:population@0'));
      assert.ok(record.disclosed.includes('sex:portal?@0'), 'marked as not from who is in charge');
      assert.ok(record.undisclosed.includes('phone:not-held'));
      assert.ok(!JSON.stringify(record).includes(number) && !JSON.stringify(record).includes('Nguyễn'));
    });

    it('stands there before it leaves', async () => {
      let release = (): void => undefined;
      let isLeft = false;
      const kept = new Promise<void>((resolve) => (release = resolve));
      const asked = new Promise<void>((resolve) => {
        hub.memory.onRecord = () => {
          resolve();
          return kept;
        };
      });
      const reply = ask().then((each) => {
        isLeft = true;
        return each;
      });
      await asked;
      assert.equal(isLeft, false);
      release();
      assert.equal((await reply).status, 200);
    });

    it('does not leave when the store fails, or is not heard of in time', async () => {
      hub.memory.onRecord = () => Promise.reject(new HubError('store-unavailable', 'putting an answer on record'));
      const failed = await ask();
      assert.deepEqual([failed.status, codeOf(failed)], [503, 'store-unavailable']);
      assert.ok(!failed.text.includes('Nguyễn'));
      hub.memory.onRecord = () => new Promise(() => undefined);
      const began = performance.now();
      const late = await ask();
      assert.deepEqual([late.status, codeOf(late)], [503, 'store-unavailable']);
      assert.ok(performance.now() - began < timeBudgetMs + 400);
    });

    it('is shown to the citizen, and to nobody without the scope', async () => {
      const { id } = await answered();
      const body = { personalNumber: number, limit: 200 };
      const reply = await send(hub, '/v1/access-log/query', { token: portal, body });
      assert.equal(reply.status, 200, reply.text);
      const entries = reply.body['entries'] as { id: string; client: string; given: { field: string }[] }[];
      const entry = entries.find((each) => each.id === id);
      assert.equal(entry?.client, 'portal');
      assert.ok(entry.given.some(({ field }) => field === 'fullName'));
      const other = await send(hub, '/v1/access-log/query', {
        token: portal,
        body: { personalNumber: '079190000002' },
      });
      assert.deepEqual(other.body['entries'], []);
      const odd = await send(hub, '/v1/access-log/query', { token: portal, body: { ...body, after: id } });
      assert.deepEqual(faultsOf(odd), ['after: format'], 'no id says where a page ended');
      const one = await send(hub, '/v1/access-log/query', { token: portal, body: { ...body, limit: 1 } });
      const after = one.body['next'];
      assert.equal((await send(hub, '/v1/access-log/query', { token: portal, body: { ...body, after } })).status, 200);
      const token = await hub.issuer.token('portal', 'prefill');
      assert.equal(codeOf(await send(hub, '/v1/access-log/query', { token, body })), 'scope-missing');
    });
  });

  describe('verified', () => {
    it('tells what is untouched, edited, forged and declared', async () => {
      const body = await submission();
      const { fullName, sex } = body.fields;
      assert.ok(fullName !== undefined && sex !== undefined);
      const untouched = await verdictsOf(body);
      assert.deepEqual(new Set(Object.values(untouched)), new Set(['untouched']));
      const fields = {
        fullName: { ...fullName, value: 'Nguyễn Văn Khác' },
        sex: { ...sex, seal: fullName.seal ?? '' },
        phone: { value: '0900000000' },
      };
      assert.deepEqual(await verdictsOf({ ...body, fields }), {
        fullName: 'edited',
        sex: 'forged',
        phone: 'declared',
      });
    });

    it('tells when the seal has run out', async () => {
      const body = await submission();
      hub.memory.now = () => Date.now() + 31 * dayMs;
      assert.deepEqual(new Set(Object.values(await verdictsOf(body))), new Set(['expired']));
    });

    it('takes nothing from a seal whose content was changed', async () => {
      const body = await submission();
      const [header = '', payload = '', signature = ''] = body.seal.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
      const later = JSON.stringify({ ...claims, exp: 99_999_999_999 });
      const seal = [header, Buffer.from(later).toString('base64url'), signature].join('.');
      const unsigned = [Buffer.from('{"alg":"none"}').toString('base64url'), payload, ''].join('.');
      for (const each of [seal, unsigned, `${header}.${payload}.`, 'x', `${body.seal}A`]) {
        assert.deepEqual(new Set(Object.values(await verdictsOf({ ...body, seal: each }))), new Set(['forged']), each);
      }
    });

    it('refuses a seal of another case, form or person, and fields that are not of the form', async () => {
      const body = await submission();
      const cases: [string, object, string[]][] = [
        ['seal-of-another-case', { caseCode: 'H29.12-260102-0002' }, ['caseCode: seal-of-another-case']],
        [
          'seal-of-another-person',
          { subject: { personalNumber: '079190000002' } },
          ['subject.personalNumber: seal-of-another-person'],
        ],
        ['case-code-missing', { caseCode: undefined }, ['caseCode: missing']],
        [
          'extra-fields',
          { fields: { ...body.fields, shoeSize: { value: '42' }, [number]: { value: '1' } } },
          ['fields.(other): extra-field', 'fields.shoeSize: extra-field'],
        ],
        [
          'invalid-request',
          {
            caseCode: 'another',
            subject: { personalNumber: '1' },
            fields: { ...body.fields, shoeSize: { value: 1.5 } },
          },
          [
            'caseCode: seal-of-another-case',
            'fields.shoeSize.value: wrong-type',
            'fields.shoeSize: extra-field',
            'subject.personalNumber: personal-number-format',
            'subject.personalNumber: seal-of-another-person',
          ],
        ],
      ];
      for (const [code, more, faults] of cases) {
        const reply = await verify({ ...body, ...more });
        assert.deepEqual([codeOf(reply), faultsOf(reply).sort()], [code, faults], reply.text);
        assert.ok(!reply.text.includes(number));
      }
    });

    it('refuses a submission that is too large', async () => {
      const body = await submission();
      const reply = await verify({ ...body, fields: { ...body.fields, phone: { value: 'x'.repeat(5000) } } });
      assert.deepEqual([reply.status, codeOf(reply)], [413, 'body-too-large']);
    });
  });

  describe('what became of it', () => {
    it('counts only what came from who is in charge and was handed in unedited, once', async () => {
      const body = await submission();
      const reply = await verify({ ...body, final: true });
      assert.equal(reply.body['outcome'], 'recorded');
      const outcome = hub.memory.outcomes.get(String(reply.body['answer']));
      assert.ok(outcome !== undefined);
      assert.equal(outcome.way, 'verified');
      assert.equal(outcome.prefilled, Object.keys(body.fields).length);
      assert.equal(outcome.accepted, outcome.prefilled - 1, 'all but the sex, of which nobody in charge spoke');
      assert.ok(outcome.failed.includes('sex:not-authoritative'));
      assert.ok(outcome.failed.includes('phone:not-held'));
      assert.ok(!outcome.failed.some((each) => each.endsWith(':declared-by-citizen')));
      const again = await verify({ ...body, fields: {}, final: true });
      assert.equal(again.body['outcome'], 'known');
      assert.equal(hub.memory.outcomes.get(String(reply.body['answer'])), outcome);
    });

    it('is told by the client the answer was for, and the first word stands', async () => {
      const { id } = await answered();
      const tell = (fields: object, token = portal): Promise<Reply> =>
        send(hub, `/v1/prefill/${id}/outcome`, { token, body: { fields } });
      const other = await tell({ fullName: 'accepted' }, await hub.issuer.token('other', 'prefill'));
      assert.deepEqual([other.status, codeOf(other)], [404, 'unknown-prefill']);
      const extra = await tell({ shoeSize: 'accepted' });
      assert.deepEqual([codeOf(extra), faultsOf(extra)], ['extra-fields', ['fields.shoeSize: extra-field']]);
      const first = await tell({ fullName: 'accepted', sex: 'edited' });
      assert.deepEqual([first.status, first.body['accepted']], [200, 1], first.text);
      assert.equal((await tell({ fullName: 'accepted', sex: 'edited' })).status, 200, 'the same again');
      const second = await tell({ fullName: 'left' });
      assert.deepEqual([second.status, codeOf(second)], [409, 'outcome-known']);
    });
  });
});

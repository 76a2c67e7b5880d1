/** Requests to prefill that are wrong: each its own problem, with every fault at once, and nothing of anybody in it. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { call, sampleOf, settled } from '../support/api.ts';
import { assertFree } from '../support/events.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups } from '../support/processes.ts';
import { problem } from '../support/records.ts';
import { startWorld, type World } from '../support/world.ts';
import { pairs } from './intake.ts';

const filled = z.object({ value: z.string(), seal: z.string() });
const answer = z.object({
  form: z.string(),
  version: z.string(),
  seal: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
const ids = Array.from({ length: 1000 }, (_, index) => `f${index}`);

type Wrong = { what: string; change: object; code: string; status?: number; faults?: [path: string, code: string][] };

/** Each a change to a good request. Of who is asked for in it, what the hub holds must show nowhere. */
const wrong: Wrong[] = [
  { what: 'an unknown form', change: { form: 'ct99' }, code: 'unknown-form', faults: [['form', 'unknown-form']] },
  {
    ...{ what: 'an unknown version', change: { version: '1999-01-01' } },
    ...{ code: 'unknown-version', faults: [['version', 'unknown-version']] },
  },
  {
    ...{ what: 'fields that are not in the form', change: { fields: ['fullName', 'salary', 'shoeSize'] } },
    code: 'unknown-fields',
    faults: [
      ['fields[1]', 'unknown-form-field'],
      ['fields[2]', 'unknown-form-field'],
    ],
  },
  {
    what: 'people the form has no place for',
    change: { people: { neighbour: { personalNumber: '079190000001' } } },
    ...{ code: 'unknown-role', faults: [['people.neighbour', 'unknown-role']] },
  },
  {
    ...{ what: 'a subject that is a text', change: { subject: 'somebody' } },
    ...{ code: 'subject-malformed', faults: [['subject', 'wrong-type']] },
  },
  {
    ...{ what: 'no subject', change: { subject: undefined } },
    ...{ code: 'subject-malformed', faults: [['subject', 'missing']] },
  },
  {
    ...{ what: 'a purpose not held', change: { purpose: 'CURIOSITY' } },
    ...{ status: 403, code: 'purpose-not-allowed', faults: [['purpose', 'purpose-not-allowed']] },
  },
  {
    ...{ what: 'no case', change: { caseCode: undefined } },
    ...{ code: 'case-code-missing', faults: [['caseCode', 'missing']] },
  },
  {
    ...{ what: 'members there are none of', change: { extra: 1, more: 2 }, code: 'invalid-request' },
    faults: [
      ['extra', 'unknown-field'],
      ['more', 'unknown-field'],
    ],
  },
  {
    ...{ what: 'a body of 10 MB', change: { officer: 'x'.repeat(10_000_000) } },
    ...{ status: 413, code: 'body-too-large', faults: [['', 'body-too-large']] },
  },
  {
    ...{ what: 'a field asked for twice', change: { fields: ['sex', 'sex'] } },
    ...{ code: 'repeated-fields', faults: [['fields[1]', 'repeated-field']] },
  },
  { what: 'a thousand fields asked for twice', change: { fields: [...ids, ...ids] }, code: 'invalid-request' },
  {
    what: 'all of it at once',
    change: { form: 'ct99', subject: { personalNumber: '1' }, purpose: 'CURIOSITY', caseCode: undefined, extra: 1 },
    code: 'invalid-request',
    faults: [
      ['caseCode', 'missing'],
      ['extra', 'unknown-field'],
      ['form', 'unknown-form'],
      ['purpose', 'purpose-not-allowed'],
      ['subject.personalNumber', 'personal-number-format'],
    ],
  },
];

describe('a prefill that is asked for wrongly', function () {
  this.timeout(60_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  let good: { form: string; subject: { personalNumber: string }; purpose: string; caseCode: string };
  let canary: string[];
  const at = () => ({ world, hub });
  const post = (path: string, body: object) => call(at(), ['POST', path], { as: 'portal', body });

  before(async () => {
    world = await startWorld({ citizens: 40 });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    await settled(at());
    const { personalNumber, fullName } = await sampleOf(world, /ordinary head of household/);
    good = { form: 'ct01', subject: { personalNumber }, purpose: 'TTHC', caseCode: 'H29.1-000001' };
    canary = [personalNumber, fullName];
  });

  const assertRefused = async (path: string, body: object, [status, code]: readonly [number, string]) => {
    const said = await post(path, body);
    assert.equal(said.status, status, said.text.slice(0, 500));
    assert.match(said.headers.get('content-type') ?? '', /^application\/problem\+json/);
    const { type, errors = [] } = problem.parse(said.json);
    assert.equal(type.split('/').at(-1), code);
    assertFree(said.text, canary, 'the answer');
    assert.ok(said.text.length < 50_000, 'the answer stays small');
    return pairs(errors);
  };

  for (const { what, change, status = 422, code, faults } of wrong) {
    it(`by ${what}: ${code}`, async () => {
      const found = await assertRefused('/v1/prefill', { ...good, ...change }, [status, code]);
      if (faults !== undefined) assert.deepEqual(found.sort(), faults);
      assert.ok(found.length > 0);
    });
  }

  it('by fields that came with a seal of another case, or that the form does not have', async () => {
    const given = answer.parse((await post('/v1/prefill', good)).json);
    const fields = Object.fromEntries(
      Object.entries(given.fields).flatMap(([id, field]) => {
        const sealed = filled.safeParse(field);
        return sealed.success ? [[id, sealed.data] as const] : [];
      }),
    );
    const { seal, form, version } = given;
    const submitted = { seal, form, version, caseCode: good.caseCode, subject: good.subject, fields };
    const path = '/v1/prefill/verify';
    const elsewhere = await assertRefused(path, { ...submitted, caseCode: 'H29.1-000002' }, [
      422,
      'seal-of-another-case',
    ]);
    assert.deepEqual(elsewhere, [['caseCode', 'seal-of-another-case']]);
    const extra = { ...submitted, fields: { ...fields, salary: { value: '1' } } };
    assert.deepEqual(await assertRefused(path, extra, [422, 'extra-fields']), [['fields.salary', 'extra-field']]);
  });

  it('leaves no trace of anybody in the log or the metrics, and the hub answers on', async () => {
    assert.equal((await post('/v1/prefill', good)).status, 200);
    assertFree(hub.log(), canary, 'the log');
    assertFree(await hub.metrics(), canary, 'the metrics');
  });
});

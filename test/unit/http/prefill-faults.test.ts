import assert from 'node:assert/strict';
import { codeOf, faultsOf, send, startTestHub, type Reply, type TestHub } from './support/hub.ts';

const number = '079190000001';
const good = { form: 'ct01', subject: { personalNumber: number }, purpose: 'TTHC', caseCode: 'C-1' };

async function prefill(hub: TestHub, body: unknown): Promise<Reply> {
  return send(hub, '/v1/prefill', { body, token: await hub.issuer.token('portal', 'prefill') });
}

describe('a prefill request with faults', () => {
  let hub: TestHub;
  before(async () => (hub = await startTestHub()));
  after(() => hub.close());

  it('asked for many fields twice tells every fault, and stays small', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `f${index}`);
    const reply = await prefill(hub, { ...good, fields: [...names, ...names], caseCode: undefined });
    const codes = new Set(faultsOf(reply).map((each) => each.split(': ')[1]));
    assert.equal(reply.status, 422);
    for (const code of ['missing', 'unknown-form-field', 'repeated-field']) assert.ok(codes.has(code), code);
    assert.ok(reply.text.length < 50_000);
  });

  const cases: [string, unknown, string, string[]][] = [
    ['an unknown form', { ...good, form: 'ct99' }, 'unknown-form', ['form: unknown-form']],
    ['an unknown version', { ...good, version: '1999-01-01' }, 'invalid-request', ['version: unknown-version']],
    [
      'unknown fields of the form',
      { ...good, fields: ['fullName', 'x', 'y'] },
      'invalid-request',
      ['fields[1]: unknown-form-field', 'fields[2]: unknown-form-field'],
    ],
    [
      'a purpose that is not the client’s',
      { ...good, purpose: 'CURIOSITY' },
      'purpose-not-allowed',
      ['purpose: purpose-not-allowed'],
    ],
    [
      'a 13-digit number',
      { ...good, subject: { personalNumber: `${number}1` } },
      'invalid-request',
      ['subject.personalNumber: personal-number-format'],
    ],
    [
      'a number with spaces around it',
      { ...good, subject: { personalNumber: ` ${number}` } },
      'invalid-request',
      ['subject.personalNumber: personal-number-format'],
    ],
    [
      'a number that is a JSON number',
      { ...good, subject: { personalNumber: 79190000001 } },
      'invalid-request',
      ['subject.personalNumber: wrong-type'],
    ],
    [
      'a field asked for twice',
      { ...good, fields: ['fullName', 'phone', 'fullName'] },
      'repeated-fields',
      ['fields[2]: repeated-field'],
    ],
    ['no case', { ...good, caseCode: undefined }, 'case-code-missing', ['caseCode: missing']],
    ['an empty case', { ...good, caseCode: ' ' }, 'case-code-missing', ['caseCode: missing']],
    [
      'a birth date of 31 February',
      { ...good, subject: { personalNumber: number, birthDate: '1990-02-31' } },
      'invalid-request',
      ['subject.birthDate: date-impossible'],
    ],
    [
      'a birth date in another form',
      { ...good, subject: { personalNumber: number, birthDate: '31/12/1990' } },
      'invalid-request',
      ['subject.birthDate: date-format'],
    ],
    [
      'a birth date in the future',
      { ...good, subject: { personalNumber: number, birthDate: '2999-01-01' } },
      'invalid-request',
      ['subject.birthDate: date-in-future'],
    ],
    [
      'a name of combining marks',
      { ...good, subject: { personalNumber: number, fullName: `A${'\u0301'.repeat(1000)}` } },
      'invalid-request',
      ['subject.fullName: combining-marks'],
    ],
    [
      'NUL in a name',
      { ...good, subject: { personalNumber: number, fullName: 'A\u0000B' } },
      'invalid-request',
      ['subject.fullName: control-character'],
    ],
    [
      'a name that is too long',
      { ...good, subject: { personalNumber: number, fullName: 'A'.repeat(201) } },
      'invalid-request',
      ['subject.fullName: text-too-long'],
    ],
    ['an unknown member', { ...good, extra: 1 }, 'invalid-request', ['extra: unknown-field']],
    [
      'an unknown member whose name could be somebody’s',
      { ...good, subject: { personalNumber: number, [number]: 1 } },
      'invalid-request',
      ['subject.(other): unknown-field'],
    ],
    ['an empty list of fields', { ...good, fields: [] }, 'invalid-request', ['fields: wrong-length']],
    ['a list for a body', [], 'invalid-request', [': wrong-type']],
    [
      'everything wrong at once',
      { form: 'ct99', subject: { personalNumber: '1' }, purpose: 'X', more: 1 },
      'invalid-request',
      [
        'subject.personalNumber: personal-number-format',
        'caseCode: missing',
        'more: unknown-field',
        'form: unknown-form',
        'purpose: purpose-not-allowed',
      ],
    ],
  ];
  for (const [what, body, code, faults] of cases) {
    it(`names ${what}`, async () => {
      const reply = await prefill(hub, body);
      assert.equal(codeOf(reply), code);
      assert.equal(reply.status, code === 'purpose-not-allowed' ? 403 : 422);
      assert.deepEqual(faultsOf(reply).sort(), faults.sort());
      assert.equal(reply.body['requestId'], reply.headers.get('x-request-id'));
    });
  }

  it('gives no purpose to a client it does not know', async () => {
    const reply = await send(hub, '/v1/prefill', { body: good, token: await hub.issuer.token('stranger', 'prefill') });
    assert.equal(codeOf(reply), 'purpose-not-allowed');
  });

  it('keeps the list of faults short whatever is sent', async () => {
    const fields = Array.from({ length: 600 }, () => 'x');
    const reply = await prefill(hub, { ...good, fields });
    assert.equal(reply.status, 422);
    assert.ok(faultsOf(reply).length <= 200);
  });
});

/** Callers who may not, and questions that cannot be answered: each told apart, with every fault named. */
import assert from 'node:assert/strict';
import { generateKeyPair } from 'jose';
import { call } from '../support/api.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups } from '../support/processes.ts';
import { problem } from '../support/records.ts';
import { startWorld, type World } from '../support/world.ts';
import { startIssuer, type Issuer, type TokenOverrides } from '../unit/http/support/issuer.ts';

const question = {
  form: 'ct01',
  subject: { personalNumber: '079190000009' },
  purpose: 'TTHC',
  caseCode: 'H29.1-000001',
};

describe('a caller', function () {
  this.timeout(60_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  let issuer: Issuer;

  before(async () => {
    issuer = await startIssuer();
    later(() => issuer.close());
    const { issuer: name, jwksUri } = issuer;
    const settings = { roles: ['http'], auth: { issuer: name, jwksUri }, connectors: { population: null } };
    world = await startWorld({ citizens: 20, settings });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
  });

  const ask = async (token: string | undefined, body: unknown = question) => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await call({ world, hub }, ['POST', '/v1/prefill'], { body, headers });
    const told = answer.status === 200 ? undefined : problem.parse(answer.json);
    return { status: answer.status, type: told?.type.split('/').at(-1), errors: told?.errors ?? [], answer };
  };

  it('with a good token is answered', async () => {
    assert.equal((await ask(await issuer.token('portal', 'prefill'))).status, 200);
  });

  const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
  const badTokens: [name: string, type: string, overrides: TokenOverrides][] = [
    ['expired', 'token-expired', { claims: { iat: anHourAgo, exp: anHourAgo + 600 } }],
    ['of another issuer', 'token-foreign-issuer', { claims: { iss: 'https://elsewhere.example' } }],
    ['for another service', 'token-foreign-audience', { claims: { aud: 'urn:elsewhere' } }],
    ['that is not an access token', 'token-wrong-type', { typ: 'JWT' }],
  ];
  for (const [name, type, overrides] of badTokens) {
    it(`with a token ${name}: 401, ${type}`, async () => {
      const found = await ask(await issuer.token('portal', 'prefill', overrides));
      assert.deepEqual([found.status, found.type], [401, type]);
      assert.match(found.answer.headers.get('www-authenticate') ?? '', /^Bearer /);
    });
  }

  it('with a token signed by somebody else: 401, token-foreign-key', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const found = await ask(await issuer.token('portal', 'prefill', { key: privateKey }));
    assert.deepEqual([found.status, found.type], [401, 'token-foreign-key']);
  });

  it('with no token, or with something else: 401, told apart', async () => {
    assert.equal((await ask(undefined)).type, 'token-missing');
    assert.equal((await ask('not-a-token')).type, 'token-malformed');
  });

  it('with a token for something else: 403, with the scope it needs', async () => {
    const found = await ask(await issuer.token('portal', 'records:write'));
    assert.deepEqual([found.status, found.type], [403, 'scope-missing']);
    assert.match(found.errors[0]?.expected ?? '', /prefill/);
  });

  it('with a purpose that was not given to it: 403', async () => {
    const found = await ask(await issuer.token('portal', 'prefill'), { ...question, purpose: 'OTHER' });
    assert.deepEqual([found.status, found.type], [403, 'purpose-not-allowed']);
  });

  it('who asks for an unknown form: 422, with the forms there are', async () => {
    const found = await ask(await issuer.token('portal', 'prefill'), { ...question, form: 'ct99' });
    assert.deepEqual([found.status, found.type], [422, 'unknown-form']);
    assert.match(found.errors[0]?.expected ?? '', /ct01/);
  });

  it('who asks with many faults: 422, every one named, none of the values repeated', async () => {
    const body = {
      ...{ form: 'ct99', purpose: 'OTHER', extra: 1, fields: [] },
      subject: { personalNumber: '0791900000091', fullName: `Bí${'\u0301'.repeat(10_000)}`, birthDate: '1990-02-31' },
    };
    const found = await ask(await issuer.token('portal', 'prefill'), body);
    assert.equal(found.status, 422);
    const expected = [
      ['caseCode', 'missing'],
      ['extra', 'unknown-field'],
      ['fields', 'wrong-length'],
      ['form', 'unknown-form'],
      ['purpose', 'purpose-not-allowed'],
      ['subject.birthDate', 'date-impossible'],
      ['subject.fullName', 'combining-marks'],
      ['subject.personalNumber', 'personal-number-format'],
    ];
    const told = found.errors.map(({ path, code }) => [path, code]);
    assert.deepEqual(told.sort(), expected);
    assert.ok(!found.answer.text.includes('0791900000091') && !found.answer.text.includes('Bí'));
  });

  it('who sends no JSON: 400, with where it breaks', async () => {
    const token = await issuer.token('portal', 'prefill');
    const found = await ask(token, Buffer.from('{"form": "ct01",, "subject": {"personalNumber": "079190000009"}}'));
    assert.deepEqual([found.status, found.type], [400, 'malformed-json']);
    assert.match(found.errors[0]?.expected ?? '', /character 16/);
    assert.ok(!found.answer.text.includes('079190000009'));
  });
});

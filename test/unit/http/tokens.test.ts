import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { generateKeyPair } from 'jose';
import { createTokenVerifier } from '../../../hub/security/tokens.ts';
import { audience, startIssuer } from './support/issuer.ts';
import { closedPort, codeOf, send, startTestHub, type TestHub } from './support/hub.ts';

const body = { form: 'ct01', subject: { personalNumber: '079190000001' }, purpose: 'TTHC', caseCode: 'C-1' };

describe('access tokens', () => {
  let hub: TestHub;
  before(async () => (hub = await startTestHub()));
  after(() => hub.close());

  const ask = (token?: string) => send(hub, '/v1/prefill', { body, ...(token === undefined ? {} : { token }) });
  const asOf = (secondsFromNow: number) => Math.floor(Date.now() / 1000) + secondsFromNow;

  const refused: [string, string, () => Promise<string>][] = [
    ['expired', 'token-expired', () => hub.issuer.token('portal', 'prefill', { claims: { exp: asOf(-1) } })],
    ['not valid yet', 'token-not-active', () => hub.issuer.token('portal', 'prefill', { claims: { nbf: asOf(60) } })],
    [
      'of another issuer',
      'token-foreign-issuer',
      () => hub.issuer.token('portal', 'prefill', { claims: { iss: 'https://elsewhere.example' } }),
    ],
    [
      'for another audience',
      'token-foreign-audience',
      () => hub.issuer.token('portal', 'prefill', { claims: { aud: 'urn:sandbox:civil-status' } }),
    ],
    [
      'signed with another key under a known id',
      'token-foreign-key',
      async () => hub.issuer.token('portal', 'prefill', { key: (await generateKeyPair('ES256')).privateKey }),
    ],
    [
      'signed with an unknown key',
      'token-foreign-key',
      async () =>
        hub.issuer.token('portal', 'prefill', { key: (await generateKeyPair('ES256')).privateKey, kid: 'other' }),
    ],
    ['an identity token', 'token-wrong-type', () => hub.issuer.token('portal', 'prefill', { typ: 'JWT' })],
    [
      'without a client',
      'token-malformed',
      () => hub.issuer.token('portal', 'prefill', { claims: { client_id: undefined } }),
    ],
    ['not a token at all', 'token-malformed', () => Promise.resolve('abc')],
    ['three parts of nothing', 'token-malformed', () => Promise.resolve('a.b.c')],
    ['longer than any token', 'token-malformed', () => Promise.resolve('a'.repeat(9000))],
  ];
  for (const [what, code, make] of refused) {
    it(`answers 401 ${code} to a token ${what}`, async () => {
      const reply = await ask(await make());
      assert.equal(reply.status, 401);
      assert.equal(codeOf(reply), code);
      assert.match(reply.headers.get('www-authenticate') ?? '', /^Bearer .*error="invalid_token"/);
      assert.equal(reply.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    });
  }

  it('refuses an unsigned token and one signed with a shared secret', async () => {
    const unsigned = `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode({ client_id: 'portal' })}.`;
    assert.equal(codeOf(await ask(unsigned)), 'token-malformed');
    const secret = createSecretKey(Buffer.alloc(32, 1));
    const shared = await hub.issuer.token('portal', 'prefill', { alg: 'HS256', key: secret });
    assert.equal(codeOf(await ask(shared)), 'token-malformed');
  });

  it('asks for a token without calling it wrong when there is none', async () => {
    const reply = await ask();
    assert.equal(reply.status, 401);
    assert.equal(codeOf(reply), 'token-missing');
    assert.equal(reply.headers.get('www-authenticate'), 'Bearer realm="lienthong"');
  });

  it('takes no other scheme', async () => {
    const reply = await send(hub, '/v1/prefill', { body, headers: { Authorization: 'Basic cG9ydGFsOng=' } });
    assert.equal(codeOf(reply), 'token-malformed');
  });

  it('answers 403 and names the scope that is missing', async () => {
    const reply = await ask(await hub.issuer.token('portal', 'admin records:write'));
    assert.equal(reply.status, 403);
    assert.equal(codeOf(reply), 'scope-missing');
    const challenge = reply.headers.get('www-authenticate');
    assert.equal(challenge, 'Bearer realm="lienthong", error="insufficient_scope", scope="prefill"');
  });

  it('takes a good token, with the scope among others', async () => {
    const reply = await ask(await hub.issuer.token('portal', 'admin prefill'));
    assert.equal(reply.status, 200);
  });
});

describe('the keys of the issuer', () => {
  for (const how of ['error', 'garbage', 'silent'] as const) {
    it(`answers 503 with Retry-After while the issuer's answer is ${how}, and recovers`, async () => {
      const hub = await startTestHub();
      try {
        hub.issuer.misbehave(how);
        const token = await hub.issuer.token('portal', 'prefill');
        const reply = await send(hub, '/v1/prefill', { body, token });
        assert.equal(reply.status, 503);
        assert.equal(codeOf(reply), 'keys-unavailable');
        assert.match(reply.headers.get('retry-after') ?? '', /^\d+$/);
        hub.issuer.misbehave(undefined);
        assert.equal((await send(hub, '/v1/prefill', { body, token })).status, 200);
      } finally {
        await hub.close();
      }
    });
  }

  it('are taken only for the algorithms the hub allows', async () => {
    const issuer = await startIssuer('ES384');
    const settings = { issuer: issuer.issuer, audience, jwksUri: issuer.jwksUri, clockToleranceSeconds: 0 };
    const verify = createTokenVerifier(settings, Date.now);
    const token = await issuer.token('portal', 'prefill');
    await assert.rejects(async () => verify(`Bearer ${token}`), { code: 'token-malformed' });
    await issuer.close();
  });

  it('answers 503 when nothing listens at the address of the keys', async () => {
    const issuer = await startIssuer();
    const jwksUri = `http://127.0.0.1:${await closedPort()}/jwks`;
    const settings = { issuer: issuer.issuer, audience, jwksUri, clockToleranceSeconds: 0 };
    const verify = createTokenVerifier(settings, Date.now);
    const token = await issuer.token('portal', 'prefill');
    await assert.rejects(async () => verify(`Bearer ${token}`), { code: 'keys-unavailable' });
    await issuer.close();
  });
});

describe('a token checked before', () => {
  for (const alg of ['RS256', 'ES256', 'PS256', 'EdDSA']) {
    it(`signed with ${alg} is answered from memory until it expires, the tolerance included`, async () => {
      const issuer = await startIssuer(alg);
      try {
        let now = Date.now();
        const settings = { issuer: issuer.issuer, audience, jwksUri: issuer.jwksUri, clockToleranceSeconds: 5 };
        const verify = createTokenVerifier(settings, () => now);
        const header = `Bearer ${await issuer.token('portal', 'prefill')}`;
        const first = await verify(header);
        assert.equal(first.client, 'portal');
        await issuer.close();
        assert.equal(verify(header), first, 'not checked again');
        now += 604_000;
        assert.equal(verify(header), first);
        now += 2000;
        assert.throws(() => verify(header), { code: 'token-expired' });
      } finally {
        await issuer.close();
      }
    });
  }
});

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

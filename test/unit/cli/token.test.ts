import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import nock from 'nock';
import { useNock } from '../../support/nock.ts';
import { clientSecret, createStage, issuer, playToken, token } from './support.ts';

/** A port nobody listens on: it was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : assert.fail();
}

describe('lienthong token', () => {
  useNock({ complete: true });
  const stage = createStage();
  const bare = createStage({ started: false });
  after(() => {
    stage.remove();
    bare.remove();
  });

  it('prints the token of a client and nothing else', async () => {
    playToken('portal');
    assert.deepEqual(await stage.run(['token', 'portal']), { code: 0, out: `${token}\n`, err: '' });
  });

  it('encodes id and secret as OAuth 2.0 wants them', async () => {
    nock('https://login.example.vn')
      .post('/token', 'grant_type=client_credentials')
      .matchHeader('authorization', `Basic ${Buffer.from('m%C3%A1y%3A1:p%20%2B').toString('base64')}`)
      .reply(200, { access_token: token });
    const environment = {
      LIENTHONG_TOKEN_ENDPOINT: 'https://login.example.vn/token',
      LIENTHONG_CLIENT_ID: 'máy:1',
      LIENTHONG_CLIENT_SECRET: 'p +',
    };
    assert.equal((await bare.run(['token'], environment)).out, `${token}\n`);
  });

  it('lets the environment win over the sandbox’s clients', async () => {
    playToken('other', 'other-secret');
    const environment = { LIENTHONG_CLIENT_ID: 'other', LIENTHONG_CLIENT_SECRET: 'other-secret' };
    assert.equal((await stage.run(['token', 'portal'], environment)).code, 0);
  });

  const wrong: [string, string[], Record<string, string>, RegExp][] = [
    ['an unknown client', ['token', 'porter'], {}, /no client "porter"\nKnown are portal, admin/],
    ['no client', ['token'], {}, /No client was named\nKnown are portal, admin/],
    ['an id without a secret', ['token'], { LIENTHONG_CLIENT_ID: 'x' }, /have to be set together/],
    ['an endpoint that is no URL', ['token', 'portal'], { LIENTHONG_TOKEN_ENDPOINT: 'login' }, /is not a URL/],
  ];
  for (const [what, args, environment, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const { code, out, err } = await stage.run(args, environment);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, message);
    });
  }

  it('says what to do where nothing was started', async () => {
    const { code, err } = await bare.run(['token', 'portal']);
    assert.equal(code, 1);
    assert.match(err, /Run npm start, .*or set LIENTHONG_CLIENT_ID and LIENTHONG_CLIENT_SECRET/);
  });

  it('says what a refusing endpoint says, without the secret', async () => {
    nock(issuer).post('/oauth/token').reply(401, { error: 'invalid_client', error_description: 'unknown client' });
    const { code, out, err } = await stage.run(['token', 'portal']);
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^asking for a token: invalid_client \(401\)\n {2}unknown client\n/);
    assert.equal(err.includes(clientSecret), false);
  });

  it('says why an endpoint cannot be reached', async () => {
    nock.enableNetConnect('127.0.0.1');
    const closed = `http://127.0.0.1:${String(await closedPort())}`;
    const { code, err } = await stage.run(['token', 'portal'], { LIENTHONG_TOKEN_ENDPOINT: `${closed}/token` });
    assert.equal(code, 1);
    assert.equal(err, `asking for a token: ${closed} cannot be reached (ECONNREFUSED)\nIs it running? npm start starts a hub with its sandbox here; LIENTHONG_API and LIENTHONG_TOKEN_ENDPOINT name another.\n`); // prettier-ignore
  });

  it('does not take a web page for a token', async () => {
    nock(issuer).post('/oauth/token').reply(200, '<html></html>');
    assert.match((await stage.run(['token', 'portal'])).err, /not of the shape expected/);
  });

  it('names a sandbox file that is broken, without what is in it', async () => {
    const broken = createStage();
    writeFileSync(join(broken.root, '.data', 'sandbox.json'), `{"clients": {"portal": "${clientSecret}"}}`);
    const { code, err } = await broken.run(['token', 'portal']);
    broken.remove();
    assert.equal(code, 1);
    assert.match(err, /sandbox\.json is not as npm start writes it \(api, tokenEndpoint, clients\.portal\)/);
    assert.equal(err.includes(clientSecret), false);
  });
});

import assert from 'node:assert/strict';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { problemSchema, startTest, type Client } from './client.ts';

const tokenSchema = z.object({ access_token: z.string(), scope: z.string(), expires_in: z.number() });

describe('sandbox OAuth 2.0, civil status and portal', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startTest(100);
  });
  afterEach(() => client.sandbox.close());

  it('issues RFC 9068 tokens with all scopes of the client, verifiable by the published keys', async () => {
    const keys = createRemoteJWKSet(new URL(`${client.sandbox.url}/oauth/jwks`));
    const token = tokenSchema.parse(await (await client.token('sector')).json());
    assert.equal(token.scope, 'records:write events:read');
    assert.equal(token.expires_in, 600);
    const issuer = `${client.sandbox.url}/oauth`;
    const { payload } = await jwtVerify(token.access_token, keys, {
      issuer,
      audience: 'urn:lienthong:api',
      typ: 'at+jwt',
    });
    assert.equal(payload.sub, 'sector');
    assert.equal(payload['client_id'], 'sector');
    assert.ok(payload.jti);
    const narrow = tokenSchema.parse(await (await client.token('sector', { scope: 'events:read' })).json());
    assert.equal(narrow.scope, 'events:read');
    assert.equal((await client.token('portal', { scope: 'admin' })).status, 400);
    assert.equal((await client.token('portal', { resource: 'urn:nowhere' })).status, 400);
    const { id } = client.credentials.clients.portal;
    const wrong = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: 'wrong' });
    assert.equal((await fetch(`${client.sandbox.url}/oauth/token`, { method: 'POST', body: wrong })).status, 401);
  });

  it('opens the feed to a token for it only', async () => {
    const url = `${client.sandbox.url}/civil-status/v1/events/head`;
    const bare = await fetch(url);
    assert.equal(bare.status, 401);
    assert.equal(bare.headers.get('www-authenticate'), 'Bearer');
    const other = tokenSchema.parse(await (await client.token('portal')).json());
    const foreign = await fetch(url, { headers: { Authorization: `Bearer ${other.access_token}` } });
    assert.equal(foreign.status, 401);
    assert.match(foreign.headers.get('www-authenticate') ?? '', /invalid_token/);
    assert.equal((await client.feed('events/head')).status, 200);
    assert.equal((await client.feed('events?from=x&limit=501')).status, 400);
    const page = JSON.parse((await client.feed('events?from=5&limit=3')).body) as { tiepTheo: number };
    assert.equal(page.tiepTheo, 8);
  });

  const results = z.object({ error_code: z.string(), data: z.array(z.object({ error_code: z.string() })).default([]) });
  const push = async (session: string, service: string, data: unknown, isUpdating = true) => {
    const body = { session, service, isUpdating, data };
    const answer = await client.expect(results, 200, ['POST', '/dvcqg/services', body]);
    return [answer.error_code, ...answer.data.map(({ error_code: code }) => code)];
  };

  it('logs in with the right name, password and destination only; sessions die', async () => {
    const { username, password } = client.credentials.portal;
    const refused = await client.expect(results, 200, ['POST', '/dvcqg/login', { username, password }]);
    assert.equal(refused.error_code, '-1');
    const session = await client.portalSession();
    assert.deepEqual(await push('unknown', 'DongBoCongDan', []), ['-2']);
    assert.deepEqual(await push(session, 'KhongCo', []), ['-3']);
    assert.deepEqual(await push(session, 'DongBoCongDan', 'no list'), ['-4']);
    assert.deepEqual(
      await push(
        session,
        'DongBoCongDan',
        Array.from({ length: 101 }, () => ({})),
      ),
      ['-4'],
    );
    client.clock.now += 10 * 60_000;
    assert.deepEqual(await push(session, 'DongBoCongDan', []), ['-2']);
  });

  it('keeps the newest version of a citizen, tells duplicates and refusals apart', async () => {
    const session = await client.portalSession();
    const item = (version: number, name: string) => ({ SoDinhDanh: '079190000001', PhienBan: version, HoVaTen: name });
    assert.deepEqual(
      await push(session, 'DongBoCongDan', [item(2, 'Hai'), item(1, 'Một'), item(2, 'Hai'), item(3, 'Ba')]),
      ['0', '0', '1', '1', '0'],
    );
    assert.deepEqual(
      await push(session, 'DongBoCongDan', [
        { ...item(1, 'A'), SoDinhDanh: '1' },
        { SoDinhDanh: '079190000001', PhienBan: 9 },
      ]),
      ['0', '2', '2'],
    );
    const held = await client.expect(z.record(z.string(), z.unknown()), 200, ['GET', '/portal/citizens/079190000001']);
    assert.deepEqual(held, { ...item(3, 'Ba'), receivedAt: new Date(client.clock.now).toISOString() });
    await client.expect(problemSchema, 404, ['GET', '/portal/citizens/079190000002']);
  });

  it('takes cases as new or as updates', async () => {
    const session = await client.portalSession();
    const item = (state: string) => ({ MaHoSo: 'H29-1', MaTTHC: '1.004222', TrangThaiHoSo: state });
    assert.deepEqual(await push(session, 'DongBoHoSoMC', [item('1')], false), ['0', '0']);
    assert.deepEqual(await push(session, 'DongBoHoSoMC', [item('2'), { MaHoSo: 'H29-2' }], false), ['0', '1', '2']);
    assert.deepEqual(await push(session, 'DongBoHoSoMC', [item('4')], true), ['0', '0']);
    const held = await client.expect(z.looseObject({ TrangThaiHoSo: z.string() }), 200, ['GET', '/portal/cases/H29-1']);
    assert.equal(held.TrangThaiHoSo, '4');
    const summary = z.object({ citizens: z.number(), cases: z.number(), pushes: z.number() });
    assert.deepEqual(await client.expect(summary, 200, ['GET', '/portal/summary']), {
      citizens: 0,
      cases: 1,
      pushes: 4,
    });
  });
}).timeout(20_000);

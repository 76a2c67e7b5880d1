/** A seal checked by somebody else: with node:crypto, the public keys and nothing of the hub's. */
import assert from 'node:assert/strict';
import { createPublicKey, hash, verify, type JsonWebKey } from 'node:crypto';
import { send, startTestHub, view, type TestHub } from './support/hub.ts';

const number = '079190000001';
const body = { form: 'ct01', subject: { personalNumber: number }, purpose: 'TTHC', caseCode: 'H29-1' };

type Claims = { aud: string; case: string; form: string; fields: Record<string, string> };
type Field = { value?: string; seal?: string };

function read(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

describe('a seal', () => {
  let hub: TestHub;
  before(async () => {
    hub = await startTestHub();
    hub.citizens.set(hub.personKey(number), view(hub.personKey(number), 'Nguyễn Văn Có'));
  });
  after(() => hub.close());

  it('can be checked without the hub, field by field, and holds no value', async () => {
    const reply = await send(hub, '/v1/prefill', { token: await hub.issuer.token('portal', 'prefill'), body });
    const published = await send(hub, '/.well-known/jwks.json');
    assert.match(published.headers.get('cache-control') ?? '', /max-age/);

    const [header = '', payload = '', signature = ''] = String(reply.body['seal']).split('.');
    const { kid } = read(header) as { kid: string };
    const keys = published.body['keys'] as (JsonWebKey & { kid: string })[];
    const jwk = keys.find((each) => each.kid === kid) ?? assert.fail('the key is not published');
    assert.equal(jwk.d, undefined, 'only its public part is');
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    assert.ok(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')));

    const claims = read(payload) as Claims;
    assert.deepEqual([claims.aud, claims.case, claims.form], ['portal', 'H29-1', 'ct01']);
    const fields = Object.entries(reply.body['fields'] as Record<string, Field>).filter(([, { value }]) => value);
    assert.deepEqual(fields.map(([id]) => id).sort(), Object.keys(claims.fields).sort());
    for (const [id, { value, seal }] of fields) {
      const digest = hash('sha256', JSON.stringify([seal, id, value]), 'base64url').slice(0, 22);
      assert.ok(claims.fields[id]?.startsWith(digest), id);
    }
    assert.doesNotMatch(Buffer.from(payload, 'base64url').toString(), /079190000001|Nguyễn/);
  });
});

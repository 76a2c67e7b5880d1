import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { problems } from '../../../hub/http/problems.ts';
import { requestFaultCodes } from '../../../hub/http/faults.ts';
import { codeOf, faultsOf, maxBodyBytes, send, startTestHub, type TestHub } from './support/hub.ts';

describe('what frames every exchange', () => {
  let hub: TestHub;
  let portal: string;
  before(async () => {
    hub = await startTestHub();
    portal = await hub.issuer.token('portal', 'prefill');
  });
  after(() => hub.close());

  it('answers 404 where there is nothing', async () => {
    const reply = await send(hub, '/v2/prefill');
    assert.equal(reply.status, 404);
    assert.equal(codeOf(reply), 'unknown-route');
    assert.equal(reply.headers.get('content-type'), 'application/problem+json; charset=utf-8');
  });

  const wrongMethods: [string, string, string][] = [
    ['GET', '/v1/prefill', 'POST'],
    ['DELETE', '/v1/failures', 'GET, HEAD'],
    ['PUT', '/v1/failures/f-1', 'GET, HEAD'],
    ['GET', '/v1/records/civil-status', 'POST'],
    ['POST', '/health/ready', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
  ];
  for (const [method, path, allow] of wrongMethods) {
    it(`answers 405 with the methods taken to ${method} ${path}`, async () => {
      const reply = await send(hub, path, { method });
      assert.equal(reply.status, 405);
      assert.equal(codeOf(reply), 'method-not-allowed');
      assert.equal(reply.headers.get('allow'), allow);
    });
  }

  it('answers 400 to JSON that is none, saying where it breaks and not what it holds', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const reply = await send(hub, '/v1/prefill', { token: portal, body: '{"form": secret079190000001', headers });
    assert.equal(reply.status, 400);
    assert.equal(codeOf(reply), 'malformed-json');
    assert.ok(!reply.text.includes('secret'));
    const cut = await send(hub, '/v1/prefill', { token: portal, body: '{"form":"ct01",}', headers });
    assert.match(cut.text, /it breaks at character 15/);
    const binary = await send(hub, '/v1/prefill', { token: portal, body: Buffer.from([0x22, 0xff, 0x22]), headers });
    assert.equal(codeOf(binary), 'malformed-json');
    const empty = await send(hub, '/v1/prefill', { token: portal, body: '', headers });
    assert.equal(codeOf(empty), 'malformed-json');
  });

  it('answers 415 to another kind of body, and to none', async () => {
    for (const type of ['text/xml', 'application/x-www-form-urlencoded', 'application/json; charset=latin1']) {
      const reply = await send(hub, '/v1/prefill', { token: portal, body: 'x', headers: { 'Content-Type': type } });
      assert.equal(reply.status, 415, type);
      assert.equal(codeOf(reply), 'unsupported-content-type');
    }
  });

  it('answers 413 over the limit, also when the length is not said beforehand', async () => {
    const body = JSON.stringify({ form: 'x'.repeat(maxBodyBytes) });
    const headers = { 'Content-Type': 'application/json' };
    const reply = await send(hub, '/v1/prefill', { token: portal, body, headers });
    assert.equal(reply.status, 413);
    assert.deepEqual(faultsOf(reply), [': body-too-large']);
    const chunked = await fetch(`${hub.url}/v1/prefill`, {
      method: 'POST',
      headers: { ...headers, Authorization: `Bearer ${portal}` },
      body: new Blob([body]).stream(),
      duplex: 'half',
    });
    assert.equal(chunked.status, 413);
    await chunked.text();
  });

  it('answers 400 to an address that cannot be decoded', async () => {
    const reply = await send(hub, '/v1/failures/%ff', { token: await hub.issuer.token('admin', 'admin') });
    assert.equal(reply.status, 400);
    assert.equal(codeOf(reply), 'malformed-request');
  });

  it('answers a problem to what is not even HTTP', async () => {
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(new URL(hub.url).port), '127.0.0.1', () => socket.write('NOT HTTP\r\n\r\n'));
      socket.on('data', (data) => (text += data.toString())).on('close', () => resolve(text));
    });
    assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n[^]*application\/problem\+json[^]*malformed-request/);
  });

  it('keeps a request id that cannot hold anything personal, and makes one otherwise', async () => {
    const uuid = 'A1B2C3D4-0000-4000-8000-0123456789AB';
    const ask = async (id: string) =>
      (await send(hub, '/health/live', { headers: { 'X-Request-Id': id } })).headers.get('x-request-id');
    assert.equal(await ask(uuid), uuid);
    assert.equal(await ask('0af7651916cd43dd8448eb211c80319c'), '0af7651916cd43dd8448eb211c80319c');
    for (const id of ['079190000001', 'NguyenVanAn', `${uuid} `.repeat(2), 'x'.repeat(32)]) {
      assert.match((await ask(id)) ?? '', /^[0-9a-f-]{36}$/);
      assert.notEqual(await ask(id), id);
    }
  });

  it('sends the headers that keep an answer from being run, framed or kept', async () => {
    const { headers } = await send(hub, '/nowhere');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('x-powered-by'), null);
    assert.equal(headers.get('etag'), null);
  });

  it('writes titles in Vietnamese for who asks so', async () => {
    const vi = await send(hub, '/nowhere', { headers: { 'Accept-Language': 'vi-VN,vi;q=0.9,en;q=0.5' } });
    assert.equal(vi.body['title'], problems['unknown-route'].vi);
    assert.equal(vi.headers.get('content-language'), 'vi');
    assert.equal((await send(hub, '/nowhere')).body['title'], problems['unknown-route'].en);
  });

  it('answers HEAD like GET without a body', async () => {
    const reply = await send(hub, '/health/live', { method: 'HEAD' });
    assert.equal(reply.status, 200);
    assert.equal(reply.text, '');
  });

  it('answers 500 without a word of what happened, and logs the error', async () => {
    const broken = await startTestHub({
      overrides: {
        failures: { get: () => Promise.reject(new Error('079190000001')), list: () => Promise.resolve([]) },
      },
    });
    try {
      const token = await broken.issuer.token('admin', 'admin');
      const reply = await send(broken, '/v1/failures/f-1', { token });
      assert.equal(reply.status, 500);
      assert.equal(codeOf(reply), 'internal-error');
      assert.ok(!reply.text.includes('079190000001'));
      assert.match(broken.logged(), /"event":"http.error".*"route":"\/v1\/failures\/\{id\}"/);
      assert.ok(!broken.logged().includes('079190000001'));
    } finally {
      await broken.close();
    }
  });

  it('logs and measures one line per request, by the pattern of its route', async () => {
    const token = await hub.issuer.token('portal', 'prefill');
    await send(hub, '/v1/records/some-system', { token, body: {} });
    const metrics = await hub.metricsText();
    const lines = hub
      .logged()
      .split('\n')
      .filter((line) => line.includes('/v1/records'));
    const line = JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
    const { event, method, route, status, client, code } = line;
    const expected = { event: 'http.request', method: 'POST', route: '/v1/records/{system}', status: 403 };
    assert.deepEqual({ event, method, route, status }, expected);
    assert.equal(code, 'scope-missing');
    assert.equal(client, 'portal');
    assert.match(metrics, /http_request_seconds_count\{route="\/v1\/records\/\{system\}",method="POST",status="403"\}/);
  });

  it('has a title in both languages for every problem, and a sentence for every fault', () => {
    for (const { en, vi, status } of Object.values(problems)) {
      assert.ok(en.endsWith('.') && vi.endsWith('.') && status >= 400);
    }
    for (const sentence of Object.values(requestFaultCodes)) assert.ok(sentence.endsWith('.'));
  });
});

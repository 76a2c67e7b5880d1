import assert from 'node:assert/strict';
import { acceptedSchema, mixedSchema, refusedSchema } from '../../../hub/http/schemas/records.ts';
import {
  codeOf,
  faultsOf,
  kafkaIsAway,
  maxBodyBytes,
  maxRecordBytes,
  send,
  startTestHub,
  type Reply,
  type TestHub,
} from './support/hub.ts';

const number = '079190000001';
const path = '/v1/records/civil-status';

describe('records pushed by a sector system', () => {
  let hub: TestHub;
  beforeEach(async () => (hub = await startTestHub()));
  afterEach(() => hub.close());

  const push = async (body: unknown, headers: Record<string, string> = {}, to = path): Promise<Reply> =>
    send(hub, to, { body, headers, token: await hub.issuer.token('sector', 'records:write') });
  const asJson = { 'Content-Type': 'application/json; charset=UTF-8' };

  it('are answered 202 with their ids once they are written', async () => {
    const reply = await push([{ number }, { number }]);
    assert.equal(reply.status, 202);
    acceptedSchema.parse(reply.body);
    assert.deepEqual(reply.body, { records: [{ id: 'id-0' }, { id: 'id-1' }] });
    assert.equal(hub.written[0]?.system, 'civil-status');
    assert.equal(hub.written[0].way, 'push');
    assert.equal(hub.written[0].extractions.length, 2);
  });

  it('are answered 422 with every fault when the mapping will refuse them, and are kept', async () => {
    const reply = await push({ number, fail: true });
    assert.equal(reply.status, 422);
    refusedSchema.parse(reply.body);
    assert.equal(codeOf(reply), 'records-refused');
    assert.deepEqual(faultsOf(reply), ['kind: unknown-type', 'date: date-impossible']);
    assert.equal((reply.body['records'] as { id: string }[])[0]?.id, 'id-0');
    assert.equal(hub.written[0]?.extractions.length, 1);
  });

  it('are answered 422 and kept when they are malformed', async () => {
    const reply = await push('{"number":', asJson);
    assert.equal(reply.status, 422);
    assert.deepEqual(faultsOf(reply), [': malformed-json']);
    assert.deepEqual(hub.written[0]?.extractions[0], {
      ok: false,
      contentType: 'application/json',
      body: '{"number":',
      faults: [{ path: '', code: 'malformed-json', expected: 'JSON' }],
    });
  });

  it('name the record of a batch each fault is in', async () => {
    const reply = await push([{ number, fail: true }, { none: 1 }]);
    assert.equal(reply.status, 422);
    assert.deepEqual(faultsOf(reply), ['[0].kind: unknown-type', '[0].date: date-impossible', '[1].number: missing']);
  });

  it('are answered 207 when some are good and some are not', async () => {
    const reply = await push([{ number }, { none: 1 }]);
    assert.equal(reply.status, 207);
    mixedSchema.parse(reply.body);
    assert.deepEqual(reply.body['records'], [
      { index: 0, id: 'id-0', status: 'accepted' },
      {
        index: 1,
        id: 'id-1',
        status: 'refused',
        errors: [{ path: 'number', code: 'missing', expected: 'twelve digits' }],
      },
    ]);
    assert.equal(hub.written[0]?.extractions.length, 2);
  });

  it('that are not UTF-8 are kept byte for byte', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const reply = await push(bytes, asJson);
    assert.equal(reply.status, 422);
    assert.deepEqual(faultsOf(reply), [': not-text']);
    const kept = hub.written[0]?.extractions[0];
    assert.ok(kept?.ok === false && kept.encoding === 'base64');
    assert.deepEqual(Buffer.from(kept.body, 'base64'), bytes);
  });

  it('are answered 422 when there is none', async () => {
    const reply = await push([]);
    assert.equal(reply.status, 422);
    assert.equal(codeOf(reply), 'invalid-request');
    assert.deepEqual(faultsOf(reply), [': missing']);
    refusedSchema.parse(reply.body);
    assert.equal(hub.written.length, 0);
  });

  it('of an unknown system are answered 404, and the system’s name is not repeated', async () => {
    const reply = await push({ number }, {}, `/v1/records/${number}`);
    assert.equal(reply.status, 404);
    assert.equal(codeOf(reply), 'unknown-system');
    assert.deepEqual(faultsOf(reply), ['system: not-in-list']);
    assert.ok(!reply.text.includes(number));
  });

  it('over the limit are answered 413 that says the limit', async () => {
    const reply = await push({ number, text: 'x'.repeat(maxBodyBytes) });
    assert.equal(reply.status, 413);
    assert.equal(codeOf(reply), 'body-too-large');
    assert.match(reply.text, new RegExp(`at most ${maxBodyBytes} bytes`));
  });

  it('of which one is too large are answered 413, and none is taken', async () => {
    const reply = await push([{ number }, { number, text: 'x'.repeat(maxRecordBytes) }]);
    assert.equal(reply.status, 413);
    assert.equal(codeOf(reply), 'record-too-large');
    assert.deepEqual(faultsOf(reply), ['[1]: body-too-large']);
    assert.equal(hub.written.length, 0);
  });

  for (const contentType of ['image/png', 'application/json; charset=utf-16']) {
    it(`as ${contentType} are answered 415 with what is taken`, async () => {
      const reply = await push('{}', { 'Content-Type': contentType });
      assert.equal(reply.status, 415);
      assert.equal(codeOf(reply), 'unsupported-content-type');
      assert.equal(reply.headers.get('accept'), 'application/json, text/plain');
    });
  }

  it('packed in an unknown way are answered 415', async () => {
    const reply = await push('{}', { ...asJson, 'Content-Encoding': 'zstd-17' });
    assert.equal(reply.status, 415);
    assert.deepEqual(faultsOf(reply), ['Content-Encoding: not-in-list']);
  });

  it('need their own scope', async () => {
    const reply = await send(hub, path, { body: { number }, token: await hub.issuer.token('portal', 'prefill') });
    assert.equal(reply.status, 403);
    assert.equal(hub.written.length, 0);
  });
});

describe('records pushed while Kafka is away', () => {
  it('are answered 503 with Retry-After', async () => {
    const hub = await startTestHub({ onWrite: kafkaIsAway });
    try {
      const token = await hub.issuer.token('sector', 'records:write');
      const reply = await send(hub, path, { body: [{ number }, { none: 1 }], token });
      assert.equal(reply.status, 503);
      assert.equal(codeOf(reply), 'broker-unavailable');
      assert.ok(Number(reply.headers.get('retry-after')) > 0);
    } finally {
      await hub.close();
    }
  });

  it('are answered only when Kafka has acknowledged them', async () => {
    let acknowledge = (): void => undefined;
    let written = (): void => undefined;
    const reached = new Promise<void>((resolve) => (written = resolve));
    const onWrite = () => {
      written();
      return new Promise<void>((resolve) => (acknowledge = resolve));
    };
    const hub = await startTestHub({ onWrite });
    try {
      let answered = false;
      const token = await hub.issuer.token('sector', 'records:write');
      const reply = send(hub, path, { body: { number }, token }).finally(() => (answered = true));
      await reached;
      await send(hub, '/health/live');
      assert.equal(answered, false);
      acknowledge();
      assert.equal((await reply).status, 202);
    } finally {
      await hub.close();
    }
  });
});

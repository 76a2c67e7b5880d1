import assert from 'node:assert/strict';
import { send, sourceRecord, startTestHub, view, type Reply, type TestHub } from './support/hub.ts';

const number = '079190917263';
const name = 'Hoàng Kim Tước';
const traces = [number, '79190917263', name, 'Hoàng', 'Kim Tước', 'HoangKimTuoc', encodeURIComponent(name)];

/** Sends the number and the name in every place a caller can put them. */
async function sendEverywhere(hub: TestHub): Promise<Reply[]> {
  const portal = await hub.issuer.token('portal', 'prefill');
  const sector = await hub.issuer.token('sector', 'records:write');
  const admin = await hub.issuer.token('admin', 'admin');
  const subject = { personalNumber: number, fullName: name, birthDate: '1990-02-31' };
  const good = { form: 'ct01', subject: { personalNumber: number, fullName: name }, purpose: 'TTHC', caseCode: number };
  const json = { 'Content-Type': 'application/json' };
  const address = encodeURIComponent(name);
  const ask = (path: string, options: Parameters<typeof send>[2]) => send(hub, path, options);
  return [
    await ask('/v1/prefill', { token: portal, body: { ...good, subject } }),
    await ask('/v1/prefill', { token: portal, body: { ...good, form: name, purpose: name, [number]: 1, [name]: 2 } }),
    await ask('/v1/prefill', { token: portal, body: { ...good, fields: [number, name], version: number } }),
    await ask('/v1/prefill', { token: portal, body: { ...good, subject: { personalNumber: `${number}0` } } }),
    await ask('/v1/prefill', { token: portal, body: `{"a":"${number}" ${name}`, headers: json }),
    await ask(`/v1/prefill?${number}=${address}`, { token: portal, body: good }),
    await ask('/v1/prefill', { token: number, body: good }),
    await ask('/v1/prefill', { body: good, headers: { Authorization: `Basic ${number}` } }),
    await ask('/v1/prefill', { token: portal, body: good, headers: { 'X-Request-Id': number, 'User-Agent': number } }),
    await ask('/v1/prefill', { token: portal, body: good, headers: { 'Content-Type': `text/${number}` } }),
    await ask(`/v1/${number}/${address}`, {}),
    await ask(`/v1/records/${number}`, { token: sector, body: { number } }),
    await ask('/v1/records/civil-status', { token: sector, body: { number, name, fail: true } }),
    await ask('/v1/records/civil-status', { token: sector, body: `{"${number}": ${name}`, headers: json }),
    await ask(`/v1/failures/${number}`, { token: admin }),
    await ask(`/v1/failures?stage=${address}&${number}=1&after=${number}`, { token: admin }),
    await ask(`/v1/failures/${number}/replay`, { token: admin, body: { reason: name, [number]: 1 } }),
    await ask('/v1/failures/replay', { token: admin, body: { filter: { system: name, [number]: 1 }, reason: name } }),
  ];
}

function assertNoTrace(text: string, where: string): void {
  for (const trace of traces) assert.ok(!text.includes(trace), `${trace} in ${where}`);
}

describe('an identity number and a name sent in every place', () => {
  it('are never in a problem, a log line or a metric', async () => {
    const hub = await startTestHub({ lookup: () => Promise.reject(new Error(`${number} ${name}`)) });
    try {
      const replies = await sendEverywhere(hub);
      const refused = replies.filter(({ status }) => status >= 400);
      assert.ok(refused.length >= 15);
      for (const { text, headers } of replies) {
        assertNoTrace(text, 'an answer');
        assertNoTrace(JSON.stringify([...headers]), 'the headers of an answer');
      }
      assertNoTrace(await hub.metricsText(), 'the metrics');
      const logged = hub.logged();
      assert.ok(logged.split('\n').length > replies.length);
      assertNoTrace(logged, 'the log');
    } finally {
      await hub.close();
    }
  });

  it('are never in the log or the metrics when all goes well', async () => {
    const hub = await startTestHub({
      lookup: () => Promise.resolve({ outcome: 'match', record: sourceRecord(number, `{"name":"${name}"}`) }),
      onWrite: (_written, { citizens, personKey }) => {
        citizens.set(personKey(number), view(personKey(number), name));
      },
    });
    try {
      const token = await hub.issuer.token('portal', 'prefill');
      const subject = { personalNumber: number, fullName: name };
      const body = { form: 'ct01', subject, purpose: 'TTHC', caseCode: number, officer: number };
      const reply = await send(hub, '/v1/prefill', { token, body });
      assert.ok(reply.text.includes(name));
      assertNoTrace(await hub.metricsText(), 'the metrics');
      assertNoTrace(hub.logged(), 'the log');
    } finally {
      await hub.close();
    }
  });
});

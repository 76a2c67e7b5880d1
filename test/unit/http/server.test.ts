import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from '../../../hub/observability/health.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';
import { startOps } from '../../../hub/http/ops.ts';
import { startHttp } from '../../../hub/http/server.ts';
import { readySchema } from '../../../hub/http/schemas/health.ts';
import { send, startTestHub } from './support/hub.ts';

const host = '127.0.0.1';

describe('metrics and health', () => {
  const waiting = { what: 'kafka', code: 'kafka-unavailable', since: '2026-01-02T03:04:05.678Z' };
  const states: [string, Health, number][] = [
    ['ready', { ready: true, waiting: [], degraded: [] }, 200],
    ['ready while an outside system is away', { ready: true, waiting: [], degraded: [waiting] }, 200],
    ['not ready while a server is away', { ready: false, waiting: [waiting], degraded: [] }, 503],
  ];
  for (const [what, state, status] of states) {
    it(`are ${what}`, async () => {
      const ops = await startOps({ metrics: createMetrics({ defaults: false }), health: () => state, host, port: 0 });
      const hub = await startTestHub({ overrides: { health: () => state } });
      try {
        for (const base of [ops.address, hub.url]) {
          const reply = await fetch(`${base}/health/ready`);
          assert.equal(reply.status, status);
          const body: unknown = await reply.json();
          readySchema.parse(body);
          assert.deepEqual(body, state);
          const live = await fetch(`${base}/health/live`);
          assert.equal(live.status, 200);
          assert.deepEqual(await live.json(), { alive: true });
        }
      } finally {
        await Promise.all([ops.close(100), hub.close()]);
      }
    });
  }

  it('are what the instruments counted', async () => {
    const metrics = createMetrics({ defaults: false });
    metrics.received.inc({ system: 'civil-status', way: 'push' }, 3);
    const health = (): Health => ({ ready: true, waiting: [], degraded: [] });
    const ops = await startOps({ metrics, health, host, port: 0 });
    try {
      const reply = await fetch(`${ops.address}/metrics`);
      assert.match(reply.headers.get('content-type') ?? '', /^text\/plain/);
      assert.match(await reply.text(), /lienthong_records_received_total\{system="civil-status",way="push"\} 3/);
      assert.equal((await fetch(`${ops.address}/v1/prefill`)).status, 404);
    } finally {
      await ops.close(100);
    }
  });

  it('are not for the public: the API has no metrics', async () => {
    const hub = await startTestHub();
    assert.equal((await send(hub, '/metrics')).status, 404);
    await hub.close();
  });
});

describe('the server', () => {
  it('says when its port is taken', async () => {
    const other = createServer().listen(0, host);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(startHttp({ app: () => undefined, host, port }), { code: 'EADDRINUSE' });
    other.close();
  });

  it('lets what is under way finish when it closes, and takes nothing new', async () => {
    let finish = (): void => undefined;
    const server = await startHttp({
      app: (_request, response) => void (finish = () => response.end('done')),
      host,
      port: 0,
    });
    const agent = new Agent({ keepAlive: true });
    const client = request({ host, port: server.port, agent }).end();
    await untilTrue(() => String(finish).includes('done'));
    const closed = server.close();
    await assert.rejects(fetch(server.address));
    finish();
    const [reply] = (await once(client, 'response')) as [AsyncIterable<Buffer>];
    let text = '';
    for await (const chunk of reply) text += chunk.toString();
    assert.equal(text, 'done');
    await closed;
    agent.destroy();
  });

  it('ends what does not finish in time', async () => {
    let reached = false;
    const server = await startHttp({ app: () => void (reached = true), host, port: 0 });
    const asked = assert.rejects(fetch(server.address));
    await untilTrue(() => reached);
    await server.close(10);
    await asked;
  });
});

async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

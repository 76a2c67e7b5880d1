import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startSandbox, testCredentials, type Sandbox } from '../../../scripts/sandbox/sandbox.ts';
import { Client, happened } from './client.ts';

describe('sandbox journal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-journal-'));
  const started: Sandbox[] = [];
  after(async () => {
    await Promise.all(started.map((sandbox) => sandbox.close()));
    rmSync(folder, { recursive: true });
  });

  const start = async (now: number, credentials: ReturnType<typeof testCredentials>) => {
    const clock = { now };
    const sandbox = await startSandbox({
      port: 0,
      citizens: 200,
      dataFolder: folder,
      credentials,
      now: () => clock.now,
    });
    started.push(sandbox);
    return new Client(sandbox, clock, credentials);
  };
  const state = async (client: Client) => ({
    head: (await client.feed('events/head')).body,
    entries: (await client.feed('events?from=130&limit=500')).body,
    citizens: (await client.ask('GET', '/citizens?limit=1000')).body,
    held: (await client.ask('GET', '/portal/citizens/079190000001')).body,
  });

  it('brings a sandbox back as it was, even after a kill in the middle of a line', async () => {
    const credentials = testCredentials();
    const first = await start(Date.UTC(2026, 4, 6), credentials);
    const { personalNumber } = await first.sample(/^The wife/);
    for (const type of ['birth', 'move', 'name-correction'] as const) {
      first.clock.now += 777;
      await first.expect(happened, 201, ['POST', '/events', { type, personalNumber, syncPopulation: true }]);
      await first.ask('POST', '/events', { type: 'marriage', personalNumber });
    }
    // Refused after it had drawn: what is replayed must not depend on it.
    const address = { province: '79', commune: '00000' };
    assert.equal((await first.ask('POST', '/events', { type: 'birth', personalNumber, address })).status, 422);
    const single = await first.sample(/identity card\. Unmarried/);
    await first.expect(happened, 201, ['POST', '/events', { type: 'marriage', personalNumber: single.personalNumber }]);
    await first.ask('POST', '/events/bulk', { count: 20 });
    const session = await first.portalSession();
    for (const PhienBan of [1, 2, 3]) {
      const data = [{ SoDinhDanh: '079190000001', PhienBan, HoVaTen: 'Lê Ba' }];
      await first.ask('POST', '/dvcqg/services', { session, service: 'DongBoCongDan', isUpdating: true, data });
    }
    const before = await state(first);
    assert.equal(z.object({ PhienBan: z.number() }).parse(JSON.parse(before.held)).PhienBan, 3);
    await first.sandbox.close();
    appendFileSync(join(folder, '1-200', 'events.jsonl'), '{"at":1,"dra');
    for (const restart of [1, 2]) {
      const again = await start(Date.UTC(2026, 4, 7), credentials);
      assert.deepEqual(await state(again), before, `restart ${String(restart)}`);
      await again.sandbox.close();
    }
  });
}).timeout(20_000);

import assert from 'node:assert/strict';
import { z } from 'zod';
import { problemSchema, startTest, type Client } from './client.ts';

describe('sandbox faults', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startTest(100);
  });
  afterEach(() => client.sandbox.close());

  const set = async (faults: unknown) => {
    assert.equal((await client.ask('POST', '/faults', faults)).status, 200);
  };
  const lookup = async () =>
    client.soap(client.envelope('TraCuuThongTinCongDan', '<SoDinhDanh>079000000000</SoDinhDanh>'));

  it('shows what is set, replaces by system, and clears one or all', async () => {
    await set({ system: 'population', latencyMs: 5 });
    await set({ system: 'portal', malformed: true });
    await set({ system: 'population', errorRate: 0.5 });
    const faults = z.object({ latencyMs: z.number(), errorRate: z.number(), malformed: z.number() });
    const shape = z.strictObject({ population: faults.optional(), portal: faults.optional() });
    const now = await client.expect(shape, 200, ['GET', '/faults']);
    assert.equal(now.population?.latencyMs, 0);
    assert.equal(now.population.errorRate, 0.5);
    assert.equal(now.portal?.malformed, 1);
    assert.deepEqual(Object.keys(await client.expect(shape, 200, ['DELETE', '/faults/portal'])), ['population']);
    assert.deepEqual(await client.expect(shape, 200, ['DELETE', '/faults']), {});
    await client.expect(problemSchema, 404, ['DELETE', '/faults/moon']);
  });

  it('refuses faults that cannot be, naming each', async () => {
    const body = { system: 'moon', latencyMs: -1, errorRate: 2, malformed: 'yes', speed: 1 };
    const { faults } = await client.expect(problemSchema, 422, ['POST', '/faults', body]);
    assert.deepEqual(faults.map(({ path }) => path).sort(), ['errorRate', 'latencyMs', 'malformed', 'speed', 'system']);
    await client.expect(problemSchema, 422, ['POST', '/faults', { system: 'portal', shuffle: true }]);
  });

  it('fails the same share of requests in the same order every time', async () => {
    const run = async () => {
      await set({ system: 'population', errorRate: 0.5 });
      const statuses = [];
      for (let request = 0; request < 40; request += 1) statuses.push((await lookup()).status);
      return statuses;
    };
    const first = await run();
    assert.deepEqual(await run(), first);
    const failed = first.filter((status) => status === 503).length;
    assert.ok(failed > 8 && failed < 32, String(failed));
    assert.equal(first.filter((status) => status === 200).length, 40 - failed);
  });

  it('cuts the line in an outage of that system only, and delays when told to', async () => {
    await set({ system: 'population', outage: true });
    await assert.rejects(lookup());
    assert.equal((await client.feed('events/head')).status, 200);
    await set({ system: 'oauth', outage: true });
    await assert.rejects(client.token('hub'));
    await client.ask('DELETE', '/faults');
    await set({ system: 'population', latencyMs: 80 });
    const start = performance.now();
    assert.equal((await lookup()).status, 200);
    assert.ok(performance.now() - start >= 79);
  });

  it('spoils answers in turn: half a body, a web page, a broken body', async () => {
    await set({ system: 'population', malformed: 1 });
    await assert.rejects(lookup(), /terminated|closed|socket/);
    const page = await lookup();
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    const broken = await lookup();
    assert.match(broken.headers.get('content-type') ?? '', /text\/xml/);
    assert.ok(broken.body.startsWith('<?xml') && !broken.body.includes('</soap:Envelope>'));
    await set({ system: 'oauth', malformed: 1 });
    await assert.rejects(client.token('hub').then((response) => response.text()));
    assert.match(await (await client.token('hub')).text(), /<html>/);
    await assert.rejects(
      client.token('hub').then((response) => response.json()),
      SyntaxError,
    );
  });

  it('repeats and shuffles the entries of a page without losing one', async () => {
    const before = await client.entries(1);
    await set({ system: 'civil-status', duplicates: 0.5, shuffle: true });
    const page = await client.feed('events?from=1&limit=500');
    const schema = z.object({ suKien: z.array(z.object({ soThuTu: z.number() })), tiepTheo: z.number() });
    const { suKien, tiepTheo } = schema.parse(JSON.parse(page.body));
    const sequences = suKien.map(({ soThuTu }) => soThuTu);
    assert.ok(sequences.length > before.length * 1.2);
    assert.equal(new Set(sequences).size, before.length);
    assert.notDeepEqual(
      sequences,
      sequences.toSorted((one, other) => one - other),
    );
    assert.equal(tiepTheo, before.length + 1);
  });
}).timeout(20_000);

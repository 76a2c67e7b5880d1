/** The sandbox's health system: on a topic of its own where there is a Kafka, not played where there is none. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startSandbox, testCredentials } from '../../../scripts/sandbox/sandbox.ts';
import { readTopic, textOf } from '../../support/kafka.ts';
import { cleanups } from '../../support/processes.ts';
import { openTopic } from '../../support/topic.ts';
import { until } from '../../support/until.ts';
import { Client, happened, problemSchema } from './client.ts';

const kafkaBrokers = process.env['KAFKA_BROKERS'] ?? assert.fail('KAFKA_BROKERS is not set: npm test sets it');
const page = z.object({ health: z.string() });
const visited = happened.extend({ patientCode: z.string(), recordId: z.string(), updatedAt: z.string() });

describe('sandbox health system on Kafka', function () {
  this.timeout(60_000);
  const later = cleanups();
  const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-health-'));
  later(() => {
    rmSync(dataFolder, { recursive: true });
  });
  const healthTopic = `t${randomBytes(5).toString('hex')}.health`;
  const credentials = testCredentials();
  const now = Date.UTC(2026, 4, 6, 3);

  const start = async (more: { kafkaBrokers?: string; eventsPerMinute?: number } = {}): Promise<Client> => {
    const own = { port: 0, citizens: 100, seed: 3, dataFolder, healthTopic, credentials, now: () => now };
    const sandbox = await startSandbox({ ...own, ...more });
    later(() => sandbox.close());
    return new Client(sandbox, { now }, credentials);
  };
  const keysOnTopic = async () => (await readTopic(kafkaBrokers, healthTopic)).map(({ key }) => String(key));
  const visit = async (client: Client, personalNumber: string) =>
    client.expect(visited, 201, ['POST', '/events', { type: 'health-visit', personalNumber }]);

  it('writes its patients once and every visit as it happens, over restarts too', async () => {
    const first = await start({ kafkaBrokers });
    const patients = await keysOnTopic();
    assert.ok(patients.length > 3);
    assert.match((await first.expect(page, 200, ['GET', '/'])).health, new RegExp(healthTopic));
    const { personalNumber } = await first.sample(/The wife/);
    const { patientCode, recordId, updatedAt } = await visit(first, personalNumber);
    const messages = await until('the visit is on the topic', async () => {
      const all = await readTopic(kafkaBrokers, healthTopic);
      return all.length === patients.length + 1 && all;
    });
    const own = messages.filter(({ key }) => String(key) === `${patientCode}/${recordId}`).map(textOf);
    assert.equal((JSON.parse(own.at(-1) ?? '') as { capNhatLuc: string }).capNhatLuc, updatedAt);
    await first.sandbox.close();
    // What others write there must not be taken for its own.
    const topic = await openTopic(kafkaBrokers, healthTopic);
    later(() => topic.close());
    await topic.write(['poison', null, 'more poison'].map((value) => ({ value, partition: 1 })));

    const again = await start({ kafkaBrokers });
    await visit(again, personalNumber);
    const keys = await until('the second visit is on the topic', async () => {
      const all = await keysOnTopic();
      return all.length > patients.length + 4 && all;
    });
    assert.equal(keys.length, patients.length + 5, 'nothing is written again');
    await again.sandbox.close();
  });

  it('is not played without a Kafka, and says so; what happened before does no harm', async () => {
    const client = await start();
    assert.match((await client.expect(page, 200, ['GET', '/'])).health, /not played/);
    const { personalNumber } = await client.sample(/The wife/);
    const body = { type: 'health-visit', personalNumber };
    const { faults } = await client.expect(problemSchema, 422, ['POST', '/events', body]);
    assert.deepEqual(faults.map(({ path, code }) => [path, code]), [['type', 'not-played']]); // prettier-ignore
  });

  it('is not played where Kafka does not answer, and the sandbox is of use all the same', async () => {
    const client = await start({ kafkaBrokers: '127.0.0.1:9' });
    assert.match((await client.expect(page, 200, ['GET', '/'])).health, /not played/);
    assert.equal((await client.samples()).length, 10);
  });

  it('is visited when life goes on by itself, and remembers it', async () => {
    const before = (await keysOnTopic()).length;
    const lively = await start({ kafkaBrokers, eventsPerMinute: 3000 });
    await until('some visits are on the topic', async () => (await keysOnTopic()).length > before + 3, { everyMs: 300 }); // prettier-ignore
    await lively.sandbox.close();
    const again = await start({ kafkaBrokers });
    assert.equal((await again.samples()).length, 10);
  });

  it('refuses what cannot have happened', async () => {
    const client = await start({ kafkaBrokers });
    const { personalNumber } = await client.sample(/Deceased/);
    const dead = await client.expect(problemSchema, 422, ['POST', '/events', { type: 'health-visit', personalNumber }]);
    assert.deepEqual(dead.faults.map(({ code }) => code), ['deceased']); // prettier-ignore
    const wrong = { type: 'health-visit', personalNumber: '000000000001', phone: '12' };
    const { faults } = await client.expect(problemSchema, 422, ['POST', '/events', wrong]);
    assert.deepEqual(faults.map(({ path }) => path), ['phone']); // prettier-ignore
  });
});

/** SIGTERM to a hub that is not up yet, as when what deploys it changes its mind. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { openStore } from '../../support/store.ts';
import { closedPort } from '../../unit/http/support/hub.ts';
import { startHub, type Hub } from '../../support/hub.ts';
import { cleanups, host, temporaryFolder } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

const soonMs = 5000;

describe('a hub that is to end while it starts', function () {
  this.timeout(60_000);
  const later = cleanups();
  const id = `t${randomBytes(5).toString('hex')}`;
  let folder: string;
  const servers = () => ({
    kafka: process.env['KAFKA_BROKERS'] ?? assert.fail('KAFKA_BROKERS is not set: npm test sets it'),
    mongodb: process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it'),
  });

  before(async () => {
    const temporary = temporaryFolder();
    folder = temporary.folder;
    later(temporary.done);
    const store = await openStore(servers().mongodb, id);
    later(() => store.close());
    later(() => store.drop());
  });

  const started = async (name: string, { kafka, mongodb }: { kafka: string; mongodb: string }): Promise<Hub> => {
    const hub = await startHub(name, folder, {
      ...{ kafka: { brokers: kafka, topicPrefix: `${id}.`, groupPrefix: id, partitions: 1 } },
      ...{ mongodb: { uri: mongodb, database: id }, identity: { pseudonymKey: '0'.repeat(64) } },
      ...{ auth: { issuer: 'http://127.0.0.1:1', jwksUri: 'http://127.0.0.1:1/jwks' } },
      ...{ roles: ['ingest', 'normalise', 'failures'], connectors: {} },
    });
    later(async () => hub.alive() && (await hub.stop()));
    return hub;
  };

  const endsWell = async (hub: Hub): Promise<void> => {
    const began = performance.now();
    assert.equal(await hub.stop(), 'exit code 0', hub.log());
    assert.ok(performance.now() - began < soonMs, `${performance.now() - began} ms`);
    assert.match(hub.log(), /"event":"hub\.stopped"/);
    assert.doesNotMatch(hub.log(), /"event":"hub\.failed"/);
  };

  for (const [what, name] of [
    ['MongoDB', 'mongodb'],
    ['Kafka', 'kafka'],
  ] as const) {
    // prettier-ignore
    it(`ends by itself and soon, though it waits for ${what}`, async () => {
      const away = `${host}:${await closedPort()}`;
      const hub = await started(name, { ...servers(), [name]: name === 'kafka' ? away : `mongodb://${away}/` });
      const isWaiting = async () => (await hub.health()).waiting.some((each) => each.what === name);
      await until(`it waits for ${what}`, isWaiting, { timeoutMs: 30_000 });
      await endsWell(hub);
    });
  }

  it('ends by itself and soon in whatever it is about', async () => {
    const hub = await started('early', servers());
    await until('it lives', () => hub.live().catch(() => false), { everyMs: 5 });
    await endsWell(hub);
  });
});

/** Kafka and MongoDB for one run of the tests: on free ports, on empty data, gone afterwards. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { lock } from './lock.mjs';
import { dataDir } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { startStack } from './stack.mjs';

const folder = path.join(dataDir, 'test');

/**
 * Runs work against a stack of its own. One at a time in one folder; nothing of a running `npm start` is touched.
 *
 * @template T
 * @param {import('./session.mjs').Session} session
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work given the environment that names the servers
 */
export async function withTestStack(session, work) {
  const { steps, supervisor } = session;
  const release = await lock(path.join(dataDir, 'test.lock'), () =>
    steps.say('  waiting for another test run of this folder to end'),
  );
  try {
    rmSync(folder, { recursive: true, force: true });
    const logs = path.join(folder, 'logs');
    mkdirSync(logs, { recursive: true });
    const [kafka = 0, kafkaController = 0, mongodb = 0] = await freePorts(3);
    const { brokers, uri, servers } = await startStack(session, {
      folder,
      logs,
      ports: { kafka, kafkaController, mongodb },
    });
    const result = await work({ ...process.env, KAFKA_BROKERS: brokers, MONGODB_URI: uri });
    for (const server of [servers.mongodb, servers.kafka]) if (server) await supervisor.stop(server);
    return result;
  } finally {
    release();
  }
}

/** The whole set-up: what is missing on the machine is named first, then everything is fetched and built. */
import path from 'node:path';
import { build } from './build.mjs';
import { clientLoads, installPackages, packagesInstalled } from './dependencies.mjs';
import { kafkaProvided, provideKafka } from './kafka.mjs';
import { lock } from './lock.mjs';
import { chooseMongod, mongodProvided, provideMongod } from './mongodb.mjs';
import { stackDir } from './paths.mjs';
import { checkPrerequisites } from './prerequisites.mjs';

/**
 * Servers of one's own, used instead of those this project provides.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function ownServers(env) {
  return { brokers: env['KAFKA_BROKERS'] || undefined, uri: env['MONGODB_URI'] || undefined };
}

/**
 * Brings the folder from a fresh clone, or from anywhere in between, to ready to start.
 *
 * @param {import('./session.mjs').Session} session
 * @param {{ servers?: boolean }} [options] `servers: false` leaves Kafka and MongoDB out
 */
export async function setUp(session, { servers = true } = {}) {
  const own = ownServers(process.env);
  const mongod = await chooseMongod();
  const runKafka = servers && own.brokers === undefined;
  const runMongod = servers && own.uri === undefined;
  await checkPrerequisites({
    install: !packagesInstalled() || !(await clientLoads()),
    runKafka,
    fetchKafka: runKafka && !kafkaProvided(),
    fetchMongod: runMongod && !mongodProvided(mongod),
  });
  const release = await lock(path.join(stackDir, 'setup.lock'), () =>
    session.steps.say('  waiting for another set-up of this folder to end'),
  );
  try {
    if (runMongod) await provideMongod(session, mongod);
    if (runKafka) await provideKafka(session);
    await installPackages(session);
    await build(session);
  } finally {
    release();
  }
}

/** Kafka and MongoDB, running: those named in the environment, or our own. */
import path from 'node:path';
import { prepareKafka, startKafka } from './kafka.mjs';
import { chooseMongod, startMongod } from './mongodb.mjs';
import { ownServers } from './provision.mjs';

/**
 * @typedef {object} StackPlace
 * @property {string} folder holds the data of both, each in a folder of its own
 * @property {string} logs folder for kafka.log and mongodb.log
 * @property {{ kafka: number, kafkaController: number, mongodb: number }} ports
 *
 * @typedef {object} Stack
 * @property {string} brokers what KAFKA_BROKERS is to be
 * @property {string} uri what MONGODB_URI is to be
 * @property {{ kafka?: import('./processes.mjs').Server, mongodb?: import('./processes.mjs').Server }} servers ours
 */

/**
 * Starts what the environment does not name, both at a time, and waits until both are in service. They are stopped
 * with the session.
 *
 * @param {import('./session.mjs').Session} session
 * @param {StackPlace} place
 * @returns {Promise<Stack>}
 */
export async function startStack(session, { folder, logs, ports }) {
  const own = ownServers(process.env);
  if (own.brokers && own.uri) return { brokers: own.brokers, uri: own.uri, servers: {} };
  const kafkaPlace = {
    port: ports.kafka,
    controllerPort: ports.kafkaController,
    folder: path.join(folder, 'kafka'),
    log: path.join(logs, 'kafka.log'),
  };
  const mongodPlace = {
    port: ports.mongodb,
    folder: path.join(folder, 'mongodb'),
    log: path.join(logs, 'mongodb.log'),
    mongod: await chooseMongod(),
  };
  const [kafka, mongodb] = await session.steps.step(`Starting ${names(own)}`, async (tell) => {
    if (!own.brokers) await prepareKafka(session, kafkaPlace, tell);
    // Kafka first: what was started first is stopped last.
    return Promise.all([
      own.brokers ? undefined : startKafka(session, kafkaPlace, tell),
      own.uri ? undefined : startMongod(session, mongodPlace, tell),
    ]);
  });
  return {
    brokers: own.brokers ?? kafka?.brokers ?? '',
    uri: own.uri ?? mongodb?.uri ?? '',
    servers: { ...(kafka && { kafka: kafka.server }), ...(mongodb && { mongodb: mongodb.server }) },
  };
}

/** @param {ReturnType<typeof ownServers>} own */
function names(own) {
  return [own.brokers ? '' : 'Kafka', own.uri ? '' : 'MongoDB'].filter(Boolean).join(' and ');
}

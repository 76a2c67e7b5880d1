/** Apache Kafka: its jars from Maven Central, one node in KRaft mode that is broker and controller at once. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { provide } from './folders.mjs';
import { logsDir, stackDir } from './paths.mjs';
import { host } from './ports.mjs';
import { Problem } from './problem.mjs';
import { kafkaBrokers, waitUntilReady } from './readiness.mjs';

const version = '4.3.0';
const log4jVersion = '2.25.3';
const home = path.join(stackDir, `kafka-${version}`);
const libs = path.join(home, 'libs');
const stopMs = 20_000;
const startMs = 90_000;

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lienthong</groupId>
  <artifactId>kafka-jars</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${version}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>${log4jVersion}</version>
    </dependency>
  </dependencies>
</project>
`;

const log4j = `Configuration:
  status: warn
  Appenders:
    Console:
      name: out
      PatternLayout:
        pattern: '%d{ISO8601} %p %c{1}: %m%n'
  Loggers:
    Root:
      level: info
      AppenderRef:
        ref: out
`;

/** Whether the jars are there. */
export function kafkaProvided() {
  return existsSync(home);
}

/**
 * Fetches the jars.
 *
 * @param {import('./session.mjs').Session} session
 */
export async function provideKafka({ supervisor, steps }) {
  if (kafkaProvided()) return;
  await steps.step(`Fetching Apache Kafka ${version}`, (onLine) =>
    provide(home, async (partial) => {
      const file = path.join(partial, 'pom.xml');
      writeFileSync(file, pom);
      const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${path.join(partial, 'libs')}`];
      const args = ['-B', '-f', file, ...goal, '-DincludeScope=runtime'];
      await supervisor.run('mvn', args, { log: path.join(logsDir, 'setup-kafka.log'), onLine, cwd: partial });
      const jars = readdirSync(path.join(partial, 'libs'));
      if (!jars.includes(`kafka_2.13-${version}.jar`)) throw new Problem('Maven ended well but fetched no Kafka');
    }),
  );
}

/**
 * @typedef {object} KafkaPlace
 * @property {number} port
 * @property {number} controllerPort
 * @property {string} folder holds its data and its settings
 * @property {string} log
 */

/**
 * The settings of the one node. The voter stands in them (a static quorum) rather than in the formatted log, so that
 * the ports may change from one start to the next.
 *
 * @param {KafkaPlace} place
 */
export function kafkaProperties({ port, controllerPort, folder }) {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${host}:${controllerPort}`,
    listeners: `PLAINTEXT://${host}:${port},CONTROLLER://${host}:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${host}:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': path.join(folder, 'log'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.num.partitions': 5,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // One consumer per group here: nobody else is about to join.
    'group.initial.rebalance.delay.ms': 0,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/**
 * @param {string} folder
 * @param {string} mainClass
 * @param {string[]} args
 * @returns {[string, ...string[]]}
 */
function java(folder, mainClass, args) {
  const jvm = ['-Xms256m', '-Xmx512m', '-XX:+UseG1GC', '-Djava.awt.headless=true'];
  const settings = `-Dlog4j2.configurationFile=${path.join(folder, 'log4j2.yaml')}`;
  return ['java', ...jvm, settings, '-cp', path.join(libs, '*'), mainClass, ...args];
}

/**
 * Writes Kafka's settings, and formats its data when there is none.
 *
 * @param {import('./session.mjs').Session} session
 * @param {KafkaPlace} place
 * @param {(line: string) => void} onLine
 */
export async function prepareKafka({ supervisor }, place, onLine) {
  const { folder, log } = place;
  mkdirSync(folder, { recursive: true });
  writeFileSync(propertiesIn(folder), kafkaProperties(place));
  writeFileSync(path.join(folder, 'log4j2.yaml'), log4j);
  const formatted = path.join(folder, 'formatted');
  if (existsSync(formatted)) return;
  rmSync(path.join(folder, 'log'), { recursive: true, force: true });
  const id = randomBytes(16).toString('base64url');
  // As one argument: an id may begin with a hyphen, and would be read as an option.
  const format = ['format', `--cluster-id=${id}`, '-c', propertiesIn(folder)];
  const [command, ...args] = java(folder, 'kafka.tools.StorageTool', format);
  await supervisor.run(command, args, { log: log.replace(/\.log$/, '-format.log'), onLine });
  writeFileSync(formatted, `${id}\n`);
}

/**
 * Starts Kafka on what was prepared.
 *
 * @param {import('./session.mjs').Session} session
 * @param {KafkaPlace} place
 * @param {(line: string) => void} onLine
 */
export async function startKafka({ supervisor }, { folder, log, port }, onLine) {
  const command = java(folder, 'kafka.Kafka', [propertiesIn(folder)]);
  const server = supervisor.start('Kafka', command, { log, graceMs: stopMs });
  const inService = async () => (await kafkaBrokers(host, port)) > 0;
  await waitUntilReady(server, inService, { timeoutMs: startMs, onLine });
  return { server, brokers: `${host}:${port}` };
}

/** @param {string} folder */
function propertiesIn(folder) {
  return path.join(folder, 'server.properties');
}

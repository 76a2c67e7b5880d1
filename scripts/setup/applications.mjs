/** The sandbox and the hub, as children of a start. */
import path from 'node:path';
import { credentialsFile } from './credentials.mjs';
import { addressesOf, healthTopic, hubConfigFile } from './hub-config.mjs';
import { dataDir, logsDir, root } from './paths.mjs';
import { host } from './ports.mjs';
import { answers200, waitUntilReady } from './readiness.mjs';

const sandboxStopMs = 5000;
const sandboxStartMs = 300_000;
const hubStopMs = 15_000;
const hubStartMs = 120_000;

/** Variables that steer the set-up; the hub would read some of them as settings of its own. */
const setupVariables = ['KAFKA_PORT', 'KAFKA_CONTROLLER_PORT', 'MONGODB_PORT', 'SANDBOX_PORT'];

/** Each stage that waits for Kafka holds a thread of the pool, whose size is read before the program begins. */
const hubEnvironment = { UV_THREADPOOL_SIZE: '16' };

/** A young generation that holds a batch: without it a fifth more time goes into collecting garbage. */
const hubFlags = ['--max-semi-space-size=64'];

/**
 * @param {Record<string, string>} more
 * @returns {NodeJS.ProcessEnv}
 */
function environment(more) {
  const inherited = Object.entries(process.env).filter(([name]) => !setupVariables.includes(name));
  return { ...Object.fromEntries(inherited), ...more };
}

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('./ports.mjs').Ports} ports
 * @param {{ citizens: number, brokers: string }} what
 */
export async function startSandbox({ supervisor, steps }, ports, { citizens, brokers }) {
  const env = environment({
    SANDBOX_HOST: host,
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_CITIZENS: String(citizens),
    SANDBOX_CREDENTIALS: credentialsFile,
    SANDBOX_DATA: path.join(dataDir, 'sandbox'),
    SANDBOX_KAFKA_BROKERS: brokers,
    SANDBOX_HEALTH_TOPIC: healthTopic,
    SANDBOX_HUB_URL: addressesOf(ports).api,
  });
  const main = path.join(root, 'dist', 'scripts', 'sandbox', 'main.js');
  const log = path.join(logsDir, 'sandbox.log');
  await steps.step(`Starting the sandbox (${citizens} citizens)`, (onLine) => {
    const server = supervisor.start('sandbox', [process.execPath, main], { log, env, graceMs: sandboxStopMs });
    const ready = () => answers200(`${addressesOf(ports).sandbox}/samples`);
    return waitUntilReady(server, ready, { timeoutMs: sandboxStartMs, onLine });
  });
}

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('./ports.mjs').Ports} ports
 */
export async function startHub({ supervisor, steps }, ports) {
  const env = environment({ LIENTHONG_CONFIG: hubConfigFile, ...hubEnvironment });
  const main = path.join(root, 'dist', 'hub', 'main.js');
  const log = path.join(logsDir, 'hub.log');
  await steps.step('Starting the hub', (onLine) => {
    const server = supervisor.start('hub', [process.execPath, ...hubFlags, main], { log, env, graceMs: hubStopMs });
    const ready = () => answers200(`${addressesOf(ports).ops}/health/ready`);
    return waitUntilReady(server, ready, { timeoutMs: hubStartMs, onLine });
  });
}

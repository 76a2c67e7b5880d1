/** The ports of a start: which there are, which variable moves each, and which are taken. */
import net from 'node:net';
import { Problem } from './problem.mjs';

export const host = '127.0.0.1';

/** Every port of `npm start`, by what listens there. */
const defaults = /** @type {const} */ ({
  api: { port: 8480, variable: 'HTTP_PORT', what: 'API' },
  ops: { port: 8481, variable: 'OPS_PORT', what: 'metrics and health' },
  sandbox: { port: 8490, variable: 'SANDBOX_PORT', what: 'sandbox' },
  kafka: { port: 9392, variable: 'KAFKA_PORT', what: 'Kafka' },
  kafkaController: { port: 9393, variable: 'KAFKA_CONTROLLER_PORT', what: 'Kafka controller' },
  mongodb: { port: 27117, variable: 'MONGODB_PORT', what: 'MongoDB' },
});

/** @typedef {Record<keyof typeof defaults, number>} Ports */

/**
 * The ports this start uses, and what is wrong with how they were chosen.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ ports: Ports, faults: string[] }}
 */
export function choosePorts(env) {
  const ports = /** @type {Ports} */ ({});
  const faults = [];
  /** @type {Map<number, string>} */
  const takenBy = new Map();
  for (const [id, { port, variable }] of Object.entries(defaults)) {
    const text = env[variable] || String(port);
    const chosen = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (chosen < 1 || chosen > 65_535) faults.push(`${variable} is "${text}": expected a port, 1 to 65535`);
    else if (takenBy.has(chosen)) faults.push(`${variable} and ${takenBy.get(chosen)} are both ${chosen}`);
    else takenBy.set(chosen, variable);
    ports[/** @type {keyof Ports} */ (id)] = chosen;
  }
  return { ports, faults };
}

/**
 * @param {number} port 0 for any free one
 * @returns {Promise<number | undefined>} the port, once it was listened on and let go; nothing when it is taken
 */
function tryPort(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
    );
    server.listen({ port, host }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

/**
 * Refuses to go on when a port cannot be had, naming every one and the variable that moves it.
 *
 * @param {Ports} ports
 * @param {(keyof Ports)[]} wanted those this start listens on
 */
export async function checkPorts(ports, wanted) {
  const faults = [];
  for (const id of wanted) {
    const { what, variable } = defaults[id];
    if ((await tryPort(ports[id])) !== undefined) continue;
    faults.push(`port ${ports[id]} (${what}) is in use: choose another with ${variable}=<port> npm start`);
  }
  if (faults.length > 0)
    throw new Problem('Ports cannot be used:', [
      ...faults,
      'If npm start already runs elsewhere, end that one first (Ctrl-C).',
    ]);
}

/**
 * Free ports, all different.
 *
 * @param {number} count
 */
export async function freePorts(count) {
  /** @type {Set<number>} */
  const ports = new Set();
  while (ports.size < count) {
    const port = await tryPort(0);
    if (port !== undefined) ports.add(port);
  }
  return [...ports];
}

/** Waiting for a server by what it can do, not by the clock. */
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { problemWithLog, tailOf } from './logs.mjs';

const pollMs = 100;
const attemptMs = 2000;

/**
 * Waits until a server is ready; a server that ends or takes too long is a Problem with the end of its log.
 *
 * @param {import('./processes.mjs').Server} server
 * @param {() => Promise<boolean>} isReady may throw: not ready yet, for that reason
 * @param {{ timeoutMs: number, onLine?: (line: string) => void }} options
 */
export async function waitUntilReady(server, isReady, { timeoutMs, onLine }) {
  const until = Date.now() + timeoutMs;
  let reason = '';
  for (;;) {
    if (server.ended !== undefined)
      throw problemWithLog(`${server.name} ended while starting: ${server.ended}`, server.log);
    try {
      if (await isReady()) return;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() > until) {
      const why = reason === '' ? '' : ` (${reason})`;
      throw problemWithLog(`${server.name} was not ready within ${timeoutMs / 1000} s${why}`, server.log);
    }
    onLine?.(tailOf(server.log, 1)[0] ?? '');
    await delay(pollMs);
  }
}

/**
 * Whether an address answers 200.
 *
 * @param {string} url
 */
export async function answers200(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(attemptMs) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${body.slice(0, 300)}`);
  return true;
}

/** A Kafka Metadata request, version 5, for no topics: size, key, version, correlation, client id, topics, creation. */
function metadataRequest() {
  const client = Buffer.from('lienthong-setup');
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + client.length + 4 + 1);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(3, 4);
  request.writeInt16BE(5, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(client.length, 12);
  client.copy(request, 14);
  return request;
}

/**
 * How many brokers a Kafka bootstrap server says are in service. Spoken by hand, because it is asked before any
 * package need be installed; an open port alone says nothing, as it opens before the broker is in service.
 *
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number>}
 */
export function kafkaBrokers(host, port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    let answer = Buffer.alloc(0);
    socket.setTimeout(attemptMs, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('connection closed')));
    socket.once('connect', () => socket.write(metadataRequest()));
    socket.on('data', (data) => {
      answer = Buffer.concat([answer, data]);
      // Size, correlation and throttle time, four bytes each, stand before the number of brokers.
      if (answer.length < 16) return;
      resolve(answer.readInt32BE(12));
      socket.destroy();
    });
  });
}

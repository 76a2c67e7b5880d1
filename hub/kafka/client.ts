import type { GlobalConfig } from 'node-rdkafka';
import type { Log } from '../observability/log.ts';
import type { Configuration } from '../../config/schema.ts';

/** Settings every Kafka client of the hub shares. Operator options come last but cannot undo the brokers. */
export function clientOptions(kafka: Configuration['kafka']): GlobalConfig {
  return {
    'client.id': kafka.clientId,
    'socket.keepalive.enable': true,
    'reconnect.backoff.ms': 100,
    'reconnect.backoff.max.ms': 2000,
    'log.connection.close': false,
    ...kafka.options,
    'metadata.broker.list': kafka.brokers,
  };
}

const quietMs = 30_000;

/**
 * What to do with a client's errors: while a broker is away they come many times a second, so one is written and the
 * rest of the next half minute is not.
 */
export function errorWriter(
  log: Log,
  fields: { stage?: string; connector?: string },
): (error: { code: number }) => void {
  let quietUntil = 0;
  return ({ code }) => {
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + quietMs;
    log('kafka.error', { ...fields, code: String(code) });
  };
}

import type { GlobalConfig } from 'node-rdkafka';
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

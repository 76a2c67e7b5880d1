/** What the tests of outside topics share: readers of the test run's Kafka, and patients' records to write there. */
import assert from 'node:assert/strict';
import type { TopicAddress, TopicReader } from '../../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { openOutsideTopic } from '../../../hub/kafka/outside-topic.ts';
import { createLog } from '../../../hub/observability/log.ts';
import { patientRecord } from '../../contract/health/wire.ts';
import { sorted } from '../../contract/lib/suite.ts';
import type { Written } from '../../support/topic.ts';

export const brokers = process.env['KAFKA_BROKERS'] ?? assert.fail('KAFKA_BROKERS is not set: npm test sets it');

const usual = { brokers, securityProtocol: 'plaintext', options: {}, timeoutMs: 10_000 } as const;
const log = createLog('error', { write: () => undefined });

/** A reader as the hub makes it, of the test run's Kafka unless told otherwise. */
export function openReader(address: Pick<TopicAddress, 'topic'> & Partial<TopicAddress>): TopicReader {
  const kafka = { clientId: 'test', groupPrefix: 'test' };
  return openOutsideTopic({ ...usual, ...address, system: 'health', kafka, log });
}

export function fails(code: ConnectorErrorCode) {
  return (error: unknown): boolean => error instanceof ConnectorError && error.code === code;
}

/** Messages with the records of these numbers. */
export function written(from: number, to: number, partition = 0): Written[] {
  return Array.from({ length: to - from }, (_none, index) => {
    const id = from + index;
    return { partition, value: patientRecord({ id: `HS-${String(id)}`, patient: `BN-${String(id % 5)}` }) };
  });
}

/** Their keys, sorted. */
export function keys(from: number, to: number): string[] {
  return sorted(Array.from({ length: to - from }, (_none, index) => `HS-${String(from + index)}`));
}

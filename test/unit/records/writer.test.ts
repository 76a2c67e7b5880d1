/** Records that are too large to be taken whole. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cursor, Extraction, Page, Source } from '../../../connectors/contract.ts';
import { personKeys } from '../../../hub/identity/keys.ts';
import { startPuller } from '../../../hub/ingest/puller.ts';
import { createProducer, type OutMessage, type Producer } from '../../../hub/kafka/producer.ts';
import { topicNames, topicTable } from '../../../hub/kafka/topics.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';
import { decodeRawRecord, type RawRecord } from '../../../hub/records/raw-record.ts';
import { recordWriter, type RecordWriter } from '../../../hub/records/writer.ts';
import { startMockKafka } from '../../support/mock-kafka.ts';
import { cleanups } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

const topics = topicNames('');
const [table] = topicTable(topics, { systems: ['x'], sinks: [], rawDays: 1 });
const topicBytes = Number(table?.config['max.message.bytes']);

const metrics = createMetrics({ defaults: false });

function writerTo(producer: Pick<Producer, 'send'>, maxRecordBytes: number): RecordWriter {
  const unused = () => assert.fail('is not asked for');
  const whole = { ping: unused, ends: unused, close: unused, ...producer };
  const keys = personKeys('k'.repeat(40));
  return recordWriter({ producer: whole, topics, personKeys: keys, metrics, now: Date.now, maxRecordBytes });
}

function recordOf(body: string): Extraction {
  const subject = { scheme: 'personal-number', value: '079190000001' } as const;
  const about = { type: 'birth', sourceKey: 'E1', sourceVersion: 1, operation: 'upsert' } as const;
  return { ok: true, record: { ...about, subject, contentType: 'application/json', body } };
}

/** The raw record that becomes of it, once it is on the topic. */
async function written(extraction: Extraction, maxRecordBytes: number): Promise<RawRecord> {
  const sent: OutMessage[] = [];
  const send = (messages: readonly OutMessage[]) => Promise.resolve(void sent.push(...messages));
  await writerTo({ send }, maxRecordBytes).write('x', [extraction], 'pull');
  const value = sent[0]?.value ?? assert.fail('nothing was sent');
  assert.ok(value.length < topicBytes, `the topic takes it: ${value.length} bytes`);
  return decodeRawRecord(value) ?? assert.fail('not a raw record');
}

const codesOf = ({ faults }: RawRecord) => faults.map(({ code }) => code);

describe('a record larger than is taken', function () {
  this.timeout(30_000);
  const later = cleanups();

  it('does not stop its source: what comes after it is read', async () => {
    const ending = new AbortController();
    later(() => ending.abort());
    const mock = await startMockKafka();
    later(() => mock.close());
    const producer = await createProducer({ kafka: mock.kafka, log: () => undefined, timeoutMs: 0 });
    later(() => producer.close());
    const bodies = ['first', 'a'.repeat(9_000_000), 'third'];
    const lag = { events: 0, seconds: 0 };
    const source: Source = {
      pull: async function* (from): AsyncGenerator<Page> {
        const at = Number(from?.['at'] ?? 0);
        for (const [index, body] of [...bodies.entries()].slice(at)) {
          yield await Promise.resolve({ extractions: [recordOf(body)], cursor: { at: index + 1 }, lag });
        }
      },
    };
    let cursor: Cursor | undefined;
    const puller = startPuller(
      {
        ...{ connector: 'x', source, writer: writerTo(producer, 524_288), metrics, now: Date.now },
        ...{ pollIntervalMs: 50, leaseMs: 10_000, log: () => undefined },
        cursors: {
          acquire: () => Promise.resolve({ cursor }),
          save: (_connector, saved) => {
            cursor = saved;
            return Promise.resolve(true);
          },
          renew: () => Promise.resolve(),
          release: () => Promise.resolve(),
        },
      },
      ending.signal,
    );
    await until('it is read to its end', () => cursor?.['at'] === bodies.length);
    assert.equal(puller.state().lastError, undefined);
  });

  it('is kept as a failure, with its beginning, in one piece and by no part of a character', async () => {
    const anyBody = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3000, size: 'max' });
    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        const record = await written(recordOf(body), 1024);
        const isLarger = Buffer.byteLength(body) > 1024;
        assert.deepEqual(codesOf(record), isLarger ? ['body-too-large'] : []);
        assert.equal(record.subject === null, isLarger);
        assert.ok(body.startsWith(record.body));
        assert.ok(isLarger ? Buffer.byteLength(record.body) > 1000 : record.body === body);
      }),
    );
  });

  it('is one, too, if the topic does not take what JSON makes of it', async () => {
    for (const character of ['a', '"', '\u0001']) {
      const body = character.repeat(4_000_000);
      const record = await written(recordOf(body), 4_000_000);
      assert.deepEqual(codesOf(record), character === 'a' ? [] : ['body-too-large']);
      assert.ok(body.startsWith(record.body) && record.body.length >= 500_000);
    }
  });

  it('keeps the faults it had, and bytes that can be read where it was not text', async () => {
    const bytes = Buffer.from(Array.from({ length: 2000 }, (_, index) => index % 256));
    const fault = { path: '', code: 'not-text', expected: 'JSON in UTF-8' };
    const at = { contentType: 'application/json', body: bytes.toString('base64'), encoding: 'base64' } as const;
    assert.deepEqual(codesOf(await written({ ok: false, ...at, faults: [fault] }, 2000)), ['not-text']);
    const record = await written({ ok: false, ...at, faults: [fault] }, 1024);
    assert.deepEqual(codesOf(record), ['not-text', 'body-too-large']);
    assert.deepEqual(Buffer.from(record.body, 'base64'), bytes.subarray(0, 1023));
  });
});

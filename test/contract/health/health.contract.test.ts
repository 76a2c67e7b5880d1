/** What is particular to health and to a source that is a topic, against a played one. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Connector, Cursor, Extraction, Page } from '../../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { healthDefinition } from '../../../connectors/sectors/health/definition.ts';
import { makeWith, quick, type Attempt } from '../lib/harness.ts';
import { keysOf, readAll, sorted } from '../lib/suite.ts';
import { playTopic, settings, type PlayedMessage, type PlayedTopic } from './topic.ts';
import { patientRecord } from './wire.ts';

const now = Date.parse('2026-03-01T01:00:10Z');
const second = 1000;

function fails(code: ConnectorErrorCode) {
  return (error: unknown) => error instanceof ConnectorError && error.code === code;
}

const record = (index: number, more: Record<string, unknown> = {}): PlayedMessage => ({
  value: Buffer.from(patientRecord({ id: `HS-${String(index)}`, patient: `BN-${String(index % 3)}`, more })),
  timestamp: now - 60 * second + index * second,
});
const records = (from: number, to: number) => Array.from({ length: to - from }, (_none, index) => record(from + index));

describe('health, played', () => {
  let topic: PlayedTopic;
  let connector: Connector;
  let attempts: Attempt[];

  function begin(more: Record<string, unknown> = {}): void {
    const given = { ...quick, ...settings, pageSize: 4, ...more };
    ({ connector, attempts } = makeWith(healthDefinition, given, { now: () => now, openTopic: topic.openTopic }));
  }

  beforeEach(() => {
    topic = playTopic();
    begin();
  });

  afterEach(() => {
    connector.close();
  });

  const pull = (from?: Cursor): Promise<Page[]> => {
    assert.ok(connector.source);
    return readAll(connector.source, from);
  };
  const extractionOf = async (message: PlayedMessage): Promise<Extraction> => {
    topic.partitions = [[message]];
    const [page] = await pull();
    return page?.extractions[0] ?? assert.fail('nothing was read');
  };
  const faultOf = async (message: PlayedMessage): Promise<string> => {
    const extraction = await extractionOf(message);
    assert.ok(!extraction.ok);
    return extraction.faults.map(({ path, code }) => `${path}: ${code}`).join(', ');
  };

  describe('a message', () => {
    it('is a record exactly as received, of whom the sector calls by its own code, versioned by its time', async () => {
      const body = patientRecord({ id: 'HS-7', patient: 'BN-1', more: { soDinhDanh: '079190000123' } });
      assert.deepEqual(await extractionOf({ key: Buffer.from('anything'), value: Buffer.from(body), timestamp: 1 }), {
        ok: true,
        record: {
          type: 'patient-record',
          sourceKey: 'HS-7',
          sourceVersion: Date.parse('2026-03-01T00:00:00.250Z'),
          operation: 'upsert',
          subject: { scheme: 'source-person', value: 'BN-1' },
          recordedAt: '2026-03-01T00:00:00.250Z',
          contentType: 'application/json',
          body,
        },
      });
    });

    it('without a value deletes what its key names, later than what is deleted', async () => {
      const message = { key: Buffer.from('BN-1/HS-7'), value: null, timestamp: now };
      assert.deepEqual(await extractionOf(message), {
        ok: true,
        record: {
          type: 'patient-record',
          sourceKey: 'HS-7',
          sourceVersion: now,
          operation: 'delete',
          subject: { scheme: 'source-person', value: 'BN-1' },
          recordedAt: '2026-03-01T01:00:10.000Z',
          contentType: 'application/json',
          body: '',
        },
      });
    });

    it('without a value whose key does not name one record is kept, with its key', async () => {
      for (const key of ['BN-1', 'HS-7', 'BN-1/', '/HS-7', 'BN-1/HS-7/2', 'BN\u0000/HS', '']) {
        const extraction = await extractionOf({ key: Buffer.from(key), value: null, timestamp: now });
        assert.ok(!extraction.ok && extraction.faults[0]?.code === 'not-a-record', key);
        assert.equal(extraction.body, key);
      }
      assert.equal(await faultOf({ key: null, value: null, timestamp: now }), 'key: not-a-record');
      assert.equal(await faultOf({ key: Buffer.from('BN-1/HS-7'), value: null }), 'timestamp: missing');
      const bytes = Buffer.from([0xff, 0x2f, 0x41]);
      const extraction = await extractionOf({ key: bytes, value: null, timestamp: now });
      assert.ok(!extraction.ok);
      assert.deepEqual(Buffer.from(extraction.body, extraction.encoding), bytes);
    });

    it('without a value is read by the separator the installation has', async () => {
      begin({ keySeparator: '::' });
      const extraction = await extractionOf({ key: Buffer.from('BN/1::HS/7'), value: null, timestamp: now });
      assert.ok(extraction.ok);
      assert.deepEqual([extraction.record.subject.value, extraction.record.sourceKey], ['BN/1', 'HS/7']);
    });

    it('that is no record is kept with its bytes and all that is wrong with it', async () => {
      const faults: Record<string, string> = {
        '': ': malformed-json',
        '{"maHoSo":': ': malformed-json',
        '[]': ': not-a-record',
        null: ': not-a-record',
        '{}': 'maHoSo: missing, maBenhNhan: missing, capNhatLuc: missing',
        '{"maHoSo":1,"maBenhNhan":"","capNhatLuc":"hôm qua"}':
          'maHoSo: not-text, maBenhNhan: missing, capNhatLuc: date-format',
        '{"maHoSo":"\\u0000","maBenhNhan":"\\ud800","capNhatLuc":null}':
          'maHoSo: control-character, maBenhNhan: control-character, capNhatLuc: missing',
      };
      for (const [body, expected] of Object.entries(faults)) {
        assert.equal(await faultOf({ value: Buffer.from(body), timestamp: 1 }), expected, body);
        const extraction = await extractionOf({ value: Buffer.from(body), timestamp: 1 });
        assert.ok(!extraction.ok && extraction.body === body);
      }
      const long = patientRecord({ id: 'x'.repeat(101), patient: 'BN-1' });
      assert.equal(await faultOf({ value: Buffer.from(long) }), 'maHoSo: text-too-long');
    });

    it('of other bytes than text is kept without loss', async () => {
      const bytes = Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x7b]);
      const extraction = await extractionOf({ value: bytes, timestamp: 1 });
      assert.ok(!extraction.ok && extraction.faults[0]?.code === 'not-text');
      assert.deepEqual(Buffer.from(extraction.body, extraction.encoding), bytes);
    });

    it('too large to be taken is kept as far as it goes, and says where all of it stands', async () => {
      begin({ maxMessageBytes: 2048 });
      const body = patientRecord({ id: 'HS-1', patient: 'BN-1', more: { ghiChu: 'đ'.repeat(2000) } });
      const extraction = await extractionOf({ value: Buffer.from(body), timestamp: 1 });
      assert.ok(!extraction.ok);
      const [fault] = extraction.faults;
      assert.equal(fault?.code, 'text-too-long');
      assert.match(fault.expected, /at most 2048 bytes; all of it stands in the topic, partition 0, offset 0/);
      assert.deepEqual(Buffer.from(extraction.body, extraction.encoding), Buffer.from(body).subarray(0, 2048));
    });

    it('of any bytes is answered, and kept if it is no record', async () => {
      const bytes = fc.option(fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each)));
      const any = fc.record({ key: bytes, value: bytes, timestamp: fc.option(fc.nat(), { nil: undefined }) });
      await fc.assert(
        fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 5 }), async (messages) => {
          topic.partitions = [messages];
          const extractions = (await pull()).flatMap((page) => page.extractions);
          assert.equal(extractions.length, messages.length);
          for (const [index, extraction] of extractions.entries()) {
            if (extraction.ok) continue;
            const kept = Buffer.from(extraction.body, extraction.encoding);
            assert.deepEqual(kept, messages[index]?.value ?? messages[index]?.key ?? Buffer.alloc(0));
          }
        }),
      );
    });
  });

  describe('reading', () => {
    const all = (pages: readonly Page[]) => sorted(keysOf(pages));
    const last = (pages: readonly Page[]): Cursor => pages.at(-1)?.cursor ?? assert.fail('no page');

    it('asks for what the settings allow, from where it was', async () => {
      topic.partitions = [records(0, 6), records(6, 8)];
      begin({ pageSize: 4, pageBytes: 1024 });
      await pull();
      assert.deepEqual(topic.asked[0], { from: { 0: 0, 1: 0 }, messages: 4, bytes: 1024 });
      assert.deepEqual(topic.opened[0]?.topic, settings.topic);
    });

    it('covers every partition with its cursor, the ones not read yet too', async () => {
      topic.partitions = [records(0, 6), records(6, 8)];
      const pages = await pull();
      assert.deepEqual(pages[0]?.cursor, { 0: 4, 1: 0, topic: settings.topic });
      assert.deepEqual(last(pages), { 0: 6, 1: 2, topic: settings.topic });
      assert.deepEqual(all(pages), sorted(records(0, 8).map((_each, index) => `HS-${String(index)}`)));
    });

    it('loses nothing and repeats only what no cursor covers, wherever it is broken off', async () => {
      const partition = fc.array(fc.option(fc.nat(99).map(record), { nil: undefined }), { maxLength: 12 });
      const breaks = fc.array(fc.nat(3), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(fc.array(partition, { minLength: 1, maxLength: 3 }), breaks, async (partitions, counts) => {
          topic.partitions = partitions;
          const read: Extraction[] = [];
          let cursor: Cursor | undefined;
          for (const count of [...counts, Infinity]) {
            let pages = 0;
            const source = connector.source ?? assert.fail('no source');
            for await (const page of source.pull(cursor, new AbortController().signal)) {
              read.push(...page.extractions);
              cursor = JSON.parse(JSON.stringify(page.cursor)) as Cursor;
              pages += 1;
              if (pages > count) break;
            }
          }
          const held = partitions.flat().flatMap((message) => (message === undefined ? [] : [String(message.value)]));
          const bodies = read.map((extraction) => (extraction.ok ? extraction.record.body : extraction.body));
          assert.deepEqual(bodies.sort(), held.sort());
        }),
      );
    });

    it('notices a partition that is new, and reads it from its beginning', async () => {
      topic.partitions = [records(0, 3)];
      const first = await pull();
      topic.partitions.push(records(3, 5));
      assert.deepEqual(all(await pull(last(first))), ['HS-3', 'HS-4']);
    });

    it('is at the end where only offsets without messages are left', async () => {
      topic.partitions = [[record(0), undefined, undefined]];
      const pages = await pull();
      assert.deepEqual(pages.at(-1)?.lag, { events: 0, seconds: 0 });
      assert.deepEqual(last(pages), { 0: 3, topic: settings.topic });
    });

    it('tells what is left: offsets, and the age of what was read last where most is behind', async () => {
      topic.partitions = [records(0, 6)];
      const [page] = await pull();
      // Number 3 was read last; it was written 57 s before now.
      assert.deepEqual(page?.lag, { events: 2, seconds: 57 });
    });

    it('begins at the oldest message kept, if it never read', async () => {
      topic.partitions = [records(0, 6)];
      topic.first = 4;
      assert.deepEqual(all(await pull()), ['HS-4', 'HS-5']);
    });

    it('reads another topic from its beginning', async () => {
      topic.partitions = [records(0, 2)];
      assert.deepEqual(all(await pull({ 0: 2, topic: 'another' })), ['HS-0', 'HS-1']);
    });

    it('stops loudly where the topic does not keep what comes next', async () => {
      topic.partitions = [records(0, 6), records(6, 12)];
      topic.first = 3;
      await assert.rejects(pull({ 0: 2, 1: 5, topic: settings.topic }), fails('entries-lost'));
      // A partition that is new to us, and whose beginning is gone already.
      await assert.rejects(pull({ 0: 3, topic: settings.topic }), fails('entries-lost'));
      assert.deepEqual(all(await pull({ 0: 3, 1: 6, topic: settings.topic })), ['HS-3', 'HS-4', 'HS-5']);
    });

    it('stops loudly where the topic is not the one it read', async () => {
      topic.partitions = [records(0, 6)];
      await assert.rejects(pull({ 0: 7, topic: settings.topic }), fails('source-rewound'));
      await assert.rejects(pull({ 0: 6, 1: 1, topic: settings.topic }), fails('source-rewound'));
    });

    it('tries again what passes by itself, and not what does not', async () => {
      topic.partitions = [records(0, 2)];
      topic.failures = ['unreachable', 'timeout'];
      assert.deepEqual(all(await pull()), ['HS-0', 'HS-1']);
      assert.deepEqual(
        attempts.map(({ operation, code }) => `${operation}: ${code ?? 'ok'}`),
        ['looking at topic: unreachable', 'looking at topic: timeout', 'looking at topic: ok', 'reading topic: ok'],
      );
      topic.failures = ['wrong-credentials'];
      await assert.rejects(connector.check(new AbortController().signal), fails('wrong-credentials'));
      topic.failures = ['wrong-address'];
      await assert.rejects(connector.check(new AbortController().signal), fails('wrong-address'));
    });

    it('lets go of the topic once, when it is closed', () => {
      connector.close();
      assert.equal(topic.closed, 1);
    });
  });

  describe('settings', () => {
    const faultsIn = (more: Record<string, unknown>) =>
      healthDefinition.settings
        .safeParse({ ...settings, ...more })
        .error?.issues.map(({ path, code }) => (code === 'unrecognized_keys' ? code : path.join('.')))
        .sort();

    it('take brokers on another machine by TLS only, unless told otherwise', () => {
      const away = { brokers: 'kafka-1.example.vn:9093,kafka-2.example.vn:9093' };
      assert.deepEqual(faultsIn(away), ['brokers']);
      assert.deepEqual(faultsIn({ ...away, options: { 'security.protocol': 'sasl_plaintext' } }), ['brokers']);
      assert.deepEqual(faultsIn({ brokers: '127.0.0.1:9092,10.0.0.1:9092' }), ['brokers']);
      for (const right of [{ options: { 'security.protocol': 'SASL_SSL' } }, { allowPlaintext: true }]) {
        assert.equal(faultsIn({ ...away, ...right }), undefined);
      }
      for (const brokers of ['localhost:1', '[::1]:9092', '127.0.0.1:9092,127.0.0.2:9092']) {
        assert.equal(faultsIn({ brokers }), undefined, brokers);
      }
    });

    it('are refused with everything that is wrong at once', () => {
      const wrong = { brokers: 'kafka.example.vn:9092', topic: 'a b', timeoutMs: -1, unheardOf: 1 };
      assert.deepEqual(faultsIn(wrong), ['brokers', 'timeoutMs', 'topic', 'unrecognized_keys']);
      for (const brokers of ['', 'kafka', 'http://127.0.0.1:9092', '127.0.0.1:9092,', 'user@127.0.0.1:9092']) {
        assert.deepEqual(faultsIn({ brokers }), ['brokers'], brokers);
      }
    });
  });
}).timeout(20_000);

/** What is particular to health, against a played topic. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Connector, Extraction, Page } from '../../../connectors/contract.ts';
import { healthDefinition } from '../../../connectors/sectors/health/definition.ts';
import { makeWith, quick } from '../lib/harness.ts';
import { readAll } from '../lib/suite.ts';
import { playTopic, settings, type PlayedMessage, type PlayedTopic } from './topic.ts';
import { patientRecord } from './wire.ts';

const now = Date.parse('2026-03-01T01:00:10Z');

describe('health, played', () => {
  let topic: PlayedTopic;
  let connector: Connector;
  const begun: Connector[] = [];

  function begin(more: Record<string, unknown> = {}): void {
    const given = { ...quick, ...settings, ...more };
    ({ connector } = makeWith(healthDefinition, given, { now: () => now, openTopic: topic.openTopic }));
    begun.push(connector);
  }

  beforeEach(() => {
    topic = playTopic();
    begin();
  });

  afterEach(() => {
    for (const each of begun.splice(0)) each.close();
  });

  const pull = (): Promise<Page[]> => {
    assert.ok(connector.source);
    return readAll(connector.source);
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

  describe('settings', () => {
    const faultsIn = (more: Record<string, unknown>) =>
      healthDefinition.settings
        .safeParse({ ...settings, ...more })
        .error?.issues.map(({ path, code }) => (code === 'unrecognized_keys' ? code : path.join('.')))
        .sort();

    it('encrypt what is on its way, unless told otherwise', () => {
      const given = { brokers: 'kafka-1.example.vn:9093,kafka-2.example.vn:9093', topic: 'a' };
      const { securityProtocol } = healthDefinition.settings.parse(given) as { securityProtocol: string };
      assert.equal(securityProtocol, 'sasl_ssl');
      for (const brokers of ['localhost:1', '[::1]:9092', '127.0.0.1:9092,127.0.0.2:9092']) {
        assert.equal(faultsIn({ brokers }), undefined, brokers);
      }
    });

    it('are refused with everything that is wrong at once', () => {
      const wrong = { brokers: 'kafka.example.vn', securityProtocol: 'tls', topic: 'a b', timeoutMs: -1, unheardOf: 1 };
      assert.deepEqual(faultsIn(wrong), ['brokers', 'securityProtocol', 'timeoutMs', 'topic', 'unrecognized_keys']);
      for (const brokers of ['', 'kafka', 'http://127.0.0.1:9092', '127.0.0.1:9092,', 'user@127.0.0.1:9092']) {
        assert.deepEqual(faultsIn({ brokers }), ['brokers'], brokers);
      }
    });
  });
}).timeout(20_000);

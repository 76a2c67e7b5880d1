/** What is particular to the national message. */
import assert from 'node:assert/strict';
import type { Extraction, SourceRecord } from '../../../connectors/contract.ts';
import { qcvn109Definition } from '../../../connectors/qcvn109/definition.ts';
import { make } from '../lib/harness.ts';
import { number } from '../lib/systems.ts';
import {
  changedAtXml,
  citizenJson,
  citizenXml,
  collectionXml,
  emptyForms,
  jsonForms,
  notCitizens,
  notRecords,
  timedJson,
} from './wire.ts';

const now = Date.parse('2026-03-01T01:00:00Z');
const dataTime = Date.parse('2016-12-31T17:00:00Z');

describe('national message', () => {
  const { connector } = make(qcvn109Definition, { enabled: true }, () => now);
  const receive = (type: string, message: string | Buffer): Extraction[] =>
    connector.receiver?.extract(type, Buffer.from(message)) ?? [];
  const recordsOf = (type: string, message: string): SourceRecord[] =>
    receive(type, message).map((extraction) => (extraction.ok ? extraction.record : assert.fail('not routable')));
  const faultsOf = (type: string, message: string | Buffer) =>
    receive(type, message).map((item) => (item.ok ? [] : item.faults.map(({ path, code }) => `${path} ${code}`)));

  it('in XML: a record per citizen, each exactly as received, as new as the data', () => {
    const citizens = [citizenXml(number(1)), citizenXml(number(2), changedAtXml)];
    const records = recordsOf('text/xml', collectionXml(citizens));
    assert.deepEqual(
      records.map(({ body }) => body),
      citizens,
    );
    assert.deepEqual(records[0], {
      type: 'citizen',
      sourceKey: number(1),
      sourceVersion: dataTime,
      operation: 'upsert',
      subject: { scheme: 'personal-number', value: number(1) },
      contentType: 'application/xml',
      body: citizens[0],
    });
    assert.equal(records[1]?.sourceVersion, Date.parse('2026-02-01T03:00:00Z'));
    assert.equal(records[1].recordedAt, '2026-02-01T03:00:00.000Z');
  });

  it('in JSON: in whatever form a converter wrote it, each citizen exactly as received', () => {
    const citizens = [citizenJson(number(1)), citizenJson(number(2), 'dc:SoDinhDanh')];
    for (const form of jsonForms) {
      const records = recordsOf('application/json', form(`[ ${citizens.join(' ,\n')} ]`));
      assert.deepEqual(
        records.map(({ body, sourceKey, sourceVersion }) => [body, sourceKey, sourceVersion]),
        [
          [citizens[0], number(1), dataTime],
          [citizens[1], number(2), dataTime],
        ],
      );
      assert.deepEqual(recordsOf('application/json', form(citizenJson(number(3)))).map(({ body }) => body), [citizenJson(number(3))]); // prettier-ignore
    }
    const [timed] = recordsOf('application/json', timedJson);
    assert.equal(timed?.sourceVersion, Date.parse('2026-02-01T03:00:00Z'));
  });

  it('one citizen without a time is as new as the clock', () => {
    const [fromXml] = recordsOf('application/xml', citizenXml(number(1)).replaceAll('dc:', ''));
    const [fromJson] = recordsOf('application/json', citizenJson(number(1)));
    assert.deepEqual([fromXml?.sourceVersion, fromJson?.sourceVersion], [now, now]);
    assert.equal(recordsOf('application/json', `[${citizenJson(number(1))}]`)[0]?.sourceVersion, now);
    assert.equal(recordsOf('text/xml', collectionXml([citizenXml(number(1))], 'hôm qua'))[0]?.sourceVersion, now);
  });

  it('a citizen without a personal number is kept, and spoils no other', () => {
    const message = collectionXml([citizenXml('123'), citizenXml(number(2)), citizenXml('')]);
    assert.deepEqual(faultsOf('text/xml', message), [
      ['CongDan/SoDinhDanh personal-number-format'],
      [],
      ['CongDan/SoDinhDanh missing'],
    ]);
    const json = `[{"SoDinhDanh":${number(1)}},{},5,${citizenJson(number(2))}]`.replace(':00', ':');
    assert.deepEqual(faultsOf('application/json', json), [
      ['CongDan/SoDinhDanh personal-number-format'],
      ['CongDan/SoDinhDanh missing'],
      ['CongDan/SoDinhDanh missing'],
      [],
    ]);
  });

  it('what is no national message is kept whole', () => {
    for (const message of notRecords) assert.deepEqual(faultsOf('application/json', message), [[' not-a-record']]);
    for (const message of notCitizens) assert.deepEqual(faultsOf('text/xml', message), [[' not-a-record']]);
    assert.deepEqual(faultsOf('application/json', '{"CongDan":'), [[' malformed-json']]);
    assert.deepEqual(faultsOf('text/xml', '<!DOCTYPE a><CongDan/>'), [[' malformed-xml']]);
    assert.deepEqual(faultsOf('text/xml', Buffer.from([0x3c, 0xff])), [[' not-text']]);
    for (const message of emptyForms) assert.deepEqual(receive('application/json', message), []);
    assert.deepEqual(receive('text/xml', collectionXml([])), []);
  });

  it('calls nobody', async () => {
    await connector.check(new AbortController().signal);
    assert.equal(connector.breaker, 'closed');
    assert.equal(qcvn109Definition.settings.safeParse({ enabled: false }).success, false);
  });
});

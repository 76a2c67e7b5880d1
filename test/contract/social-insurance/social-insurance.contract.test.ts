/** What is particular to social insurance: its lines as records. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Extraction } from '../../../connectors/contract.ts';
import { makeCsvCutter } from '../../../connectors/lib/csv.ts';
import { socialInsuranceReceiver } from '../../../connectors/sectors/social-insurance/extract.ts';
import { assertTotal } from '../lib/suite.ts';
import { file, header, line } from './wire.ts';

const contentType = 'text/csv; header=present';
const receive = (body: Buffer | string): Extraction[] => socialInsuranceReceiver.extract('text/csv', Buffer.from(body));
const faultsOf = (...lines: readonly string[]) =>
  receive(file(lines)).map((item) => (item.ok ? [] : item.faults.map(({ path, code }) => `${path} ${code}`)));

describe('social insurance, its lines', () => {
  it('a record is the header and the line as received, under the number of the book', () => {
    const own = line({ record: 'HS-2', version: '7', book: '7912345678', address: '1 "A", B' });
    assert.deepEqual(receive(file([line({ record: 'HS-1' }), own]))[1], {
      ok: true,
      record: {
        type: 'enrolment',
        sourceKey: 'HS-2',
        sourceVersion: 7,
        operation: 'upsert',
        subject: { scheme: 'source-person', value: '7912345678' },
        recordedAt: '2026-01-05T01:30:00.000Z',
        contentType,
        body: `${header}\n${own}`,
      },
    });
  });

  it('new and changed records are stated, cancelled ones taken back', () => {
    const operations = ['MOI', 'SUA', 'HUY', 'huy'].map((operation) => line({ record: 'HS-1', operation }));
    const found = receive(file(operations)).map((item) => (item.ok ? item.record.operation : item.faults));
    assert.deepEqual(found, ['upsert', 'upsert', 'annul', 'annul']);
  });

  it('a record without a time it was changed at has none', () => {
    const [item] = receive(file([line({ record: 'HS-1' }).replace('2026-01-05T08:30:00', '05/01/2026')]));
    assert.ok(item?.ok);
    assert.equal(item.record.recordedAt, undefined);
  });

  it('what cannot be routed is kept under its header, with every fault at once', () => {
    const broken = line({ record: '', version: '1.5', operation: 'XOA', book: '791234567' });
    const [item] = receive(file([broken]));
    assert.ok(item?.ok === false);
    assert.equal(item.body, `${header}\n${broken}`);
    const rules = ['so_ho_so missing', 'phien_ban not-a-whole-number', 'thao_tac unknown-code', 'ma_so_bhxh social-insurance-number-format']; // prettier-ignore
    assert.deepEqual(faultsOf(broken), [rules]);
    assert.deepEqual(faultsOf(line({ record: 'x'.repeat(201) }), line({ record: 'a\u0007b' }), `${'9'.repeat(17)},,,,,,,,,,`), [
      ['so_ho_so text-too-long'],
      ['so_ho_so control-character'],
      ['phien_ban missing', 'thao_tac missing', 'ma_so_bhxh missing'],
    ]); // prettier-ignore
    assert.deepEqual(faultsOf('HS-1,1', `${line({ record: 'HS-1' })},`, '"HS-1,1'), [
      [' malformed-csv'],
      [' malformed-csv'],
      [' malformed-csv'],
    ]);
    assert.deepEqual(faultsOf(line({ record: 'HS-1', version: '9007199254740993' })), [['phien_ban not-a-whole-number']]); // prettier-ignore
  });

  it('a line that is no text keeps its bytes, and spoils no other', () => {
    const bytes = Buffer.concat([
      file([line({ record: 'HS-1' })]),
      Buffer.from(`${line({ record: 'HS-2', name: 'Nguy\xd4n' })}\n`, 'latin1'),
      Buffer.from(line({ record: 'HS-3' })),
    ]);
    const [first, second, third] = receive(bytes);
    assert.ok(first?.ok && third?.ok && second?.ok === false);
    assert.equal(second.encoding, 'base64');
    const kept = Buffer.from(second.body, 'base64').toString('latin1');
    assert.equal(kept, `${header}\n${line({ record: 'HS-2', name: 'Nguy\xd4n' })}`);
    assert.deepEqual(second.faults, [{ path: '', code: 'not-text', expected: 'text in UTF-8' }]);
  });

  it('columns are found by name, in any order, others are left alone', () => {
    const body = 'ma_so_bhxh,them,thao_tac,phien_ban,so_ho_so,thoi_diem\r\n7912345678,x,SUA,3,HS-9,\r\n';
    const [item] = receive(`\ufeff${body}`);
    assert.ok(item?.ok);
    const { sourceKey, sourceVersion, body: kept } = item.record;
    assert.deepEqual([sourceKey, sourceVersion], ['HS-9', 3]);
    assert.equal(kept, body.trimEnd().replace('\r\n', '\n'));
  });

  it('a message without its header is kept whole', () => {
    for (const body of ['a,b\n1,2\n', line({ record: 'HS-1' }), `so_ho_so,${header}\n`, '"', '\xff']) {
      const [item, ...more] = receive(body);
      assert.ok(item?.ok === false && more.length === 0);
      assert.deepEqual([item.body, item.faults[0]?.code], [body, 'not-a-record']);
    }
    assert.deepEqual(receive(''), []);
    assert.deepEqual(receive(file([])), []);
  });

  it('what is kept of a line is cut the same when it is replayed', () => {
    for (const item of receive(file([line({ record: 'HS-1' }), 'HS-2,1', '"HS-3']))) {
      const body = item.ok ? item.record.body : item.body;
      assert.deepEqual(receive(body), [item]);
    }
  });

  it('answers any lines under its header, each once', () => {
    const piece = fc.constantFrom(line({ record: 'HS-1' }), 'a', ',', '"', '""', '\n', '\r\n', '\u0000', 'Ế');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const body = Buffer.from(`${header}\n${pieces.join('')}`);
        assertTotal(socialInsuranceReceiver, body);
        const cutter = makeCsvCutter();
        assert.equal(receive(body).length, [...cutter.push(body), ...cutter.end()].length - 1);
      }),
      { numRuns: 500 },
    );
  });
});

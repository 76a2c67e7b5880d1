import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../config/root.ts';
import { encodeRawRecord } from '../../../hub/records/raw-record.ts';
import { briefValue, maskText } from '../../../scripts/cli/mapping-values.ts';
import { createStage } from './support.ts';

const caseOf = (name: string): string => join(projectRoot(), 'test', 'mappings', 'cases', name);

describe('lienthong mapping try', () => {
  const stage = createStage();
  after(() => {
    stage.remove();
  });

  const write = (name: string, content: string | Uint8Array): string => {
    const file = join(stage.root, name);
    writeFileSync(file, content);
    return file;
  };

  it('shows of each field what made it, by which rule, and what was not used', async () => {
    const file = caseOf('civil-status/marriage.in.json');
    const { code, out, err } = await stage.run(['mapping', 'try', 'civil-status', file]);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^Ánh xạ \/ Mapping: civil-status, version \d+$/m);
    assert.match(out, /^NGUỒN \/ SOURCE +GIÁ TRỊ \/ VALUE +TRƯỜNG \/ FIELD +THÀNH \/ BECOMES +QUY TẮC \/ RULE$/m);
    assert.match(out, /^congDan\.ngaySinh +1990-05-12 +birthDate +1990-05-12 +YYYY-MM-DD, YYYY-MM or YYYY/m);
    assert.match(out, /^loai +KET_HON +act +marriage /m);
    assert.match(out, /^loai +KET_HON +maritalStatus +marital-status married +married, by the act/m);
    assert.match(
      out,
      /^noiDung\.voChong\.soDinhDanh +\d{12} +spouse +name: Lê Quang Huy.*\n.*voChong\.hoVaTen +Lê Quang Huy$/m,
    );
    assert.match(out, /changes nothing here:\n(?: {2}.*\n)* {2}congDan\.danToc: 01\n/);
    assert.match(out, /Not used:\n {2}soThuTu: \d+\n {2}maSuKien: .*\n$/);
  });

  it('reads XML as well, and tells what is odd', async () => {
    const file = caseOf('population/number-mismatch-warned.in.xml');
    const { code, out } = await stage.run(['mapping', 'try', 'population', file]);
    assert.equal(code, 0);
    assert.match(out, /^Bản ghi \/ Record: type citizen, upsert, received 2026-02-28T17:00:00\.000Z$/m);
    assert.match(out, /Warnings:\n(?: {2}.*\n)* {2}GioiTinh: sex-mismatch, expected .* \(found: \d\)$/m);
  });

  it('names every fault of a record that would be refused, beside what stands there, and fails', async () => {
    const file = caseOf('civil-status/every-fault-at-once.in.json');
    const { code, out, err } = await stage.run(['mapping', 'try', 'civil-status', file]);
    assert.equal(code, 1);
    assert.match(out, /^ {2}congDan\.ngaySinh: date-impossible, expected a day that exists \(found: 1990-02-31\)$/m);
    assert.equal(err, 'The record would be refused, with 7 faults.\n');
  });

  it('takes a record as it stands on the topic, with all that is said of it there', async () => {
    const body = '{"loai":"HUY_BO","congDan":{"soDinhDanh":"079190123456"},"noiDung":{"maSuKienBiHuy":"KS-1"}}';
    const record = encodeRawRecord({
      ...{ id: '00000000-0000-4000-8000-000000000001', system: 'civil-status', type: 'annulment' },
      ...{ sourceKey: 'KS-1', sourceVersion: 7, operation: 'annul', subject: null, recordedAt: null },
      ...{ receivedAt: '2026-01-02T03:04:05.678Z', contentType: 'application/json', body },
      ...{ encoding: 'utf-8', faults: [] },
    });
    const file = write('raw.json', record);
    const { code, out } = await stage.run(['mapping', 'try', 'civil-status', file, '--json']);
    assert.equal(code, 0);
    const answer = JSON.parse(out) as { record: unknown; fields: { field: string; value: string }[] };
    assert.deepEqual(answer.record, {
      ...{ type: 'annulment', operation: 'annul', contentType: 'application/json' },
      receivedAt: '2026-01-02T03:04:05.678Z',
    });
    assert.deepEqual(
      answer.fields.map(({ field, value }) => [field, value]),
      [
        ['act', 'annulment'],
        ['asOf', '2026-01-02T03:04:05.678Z'],
      ],
    );
    const other = await stage.run(['mapping', 'try', 'population', file]);
    assert.equal(other.code, 1);
    assert.match(other.err, /is a record of civil-status\nSuch as: mapping try civil-status /);
  });

  it('lets type, operation and time be said', async () => {
    const file = caseOf('civil-status/birth.in.json');
    const options = ['--type', 'x', '--operation', 'annul', '--received-at', '2026-05-06T07:08:09+07:00', '--json'];
    const { code, out } = await stage.run(['mapping', 'try', 'civil-status', file, ...options]);
    assert.equal(code, 0);
    const { record } = JSON.parse(out) as { record: Record<string, string> };
    assert.deepEqual([record['type'], record['operation'], record['receivedAt']], ['x', 'annul', '2026-05-06T00:08:09.000Z']); // prettier-ignore
  });

  it('hides names and numbers on request, in both its forms', async () => {
    const file = caseOf('population/everything.in.xml');
    const hidden = ['079', 'Hòa', 'HÒA', 'Bình', 'Trần', '1990'];
    for (const more of [[], ['--json']]) {
      const { code, out } = await stage.run(['mapping', 'try', 'population', file, '--mask', ...more]);
      assert.equal(code, 0);
      assert.deepEqual(hidden.filter((each) => out.includes(each)), []); // prettier-ignore
      assert.ok(out.includes('T••• T•• H••'));
    }
  });

  const wrong: [string, string[], RegExp][] = [
    ['a mapping there is not', ['nonsense', 'x.json'], /^There is no mapping "nonsense"\nKnown are population, /],
    ['a file there is not', ['population', '/nowhere/x.xml'], /^\/nowhere\/x\.xml cannot be read \(ENOENT\)\n$/],
    ['a time that is none', ['population', 'x.xml', '--received-at', 'soon'], /expected a time such as/],
    ['an operation there is not', ['population', 'x.xml', '--operation', 'drop'], /Allowed choices are upsert, annul/],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const { code, out, err } = await stage.run(['mapping', 'try', ...args]);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, message);
    });
  }
});

describe('lienthong mapping diff and reapply', () => {
  const stage = createStage();
  after(() => {
    stage.remove();
  });

  it('say what is wrong with the configuration of the hub they are about', async () => {
    for (const command of ['diff', 'reapply']) {
      const { code, out, err } = await stage.run(['mapping', command, 'population']);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, /^The configuration has \d+ problems:\n\n {2}kafka\.brokers\n/);
    }
  });
});

describe('values shown to people', () => {
  it('stand on one line, whatever they are', () => {
    assert.equal(briefValue({ text: 'Trần Thị Hòa', keys: {} }), 'Trần Thị Hòa');
    assert.equal(briefValue({ year: 800, month: 5 }), '0800-05');
    const child = { name: { text: 'Lê An' }, nationality: { scheme: 'iso', code: 'VN' }, personalNumber: undefined };
    assert.equal(briefValue([child, child]), 'name: Lê An, nationality: iso VN; name: Lê An, nationality: iso VN');
  });

  it('are masked so that no word is told whole, but for what tells of nobody', () => {
    assert.equal(maskText('Nguyễn Y Bhăm'), 'N••••• • B•••');
    assert.equal(maskText('Nguyễn'.normalize('NFD')), 'N•••••');
    assert.equal(briefValue({ scheme: 'ethnic-2008', code: '06' }, maskText), 'ethnic-2008 0•');
    assert.equal(briefValue({ scheme: 'abo', code: 'A' }, maskText), 'abo •');
    assert.equal(briefValue({ name: { text: 'Lê An' }, personalNumber: '079190123456' }, maskText), 'name: L• A•, personalNumber: 0•••••••••••'); // prettier-ignore
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { happened, problemSchema, startTest, type Client } from './client.ts';

const manifestSchema = z.strictObject({
  tenTep: z.string(),
  soThuTu: z.number(),
  kichThuoc: z.number(),
  soDong: z.number(),
  sha256: z.string(),
  thoiDiemTao: z.string(),
  bangMa: z.literal('UTF-8'),
});
const lineSchema = z.looseObject({
  so_ho_so: z.string(),
  phien_ban: z.string(),
  thao_tac: z.string(),
  ma_so_bhxh: z.string().regex(/^79\d{8}$/),
  so_dinh_danh: z.string().regex(/^(\d{12})?$/),
  so_cmnd: z.string().regex(/^(\d{9})?$/),
  ho_ten: z.string().regex(/^[^\p{Ll}]+$/u),
  ngay_sinh: z.string().regex(/^(\d{2}\/\d{2}\/)?\d{4}$/),
  gioi_tinh: z.enum(['Nam', 'Nữ']),
  ma_xa: z.string().regex(/^\d{5}$/),
  dien_thoai: z.string().regex(/^(\d{10})?$/),
});
const truths = z.object({
  enrolments: z.array(
    z.object({ recordNumber: z.string(), bookNumber: z.string(), personalNumber: z.string(), isOld: z.boolean() }),
  ),
});

describe('sandbox social insurance', () => {
  let data: string;
  let client: Client;
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'sandbox-insurance-'));
    client = await startTest(400, data);
  });
  afterEach(async () => {
    await client.sandbox.close();
    rmSync(data, { recursive: true });
  });

  const path = (name: string) => join(data, 'social-insurance', name);
  const names = () => readdirSync(join(data, 'social-insurance')).sort();
  const event = (personalNumber: string, more: Record<string, unknown> = {}) =>
    client.expect(happened, 201, ['POST', '/events', { type: 'insurance-enrolment', personalNumber, ...more }]);
  const insured = async () =>
    (await client.expect(truths, 200, ['GET', '/social-insurance/enrolments?limit=1000'])).enrolments;

  /** The lines of a delivery, which must be as its manifest says. */
  function delivery(sequence: number): z.infer<typeof lineSchema>[] {
    const name = `BHXH-${String(sequence).padStart(6, '0')}`;
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(path(`${name}.manifest.json`), 'utf8')));
    const content = readFileSync(path(`${name}.csv`));
    assert.deepEqual(
      [manifest.tenTep, manifest.soThuTu, manifest.kichThuoc, manifest.soDong, manifest.sha256],
      [`${name}.csv`, sequence, content.length, content.toString().split('\n').length - 1, createHash('sha256').update(content).digest('hex')], // prettier-ignore
    );
    const rows: unknown = parse(content, { columns: true });
    return z.array(lineSchema).parse(rows);
  }

  it('delivers at its start everybody who is insured, one in ten by an old record', async () => {
    const lines = delivery(1);
    const told = await insured();
    assert.deepEqual(lines.map(({ so_ho_so: record }) => record), told.map(({ recordNumber }) => recordNumber)); // prettier-ignore
    assert.ok(lines.length > 120 && lines.length < 280, String(lines.length));
    const old = lines.filter(({ so_dinh_danh: number }) => number === '');
    assert.ok(old.length > lines.length / 20 && old.length < lines.length / 5, String(old.length));
    assert.ok(old.every(({ so_cmnd: card }) => card !== ''));
    assert.ok(lines.every((line) => (line.so_dinh_danh === '') !== (line.so_cmnd === '')));
    assert.deepEqual(new Set(lines.map(({ ma_so_bhxh: book }) => book)).size, lines.length);
    for (const [index, line] of lines.entries()) {
      if (line.so_dinh_danh !== '') assert.equal(line.so_dinh_danh, told[index]?.personalNumber);
      assert.equal(told[index]?.isOld, line.so_dinh_danh === '');
    }
    const sample = await client.sample(/nine-digit identity card/);
    assert.ok(told.some(({ personalNumber, isOld }) => personalNumber === sample.personalNumber && isOld));
  });

  it('delivers an enrolment, a change and a cancellation when they happen', async () => {
    const { personalNumber } = await client.sample(/^The wife/);
    const first = await event(personalNumber, { phone: '0911111111' });
    assert.deepEqual([first['operation'], first['version'], first['delivery']], ['new', 1, 2]);
    const second = await event(personalNumber);
    assert.deepEqual([second['operation'], second['version'], second['delivery']], ['change', 2, 3]);
    await event(personalNumber, { cancel: true });
    await event(personalNumber);
    const lines = [2, 3, 4, 5].flatMap(delivery);
    assert.deepEqual(lines.map((line) => [line.thao_tac, line.phien_ban, line.dien_thoai]), [
      ['MOI', '1', '0911111111'],
      ['SUA', '2', '0911111111'],
      ['HUY', '3', '0911111111'],
      ['MOI', '4', '0911111111'],
    ]); // prettier-ignore
    assert.ok(lines.every((line) => line.so_dinh_danh === personalNumber && line.so_ho_so === first['recordNumber']));
    assert.ok((await insured()).some((each) => each.personalNumber === personalNumber));
  });

  it('writes a changed record with the name of today; an old one still without a number', async () => {
    const modern = await client.sample(/^An ordinary head/);
    const old = await client.sample(/nine-digit identity card/);
    const corrected = { type: 'name-correction', personalNumber: modern.personalNumber, fullName: 'Lê Mới' };
    await client.expect(happened, 201, ['POST', '/events', corrected]);
    assert.equal((await event(modern.personalNumber))['operation'], 'change');
    assert.equal((await event(old.personalNumber))['isOld'], true);
    assert.deepEqual(delivery(2).map((line) => [line.ho_ten, line.so_dinh_danh]), [['LÊ MỚI', modern.personalNumber]]); // prettier-ignore
    assert.deepEqual(delivery(3).map((line) => [line.so_cmnd.length, line.so_dinh_danh]), [[9, '']]); // prettier-ignore
  });

  it('enrols nobody who is dead, and cancels nobody who is not insured', async () => {
    const refused = async (personalNumber: string, more: object = {}) => {
      const body = { type: 'insurance-enrolment', personalNumber, ...more };
      const { faults } = await client.expect(problemSchema, 422, ['POST', '/events', body]);
      return faults.map(({ path: at, code }) => `${at}: ${code}`);
    };
    const { personalNumber } = await client.sample(/^Deceased/);
    assert.deepEqual(await refused(personalNumber), ['personalNumber: deceased']);
    assert.deepEqual(await refused(personalNumber, { cancel: true }), ['personalNumber: not-insured']);
    assert.deepEqual(await refused(personalNumber, { phone: '1' }), ['phone: invalid-format']);
    assert.deepEqual(names().length, 2);
  });

  it('leaves deliveries half-written in an outage, and completes them afterwards', async () => {
    const { personalNumber } = await client.sample(/^The wife/);
    assert.equal((await client.ask('POST', '/faults', { system: 'social-insurance', outage: true })).status, 200);
    await event(personalNumber);
    await event(personalNumber);
    assert.deepEqual(names(), ['BHXH-000001.csv', 'BHXH-000001.manifest.json', 'BHXH-000002.csv', 'BHXH-000003.csv']);
    const half = statSync(path('BHXH-000002.csv')).size;
    assert.equal((await client.ask('DELETE', '/faults/social-insurance')).status, 200);
    assert.deepEqual([delivery(2), delivery(3)].map((lines) => lines.map((line) => line.phien_ban)), [['1'], ['2']]); // prettier-ignore
    assert.ok(half > 0 && half < statSync(path('BHXH-000002.csv')).size);
    const refused = { system: 'social-insurance', errorRate: 1 };
    await client.expect(problemSchema, 422, ['POST', '/faults', refused]);
  });

  it('goes on after a restart where it was, and delivers nothing twice', async () => {
    const { personalNumber } = await client.sample(/^The wife/);
    await event(personalNumber);
    await client.ask('POST', '/faults', { system: 'social-insurance', outage: true });
    await event(personalNumber, { phone: '0922222222' });
    const written = () => ['BHXH-000001', 'BHXH-000002'].map((name) => statSync(path(`${name}.manifest.json`)).mtimeMs);
    const before = written();
    assert.ok(!existsSync(path('BHXH-000003.manifest.json')));
    await client.sandbox.close();
    client = await startTest(400, data);
    assert.deepEqual(written(), before, 'what is delivered is left alone');
    assert.deepEqual(delivery(3).map((line) => [line.phien_ban, line.dien_thoai]), [['2', '0922222222']]); // prettier-ignore
    assert.equal((await event(personalNumber))['version'], 3);
    assert.deepEqual(delivery(4).map((line) => line.phien_ban), ['3']); // prettier-ignore
  });

  it('delivers nothing without a data folder', async () => {
    const without = await startTest(100);
    try {
      const { personalNumber } = await without.sample(/^The wife/);
      const body = { type: 'insurance-enrolment', personalNumber };
      await without.expect(problemSchema, 422, ['POST', '/events', body]);
      assert.deepEqual(await without.expect(truths, 200, ['GET', '/social-insurance/enrolments']), { enrolments: [] });
    } finally {
      await without.sandbox.close();
    }
  });
}).timeout(20_000);

import assert from 'node:assert/strict';
import { z } from 'zod';
import { happened, problemSchema, startTest, type Client } from './client.ts';

describe('sandbox life events', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startTest();
  });
  afterEach(() => client.sandbox.close());

  const event = (body: unknown) => client.expect(happened, 201, ['POST', '/events', body]);
  const refused = async (status: number, body: unknown) => {
    const problem = await client.expect(problemSchema, status, ['POST', '/events', body]);
    return problem.faults.map(({ path, code }) => `${path}: ${code}`);
  };

  it('corrects a name in civil status only, or in the population database too when asked', async () => {
    const { personalNumber, fullName } = await client.sample(/^An ordinary head/);
    const first = await event({
      type: 'name-correction',
      personalNumber,
      fullName: 'Nguyễn Đức An',
      date: '2026-05-01',
    });
    const [entry, ...more] = await client.entries(first.sequence ?? 0);
    assert.equal(more.length, 0);
    assert.equal(entry?.loai, 'CAI_CHINH_HO_TEN');
    assert.equal(entry.maSuKien, first.eventId);
    assert.deepEqual(entry.noiDung, { hoVaTenCu: fullName, hoVaTenMoi: 'Nguyễn Đức An', ngayHieuLuc: '2026-05-01' });
    assert.equal(entry.congDan.hoVaTen, 'Nguyễn Đức An');
    assert.ok((await client.lookup(personalNumber)).includes(fullName.toLocaleUpperCase('vi')));
    const second = await event({ type: 'name-correction', personalNumber, syncPopulation: true });
    assert.notEqual(second.fullName, 'Nguyễn Đức An');
    assert.ok((await client.lookup(personalNumber)).includes(second.fullName.toLocaleUpperCase('vi')));
  });

  it('lets a child be born to a citizen, and to a number nobody has', async () => {
    const mother = await client.sample(/^The wife/);
    const child = await event({ type: 'birth', personalNumber: mother.personalNumber });
    assert.equal(child['parent'], mother.personalNumber);
    assert.match(child.personalNumber, /^0\d{2}[23]26\d{6}$/);
    const [entry] = await client.entries(child.sequence ?? 0);
    const parents = z.object({ cha: z.object({ soDinhDanh: z.string() }), me: z.object({ soDinhDanh: z.string() }) });
    assert.equal(parents.parse(entry?.noiDung).me.soDinhDanh, mother.personalNumber);
    assert.match(await client.lookup(child.personalNumber), /^(?!.*<CongDan>)/);
    const own = await event({
      type: 'birth',
      personalNumber: '079326123456',
      fullName: 'Lê Mới',
      syncPopulation: true,
    });
    assert.equal(own.personalNumber, '079326123456');
    assert.match(await client.lookup('079326123456'), /<Ten>LÊ MỚI</);
    assert.equal(
      (await event({ type: 'name-correction', personalNumber: child.personalNumber })).personalNumber,
      child.personalNumber,
    );
    assert.deepEqual(await refused(422, { type: 'birth', personalNumber: '079326123457', date: '2025-01-01' }), [
      'date: number-mismatch',
    ]);
    assert.deepEqual(await refused(422, { type: 'birth', personalNumber: '079399123457' }), [
      'personalNumber: in-the-future',
    ]);
  });

  it('marries two people in one act with two entries, and nobody twice', async () => {
    const { personalNumber } = await client.sample(/nine-digit identity card\. Unmarried/);
    const wedding = await event({ type: 'marriage', personalNumber });
    const entries = await client.entries(wedding.sequence ?? 0);
    const { spouse } = z.object({ spouse: z.object({ personalNumber: z.string() }) }).parse(wedding);
    assert.deepEqual(entries.map(({ maSuKien }) => maSuKien), [wedding.eventId, wedding.eventId]); // prettier-ignore
    assert.deepEqual(entries.map(({ congDan }) => congDan.soDinhDanh), [personalNumber, spouse.personalNumber]); // prettier-ignore
    assert.deepEqual(await refused(422, { type: 'marriage', personalNumber }), ['personalNumber: married']);
    assert.deepEqual(await refused(422, { type: 'marriage', personalNumber: spouse.personalNumber }), [
      'personalNumber: married',
    ]);
    const single = await client.sample(/^A single name/);
    const faults = await refused(422, {
      type: 'marriage',
      personalNumber: single.personalNumber,
      spouse: spouse.personalNumber,
    });
    assert.ok(faults.includes('spouse: married'));
    const mother = await client.sample(/^The wife/);
    const child = await event({ type: 'birth', personalNumber: mother.personalNumber });
    assert.deepEqual(await refused(422, { type: 'marriage', personalNumber: child.personalNumber }), [
      'personalNumber: too-young',
    ]);
  });

  it('records a death once, and takes it back when annulled', async () => {
    const { personalNumber } = await client.sample(/Only the year/);
    const death = await event({ type: 'death', personalNumber, syncPopulation: true });
    assert.match(await client.lookup(personalNumber), /<NgayChet>20260506</);
    assert.deepEqual(await refused(422, { type: 'death', personalNumber }), ['personalNumber: deceased']);
    const wrong = { type: 'annulment', personalNumber, eventId: 'KT-2026-999999' };
    assert.deepEqual(await refused(422, wrong), ['eventId: unknown-act']);
    const annulment = await event({ ...wrong, eventId: death.eventId, reason: 'Nhầm người', syncPopulation: true });
    const [entry] = await client.entries(annulment.sequence ?? 0);
    assert.deepEqual(entry?.noiDung, { maSuKienBiHuy: death.eventId, lyDo: 'Nhầm người' });
    assert.equal(entry.loai, 'HUY_BO');
    assert.match(await client.lookup(personalNumber), /^(?!.*<NgayChet>)/);
    assert.deepEqual(await refused(422, { ...wrong, eventId: death.eventId }), ['eventId: annulled-before']);
    await event({ type: 'death', personalNumber });
  });

  it('annuls acts of the base history for everybody they concern', async () => {
    const { personalNumber } = await client.sample(/^An ordinary head/);
    const [first] = await client.entries(1);
    assert.equal(first?.congDan.soDinhDanh, personalNumber);
    const annulment = await event({ type: 'annulment', personalNumber, eventId: first.maSuKien });
    assert.equal((await client.entries(annulment.sequence ?? 0)).length, 2);
    await event({ type: 'marriage', personalNumber });
  });

  it('moves people in the population database, and not in civil status', async () => {
    const { personalNumber } = await client.sample(/^The wife/);
    const head = (await client.feed('events/head')).body;
    const address = { province: '79', commune: '26740', detail: '12 Lê Lợi' };
    const move = await event({ type: 'move', personalNumber, address });
    assert.equal(move.system, 'population');
    const row = await client.lookup(personalNumber);
    const shown = '<MaTinhThanh>79</MaTinhThanh><MaPhuongXa>26740</MaPhuongXa><ChiTiet>12 LÊ LỢI</ChiTiet>';
    assert.ok(row.includes(`<ThuongTru>${shown}`) && row.includes(`<NoiOHienTai>${shown}`));
    assert.match(row, /<ThoiDiemCapNhat>2026-05-06T03:00:00/);
    assert.equal((await client.feed('events/head')).body, head);
    const unknown = { ...address, commune: '00000' };
    assert.deepEqual(await refused(422, { type: 'move', personalNumber, address: unknown }), [
      'address.commune: unknown-unit',
    ]);
  });

  it('names every fault of a bad request', async () => {
    assert.deepEqual(await refused(400, '{"type":'), []);
    assert.deepEqual(await refused(404, { type: 'death', personalNumber: '079199000000' }), [
      'personalNumber: unknown-person',
    ]);
    assert.deepEqual(await refused(422, { type: 'wedding', personalNumber: '1' }), ['type: invalid-union']);
    const bad = { type: 'death', personalNumber: '0791990000001', date: '2026-02-31', colour: 'red' };
    assert.deepEqual((await refused(422, bad)).map((fault) => fault.split(':')[0]), ['personalNumber', 'date', 'colour']); // prettier-ignore
    const { personalNumber } = await client.sample(/^The wife/);
    assert.deepEqual(await refused(422, { type: 'death', personalNumber, date: '2026-05-07' }), [
      'date: in-the-future',
    ]);
    assert.deepEqual(await refused(422, { type: 'death', personalNumber, date: '1950-01-01' }), ['date: before-birth']);
  });

  it('appends a bulk to the feed at once', async () => {
    const range = z.object({ fromSequence: z.number(), toSequence: z.number() });
    const { fromSequence, toSequence } = await client.expect(range, 201, [
      'POST',
      '/events/bulk',
      { count: 5000, seed: 4 },
    ]);
    assert.equal(toSequence - fromSequence, 4999);
    assert.equal((await client.entries(toSequence - 9)).length, 10);
    await client.expect(problemSchema, 422, ['POST', '/events/bulk', { count: 0 }]);
  });
}).timeout(20_000);

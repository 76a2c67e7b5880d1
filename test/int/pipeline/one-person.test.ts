/**
 * What five systems send, each in its own format and spelling, through the real mappings and the real rules of matching:
 * one person is one citizen in whatever order they are heard of, and two who are alike are two.
 */
import assert from 'node:assert/strict';
import { loadUnits, withUnits } from '../../../hub/catalogues/units.ts';
import { loadMatchingRules } from '../../../hub/identity/matching/load.ts';
import { createMatcher } from '../../../hub/identity/matching/matcher.ts';
import { comparableUnits } from '../../../hub/identity/matching/units.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import type { OutMessage } from '../../../hub/kafka/producer.ts';
import { encodeRawRecord, type RawRecord } from '../../../hub/records/raw-record.ts';
import { mappings } from '../../../mappings/registry.ts';
import { asRead, inMemory, normaliser, reviewsInMemory, work } from './stage.ts';
import { keyOf } from './history.ts';

const units = loadUnits();
const matcher = createMatcher(loadMatchingRules(), comparableUnits(units));
const known = new Map(mappings.map((mapping) => [mapping.id, withUnits(mapping, units)]));

type Sent = Pick<RawRecord, 'system' | 'type' | 'sourceKey' | 'contentType' | 'body'> & {
  subject: NonNullable<RawRecord['subject']>;
};

const number = '079190123456';
const byNumber = { scheme: 'personal-number', value: number } as const;
const json = 'application/json';

const population: Sent = {
  ...{ system: 'population', type: 'citizen', sourceKey: number, subject: byNumber, contentType: 'application/xml' },
  body: `<CongDan><SoDinhDanh>${number}</SoDinhDanh><SoCMND>024123456</SoCMND>
    <HoVaTen><Ho/><ChuDem/><Ten>TRẦN THỊ HÒA BÌNH</Ten></HoVaTen><GioiTinh>2</GioiTinh>
    <NgayThangNamSinh><NgayThangNam>19900512</NgayThangNam></NgayThangNamSinh>
    <ThuongTru><MaTinhThanh>79</MaTinhThanh><MaPhuongXa>26740</MaPhuongXa><ChiTiet>12 LÊ LỢI</ChiTiet><QuocGia>VN</QuocGia></ThuongTru>
    <ThoiDiemCapNhat>2026-01-15T09:30:00+07:00</ThoiDiemCapNhat></CongDan>`,
};

const civilStatus: Sent = {
  ...{ system: 'civil-status', type: 'ket_hon', sourceKey: 'KS-1', subject: byNumber, contentType: json },
  body: JSON.stringify({
    ...{ soThuTu: 1, maSuKien: 'KS-1', loai: 'KET_HON', thoiDiemGhi: '2026-01-02T03:04:05.678Z' },
    congDan: { soDinhDanh: number, hoVaTen: 'Trần Thị Hoà Bình', ngaySinh: '1990-05-12', gioiTinh: '2' },
    noiDung: { ngayDangKy: '2025-11-20', voChong: { soDinhDanh: '079088222333', hoVaTen: 'Lê Quang Huy' } },
  }),
};

const portal: Sent = {
  ...{ system: 'portal', type: 'declaration', sourceKey: number, subject: byNumber, contentType: json },
  body: JSON.stringify({
    ...{ SoCMND: number, LoaiThe: '2', HoVaTen: 'trần thị Hoà bình'.normalize('NFD'), SoDienThoai: '0900000001' },
    ...{ NgayThangNamSinh: { NgayThangNam: '1990-05-12' }, ThoiDiemCapNhat: '2026-02-01T10:00:00+07:00' },
  }),
};

/** Knows her old card and no number. */
const socialInsurance: Sent = {
  ...{ system: 'social-insurance', type: 'enrolment', sourceKey: 'HS-1', contentType: 'text/csv' },
  subject: { scheme: 'source-person', value: '7912345679' },
  body: [
    'so_ho_so,phien_ban,thao_tac,thoi_diem,ma_so_bhxh,so_dinh_danh,so_cmnd,ho_ten,ngay_sinh,gioi_tinh',
    'HS-1,1,MOI,2009-03-02T00:00:00,7912345679,,024123456,TRAN THI HOA BINH,12/05/1990,nu',
    '',
  ].join('\n'),
};

/** A patient without any number. */
function patient(code: string, says: Record<string, unknown>): Sent {
  return {
    ...{ system: 'health', type: 'patient-record', sourceKey: `HS-${code}`, contentType: json },
    subject: { scheme: 'source-person', value: code },
    body: JSON.stringify({
      ...{ maHoSo: `HS-${code}`, maBenhNhan: code, capNhatLuc: '2026-02-10T08:15:30.250+07:00' },
      ...{ ngaySinh: '12/05/1990', gioiTinh: 'Nữ', dienThoai: '+84 900 000 001' },
      diaChi: '12 Lê Lợi, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh',
      ...says,
    }),
  };
}

const health = patient('BN-1', { hoTen: 'Trần Hoà Bình' });

function asMessages(sent: readonly Sent[]): Message[] {
  return sent.map((each, offset) => {
    const value = encodeRawRecord({
      ...each,
      id: `00000000-0000-4000-8000-${String(offset).padStart(12, '0')}`,
      ...{ sourceVersion: 1, operation: 'upsert', recordedAt: null, receivedAt: '2026-02-28T00:00:00.000Z' },
      ...{ encoding: 'utf-8', faults: [] },
    });
    const { scheme, value: name } = each.subject;
    const key = scheme === 'personal-number' ? keyOf(name) : keyOf(name, each.system);
    return { topic: `records.${each.system}`, partition: 0, offset, key, value, size: value.length };
  });
}

/** Who there is when these records have been heard of one by one, and the questions that are open. */
async function heard(sent: readonly Sent[]) {
  const [store, reviews, published] = [inMemory(), reviewsInMemory(), [] as OutMessage[]];
  await work(asMessages(sent), [1], normaliser(store, published, { mappings: known, matcher, reviews }));
  const refused = asRead(published).filter(({ topic }) => topic.endsWith('failed'));
  assert.equal(refused.length, 0, 'every record is understood');
  const people = [...store.held.values()].filter(({ leadsTo, slices }) => leadsTo === undefined && slices.length > 0);
  return { people, open: reviews.open.size };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

describe('one person or two', function () {
  this.timeout(60_000);

  it('told by five systems in five spellings, with and without a number, in any order, is one citizen', async () => {
    const sent = [population, civilStatus, portal, socialInsurance, health];
    const systems = sent.map(({ system }) => system).sort();
    const orders = permutations(sent);
    assert.equal(orders.length, 120);
    for (const order of orders) {
      const { people, open } = await heard(order);
      const told = people.map(({ slices }) => slices.map(({ system }) => system).sort());
      assert.deepEqual(told, [systems], order.map(({ system }) => system).join());
      assert.equal(open, 0, 'nobody is asked');
    }
  });

  it('twins of one birth date and like names are two, and an administrator is asked', async () => {
    const [one, other] = [patient('BN-1', { hoTen: 'Trần Minh Anh' }), patient('BN-2', { hoTen: 'Trần Minh Ánh' })];
    for (const order of [
      [one, other],
      [other, one],
    ]) {
      const { people, open } = await heard(order);
      assert.equal(people.length, 2);
      assert.equal(open, 1);
    }
  });

  it('father and son of one name at one address are two, and nobody is asked', async () => {
    const name = { hoTen: 'Lê Hoàng Minh', gioiTinh: 'Nam' };
    const father = patient('BN-1', { ...name, ngaySinh: '04/03/1962' });
    const son = patient('BN-2', { ...name, ngaySinh: '12/05/1990' });
    for (const order of [
      [father, son],
      [son, father],
    ]) {
      const { people, open } = await heard(order);
      assert.equal(people.length, 2);
      assert.equal(open, 0);
    }
  });
});

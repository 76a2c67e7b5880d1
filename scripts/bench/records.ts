/** Records for the benchmark: civil status acts of invented people, in the sector's own format, each person several times. */
import type { Extraction } from '../../connectors/contract.ts';

const surnames = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi', 'Đỗ'];
const middles = ['Văn', 'Thị', 'Minh', 'Ngọc', 'Hữu', 'Thanh', 'Quốc', 'Kim'];
const givens = ['An', 'Bình', 'Châu', 'Dũng', 'Giang', 'Hạnh', 'Khoa', 'Lan', 'Phúc', 'Trâm', 'Uyên', 'Vy'];

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

export function nameOf(n: number): string {
  return `${pick(surnames, n * 7)} ${pick(middles, n * 3)} ${pick(givens, n * 5)}`;
}

/** The invented number of person `n`: born in Ho Chi Minh City between 2000 and 2024. */
export function numberOf(n: number): string {
  const sex = n % 2 === 0 ? '2' : '3';
  return `079${sex}${String(n % 25).padStart(2, '0')}${String(n % 1_000_000).padStart(6, '0')}`;
}

/**
 * Record `k` of a run over `people` persons: the first round registers each birth, each further one corrects each
 * name to another, so that every record changes somebody.
 */
export function benchRecord(k: number, people: number): Extraction {
  const n = k % people;
  const act = k < people ? birth(n) : correction(n, Math.floor(k / people) - 1);
  const personalNumber = numberOf(n);
  const maSuKien = `${act.loai}-${k}`;
  const body = {
    soThuTu: k + 1,
    maSuKien,
    loai: act.loai,
    thoiDiemGhi: '2026-01-02T03:04:05.678Z',
    congDan: {
      soDinhDanh: personalNumber,
      hoVaTen: nameOf(n),
      ngaySinh: `20${personalNumber.slice(4, 6)}-0${(n % 9) + 1}-1${n % 9}`,
      gioiTinh: n % 2 === 0 ? '1' : '2',
      danToc: '01',
      quocTich: 'VN',
    },
    noiDung: act.noiDung,
  };
  return {
    ok: true,
    record: {
      type: act.type,
      sourceKey: maSuKien,
      sourceVersion: k + 1,
      operation: 'upsert',
      subject: { scheme: 'personal-number', value: personalNumber },
      recordedAt: body.thoiDiemGhi,
      contentType: 'application/json',
      body: JSON.stringify(body),
    },
  };
}

function birth(n: number) {
  const place = { maTinh: '79', maHuyen: '760', maXa: '26734', chiTiet: `Số ${n} đường Lê Lợi`, quocGia: 'VN' };
  const parent = (m: number) => ({ soDinhDanh: numberOf(m), hoVaTen: nameOf(m) });
  return {
    loai: 'KHAI_SINH',
    type: 'birth',
    noiDung: { noiSinh: place, noiDangKy: place, queQuan: place, cha: parent(n + 2), me: parent(n + 3) },
  };
}

function correction(n: number, earlier: number) {
  const hoVaTenMoi = `${nameOf(n)} ${pick(givens, n + earlier)}`;
  const noiDung = { hoVaTenCu: nameOf(n), hoVaTenMoi, ngayHieuLuc: '2026-01-02' };
  return { loai: 'CAI_CHINH_HO_TEN', type: 'name-correction', noiDung };
}

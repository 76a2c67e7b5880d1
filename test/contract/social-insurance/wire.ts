/** Social insurance's files, as the played system writes them. */
import { createHash } from 'node:crypto';

export const header =
  'so_ho_so,phien_ban,thao_tac,thoi_diem,ma_so_bhxh,so_dinh_danh,so_cmnd,ho_ten,ngay_sinh,gioi_tinh,dia_chi';

export type PlayedLine = {
  record: string;
  version?: string;
  operation?: string;
  book?: string;
  name?: string;
  address?: string;
};

/** One line; what is not told is plausible. */
export function line({ record, version = '1', operation = 'MOI', book, name, address = '' }: PlayedLine): string {
  const bookNumber = book ?? `79${record.replaceAll(/\D/g, '').padStart(8, '0')}`;
  const written = /[",\n]/.test(address) ? `"${address.replaceAll('"', '""')}"` : address;
  const person = `${bookNumber},079090000123,,${name ?? 'LÊ VĂN TÁM'},01/01/1990,Nam,${written}`;
  return `${record},${version},${operation},2026-01-05T08:30:00,${person}`;
}

/** A file of lines. */
export function file(lines: readonly string[]): Buffer {
  return Buffer.from([header, ...lines].map((each) => `${each}\n`).join(''));
}

/** The manifest of a file, as an object to be spoilt. */
export function manifest(name: string, sequence: number, content: Buffer): Record<string, unknown> {
  return {
    tenTep: `${name}.csv`,
    soThuTu: sequence,
    kichThuoc: content.length,
    soDong: content.toString('latin1').match(/[^\n]*\n|[^\n]+$/g)?.length ?? 0,
    sha256: createHash('sha256').update(content).digest('hex'),
    thoiDiemTao: '2026-03-01T00:00:00Z',
    bangMa: 'UTF-8',
  };
}

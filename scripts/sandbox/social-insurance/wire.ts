/** Social insurance's files: a line per enrolment under a header, and the manifest of a file. */
import type { PartialDate, Sex } from '../people/person.ts';

export type Operation = 'new' | 'change' | 'cancel';

/** One enrolment as social insurance holds it, spelling and all. */
export type Enrolment = {
  recordNumber: string;
  version: number;
  operation: Operation;
  /** Epoch milliseconds. */
  changedAt: number;
  bookNumber: string;
  healthNumber: string;
  personalNumber: string;
  oldIdentityNumber: string;
  fullName: string;
  /** A year alone is written as its first of January, or by itself. */
  birthDate: PartialDate;
  yearAlone: 'january' | 'bare';
  sex: Sex;
  /** Numbering of 2008; written in that of 1979. */
  ethnicity: string;
  province: string;
  district: string;
  commune: string;
  detail: string;
  phone: string;
};

const columns = [
  'so_ho_so',
  'phien_ban',
  'thao_tac',
  'thoi_diem',
  'ma_so_bhxh',
  'so_dinh_danh',
  'so_cmnd',
  'ho_ten',
  'ngay_sinh',
  'gioi_tinh',
  'dan_toc',
  'quoc_tich',
  'ma_quoc_gia',
  'ma_tinh',
  'ma_huyen',
  'ma_xa',
  'dia_chi',
  'ma_the_bhyt',
  'dien_thoai',
  'ten_don_vi',
] as const;

const operations: Record<Operation, string> = { new: 'MOI', change: 'SUA', cancel: 'HUY' };

/** Where the two numberings differ, of the groups that live in the sandbox. */
const codes1979: Readonly<Record<string, string>> = { '04': '06', '06': '04', '11': '12', '14': '17', '15': '16' };

export const header = `${columns.join(',')}\n`;

/** The line of an enrolment. */
export function lineOf(enrolment: Enrolment): string {
  const { ethnicity, sex, version, operation } = enrolment;
  const values: Record<(typeof columns)[number], string> = {
    so_ho_so: enrolment.recordNumber,
    phien_ban: String(version),
    thao_tac: operations[operation],
    thoi_diem: vietnameseTime(enrolment.changedAt),
    ma_so_bhxh: enrolment.bookNumber,
    so_dinh_danh: enrolment.personalNumber,
    so_cmnd: enrolment.oldIdentityNumber,
    ho_ten: enrolment.fullName,
    ngay_sinh: birthDate(enrolment),
    gioi_tinh: sex === 'male' ? 'Nam' : 'Nữ',
    dan_toc: codes1979[ethnicity] ?? ethnicity,
    quoc_tich: 'VN',
    ma_quoc_gia: '',
    ma_tinh: enrolment.province,
    ma_huyen: enrolment.district,
    ma_xa: enrolment.commune,
    dia_chi: enrolment.detail,
    ma_the_bhyt: enrolment.healthNumber,
    dien_thoai: enrolment.phone,
    ten_don_vi: '',
  };
  return `${columns.map((column) => quoted(values[column])).join(',')}\n`;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Without a zone, as such files have it. */
function vietnameseTime(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(0, 19);
}

function birthDate({ birthDate: { year, month, day }, yearAlone }: Enrolment): string {
  if (month === undefined || day === undefined) return yearAlone === 'january' ? `01/01/${String(year)}` : String(year);
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${String(year)}`;
}

export type FileFacts = { file: string; sequence: number; bytes: number; lines: number; sha256: string; at: number };

/** The manifest of a file. */
export function manifestJson({ file, sequence, bytes, lines, sha256, at }: FileFacts): string {
  const manifest = {
    tenTep: file,
    soThuTu: sequence,
    kichThuoc: bytes,
    soDong: lines,
    sha256,
    thoiDiemTao: `${vietnameseTime(at)}+07:00`,
    bangMa: 'UTF-8',
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

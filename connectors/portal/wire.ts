/** The words of the national portal's services. */
import { z } from 'zod';
import type { Fault, SinkResult } from '../contract.ts';
import { isObject } from '../lib/json.ts';
import { parseDateTime } from '../lib/time.ts';
import type { PortalCodes } from './config.ts';

/** Codes come as text or as numbers. */
const answerCode = z.union([z.string(), z.number()]).transform(String);

export const loginAnswer = z
  .object({ session: z.string().nullish(), error_code: answerCode })
  .transform(({ session, error_code: code }) => ({
    session: session === '' ? undefined : (session ?? undefined),
    code,
  }));

const itemAnswer = z
  .object({ error_code: answerCode, message: z.string().nullish() })
  .transform(({ error_code: code, message }) => ({ code, message: message ?? '' }));

export type ItemAnswer = z.infer<typeof itemAnswer>;

export const serviceAnswer = z
  .object({ error_code: answerCode, data: z.array(itemAnswer).nullish() })
  .transform(({ error_code: code, data }) => ({ code, items: data ?? [] }));

/** The body of a login. */
export function writeLogin(username: string, password: string): string {
  return JSON.stringify({ username, password });
}

/** The header that says which part of the portal the login is for. */
export function loginHeaders(destinationCode: string): Record<string, string> {
  return { dstcode: destinationCode };
}

/** The body of a call that stores items, replacing older versions of them. */
export function writeUpsert(call: { session: string; service: string; items: readonly unknown[] }): string {
  return JSON.stringify({ session: call.session, service: call.service, isUpdating: true, data: call.items });
}

/** Fields a refusal may name. A message is free text of another system: nothing else of it is passed on. */
const fields = [
  ...['SoDinhDanh', 'PhienBan', 'HoVaTen', 'NgayThangNamSinh', 'GioiTinh', 'DanToc', 'TonGiao', 'QuocTich'],
  ...['TinhTrangHonNhan', 'SoCMND', 'SoDienThoai', 'ThuDienTu', 'NoiDangKyKhaiSinh', 'QueQuan', 'ThuongTru'],
  ...['NoiOHienNay', 'Cha', 'Me', 'VoChong', 'NgayChet', 'MaHoSo', 'MaTTHC', 'TenTTHC', 'MaLinhVuc', 'TenLinhVuc'],
  ...['ChuHoSo', 'LoaiDoiTuong', 'MaDoiTuong', 'NgayTiepNhan', 'NgayHenTra', 'TrangThaiHoSo'],
];

function refusalFaults(message: string): Fault[] {
  const words = new Set(message.split(/[^A-Za-z]+/));
  const named = fields.filter((field) => words.has(field));
  const paths = named.length === 0 ? [''] : named;
  return paths.map((path) => ({ path, code: 'refused', expected: 'what the portal’s rules for this item ask' }));
}

/** What became of an item. A code that is not known means that it was not stored, as far as anyone can tell. */
export function toResult({ code, message }: ItemAnswer, codes: PortalCodes): SinkResult {
  if (code === codes.stored) return { outcome: 'stored' };
  if (code === codes.duplicate) return { outcome: 'duplicate' };
  if (code === codes.refused) return { outcome: 'refused', faults: refusalFaults(message) };
  return { outcome: 'refused', faults: [{ path: '', code: 'unknown-answer', expected: 'a known item code' }] };
}

/** Where a sync record may stand in a list: as the portal's own calls have their items. */
export const listMember = 'data';
export const cardNumber = 'SoCMND';
const changedAtName = 'ThoiDiemCapNhat';

/** What routing needs of what a citizen declared at the portal. */
export type Declaration = {
  /** The number of the card the account was made with: nine or twelve digits. */
  cardNumber: string;
  /** Epoch milliseconds. */
  changedAt: number | undefined;
};

/** Reads a sync record as far as routing needs it, or says what is wrong with it. */
export function readDeclaration(value: unknown): Declaration | Fault {
  if (!isObject(value)) return { path: '', code: 'not-a-record', expected: 'a JSON object' };
  const [number, time] = [value[cardNumber], value[changedAtName]];
  const expected = 'a card number of nine or twelve digits';
  if (number === undefined || number === null || number === '') return { path: cardNumber, code: 'missing', expected };
  const given = typeof number === 'string' ? number.trim() : '';
  if (!/^(?:\d{9}|\d{12})$/.test(given)) return { path: cardNumber, code: 'card-number-format', expected };
  return { cardNumber: given, changedAt: typeof time === 'string' ? parseDateTime(time) : undefined };
}

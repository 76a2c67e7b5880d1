/** The portal's items, as the played one reads them. */
import { z } from 'zod';
import type { SinkItem } from '../../../connectors/contract.ts';

/** An item as the store judges it, citizen or case. */
export const itemShape = z
  .object({
    SoDinhDanh: z.string().optional(),
    HoVaTen: z.string().optional(),
    PhienBan: z.number().default(0),
    MaHoSo: z.string().optional(),
    MaTTHC: z.string().optional(),
  })
  .transform((item) => ({
    key: item.SoDinhDanh ?? item.MaHoSo ?? '',
    version: item.PhienBan,
    isAcceptable:
      item.SoDinhDanh === undefined
        ? item.MaTTHC !== undefined
        : item.SoDinhDanh.length === 12 && item.HoVaTen !== undefined,
  }));

/** A refusal that breaks the rule and quotes data. */
export const refusal = 'HoVaTen: LÊ VĂN TÁM (079090000123) thiếu thông tin';

export function citizenItem(personalNumber: string, version: number, name: string | undefined): SinkItem {
  const payload = { SoDinhDanh: personalNumber, PhienBan: version, ...(name === undefined ? {} : { HoVaTen: name }) };
  return { kind: 'citizen', key: personalNumber, version, payload };
}

export function caseItem(code: string, version: number): SinkItem {
  const payload = { MaHoSo: code, MaTTHC: '1.004222', PhienBan: version };
  return { kind: 'case', key: code, version, payload };
}

export const services = { citizen: 'DongBoCongDan', case: 'DongBoHoSoMC' };

/** What a citizen declared, written with spaces of its own, which must stay. */
export function declaration(card: string, more = ''): string {
  return `{ "SoCMND" : "${card}", "LoaiThe":"2" ,"HoVaTen":"Nguyễn Văn A","SoDienThoai":"0900000001"${more} }`;
}

export const changedAt = ',"ThoiDiemCapNhat":"2026-02-01T10:00:00+07:00"';
export const pushed = (items: string): string => `{"session":"x", "data": ${items}}`;

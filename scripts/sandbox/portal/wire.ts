/** The national portal's JSON: log in, then services by name with a list of items. */
import { z } from 'zod';

export const services = { citizens: 'DongBoCongDan', cases: 'DongBoHoSoMC' } as const;

export const login = z.object({ username: z.string(), password: z.string() });

export const call = z.object({
  session: z.string(),
  service: z.string(),
  isUpdating: z.boolean(),
  data: z.array(z.record(z.string(), z.unknown())).max(100),
});

/** Answer to a call as a whole: handled, session unknown or expired, unknown service, not the shape. */
export const callCodes = { handled: '0', wrongLogin: '-1', session: '-2', service: '-3', shape: '-4' } as const;
export const itemCodes = { stored: '0', duplicate: '1', refused: '2' } as const;

export type ItemResult = { error_code: (typeof itemCodes)[keyof typeof itemCodes]; message: string };

export type Accepted = { key: string; version: number | undefined };

/** An item's key and version, or what is wrong with it; messages name rules, never values. */
export type ReadItem = Accepted | { refusal: string };

/** Reads a citizen item as far as the store needs it. */
export function readCitizen(item: Record<string, unknown>): ReadItem {
  const { SoDinhDanh: key, HoVaTen: name, PhienBan: version } = item;
  if (typeof key !== 'string' || !/^\d{12}$/.test(key)) return { refusal: 'SoDinhDanh must be 12 digits' };
  if (typeof name !== 'string' || name.trim() === '') return { refusal: 'HoVaTen is missing' };
  if (!isVersion(version)) return { refusal: 'PhienBan must be a whole number' };
  return { key, version };
}

/** Reads a case item as far as the store needs it. */
export function readCase(item: Record<string, unknown>): ReadItem {
  const { MaHoSo: key, MaTTHC: procedure, PhienBan: version } = item;
  if (typeof key !== 'string' || key.trim() === '') return { refusal: 'MaHoSo is missing' };
  if (typeof procedure !== 'string' || procedure.trim() === '') return { refusal: 'MaTTHC is missing' };
  if (version !== undefined && !isVersion(version)) return { refusal: 'PhienBan must be a whole number' };
  return { key, version };
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

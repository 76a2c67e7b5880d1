/**
 * Units of two eras made comparable: codes of the old list and of the new one look alike and mean other areas, so both
 * are taken to communes of today, by the conversion table (mappings/catalogues/admin-units).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../config/root.ts';
import type { Address } from '../../../mappings/canonical/citizen.ts';

/** Where an address is today: its province, and the communes it may be in (several where a commune was split). */
export type UnitsOfToday = { province: string | undefined; communes: readonly string[] };

export type ComparableUnits = (address: Address) => UnitsOfToday;

const nowhere: UnitsOfToday = { province: undefined, communes: [] };

/** Reads the tables (about 24,000 rows). An address abroad is nowhere; an unknown code tells nothing. */
export function loadComparableUnits(
  folder = join(projectRoot(), 'mappings', 'catalogues', 'admin-units'),
): ComparableUnits {
  const provinceOfNew = new Map(rows(folder, 'communes-since-2025-07').map(([code, , province]) => [code, province]));
  const before = new Map<string, string[]>();
  for (const [old, today] of rows(folder, 'commune-conversion-2025-07')) {
    before.set(old, [...(before.get(old) ?? []), today]);
  }
  const provinceOfOld = new Map<string, string>();
  for (const [code, , , province] of rows(folder, 'communes-before-2025-07')) {
    const today = provinceOfNew.get(before.get(code)?.[0] ?? '');
    if (today !== undefined) provinceOfOld.set(province, today);
  }
  const since = new Map([...provinceOfNew.keys()].map((code) => [code, [code]]));
  const none: readonly string[] = [];
  return ({ country, catalogue, province = '', commune = '' }) => {
    if (country !== 'VN') return nowhere;
    const communes = (catalogue === 'before-2025-07' ? before : since).get(commune) ?? none;
    const ofCommune = communes[0] === undefined ? undefined : provinceOfNew.get(communes[0]);
    // A province of today is also the old one of that code, or a part of it, so its era need not be known.
    return { province: ofCommune ?? provinceOfOld.get(province), communes };
  };
}

function rows(folder: string, table: string): [string, string, string, string][] {
  const lines = readFileSync(join(folder, `${table}.csv`), 'utf8')
    .split(/\r?\n/)
    .slice(1);
  return lines.flatMap((line) => {
    const [first, second, third = '', fourth = ''] = line.split(',');
    return first === undefined || second === undefined ? [] : [[first, second, third, fourth]];
  });
}

/** Addresses as people write them: in one line, with the names of the units of their time. */
import type { Address } from './person.ts';
import { rows } from './places.ts';

/** Writes an address out, smallest unit first. */
export type WriteAddress = (address: Address) => string;

/** Reads the names of the units of both eras. */
export function loadUnitNames(): WriteAddress {
  const names = (file: string) => new Map(rows(file).map(([code = '', name = '']) => [code, name]));
  const before = { communes: names('communes-before-2025-07.csv'), provinces: names('provinces-before-2025-07.csv') };
  const since = { communes: names('communes-since-2025-07.csv'), provinces: names('provinces-since-2025-07.csv') };
  const districts = names('districts-before-2025-07.csv');
  return ({ detail, commune, district, province }) => {
    const era = district === undefined ? since : before;
    const parts = [detail, era.communes.get(commune), districts.get(district ?? ''), era.provinces.get(province)];
    return parts.filter((part) => part !== undefined && part !== '').join(', ');
  };
}

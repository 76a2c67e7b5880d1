/** Administrative units of both eras, read from the catalogue the project ships. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at, type Draws } from '../lib/random.ts';
import type { Address } from './person.ts';

const catalogue = 'mappings/catalogues/admin-units';

/** One commune of before 1 July 2025, and the commune that took over (most of) its area. */
export type Place = {
  oldProvince: string;
  oldDistrict: string;
  oldCommune: string;
  newProvince: string;
  newCommune: string;
  urban: boolean;
};

/** Province 79 since 1 July 2025: the former Ho Chi Minh City (79), Bình Dương (74) and Bà Rịa - Vũng Tàu (77). */
export const homeProvince = '79';

export type Places = {
  home: readonly Place[];
  elsewhere: readonly Place[];
  /** Old communes by the two-digit code of their old province. */
  byOldProvince: ReadonlyMap<string, readonly Place[]>;
  /** Province and commune of today for an address of either era; the commune is undefined if the code is not known. */
  today(address: Address): { province: string; commune: string | undefined };
  /** Paths of the codes that do not exist, or do not lie in each other. */
  unknownCodes(address: { province: string; district?: string | undefined; commune: string }): string[];
};

/** Reads the tables. Throws if the catalogue folder is not found above this file. */
export function loadPlaces(): Places {
  const successors = new Map<string, string>();
  for (const [from, to] of rows('commune-conversion-2025-07.csv')) {
    if (from !== undefined && to !== undefined && !successors.has(from)) successors.set(from, to);
  }
  const provinceOfNew = new Map(rows('communes-since-2025-07.csv').map((row) => [at(row, 0), at(row, 2)]));
  const places = rows('communes-before-2025-07.csv').map((row) => toPlace(row, successors, provinceOfNew));
  const byCode = new Map(places.map((place) => [place.oldCommune, place]));
  return {
    home: places.filter((place) => place.newProvince === homeProvince),
    elsewhere: places.filter((place) => place.newProvince !== homeProvince),
    byOldProvince: groupByProvince(places),
    today: (address) => today(address, byCode),
    unknownCodes: (address) => unknownCodes(address, byCode, provinceOfNew),
  };
}

function toPlace(row: string[], successors: Map<string, string>, provinceOfNew: Map<string, string>): Place {
  const code = at(row, 0);
  const newCommune = successors.get(code) ?? code;
  return {
    oldProvince: at(row, 3),
    oldDistrict: at(row, 2),
    oldCommune: code,
    newProvince: provinceOfNew.get(newCommune) ?? at(row, 3),
    newCommune,
    urban: !at(row, 1).startsWith('Xã'),
  };
}

function groupByProvince(places: readonly Place[]): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const group = groups.get(place.oldProvince);
    if (group === undefined) groups.set(place.oldProvince, [place]);
    else group.push(place);
  }
  return groups;
}

function today(address: Address, byCode: ReadonlyMap<string, Place>) {
  if (address.district === undefined) return { province: address.province, commune: address.commune };
  const place = byCode.get(address.commune);
  return { province: place?.newProvince ?? address.province, commune: place?.newCommune };
}

function unknownCodes(
  address: { province: string; district?: string | undefined; commune: string },
  byCode: ReadonlyMap<string, Place>,
  provinceOfNew: ReadonlyMap<string, string>,
): string[] {
  if (address.district === undefined) {
    const province = provinceOfNew.get(address.commune);
    if (province === address.province) return [];
    return [...provinceOfNew.values()].includes(address.province) ? ['commune'] : ['province', 'commune'];
  }
  const place = byCode.get(address.commune);
  if (place === undefined) return ['commune'];
  const wrong = [];
  if (place.oldProvince !== address.province) wrong.push('province');
  if (place.oldDistrict !== address.district) wrong.push('district');
  return wrong;
}

/** The rows of one of the tables, without its header. */
export function rows(file: string): string[][] {
  const lines = readFileSync(join(folder(), file), 'utf8').trim().split(/\r?\n/);
  return lines.slice(1).map((line) => line.split(','));
}

/** The same code runs from the sources and from dist/, which does not hold the tables. */
function folder(): string {
  for (let above = import.meta.dirname; ; above = dirname(above)) {
    const candidate = join(above, catalogue);
    if (existsSync(join(candidate, 'communes-since-2025-07.csv'))) return candidate;
    if (above === dirname(above)) throw new Error(`reading administrative units: no ${catalogue} above the sandbox`);
  }
}

// prettier-ignore
const streets = [
  'Nguyễn Trãi', 'Lê Lợi', 'Trần Hưng Đạo', 'Cách Mạng Tháng Tám', 'Lý Thường Kiệt', 'Hai Bà Trưng', 'Điện Biên Phủ',
  'Võ Văn Tần', 'Nguyễn Đình Chiểu', 'Phan Xích Long', 'Quang Trung', 'Hoàng Văn Thụ', 'Đại lộ Bình Dương',
  'Yersin', 'Thích Quảng Đức', 'Huỳnh Văn Lũy', '30 Tháng 4', 'Trương Công Định', 'Ba Cu', 'Lạc Long Quân',
] as const;

/** The part of an address below the commune, as people write it. */
export function addressDetail(urban: boolean, random: Draws): string {
  const house = random.chance(0.4)
    ? `${String(1 + random.below(400))}/${String(1 + random.below(60))}`
    : String(1 + random.below(999));
  if (urban) return `${house} ${random.pick(streets)}, Khu phố ${String(1 + random.below(9))}`;
  return random.chance(0.5)
    ? `Tổ ${String(1 + random.below(20))}, Ấp ${String(1 + random.below(9))}`
    : `Thôn ${String(1 + random.below(12))}`;
}

/** The address of a place in one era's codes. */
export function addressAt(place: Place, detail: string, era: 'old' | 'new'): Address {
  if (era === 'new') return { country: 'VN', province: place.newProvince, commune: place.newCommune, detail };
  return {
    country: 'VN',
    province: place.oldProvince,
    district: place.oldDistrict,
    commune: place.oldCommune,
    detail,
  };
}

/**
 * Units of two eras made comparable: codes of the old list and of the new one look alike and mean other areas, so all
 * are taken to communes of the newest edition of the catalogue.
 */
import type { Address } from '../../../mappings/canonical/citizen.ts';
import type { Units } from '../../../mappings/lib/units/contract.ts';

/** Where an address is today: its province, and the communes it may be in (several where a commune was split). */
export type UnitsOfToday = { province: string | undefined; communes: readonly string[] };

export type ComparableUnits = (address: Address) => UnitsOfToday;

const nowhere: UnitsOfToday = { province: undefined, communes: [] };

/** Over a catalogue. An address abroad is nowhere; an unknown code tells nothing. */
export function comparableUnits(units: Units): ComparableUnits {
  const today = units.editions.at(-1)?.id ?? '';
  const provinceOfNew = new Map<string, string>();
  for (const { level, code, parent } of units.rows(today)) {
    if (level === 'commune' && parent !== undefined) provinceOfNew.set(code, parent);
  }
  const communesOf = (catalogue: string, code: string): readonly string[] => {
    const from = units.editions.findIndex(({ id }) => id === catalogue);
    const later = units.editions.slice(from === -1 ? -1 : from, -1);
    const codes = later.reduce<readonly string[]>(
      (all, { id }) => all.flatMap((each) => units.successors(id, each)),
      [code],
    );
    return codes.filter((each) => provinceOfNew.has(each));
  };
  const provinceOfOld = provincesOf(units, (catalogue, code) =>
    provinceOfNew.get(communesOf(catalogue, code)[0] ?? ''),
  );
  return ({ country, catalogue, province = '', commune = '' }) => {
    if (country !== 'VN') return nowhere;
    const communes = communesOf(catalogue, commune);
    // A province of today is also the old one of that code, or a part of it, so its era need not be known.
    return { province: provinceOfNew.get(communes[0] ?? '') ?? provinceOfOld.get(province), communes };
  };
}

/** The province of today that each province of any edition lies in, found by one of its communes. */
function provincesOf(
  units: Units,
  provinceOf: (catalogue: string, commune: string) => string | undefined,
): ReadonlyMap<string, string> {
  const provinces = new Map<string, string>();
  for (const { id } of units.editions) {
    const rows = units.rows(id);
    const districts = new Map(
      rows.flatMap(({ level, code, parent }) => (level === 'district' ? [[code, parent] as const] : [])),
    );
    for (const { code, parent = '' } of rows.filter(({ level }) => level === 'commune')) {
      const today = provinceOf(id, code);
      if (today !== undefined) provinces.set(districts.get(parent) ?? parent, today);
    }
  }
  return provinces;
}

/**
 * Addresses given as codes of administrative units. The same five digits can mean two areas: 3,316 of the 3,321
 * communes since 1 July 2025 reuse the code of one of their parts. So an address says which edition of the catalogue
 * its codes are from, as far as that shows: districts ended that day, hence a district code is the old edition, and a
 * commune without one the new, or one that came after it. Codes are kept as they came; what they stand for is the
 * catalogue's business.
 */
import type { Address, CatalogueVersion } from '../canonical/citizen.ts';
import { hasDigitsOnly } from './identifiers.ts';
import type { UnitLevel } from './units/contract.ts';

/** House number, street, hamlet: longer than any real one. */
export const maxDetailLength = 500;

/** ISO 3166 keeps ZZ for an unknown country. */
export const unknownCountry = 'ZZ';

/** Countries that tell nothing by themselves. */
const saysNothing = new Set([unknownCountry, 'VN']);

/** The parts of an address, read and tidied; those the source left out are undefined. */
export type AddressParts = Record<UnitLevel | 'country' | 'detail', string | undefined>;

const optionalParts = ['province', 'district', 'commune', 'detail'] as const;

/** How many digits a unit's code has at each level, in both eras. */
export const unitCodeLengths: Record<UnitLevel, number> = { province: 2, district: 3, commune: 5 };

/** The last edition with districts, and the first without. */
const withDistricts = 'before-2025-07';
const withoutDistricts = 'since-2025-07';

/**
 * Builds an address; undefined if it says nothing (no part, or only that it is in Vietnam). Without a country it is
 * Vietnam if there is a Vietnamese unit code, else `ZZ`, unknown. `edition`: of a commune's code without a district;
 * the first such edition if not said.
 */
export function buildAddress(parts: AddressParts, edition?: CatalogueVersion): Address | undefined {
  const unit = firstUnit(parts);
  const country = parts.country ?? (unit === undefined ? unknownCountry : 'VN');
  if ((unit ?? parts.detail) === undefined && saysNothing.has(country)) return undefined;
  const address: Address = { country, catalogue: catalogueOf(country, parts, edition) };
  for (const part of optionalParts) {
    const value = parts[part];
    if (value !== undefined) address[part] = value;
  }
  return address;
}

function firstUnit({ province, district, commune }: AddressParts): string | undefined {
  return province ?? district ?? commune;
}

function catalogueOf(
  country: string,
  { district, commune }: AddressParts,
  edition: CatalogueVersion = withoutDistricts,
): CatalogueVersion {
  if (country !== 'VN') return 'unknown';
  if (district !== undefined) return withDistricts;
  const hasCommune = commune !== undefined && hasDigitsOnly(commune, unitCodeLengths.commune);
  return hasCommune ? edition : 'unknown';
}

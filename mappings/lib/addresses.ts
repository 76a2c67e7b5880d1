/**
 * Addresses given as codes of administrative units. The same five digits can mean two areas: 3,316 of the 3,321
 * communes since 1 July 2025 reuse the code of one of their parts. So an address says which edition of the catalogue
 * its codes are from, as far as that shows: districts ended that day, hence a district code is the old edition. A
 * commune without one may be of any, since sources leave districts out: whoever knows when the code was true tells.
 * Codes are kept as they came; what they stand for is the catalogue's business.
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

/** The last edition with districts. */
const withDistricts = 'before-2025-07';

/** The edition of a commune's code that came without a district; `unknown` if it cannot be told with certainty. */
export type EditionOf = (codes: Pick<AddressParts, 'province' | 'commune'>) => CatalogueVersion;

/**
 * Builds an address; undefined if it says nothing (no part, or only that it is in Vietnam). Without a country it is
 * Vietnam if there is a Vietnamese unit code, else `ZZ`, unknown. Without `editionOf` no edition is told of a commune
 * that has no district.
 */
export function buildAddress(parts: AddressParts, editionOf?: EditionOf): Address | undefined {
  const unit = firstUnit(parts);
  const country = parts.country ?? (unit === undefined ? unknownCountry : 'VN');
  if ((unit ?? parts.detail) === undefined && saysNothing.has(country)) return undefined;
  const address: Address = { country, catalogue: catalogueOf(country, parts, editionOf) };
  for (const part of optionalParts) {
    const value = parts[part];
    if (value !== undefined) address[part] = value;
  }
  return address;
}

function firstUnit({ province, district, commune }: AddressParts): string | undefined {
  return province ?? district ?? commune;
}

function catalogueOf(country: string, parts: AddressParts, editionOf: EditionOf | undefined): CatalogueVersion {
  if (country !== 'VN') return 'unknown';
  if (parts.district !== undefined) return withDistricts;
  return (hasCommuneCode(parts) ? editionOf?.(parts) : undefined) ?? 'unknown';
}

/** Whether there is the code of a commune, of whatever edition. */
export function hasCommuneCode({ commune }: AddressParts): boolean {
  return commune !== undefined && hasDigitsOnly(commune, unitCodeLengths.commune);
}

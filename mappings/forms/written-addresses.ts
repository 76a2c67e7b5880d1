/** Addresses as forms want them. */
import type { Address } from '../canonical/citizen.ts';
import { unknownCountry } from '../lib/addresses.ts';
import { isObject } from '../lib/fields.ts';
import type { UnitLevel } from '../lib/units/contract.ts';
import type { Succession } from '../lib/units/successors.ts';
import type { Written } from './answer.ts';
import { countryName } from './written-codes.ts';

export type AddressTools = {
  /** The name of an administrative unit with its type (`Phường Bến Thành`), if the catalogue has it. */
  unitName: (catalogue: Address['catalogue'], level: UnitLevel, code: string) => string | undefined;
  /** What became of an address until today; without it no old address is written as one of today. */
  successorsOf?: ((address: Address) => Succession) | undefined;
};

const unitLevels = ['commune', 'district', 'province'] as const;

/**
 * On one line: detail, then names of units from small to large, then the country if it is not Vietnam. Larger units that
 * are left out are added; a commune that lies in none of those said is not written. A detail alone is but what the
 * address may be: where it lies is for the citizen to add.
 */
export function writeAddress(value: unknown, tools: AddressTools): Written {
  if (!isAddress(value)) return undefined;
  const succession = tools.successorsOf?.(value);
  if (succession?.kind === 'unknown') return succession.why === 'contradictory' ? undefined : write(value, tools);
  return write(succession?.whole ?? value, tools);
}

function write(address: Address, { unitName }: AddressTools): Written {
  const units = unitLevels.flatMap((level) => {
    const unit = address[level];
    return unit === undefined ? [] : [unitName(address.catalogue, level, unit)];
  });
  if (units.includes(undefined)) return undefined;
  const place = [...units, ...countryOf(address)];
  if (place.length === 0) return address.detail === undefined ? undefined : [address.detail];
  return [address.detail, ...place].filter((part) => part !== undefined).join(', ');
}

/** Not said where it goes without saying, nor where it is not known: `ZZ` is no word for a form. */
function countryOf({ country }: Address): readonly string[] {
  return country === 'VN' || country === unknownCountry ? [] : [countryName(country) ?? country];
}

/** The same with the units of today: an old address if its unit went wholly into one, else all it may be. */
export function writeAddressNow(value: unknown, tools: AddressTools): Written {
  if (!isAddress(value) || tools.successorsOf === undefined) return undefined;
  if (!namesUnits(value)) return writeAddress(value, tools);
  const succession = tools.successorsOf(value);
  switch (succession.kind) {
    case 'current':
      return write(succession.whole, tools);
    case 'one':
      return write(succession.address, tools);
    case 'split':
      return succession.candidates.flatMap((each) => write(each, tools) ?? []);
    case 'unknown':
      return undefined;
  }
}

/** Whether there is anything that a reform may have changed. */
function namesUnits(address: Address): boolean {
  return address.country === 'VN' && unitLevels.some((level) => address[level] !== undefined);
}

function isAddress(value: unknown): value is Address {
  return isObject(value) && typeof value['country'] === 'string' && typeof value['catalogue'] === 'string';
}

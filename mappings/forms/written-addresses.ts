/** Addresses as forms want them. */
import type { Address } from '../canonical/citizen.ts';
import { isObject } from '../lib/fields.ts';
import type { UnitLevel } from '../lib/units/contract.ts';
import type { Succession } from '../lib/units/successors.ts';
import { countryName } from './written-codes.ts';

export type AddressTools = {
  /** The name of an administrative unit with its type (`Phường Bến Thành`), if the catalogue has it. */
  unitName: (catalogue: Address['catalogue'], level: UnitLevel, code: string) => string | undefined;
  /** What became of an address until today; without it no old address is written as one of today. */
  successorsOf?: ((address: Address) => Succession) | undefined;
};

const unitLevels = ['commune', 'district', 'province'] as const;

/** On one line: detail, then names of units from small to large, then the country if it is not Vietnam. */
export function writeAddress(value: unknown, { unitName }: AddressTools): string | undefined {
  if (!isAddress(value)) return undefined;
  const units = unitLevels.flatMap((level) => {
    const unit = value[level];
    return unit === undefined ? [] : [unitName(value.catalogue, level, unit)];
  });
  if (units.includes(undefined)) return undefined;
  const country = value.country === 'VN' ? undefined : (countryName(value.country) ?? value.country);
  const parts = [value.detail, ...units, country].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** The same with the units of today: an old address if its unit went wholly into one, else all it may be. */
export function writeAddressNow(value: unknown, tools: AddressTools): string | readonly string[] | undefined {
  if (!isAddress(value) || tools.successorsOf === undefined) return undefined;
  if (value.country !== 'VN') return writeAddress(value, tools);
  const succession = tools.successorsOf(value);
  switch (succession.kind) {
    case 'current':
      return writeAddress(value, tools);
    case 'one':
      return writeAddress(succession.address, tools);
    case 'split':
      return succession.candidates.map((each) => writeAddress(each, tools)).filter((each) => each !== undefined);
    case 'unknown':
      return undefined;
  }
}

function isAddress(value: unknown): value is Address {
  return isObject(value) && typeof value['country'] === 'string' && typeof value['catalogue'] === 'string';
}

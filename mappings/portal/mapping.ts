/**
 * A citizen as the national portal's store holds them. What the hub does not hold is left out, as are codes of a
 * scheme the portal does not read: a wrong code would be worse there than none.
 */
import type { Address, CitizenFields, Code, PartialDate, Relative } from '../canonical/citizen.ts';
import type { OutboundMapping } from '../contract.ts';
import { countryCodes, ethnicGroups2008, maritalStatuses, religions, sexes } from '../lib/codes.ts';
import { isoDate, isWholeDate } from '../lib/dates.ts';
import { addressNames, maritalStatusCodes, sexCodes, unknownCode, wire } from './wire.ts';

/** Names to texts, numbers and further objects; ready to be written as JSON, always in the same order. */
type Item = { [name: string]: string | number | Item };

const texts = ['oldIdentityNumber', 'phone', 'email'] as const;
const addresses = ['birthRegistrationPlace', 'hometown', 'permanentResidence', 'currentResidence'] as const;
const relatives = ['father', 'mother', 'spouse'] as const;
const codes = [
  ['ethnicity', ethnicGroups2008.scheme],
  ['religion', religions.scheme],
  ['nationality', countryCodes.scheme],
] as const;
const addressParts = ['province', 'district', 'commune', 'detail', 'country'] as const;
/** ISO 3166 for an unknown country, which the portal's list does not have. */
const unknownCountry = 'ZZ';

export const portalMapping: OutboundMapping = { id: 'portal', version: 1, map };

/** A person nobody has named yet is left for the revision that names them: the portal takes none without a name. */
function map(person: { personalNumber: string; revision: number; fields: CitizenFields }): Item | null {
  const { fields } = person;
  if (fields.fullName === undefined) return null;
  const item: Item = { [wire.personalNumber]: person.personalNumber, [wire.revision]: person.revision };
  set(item, wire.fullName, fields.fullName.text);
  set(item, wire.birthDate, fields.birthDate && birthDate(fields.birthDate));
  set(item, wire.sex, converted(fields.sex, sexes.scheme, sexCodes));
  set(item, wire.maritalStatus, converted(fields.maritalStatus, maritalStatuses.scheme, maritalStatusCodes));
  for (const [field, scheme] of codes) set(item, wire[field], codeOf(fields[field], scheme));
  for (const field of texts) set(item, wire[field], fields[field]);
  for (const field of addresses) set(item, wire[field], addressItem(fields[field]));
  for (const field of relatives) set(item, wire[field], relativeItem(fields[field]));
  set(item, wire.deathDate, fields.deathDate && isoDate(fields.deathDate));
  return item;
}

function set(item: Item, name: string, value: string | number | Item | undefined): void {
  if (value !== undefined) item[name] = value;
}

/** A date known to the month only is given as its year: the portal has no form between. */
function birthDate(date: PartialDate): Item {
  return isWholeDate(date) ? { [wire.birthDay]: isoDate(date) } : { [wire.birthYear]: isoDate({ year: date.year }) };
}

function codeOf(code: Code | undefined, scheme: string): string | undefined {
  return code?.scheme === scheme ? code.code : undefined;
}

function converted(code: Code | undefined, scheme: string, table: ReadonlyMap<string, string>): string {
  return table.get(codeOf(code, scheme) ?? '') ?? unknownCode;
}

function addressItem(address: Address | undefined): Item | undefined {
  if (address === undefined) return undefined;
  const item: Item = {};
  for (const part of addressParts) {
    if (address[part] !== unknownCountry) set(item, addressNames[part], address[part]);
  }
  return item;
}

/** A relative without a name is left out: the portal identifies relatives by name. */
function relativeItem(relative: Relative | undefined): Item | undefined {
  if (relative?.name === undefined) return undefined;
  const item: Item = { [wire.fullName]: relative.name.text };
  set(item, wire.personalNumber, relative.personalNumber);
  return item;
}

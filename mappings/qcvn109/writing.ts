/** Canonical fields as the elements of the standard, as far as it has any; what they cannot hold is left out. */
import type { Address, CitizenFields, Code, PartialDate, Relative } from '../canonical/citizen.ts';
import {
  bloodGroups,
  countryCodes,
  ethnicGroups2008,
  ethnicNames,
  maritalStatuses,
  relationships,
  religions,
  sexes,
  type CodeList,
} from '../lib/codes.ts';
import { isoDate, isWholeDate } from '../lib/dates.ts';
import { groupOfCode1979 } from '../lib/ethnic-groups.ts';
import { possibleInXml, type XmlContent, type XmlItem } from '../lib/xml-writer.ts';
import { bloodGroupCodes, maritalStatusCodes, sexCodes, wholeNamePart, wire } from './wire.ts';

const addresses = ['birthRegistrationPlace', 'hometown', 'permanentResidence', 'currentResidence'] as const;
const relatives = ['father', 'mother', 'spouse', 'representative'] as const;
/** ISO 3166 for an unknown country, which is not to be written. */
const unknownCountry = 'ZZ';

/** The elements of one citizen, in the order of the standard's sample. */
export function writeStandard(personalNumber: string, fields: CitizenFields): XmlItem {
  const item: XmlItem = { [wire.personalNumber]: personalNumber };
  set(item, wire.oldIdentityNumber, fields.oldIdentityNumber);
  set(item, wire.fullName, fields.fullName && nameItem(fields.fullName.text));
  set(item, wire.sex, codeText(fields.sex, sexes, sexCodes));
  set(item, wire.ethnicity, ethnicItem(fields.ethnicity));
  set(item, wire.religion, wrapped(wire.religionCode, codeText(fields.religion, religions)));
  set(item, wire.maritalStatus, codeText(fields.maritalStatus, maritalStatuses, maritalStatusCodes));
  set(item, wire.bloodGroup, codeText(fields.bloodGroup, bloodGroups, bloodGroupCodes));
  set(item, wire.birthDate, fields.birthDate && dateItem(fields.birthDate));
  for (const field of addresses) set(item, wire[field], addressItem(fields[field]));
  set(item, wire.nationality, codeText(fields.nationality, countryCodes));
  for (const field of relatives) set(item, wire[field], relativeItem(fields[field]));
  const head = fields.headOfHousehold;
  set(item, wire.headOfHousehold, relativeItem(head, codeText(head?.relationship, relationships)));
  return item;
}

/** Sets what there is; a text without what no XML can hold, so that both forms of the message say the same. */
function set(item: XmlItem, name: string, value: XmlContent | undefined): void {
  const content = typeof value === 'string' ? possibleInXml(value) : value;
  if (content !== undefined && content !== '') item[name] = content;
}

function wrapped(name: string, text: string | undefined): XmlItem | undefined {
  if (text === undefined) return undefined;
  const item: XmlItem = {};
  set(item, name, text);
  return item;
}

/** Whole, as the hub does not split names. */
function nameItem(text: string): XmlItem | undefined {
  return wrapped(wholeNamePart, text);
}

function codeText(code: Code | undefined, list: CodeList, written?: ReadonlyMap<string, string>): string | undefined {
  if (code === undefined) return undefined;
  if (code.scheme === list.scheme) return written === undefined ? code.code : written.get(code.code);
  return code.scheme === list.sourceScheme ? code.code : undefined;
}

/** A group whose code of 2008 is not confirmed is given by its name. */
function ethnicItem(code: Code | undefined): XmlItem | undefined {
  if (code?.scheme === 'ethnic-1979') return wrapped(wire.ethnicName, groupOfCode1979(code.code)?.name);
  if (code?.scheme === ethnicNames.sourceScheme) return wrapped(wire.ethnicName, code.code);
  return wrapped(wire.ethnicCode, codeText(code, ethnicGroups2008));
}

/** A date known to the month only is given as its year: the standard has no form between. */
function dateItem(date: PartialDate): XmlItem {
  return isWholeDate(date) ? { [wire.birthDay]: isoDate(date) } : { [wire.birthYear]: isoDate({ year: date.year }) };
}

function addressItem(address: Address | undefined): XmlItem | undefined {
  if (address === undefined) return undefined;
  const item: XmlItem = {};
  set(item, wire.unit, address.commune ?? address.district ?? address.province);
  set(item, wire.detail, address.detail);
  if (address.country !== unknownCountry) set(item, wire.country, address.country);
  return item;
}

function relativeItem(relative: Relative | undefined, relationship?: string): XmlItem | undefined {
  if (relative === undefined) return undefined;
  const item: XmlItem = {};
  set(item, wire.relationship, relationship);
  set(item, wire.personalNumber, relative.personalNumber);
  set(item, wire.oldIdentityNumber, relative.oldIdentityNumber);
  set(item, wire.nationality, codeText(relative.nationality, countryCodes));
  set(item, wire.fullName, relative.name && nameItem(relative.name.text));
  return item;
}

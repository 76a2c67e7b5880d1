/** What a national message says of a citizen, for the mapping's page. */
import type { CitizenField } from '../canonical/citizen.ts';
import type { FieldRule, MappingTable } from '../tables.ts';
import { extension, extensionNamespace, nameParts, wire } from './wire.ts';

const relativeRule = 'a person as named there: name as written, number, old card number, nationality';
const addressRule = `${wire.unit} by its length a province (2), district (3) or commune (5); which list it is from is
not said, but for a district; with all units and the list where the hub's own element has them`;
const ownRule = "no element of the standard that is known; in the hub's own element, as the canonical model has it";

function place(field: CitizenField, source: string): FieldRule {
  return { field, sources: [source, extension], rule: addressRule };
}

function relative(field: CitizenField, source: string): FieldRule {
  return { field, sources: [source], rule: relativeRule };
}

const ownFields = [
  'otherName',
  'birthPlace',
  'identityCard',
  'children',
  'represented',
  'temporaryResidence',
  'temporaryAbsence',
  'residenceFileNumber',
  'householdMembers',
  'deathDate',
  'missingDate',
  'phone',
  'email',
  'socialInsuranceNumber',
  'healthInsuranceNumber',
  'taxNumber',
  'passportNumber',
] as const satisfies readonly CitizenField[];

export const qcvn109Table: MappingTable = {
  id: 'qcvn109',
  type: 'citizen',
  about: `One citizen of the national message, QCVN 109:2017/BTTTT, as an element in XML or an object in JSON; the same
fields are written back by two outbound mappings. Elements are those of the standard's sample; \`${wire.nationality}\` of the
citizen, \`${wire.headOfHousehold}\` and \`${wire.representative}\` are not in it and are read and written as the live service
and its clients have them in the same namespace. Whether the standard allows further elements could not be found out:
what it has none for stands in an element of the hub's own, \`${extension}\`, namespace \`${extensionNamespace}\`, as
JSON. It only refines; where it contradicts an element of the standard, the element is taken. Who does not know it can
leave it out.`,
  examples: ['everything', 'own-element', 'ordinary', 'ethnic-name-only', 'not-known'],
  rules: [
    {
      field: 'asOf',
      sources: [wire.changedAt],
      rule: 'when the row changed last, in UTC; without it, or if it is yet to come, when it came',
    },
    { field: 'personalNumber', sources: [wire.personalNumber], rule: 'twelve digits; without it there is no record' },
    {
      field: 'fullName',
      sources: nameParts.map((part) => `${wire.fullName}.${part}`),
      rule: 'the parts joined, letters as written; the parts themselves are not trusted',
    },
    {
      field: 'birthDate',
      sources: [wire.birthDate, extension],
      rule: `${wire.birthDay} YYYY-MM-DD, else ${wire.birthYear}; a month without its day is in the hub's own element`,
    },
    { field: 'sex', sources: [wire.sex], rule: '1 male, 2 female, 0 not known' },
    place('birthRegistrationPlace', wire.birthRegistrationPlace),
    place('hometown', wire.hometown),
    {
      field: 'ethnicity',
      sources: [`${wire.ethnicity}.${wire.ethnicCode}`, `${wire.ethnicity}.${wire.ethnicName}`],
      rule: `numbering of 2008 (annex E); by ${wire.ethnicName} where there is no code, or the name means a group
and the code is not known to mean the same`,
    },
    { field: 'religion', sources: [`${wire.religion}.${wire.religionCode}`], rule: 'annex G, as it came' },
    { field: 'nationality', sources: [wire.nationality], rule: 'ISO 3166 alpha-2 (annex H)' },
    { field: 'bloodGroup', sources: [wire.bloodGroup], rule: '01 A, 02 B, 03 AB, 04 O, 00 not known' },
    { field: 'oldIdentityNumber', sources: [wire.oldIdentityNumber], rule: 'nine digits' },
    relative('father', wire.father),
    relative('mother', wire.mother),
    relative('spouse', wire.spouse),
    relative('representative', wire.representative),
    place('permanentResidence', wire.permanentResidence),
    place('currentResidence', wire.currentResidence),
    {
      field: 'maritalStatus',
      sources: [wire.maritalStatus],
      rule: '1 never married, 2 married, 3 divorced or widowed, 0 not known',
    },
    {
      field: 'headOfHousehold',
      sources: [wire.headOfHousehold],
      rule: `${relativeRule}; ${wire.relationship} as it came`,
    },
    ...ownFields.map((field): FieldRule => ({ field, sources: [extension], rule: ownRule })),
  ],
};

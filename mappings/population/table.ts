/** What the population database's records say, for the mapping's page. */
import type { MappingTable } from '../tables.ts';
import { addressNames, nameParts, wire } from './wire.ts';

const relativeRule = 'a person as named there: name as written, number, old card number, nationality';
const notConfirmed = 'held by law, what its element is called is not confirmed';
const addressRule = `codes of units kept as they came, with the list they are from: ${addressNames.district} given means the
units before July 2025, a ${addressNames.commune} without it the newest list of the day it came that has it in that
province; empty parts are left out`;

export const populationTable: MappingTable = {
  id: 'population',
  type: 'citizen',
  about: `The element of one citizen as the national population database's live service answers it; the whole row, true
as of its last change.`,
  examples: ['everything', 'year-only-and-codes-not-known'],
  rules: [
    {
      field: 'asOf',
      sources: [wire.changedAt],
      rule: 'when the row changed last, in UTC; without it, or if it is yet to come, when it came',
    },
    { field: 'personalNumber', sources: [wire.personalNumber], rule: 'twelve digits; without it there is no record' },
    {
      field: 'fullName',
      sources: nameParts.map((part) => `${wire.name}.${part}`),
      rule: `the parts joined, since the whole name mostly stands in the last; letters as written; the parts themselves
are not trusted`,
    },
    {
      field: 'birthDate',
      sources: [wire.birthDate],
      rule: `${wire.birthDay} yyyyMMdd, 00 for not known; else ${wire.birthYear}`,
    },
    { field: 'sex', sources: [wire.sex], rule: '1 male, 2 female, 0 not known' },
    { field: 'birthPlace', sources: [wire.birthPlace], rule: `${addressRule}; ${notConfirmed}` },
    { field: 'birthRegistrationPlace', sources: [wire.birthRegistrationPlace], rule: addressRule },
    { field: 'hometown', sources: [wire.hometown], rule: addressRule },
    { field: 'ethnicity', sources: [wire.ethnicity], rule: 'numbering of 2008' },
    { field: 'religion', sources: [wire.religion], rule: 'annex G of QCVN 109, as it came' },
    { field: 'nationality', sources: [wire.nationality], rule: 'ISO 3166 alpha-2' },
    { field: 'bloodGroup', sources: [wire.bloodGroup], rule: '01 A, 02 B, 03 AB, 04 O, 00 not known' },
    { field: 'oldIdentityNumber', sources: [wire.oldIdentityNumber], rule: 'nine digits' },
    {
      field: 'identityCard',
      sources: [wire.cardNumber, wire.cardIssuedOn, wire.cardIssuedBy].map((part) => `${wire.identityCard}.${part}`),
      rule: `twelve digits; yyyyMMdd; the issuer as written; ${notConfirmed}`,
    },
    { field: 'father', sources: [wire.father], rule: relativeRule },
    { field: 'mother', sources: [wire.mother], rule: relativeRule },
    { field: 'spouse', sources: [wire.spouse], rule: relativeRule },
    { field: 'representative', sources: [wire.representative], rule: relativeRule },
    { field: 'permanentResidence', sources: [wire.permanentResidence], rule: addressRule },
    { field: 'currentResidence', sources: [wire.currentResidence], rule: addressRule },
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
    { field: 'deathDate', sources: [wire.deathDate], rule: 'yyyyMMdd or a year' },
  ],
};

/** What the national portal tells of a citizen's own declarations, for the mapping's page. */
import type { MappingTable } from '../tables.ts';
import { addressNames, inboundWire as wire, unread } from './wire.ts';

const addressRule = `codes of units kept as they came, with the list they are from: ${addressNames.district} given means the
units before July 2025, a ${addressNames.commune} without it the newest list of the day of the change that has it in that
province, and where that day is not told the one list that has it there`;

export const portalTable: MappingTable = {
  id: 'portal',
  type: 'declaration',
  about: `What a citizen declared at the national portal, one sync record of its store. Every field may be missing but the
card's number. \`${unread.cardKind}\`, whose codes are not confirmed, and the landline \`${unread.landline}\`, for which the canonical model
has no field, are not read.`,
  examples: ['ordinary', 'old-card', 'before-the-reform'],
  rules: [
    {
      field: 'asOf',
      sources: [wire.changedAt],
      rule: 'when it was declared, in UTC, if it says and it is not yet to come; else when it came',
    },
    { field: 'personalNumber', sources: [wire.cardNumber], rule: 'the number of a card of twelve digits' },
    { field: 'oldIdentityNumber', sources: [wire.cardNumber], rule: 'the number of a card of nine digits' },
    { field: 'fullName', sources: [wire.fullName], rule: 'as written' },
    {
      field: 'birthDate',
      sources: [wire.birthDate],
      rule: `${wire.birthDay} or else ${wire.birthYear}; or a text: YYYY-MM-DD, yyyyMMdd, dd/MM/yyyy, YYYY`,
    },
    { field: 'sex', sources: [wire.sex], rule: '1 male, 2 female, 0 not known' },
    { field: 'birthRegistrationPlace', sources: [wire.birthRegistrationPlace, wire.changedAt], rule: addressRule },
    { field: 'hometown', sources: [wire.hometown, wire.changedAt], rule: addressRule },
    { field: 'ethnicity', sources: [wire.ethnicity], rule: 'numbering of 2008' },
    { field: 'religion', sources: [wire.religion], rule: 'annex G of QCVN 109, as it came' },
    { field: 'bloodGroup', sources: [wire.bloodGroup], rule: '01 A, 02 B, 03 AB, 04 O, 00 not known' },
    { field: 'permanentResidence', sources: [wire.permanentResidence, wire.changedAt], rule: addressRule },
    { field: 'currentResidence', sources: [wire.currentResidence, wire.changedAt], rule: addressRule },
    {
      field: 'maritalStatus',
      sources: [wire.maritalStatus],
      rule: '1 never married, 2 married, 3 divorced or widowed, 0 not known',
    },
    { field: 'phone', sources: [wire.phone], rule: 'as written' },
    { field: 'email', sources: [wire.email], rule: 'as written' },
    { field: 'socialInsuranceNumber', sources: [wire.socialInsuranceNumber], rule: 'ten digits' },
    {
      field: 'taxNumber',
      sources: [wire.taxNumber],
      rule: 'ten, twelve or thirteen digits, without the hyphen before the last three',
    },
  ],
};

/** What social insurance's lines say, for the mapping's page. */
import type { MappingTable } from '../../tables.ts';
import { addressNames, wire } from './wire.ts';

const addressParts = ['country', 'province', 'district', 'commune', 'detail'] as const;

export const socialInsuranceTable: MappingTable = {
  id: 'social-insurance',
  type: 'enrolment',
  about: `One line of a delivery: what social insurance holds of one insured person, who is named by the number of their
book. Older lines have a nine-digit card and no personal number.`,
  examples: ['ordinary', 'old-card-only', 'foreigner'],
  rules: [
    {
      field: 'asOf',
      sources: [wire.changedAt],
      rule: 'when the record was changed last; without it, or if it is yet to come, when it was received',
    },
    {
      field: 'personalNumber',
      sources: [wire.personalNumber],
      rule: 'twelve digits; an old record has none, or a placeholder',
    },
    {
      field: 'socialInsuranceNumber',
      sources: [wire.bookNumber],
      rule: 'ten digits; without it there is no record',
    },
    { field: 'healthInsuranceNumber', sources: [wire.healthInsuranceNumber], rule: 'fifteen characters or ten digits' },
    { field: 'oldIdentityNumber', sources: [wire.oldIdentityNumber], rule: 'nine digits' },
    { field: 'fullName', sources: [wire.name], rule: 'as written, most often in capitals and sometimes unaccented' },
    {
      field: 'birthDate',
      sources: [wire.birthDate],
      rule: 'dd/MM/yyyy or yyyy; 1 January is how this system writes a year of which it knows no day',
    },
    { field: 'sex', sources: [wire.sex], rule: '`Nam` or `Nữ`, however written' },
    {
      field: 'ethnicity',
      sources: [wire.ethnicity],
      rule: 'numbering of 1979, converted by meaning to that of 2008 where its code is confirmed',
    },
    { field: 'nationality', sources: [wire.nationality], rule: 'ISO 3166 alpha-2' },
    {
      field: 'currentResidence',
      sources: addressParts.map((part) => addressNames[part]),
      rule: 'codes of units kept as they came, of the list of before July 2025',
    },
    { field: 'phone', sources: [wire.phone], rule: 'as written' },
  ],
};

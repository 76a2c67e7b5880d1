/** What the health system's records say, for the mapping's page. */
import type { MappingTable } from '../../tables.ts';
import { recordType, wire } from './wire.ts';

export const healthTable: MappingTable = {
  id: 'health',
  type: recordType,
  about: `The record of one patient as the health system writes it to its topic; the whole record, true as of its last
change. Only what is listed here is read. Diagnoses, allergies, treatments and whatever else a record holds are not kept
in a citizen's document: no form asks for them. The patient's code routes the record and is not kept either.`,
  examples: ['everything', 'without-number', 'dead', 'dead-contradicted'],
  rules: [
    {
      field: 'asOf',
      sources: [wire.updatedAt],
      rule: 'when the record changed last, in UTC; when it came if that is yet to come',
    },
    {
      field: 'personalNumber',
      sources: [wire.personalNumber],
      rule: 'twelve digits; may be left out, and a placeholder is taken as left out',
    },
    {
      field: 'fullName',
      sources: [wire.name],
      rule: 'as written: upper case, unaccented or abbreviated, it is one spelling of several and never leads',
    },
    {
      field: 'birthDate',
      sources: [wire.birthDate],
      rule: 'YYYY-MM-DD, dd/MM/yyyy or YYYY; 1 January is taken for the year alone',
    },
    { field: 'sex', sources: [wire.sex], rule: 'M or Nam male, F or Nữ female' },
    {
      field: 'ethnicity',
      sources: [wire.ethnicity],
      rule: 'by name, as either national numbering or a paper writes it',
    },
    {
      field: 'bloodGroup',
      sources: [wire.bloodGroup],
      rule: 'the letters of the group; a rhesus factor behind them is left out, having no field',
    },
    {
      field: 'healthInsuranceNumber',
      sources: [wire.healthInsuranceNumber],
      rule: 'fifteen characters, or the last ten of them',
    },
    { field: 'socialInsuranceNumber', sources: [wire.socialInsuranceNumber], rule: 'ten digits' },
    {
      field: 'currentResidence',
      sources: [wire.address],
      rule: 'where the patient says they live, one line of text: in codes of the list it was written by, if its units can be told with certainty; else kept as text',
    },
    { field: 'phone', sources: [wire.phone], rule: 'as written' },
    {
      field: 'deathDate',
      sources: [wire.deathDate, wire.isDead],
      rule: `YYYY-MM-DD, dd/MM/yyyy or YYYY; without a day, or with one where ${wire.isDead} is false, there is none`,
    },
  ],
};

/** What the civil status register's events say, for the mapping's page. */
import type { MappingTable } from '../../tables.ts';
import { wire } from './wire.ts';

const person = (name: string): string => `${wire.person}.${name}`;
const content = (name: string): string => `${wire.content}.${name}`;

const addressRule = `codes of units kept as they came, with the list they are from: that of before July 2025 where there is
a district, else the newest of the day of recording that has the commune in that province`;
const relativeRule = 'a person as the act names them: name as written, number';

export const civilStatusTable: MappingTable = {
  id: 'civil-status',
  type: 'birth',
  about: `One event of the civil status register: an act of birth, death or marriage, the correction of a name, or the
annulment of an earlier event.`,
  examples: ['birth', 'birth-month-only', 'death', 'marriage', 'name-correction', 'birth-before-the-reform'],
  rules: [
    { field: 'act', sources: [wire.type], rule: 'the kind of event; one that is not known is refused' },
    {
      field: 'asOf',
      sources: [wire.recordedAt, content(wire.deathDate), content(wire.registeredOn), content(wire.effectiveOn)],
      rule: 'the day from which the act says it is so; else, and of every birth, when it was recorded, or came',
    },
    {
      field: 'personalNumber',
      sources: [person(wire.personalNumber)],
      rule: 'twelve digits; without it there is no record',
    },
    {
      field: 'fullName',
      sources: [person(wire.name), content(wire.newName)],
      rule: 'as written; where a name is corrected, the new one',
    },
    {
      field: 'birthDate',
      sources: [person(wire.birthDate)],
      rule: 'YYYY-MM-DD, YYYY-MM or YYYY, as far as it is known',
    },
    { field: 'sex', sources: [person(wire.sex)], rule: '1 male, 2 female, 0 not known' },
    { field: 'birthPlace', sources: [content(wire.birthPlace), wire.recordedAt], rule: addressRule },
    {
      field: 'birthRegistrationPlace',
      sources: [content(wire.birthRegistrationPlace), wire.recordedAt],
      rule: addressRule,
    },
    { field: 'hometown', sources: [content(wire.hometown), wire.recordedAt], rule: addressRule },
    { field: 'ethnicity', sources: [person(wire.ethnicity)], rule: 'numbering of 2008; from an act of birth only' },
    { field: 'nationality', sources: [person(wire.nationality)], rule: 'ISO 3166 alpha-2; from an act of birth only' },
    { field: 'father', sources: [content(wire.father)], rule: relativeRule },
    { field: 'mother', sources: [content(wire.mother)], rule: relativeRule },
    { field: 'spouse', sources: [content(wire.spouse)], rule: relativeRule },
    { field: 'maritalStatus', sources: [wire.type], rule: 'married, by the act of marriage itself' },
    { field: 'deathDate', sources: [content(wire.deathDate)], rule: 'YYYY-MM-DD, not after the day of receipt' },
  ],
};

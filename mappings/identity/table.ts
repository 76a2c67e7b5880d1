/** What an act of identity says, for the mapping's page. */
import type { MappingTable } from '../tables.ts';
import { recordType, wire } from './wire.ts';

export const identityTable: MappingTable = {
  id: 'identity',
  type: recordType,
  about: `An administrator's act about who is who, written by the hub itself: two are one, two are two, a number replaced
another, some records are about somebody else; or that a person is protected. It is filed with everybody it concerns.`,
  examples: ['number-replaced', 'protected'],
  rules: [
    { field: 'asOf', sources: [wire.effectiveOn], rule: 'the day from which it is so' },
    {
      field: 'personalNumber',
      sources: [wire.personalNumber],
      rule: 'the number that replaced another; it leads from that day on',
    },
    { field: 'addressProtection', sources: [`${wire.act}.kind`], rule: '`protected`: protected from that day on' },
  ],
};

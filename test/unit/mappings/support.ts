/** Slices and histories for the tests of precedence. */
import fc from 'fast-check';
import type { CitizenFields } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import type { Act } from '../../../mappings/contract.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';

/** A slice of the population database, unless said otherwise. */
export function sliceOf(part: Partial<Slice>): Slice {
  return {
    system: 'population',
    type: part.act ?? 'citizen',
    sourceKey: 'key',
    sourceVersion: 1,
    operation: 'upsert',
    mappingVersion: 1,
    act: 'state',
    asOf: '2026-01-01',
    receivedAt: '2026-01-02T00:00:00.000Z',
    recordId: 'record',
    fields: {},
    ...part,
  };
}

/** A name as the hub holds it. */
export function nameOf(text: string): NonNullable<CitizenFields['fullName']> {
  return { text, keys: nameKeys(text) };
}

/** A marital status in the canonical list. */
export function statusOf(code: string): NonNullable<CitizenFields['maritalStatus']> {
  return { scheme: 'marital-status', code };
}

const acts: readonly Act[] = ['birth', 'death', 'marriage', 'name-correction'];
const day = fc.constantFrom('2024-05-01', '2024-05-01T10:00:00.000Z', '2025-06-02', '2026-01-01');

const fields = fc.record(
  {
    fullName: fc.constantFrom('An', 'Bình', 'Chi').map(nameOf),
    birthDate: fc.constantFrom({ year: 1990 }, { year: 1990, month: 5 }, { year: 1991 }),
    maritalStatus: fc.constantFrom('never-married', 'married', 'divorced-or-widowed').map(statusOf),
    spouse: fc.constantFrom('Dũng', 'Giang').map((text) => ({ name: nameOf(text) })),
    deathDate: fc.constantFrom({ year: 2025 }, { year: 2026 }),
    phone: fc.constantFrom('0900000001', '0900000002'),
  },
  { requiredKeys: [] },
);

/** Any slice of a few facts, in few versions, so that facts meet and versions tie. */
export const anySlice: fc.Arbitrary<Slice> = fc
  .record({
    source: fc.oneof(
      fc.constant({ system: 'population', act: 'state' as const }),
      fc.record({ system: fc.constant('civil-status'), act: fc.constantFrom(...acts) }),
      fc.constant({ system: 'health', act: 'state' as const }),
    ),
    sourceKey: fc.constantFrom('a', 'b', 'c'),
    sourceVersion: fc.integer({ min: 1, max: 3 }),
    mappingVersion: fc.integer({ min: 1, max: 2 }),
    operation: fc.constantFrom('upsert' as const, 'upsert' as const, 'upsert' as const, 'annul' as const, 'delete' as const), // prettier-ignore
    asOf: day,
    fields,
    recordId: fc.uuid(),
  })
  .map(({ source, ...rest }) =>
    sliceOf({ ...source, ...rest, fields: rest.operation === 'upsert' ? rest.fields : {} }),
  );

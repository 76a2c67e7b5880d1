/** Slices and histories for the tests of precedence. */
import fc from 'fast-check';
import type { CitizenField, CitizenFields } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import type { Act } from '../../../mappings/contract.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { replaceSlice } from '../../../mappings/precedence.ts';
import { newestRow, statedFields } from '../../../mappings/whole-rows.ts';

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
    fullName: fc.constantFrom('An', 'AN', 'Bình', 'Chi').map(nameOf),
    personalNumber: fc.constantFrom('079190000001', '079190000002'),
    birthDate: fc.constantFrom({ year: 1990 }, { year: 1990, month: 5 }, { year: 1991 }),
    maritalStatus: fc.constantFrom('never-married', 'married', 'divorced-or-widowed').map(statusOf),
    spouse: fc.constantFrom('Dũng', 'Giang').map((text) => ({ name: { text } })),
    deathDate: fc.constantFrom({ year: 2025 }, { year: 2026 }),
    phone: fc.constantFrom('0900000001', '0900000002'),
    children: fc.subarray(['Hoa', 'Lan']).map((names) => names.map((text) => ({ name: { text } }))),
  },
  { requiredKeys: [] },
);

/** One system's act, of all that have a place in the table and one that has none. */
const anySource = fc.oneof(
  { weight: 3, arbitrary: fc.record({ system: fc.constant('civil-status'), act: fc.constantFrom(...acts) }) },
  { weight: 2, arbitrary: fc.constant({ system: 'population', act: 'state' as const }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      { system: 'health', act: 'health-record' as const },
      { system: 'social-insurance', act: 'enrolment' as const },
      { system: 'portal', act: 'declaration' as const },
      { system: 'qcvn109', act: 'state' as const },
      { system: 'identity', act: 'identity' as const },
      { system: 'post-office', act: 'state' as const },
    ),
  },
);

const anyMarks = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.subarray<CitizenField>(['fullName', 'birthDate', 'spouse', 'phone']) },
);

/** Any slice of a few facts, in few versions, so that facts meet and versions tie. */
export const anySlice: fc.Arbitrary<Slice> = fc
  .record({
    source: anySource,
    sourceKey: fc.constantFrom('a', 'b', 'c'),
    sourceVersion: fc.integer({ min: 1, max: 3 }),
    mappingVersion: fc.integer({ min: 1, max: 2 }),
    operation: fc.constantFrom('upsert' as const, 'upsert' as const, 'upsert' as const, 'annul' as const, 'delete' as const), // prettier-ignore
    asOf: day,
    fields,
    marks: anyMarks,
    node: fc.constantFrom(undefined, undefined, 'somebody'),
    recordId: fc.uuid(),
  })
  .map(({ source, marks, node, ...rest }) =>
    sliceOf({
      ...source,
      ...rest,
      fields: rest.operation === 'upsert' ? rest.fields : {},
      ...(marks === undefined ? {} : { underInvestigation: marks }),
      ...(node === undefined ? {} : { node }),
    }),
  );

/** Any facts of one person, each in one version, as the hub holds them. */
export const anyFacts: fc.Arbitrary<Slice[]> = fc.array(anySlice, { maxLength: 9 }).map(fold);

/** What each of the facts states: a row of the population database has replaced the older ones. */
export function stating(facts: readonly Slice[]): Slice[] {
  const newest = newestRow(facts);
  return facts.map((slice) => ({ ...slice, fields: statedFields(slice, newest) }));
}

/** The same without any mark of investigation. */
export function unmarked(slices: readonly Slice[]): Slice[] {
  return slices.map((slice) => {
    const copy = { ...slice };
    delete copy.underInvestigation;
    delete copy.withdrawn;
    return copy;
  });
}

/** What is left of history once every record of it has come, in this order. */
export function fold(history: readonly Slice[]): Slice[] {
  return history.reduce<Slice[]>((slices, slice) => replaceSlice(slices, slice).slices, []);
}

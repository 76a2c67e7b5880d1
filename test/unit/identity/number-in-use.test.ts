/** The view shows the number that the person's identifiers lead with: forms and sinks are told the same. */
import assert from 'node:assert/strict';
import { identifiersOf } from '../../../hub/identity/identifiers.ts';
import type { StoredSlice } from '../../../hub/store/citizens.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { statementsOf } from '../../../mappings/statements.ts';
import { sliceOf } from '../mappings/support.ts';

const [first, second, third] = ['079090000001', '079190000002', '079190000003'];

/** Keys are named by their numbers; records stand under `first`. */
function row(personalNumber: string, asOf: string): Slice {
  const node = personalNumber === first ? {} : { node: personalNumber };
  return sliceOf({ sourceKey: personalNumber, asOf, fields: { personalNumber }, ...node });
}

function replaced(old: string, replacement: string, asOf: string): Slice {
  const decided = { by: 'an administrator', reason: 'a test', at: '2026-01-01T00:00:00.000Z' };
  return sliceOf({
    ...{ system: 'identity', act: 'identity', sourceKey: `${old}-${replacement}`, asOf },
    ...{ fields: { personalNumber: replacement }, identity: { kind: 'number-replaced', old, replacement, ...decided } },
  });
}

/** What the identifiers lead with, the view, and what is told of every number. */
function told(slices: readonly Slice[], own: readonly string[], key = first) {
  const stored: StoredSlice[] = slices.map((slice) => ({ ...slice, revision: 1 }));
  const numbers = identifiersOf(own.map((value) => ({ value, node: value })), stored, { key }); // prettier-ignore
  const merged = mergeSlices(stored, numbers);
  const { value, rule, trusted } = merged.personalNumber ?? assert.fail('a number is stated');
  const statements = statementsOf(stored, 'personalNumber', merged).map((each) => [each.value, each.outcome]);
  return { lead: numbers[0]?.value, shown: [value, rule, trusted], statements };
}

describe('the personal number of the view', () => {
  it('is the number an administrator chose of two that are one person’s, though the other’s row is newer', () => {
    assert.deepEqual(told([row(first, '2020-01-01'), row(second, '2024-01-01')], [first, second]), {
      lead: first,
      shown: [first, 'population', true],
      statements: [
        [first, 'counts'],
        [second, 'outranked'],
      ],
    });
  });

  it('is the last of a chain of replacements, though an earlier one is dated later', () => {
    const acts = [replaced(first, second, '2026-02-01'), replaced(second, third, '2025-11-03')];
    const { lead, shown } = told([row(first, '2020-01-01'), ...acts], [first]);
    assert.deepEqual([lead, shown], [third, [third, 'number-replaced', true]]);
  });

  it('is not led by a replacement of another number than the one the person is known by', () => {
    const slices = [row(first, '2020-01-01'), replaced(second, third, '2026-01-15')];
    const { lead, shown } = told(slices, [first, second]);
    assert.deepEqual([lead, shown], [first, [first, 'population', true]]);
  });

  it('is one that is stated; what no record states any more is not made up, and who is not known yet has what is stated', () => {
    const slices: Slice[] = [
      { ...row(first, '2020-01-01'), operation: 'delete', fields: {} },
      row(second, '2024-01-01'),
    ];
    assert.deepEqual(told(slices, [first, second]).shown, [second, 'population', true]);
    assert.equal(mergeSlices([row(second, '2024-01-01')]).personalNumber?.value, second);
    const misfiled: Slice = { ...row(first, '2026-01-01'), unit: 'somebody' };
    assert.deepEqual(told([misfiled, row(second, '2024-01-01')], [first, second]).shown, [second, 'population', true]);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { mergeSlices, replaceSlice } from '../../../mappings/precedence.ts';
import { anySlice, fold, sliceOf } from './support.ts';

/** What makes the citizen: not which of two equal records came first. */
function contents(slices: readonly Slice[]): unknown[] {
  return slices.map((slice) => ({ ...slice, recordId: '', receivedAt: '' }));
}

describe('replacing a slice', () => {
  const held = sliceOf({ sourceVersion: 2, fields: { phone: '0900000001' } });

  it('takes the newer version of a fact and keeps the other facts', () => {
    const other = sliceOf({ sourceKey: 'other' });
    const newer = { ...held, sourceVersion: 3 };
    assert.deepEqual(replaceSlice([held, other], newer), { slices: [newer, other], outcome: 'applied' });
    assert.deepEqual(replaceSlice([], held), { slices: [held], outcome: 'applied' });
  });

  it('recognises an older version, and a repeat whatever record brings it', () => {
    const repeat = { ...held, recordId: 'again', receivedAt: '2026-05-05T00:00:00.000Z' };
    for (const slice of [{ ...held, sourceVersion: 1 }, repeat]) {
      const replaced = replaceSlice([held], slice);
      assert.equal(replaced.outcome, 'superseded');
      assert.deepEqual(replaced.slices, [held]);
    }
  });

  it('keeps a fact taken back, so that an older statement cannot bring it back', () => {
    const annulled = sliceOf({ sourceVersion: 9, operation: 'annul' });
    assert.equal(replaceSlice([annulled], held).outcome, 'superseded');
    assert.equal(replaceSlice([held], { ...held, operation: 'annul', fields: {} }).outcome, 'applied');
  });

  it('takes what a later mapping version makes of the same record, and not the reverse', () => {
    const later = { ...held, mappingVersion: 2, fields: {} };
    assert.equal(replaceSlice([held], later).outcome, 'applied');
    assert.equal(replaceSlice([later], held).outcome, 'superseded');
  });

  it('does not change what it is given', () => {
    const slices = Object.freeze([held]);
    replaceSlice(slices, { ...held, sourceVersion: 3 });
    assert.deepEqual(slices, [held]);
  });

  it('ends in the same slices and citizen for any order and repetition of a history', () => {
    const histories = fc
      .array(anySlice, { maxLength: 12 })
      .chain((history) =>
        fc.tuple(
          fc.constant(history),
          fc.shuffledSubarray(history, { minLength: history.length }),
          fc.subarray(history),
        ),
      );
    fc.assert(
      fc.property(histories, ([history, shuffled, repeated]) => {
        const [one, other] = [fold(history), fold([...shuffled, ...repeated])];
        assert.deepEqual(contents(other), contents(one));
        assert.deepEqual(mergeSlices(other), mergeSlices(one));
      }),
      { numRuns: 2000 },
    );
  });
});

/** What "under investigation" does: the value stands, marked and not trusted. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { citizenFieldNames } from '../../../mappings/canonical/citizen.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { anyFacts, nameOf, sliceOf, unmarked } from './support.ts';

const row = sliceOf({ fields: { fullName: nameOf('DÂN CƯ'), phone: '0900000001' } });
const correction = sliceOf({ system: 'civil-status', act: 'name-correction', fields: { fullName: nameOf('Mới') } });
const message = sliceOf({ system: 'qcvn109', fields: { fullName: nameOf('Gửi Lại') } });

function nameIn(slices: Parameters<typeof mergeSlices>[0]): unknown {
  const { fullName } = mergeSlices(slices);
  return [fullName?.value.text, fullName?.trusted, fullName?.underInvestigation];
}

describe('a value under investigation', () => {
  it('stands, marked and not trusted, with its source and date', () => {
    assert.deepEqual(mergeSlices([{ ...row, underInvestigation: ['fullName'] }]).fullName, {
      value: nameOf('DÂN CƯ'),
      system: 'population',
      asOf: '2026-01-01',
      rule: 'population',
      trusted: false,
      underInvestigation: true,
    });
  });

  it('is so by whoever is trusted with the field, whichever statement won and whether they state it or not', () => {
    assert.deepEqual(nameIn([correction, { ...row, underInvestigation: ['fullName'] }]), ['Mới', false, true]);
    assert.deepEqual(nameIn([correction, { ...row, fields: {}, underInvestigation: ['fullName'] }]), ['Mới', false, true]); // prettier-ignore
  });

  it('is not so by whoever is not, but for what they state themselves', () => {
    const doubted = { ...message, underInvestigation: ['fullName' as const] };
    assert.deepEqual(nameIn([row, doubted]), ['DÂN CƯ', true, undefined]);
    assert.deepEqual(nameIn([doubted]), ['Gửi Lại', false, true]);
  });

  it('makes no value where none is stated, and marks no other field', () => {
    const view = mergeSlices([{ ...row, underInvestigation: ['birthDate', 'fullName'] }]);
    assert.deepEqual(Object.keys(view), ['fullName', 'phone']);
    assert.equal(view.phone?.underInvestigation, undefined);
  });

  it('wins as it would without the mark, and is never trusted', () => {
    fc.assert(
      fc.property(anyFacts, (slices) => {
        const [view, plain] = [mergeSlices(slices), mergeSlices(unmarked(slices))];
        assert.deepEqual(Object.keys(view), Object.keys(plain));
        for (const field of citizenFieldNames) {
          const [one, other] = [view[field], plain[field]];
          if (one === undefined || other === undefined) continue;
          assert.deepEqual([one.value, one.system, one.asOf, one.rule], [other.value, other.system, other.asOf, other.rule]); // prettier-ignore
          assert.equal(one.trusted, one.underInvestigation === undefined && other.trusted);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

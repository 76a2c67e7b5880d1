/** Several rows of the population database about one person: a number was replaced, or one person had two. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { citizenFieldNames } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { statementsOf } from '../../../mappings/statements.ts';
import { isNewer } from '../../../mappings/standings.ts';
import { anyFacts, nameOf, sliceOf, statusOf } from './support.ts';

const former = sliceOf({
  ...{ asOf: '2020-01-01', sourceKey: '1', underInvestigation: ['fullName'] },
  fields: {
    ...{ personalNumber: '079090000001', maritalStatus: statusOf('married'), spouse: { name: { text: 'Bạn Đời' } } },
    temporaryResidence: { country: 'VN', province: '79', catalogue: 'unknown' },
  },
});
const now = sliceOf({
  ...{ asOf: '2025-01-01', sourceKey: '2', node: 'B' },
  fields: { fullName: nameOf('DÂN CƯ'), maritalStatus: statusOf('divorced-or-widowed') },
});

describe('of several rows of the population database', () => {
  it('only the newest states anything, also in what it leaves out; the number another stood under is kept', () => {
    const view = mergeSlices([former, now]);
    assert.deepEqual(Object.keys(view), ['fullName', 'personalNumber', 'maritalStatus']);
    assert.equal(view.fullName?.trusted, true, 'nor is a mark of another heeded');
    assert.deepEqual(statementsOf([former, now], 'spouse'), []);
  });

  it('the others count again when the newest is taken back', () => {
    assert.deepEqual(mergeSlices([former, { ...now, operation: 'delete' }]), mergeSlices([former]));
  });

  it('which is the newest does not depend on order, and the others might as well not be there', () => {
    const rows = anyFacts.map((slices) => slices.filter(({ system }) => system === 'population'));
    fc.assert(
      fc.property(fc.tuple(rows, anyFacts), ([some, more]) => {
        const slices = [...some, ...more.filter(({ system }) => system !== 'population')];
        const standing = some.filter(({ operation }) => operation === 'upsert');
        const newest = standing.find((row) => standing.every((other) => other === row || isNewer(row, other)));
        const alone = slices.filter((slice) => slice.system !== 'population' || slice === newest);
        const [view, expected] = [mergeSlices(slices.toReversed()), mergeSlices(alone)];
        for (const field of citizenFieldNames) {
          if (field !== 'personalNumber') assert.deepEqual(view[field], expected[field], field);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is not said of a system that may rightly hold several records of a person', () => {
    const enrolled = (asOf: string, fields: Slice['fields']): Slice =>
      sliceOf({ system: 'social-insurance', act: 'enrolment', sourceKey: asOf, asOf, fields });
    const books = [
      enrolled('2020', { phone: '0900000001' }),
      enrolled('2024', { socialInsuranceNumber: '7900000001' }),
    ];
    assert.deepEqual(Object.keys(mergeSlices(books)), ['phone', 'socialInsuranceNumber']);
  });
});

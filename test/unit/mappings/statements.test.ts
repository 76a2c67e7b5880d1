/** All that is said of a field, beside what counts. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { citizenFieldNames } from '../../../mappings/canonical/citizen.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { statementsOf } from '../../../mappings/statements.ts';
import { anyFacts, nameOf, sliceOf, stating, statusOf } from './support.ts';

describe('the statements of a field', () => {
  const row = sliceOf({ asOf: '2025-01-01', fields: { fullName: nameOf('NGUYỄN VĂN HOÀ') } });
  const birth = sliceOf({ system: 'civil-status', act: 'birth', asOf: '1990-05-12', fields: { fullName: nameOf('Nguyễn Văn Hòa') } }); // prettier-ignore
  const corrected = (key: string, asOf: string, name: string) =>
    sliceOf({ system: 'civil-status', act: 'name-correction', sourceKey: key, asOf, fields: { fullName: nameOf(name) } }); // prettier-ignore

  it('are each distinct value once, what counts first, with why the others do not', () => {
    const slices = [birth, row, corrected('1', '2020-01-01', 'Nguyễn Văn Một'), corrected('2', '2024-01-01', 'Nguyễn Văn Hai')]; // prettier-ignore
    const told = statementsOf(slices, 'fullName').map(({ value, rule, asOf, outcome }) => [value.text, rule, asOf, outcome]); // prettier-ignore
    assert.deepEqual(told, [
      ['Nguyễn Văn Hai', 'name-correction', '2024-01-01', 'counts'],
      ['Nguyễn Văn Một', 'name-correction', '2020-01-01', 'older'],
      ['NGUYỄN VĂN HOÀ', 'population', '2025-01-01', 'outranked'],
    ]);
  });

  it('name who confirms a value, also where a name is written in other letters', () => {
    const health = sliceOf({ system: 'health', fields: { fullName: nameOf('Nguyễn Văn Hoà') } });
    const [counts, ...others] = statementsOf([health, birth, row, { ...row, sourceKey: 'again' }], 'fullName');
    assert.deepEqual([counts?.system, counts?.confirmedBy, others], ['population', ['civil-status', 'health'], []]);
  });

  it('compare relatives by the letters of their names too, and everything else exactly', () => {
    const father = (text: string, personalNumber: string) => ({ father: { name: { text }, personalNumber } });
    const act = { ...birth, fields: father('Trần Văn Sơn', '036060111222') };
    assert.equal(statementsOf([act, { ...row, fields: father('TRẦN VĂN SƠN', '036060111222') }], 'father').length, 1);
    assert.equal(statementsOf([act, { ...row, fields: father('TRẦN VĂN SƠN', '036060111223') }], 'father').length, 2);
  });

  it('leave out what is taken back, and tell of a spouse that the marriage has ended', () => {
    assert.deepEqual(statementsOf([{ ...row, operation: 'annul' }], 'fullName'), []);
    const marriage = sliceOf({ system: 'civil-status', act: 'marriage', asOf: '2020-01-01', fields: { maritalStatus: statusOf('married'), spouse: { name: { text: 'Bạn Đời' } } } }); // prettier-ignore
    const ended = sliceOf({ asOf: '2024-01-01', fields: { maritalStatus: statusOf('divorced-or-widowed') } });
    assert.deepEqual(statementsOf([marriage, ended], 'spouse').map(({ outcome }) => outcome), ['ended']); // prettier-ignore
    assert.deepEqual(statementsOf([marriage, ended], 'maritalStatus').map(({ rule, outcome }) => [rule, outcome]), [['marriage-end-undated', 'counts'], ['marriage-act', 'older']]); // prettier-ignore
  });

  it('agree with the view, leave no value out, and do not depend on the order of slices', () => {
    const shuffled = anyFacts.chain((slices) =>
      fc.tuple(fc.constant(slices), fc.shuffledSubarray(slices, { minLength: slices.length })),
    );
    fc.assert(
      fc.property(shuffled, ([slices, others]) => {
        const view = mergeSlices(slices);
        for (const field of citizenFieldNames) {
          const statements = statementsOf(slices, field);
          assert.deepEqual(statementsOf(others, field), statements);
          const counting = statements.filter(({ outcome }) => outcome === 'counts');
          const decided = view[field];
          assert.deepEqual(
            counting.map(({ value, system, asOf, rule }) => ({ value, system, asOf, rule })),
            decided === undefined
              ? []
              : [{ value: decided.value, system: decided.system, asOf: decided.asOf, rule: decided.rule }],
          );
          const systems = stating(slices).filter((slice) => slice.fields[field] !== undefined);
          const told = statements.flatMap(({ system, confirmedBy }) => [system, ...confirmedBy]);
          assert.deepEqual(new Set(told), new Set(systems.map(({ system }) => system)));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** What an annulment undoes: everything the act said, in every field, and nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { statementsOf } from '../../../mappings/statements.ts';
import { citizenFieldNames } from '../../../mappings/canonical/citizen.ts';
import { anySlice, fold, nameOf, sliceOf, statusOf, unmarked } from './support.ts';

const isSameFact = (one: Slice, other: Slice): boolean =>
  one.system === other.system && one.sourceKey === other.sourceKey && one.node === other.node;

/** The record that takes a fact back, later than any version of it. */
const takenBack = (fact: Slice, operation: 'annul' | 'delete'): Slice => {
  return { ...fact, operation, sourceVersion: 9, fields: {}, recordId: 'taken-back', asOf: '2026-03-01' };
};

describe('taking back', () => {
  const birth = sliceOf({ system: 'civil-status', act: 'birth', sourceKey: 'b', asOf: '1990-05-12', fields: { fullName: nameOf('Khai Sinh') } }); // prettier-ignore
  const row = sliceOf({ asOf: '2025-01-01', fields: { fullName: nameOf('DÂN CƯ'), maritalStatus: statusOf('never-married') } }); // prettier-ignore
  const correction = sliceOf({ system: 'civil-status', act: 'name-correction', sourceKey: 'c', asOf: '2026-01-01', fields: { fullName: nameOf('Mới') } }); // prettier-ignore
  const marriage = sliceOf({
    ...{ system: 'civil-status', act: 'marriage', sourceKey: 'm', asOf: '2026-02-01' },
    fields: { fullName: nameOf('Mới'), maritalStatus: statusOf('married'), spouse: { name: { text: 'Bạn Đời' } } },
  });

  it('a name correction leaves no trace, though another act named the person by it', () => {
    const view = mergeSlices([birth, row, marriage, takenBack(correction, 'annul')]);
    assert.equal(view.fullName?.value.text, 'DÂN CƯ');
    assert.deepEqual(mergeSlices([birth, row, takenBack(correction, 'annul')]), mergeSlices([birth, row]));
  });

  it('a marriage brings back what it had displaced, in every field', () => {
    assert.deepEqual(mergeSlices([birth, row, takenBack(marriage, 'annul')]), mergeSlices([birth, row]));
    assert.equal(mergeSlices([row, takenBack(marriage, 'annul')]).maritalStatus?.value.code, 'never-married');
    assert.deepEqual(mergeSlices([takenBack(birth, 'annul'), takenBack(row, 'delete')]), {});
    assert.deepEqual(mergeSlices([{ ...row, operation: 'delete' }]), {}, 'whatever it still holds');
  });

  it('a mark of investigation is undone with the record that set it', () => {
    const doubted: Slice = { ...row, underInvestigation: ['fullName'] };
    assert.equal(mergeSlices([correction, doubted]).fullName?.trusted, false);
    assert.equal(mergeSlices([correction, { ...takenBack(doubted, 'delete') }]).fullName?.trusted, true);
  });

  describe('of what another system had copied', () => {
    const died = { year: 2026, month: 1, day: 10 };
    const death = sliceOf({ ...{ system: 'civil-status', act: 'death', sourceKey: 'd', asOf: '2026-01-10' }, fields: { deathDate: died } }); // prettier-ignore
    const copy = (asOf: string, fields: Slice['fields'] = { deathDate: died }) => sliceOf({ asOf, fields });
    const annulled = takenBack(death, 'annul');
    const deathIn = (history: Slice[]): unknown => {
      const { deathDate } = mergeSlices(fold(history));
      return [deathDate?.system, deathDate?.trusted, deathDate?.underInvestigation];
    };

    it('leaves the copy, marked and not trusted, until its row is newer than the annulment', () => {
      assert.deepEqual(deathIn([death, copy('2026-01-12'), annulled]), ['population', false, true]);
      assert.deepEqual(deathIn([death, copy('2026-03-02'), annulled]), ['population', true, undefined]);
      assert.deepEqual(deathIn([death, copy('2026-01-12', {}), annulled]), [undefined, undefined, undefined]);
      const lessExact = copy('2026-01-12', { deathDate: { year: 2026 } });
      assert.deepEqual(deathIn([death, lessExact, annulled]), ['population', false, true]);
    });

    it('does so also where the annulment came first', () => {
      assert.deepEqual(deathIn([annulled, copy('2026-01-12'), death]), ['population', false, true]);
      const again = { ...death, sourceVersion: 10 };
      assert.deepEqual(deathIn([annulled, again, copy('2026-01-12'), death]), ['civil-status', true, undefined]);
    });

    it('does so of what was annulled before copies were known, once the act is read again', () => {
      const before = [annulled, copy('2026-01-12')];
      assert.deepEqual(deathIn(before), ['population', true, undefined]);
      const remapped = { ...annulled, mappingVersion: annulled.mappingVersion + 1 };
      assert.deepEqual(deathIn([...before, remapped]), ['population', true, undefined], 'not by the annulment alone');
      assert.deepEqual(deathIn([...before, death]), ['population', false, true]);
    });

    it('leaves alone what says something else, and what another act of the register says', () => {
      const other = copy('2026-01-12', { deathDate: { year: 2025, month: 1, day: 10 } });
      assert.deepEqual(deathIn([death, other, annulled]), ['population', true, undefined]);
      const anew = { ...death, sourceKey: 'd2' };
      assert.deepEqual(deathIn([death, copy('2026-01-12'), annulled, anew]), ['civil-status', true, undefined]);
    });

    it('knows a copy by what the act was about, in whatever letters', () => {
      const married = copy('2026-02-10', {
        ...{ fullName: nameOf('MỚI'), maritalStatus: statusOf('married') },
        spouse: { name: { text: 'BẠN ĐỜI' }, personalNumber: '079090000009' },
      });
      const view = mergeSlices(fold([marriage, married, takenBack(marriage, 'annul')]));
      const marks = citizenFieldNames.filter((field) => view[field]?.underInvestigation === true);
      assert.deepEqual(marks, ['spouse', 'maritalStatus']);
      assert.deepEqual(Object.keys(view), ['fullName', 'spouse', 'maritalStatus']);
    });
  });

  it('any facts, in any order and however often, is as if they had never been stated, but for marks on copies', () => {
    const histories = fc
      .array(anySlice, { minLength: 1, maxLength: 12 })
      .chain((history) => fc.tuple(fc.constant(history), fc.subarray(history), fc.constantFrom('annul', 'delete')))
      .chain(([history, facts, operation]) => {
        const all = [...history, ...facts.map((fact) => takenBack(fact, operation))];
        const rest = history.filter((slice) => !facts.some((fact) => isSameFact(fact, slice)));
        return fc.tuple(fc.constant(rest), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all));
      });
    fc.assert(
      fc.property(histories, ([rest, shuffled, repeated]) => {
        const [after, never] = [fold([...shuffled, ...repeated]), fold(rest)];
        assert.deepEqual(mergeSlices(unmarked(after)), mergeSlices(unmarked(never)));
        for (const field of citizenFieldNames) assert.deepEqual(statementsOf(after, field), statementsOf(never, field));
      }),
      { numRuns: 2000 },
    );
  });
});

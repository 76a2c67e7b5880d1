/** Of several acts on one birth, the register's last word counts. */
import assert from 'node:assert/strict';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { provenance } from '../../../mappings/forms/value.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { civilStatusMapping } from '../../../mappings/sectors/civil-status/mapping.ts';
import { sliceOf } from './support.ts';

/** An act of birth as the hub holds it. */
function act(recordedAt: string, birthDate: string, ethnicity: string): Slice {
  const person = { soDinhDanh: '079190000001', hoVaTen: 'Lê Thị An', ngaySinh: birthDate, danToc: ethnicity };
  const body = JSON.stringify({ loai: 'KHAI_SINH', thoiDiemGhi: recordedAt, congDan: person, noiDung: {} });
  const input = { type: 'birth', operation: 'upsert', contentType: 'application/json', body } as const;
  const result = civilStatusMapping.map(input, { receivedAt: '2026-05-15T00:00:00.000Z' });
  assert.ok(result.ok);
  const { asOf, fields } = result.record;
  return sliceOf({ system: 'civil-status', act: 'birth', sourceKey: recordedAt, asOf, fields });
}

describe('of two acts on one birth', () => {
  it('the one recorded later counts, whichever day of birth it states', () => {
    const first = act('1990-06-01T02:00:00Z', '1990-05-12', '01');
    const again = act('2026-05-01T02:00:00Z', '1990-05-02', '02');
    for (const slices of [
      [first, again],
      [again, first],
    ]) {
      const { birthDate, ethnicity } = mergeSlices(slices);
      assert.deepEqual(birthDate?.value, { year: 1990, month: 5, day: 2 });
      assert.equal(ethnicity?.value.code, '02');
    }
  });

  it('an earlier one that knows the year only does not count', () => {
    const view = mergeSlices([act('2019-06-01T02:00:00Z', '1990', '01'), act('2026-05-01T02:00:00Z', '1990-05-02', '02')]); // prettier-ignore
    assert.deepEqual(view.birthDate?.value, { year: 1990, month: 5, day: 2 });
    assert.equal(view.ethnicity?.value.code, '02');
  });

  it('the day the register recorded it is not the day since when it is so', () => {
    const { birthDate } = mergeSlices([act('2026-05-01T02:00:00Z', '1990-05-02', '01')]);
    assert.ok(birthDate);
    const { asOf, validFrom } = provenance(birthDate, new Set(['birth-act']), true);
    assert.deepEqual([asOf, validFrom], ['2026-05-01T02:00:00.000Z', undefined]);
  });
});

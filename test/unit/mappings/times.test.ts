/** When a record says it changed counts as far as it can be true. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import type { MappedRecord } from '../../../mappings/contract.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { mappings } from '../../../mappings/registry.ts';
import { sliceOf } from './support.ts';

const receivedAt = '2026-05-15T00:00:00.000Z';
const toleranceMs = 24 * 60 * 60 * 1000;
const number = '079190000001';

/** A record of each system's that says when it changed; `identity` takes days only, which its API has checked. */
const records: Readonly<Record<string, (time: string, phone?: string) => { type: string; body: string }>> = {
  population: (time) => ({
    type: 'citizen',
    body: `<CongDan><SoDinhDanh>${number}</SoDinhDanh><ThoiDiemCapNhat>${time}</ThoiDiemCapNhat></CongDan>`,
  }),
  qcvn109: (time) => ({ type: 'citizen', body: JSON.stringify({ SoDinhDanh: number, ThoiDiemCapNhat: time }) }),
  'civil-status': (time) => ({
    type: 'birth',
    body: JSON.stringify({ loai: 'KHAI_SINH', thoiDiemGhi: time, congDan: { soDinhDanh: number }, noiDung: {} }),
  }),
  health: (time) => ({ type: 'patient-record', body: JSON.stringify({ soDinhDanh: number, capNhatLuc: time }) }),
  'social-insurance': (time) => ({
    type: 'enrolment',
    body: `thoi_diem,so_dinh_danh,ma_so_bhxh\n${time},${number},7900000001`,
  }),
  portal: (time, phone = '') => ({
    type: 'declaration',
    body: JSON.stringify({ SoCMND: number, ThoiDiemCapNhat: time, SoDienThoai: phone }),
  }),
};

function mapped(system: string, time: string, phone?: string): { record: MappedRecord; warnings: string[] } {
  const mapping = mappings.find(({ id }) => id === system);
  const record = records[system]?.(time, phone);
  assert.ok(mapping && record);
  const input = { ...record, operation: 'upsert', contentType: 'application/json' } as const;
  const result = mapping.map(input, { receivedAt });
  assert.ok(result.ok, JSON.stringify(result));
  return { record: result.record, warnings: result.warnings.map(({ code }) => code) };
}

describe('a time of change', () => {
  it('is told of by every system but the hub itself', () => {
    assert.deepEqual([...Object.keys(records), 'identity'].sort(), mappings.map(({ id }) => id).sort());
  });

  for (const system of Object.keys(records)) {
    it(`of ${system} counts unless it is yet to come by more than clocks differ: then that of receipt does`, () => {
      const anyTime = fc.oneof(
        fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.integer({ min: -2, max: 2 }).map((ms) => new Date(Date.parse(receivedAt) + toleranceMs + ms)),
      );
      fc.assert(
        fc.property(anyTime, (time) => {
          const isAhead = time.getTime() > Date.parse(receivedAt) + toleranceMs;
          const { record, warnings } = mapped(system, time.toISOString());
          assert.equal(record.asOf, isAhead ? receivedAt : time.toISOString());
          assert.deepEqual(warnings, isAhead ? ['date-in-future'] : []);
        }),
      );
    });
  }

  it('yet to come does not make a declaration the newest for ever', () => {
    const declared = (time: string, phone: string): Slice => {
      const { asOf, fields } = mapped('portal', time, phone).record;
      return sliceOf({ system: 'portal', act: 'declaration', sourceKey: phone, asOf, fields });
    };
    const later = sliceOf({ ...declared('2026-05-14T00:00:00Z', '0900000002'), asOf: '2026-05-16T00:00:00.000Z' });
    assert.equal(mergeSlices([declared('2925-01-01T00:00:00Z', '0900000001'), later]).phone?.value, '0900000002');
  });
});

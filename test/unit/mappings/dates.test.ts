import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compareDates,
  isoDate,
  parseDate,
  parseTime,
  todayAt,
  type DateForm,
  type DateRules,
} from '../../../mappings/lib/dates.ts';
import type { PartialDate } from '../../../mappings/canonical/citizen.ts';

const all: readonly DateForm[] = ['compact', 'iso', 'month', 'year', 'slash', 'slash-month'];
const today = { year: 2026, month: 3, day: 1 };

function read(raw: string, forms: readonly DateForm[] | DateRules = all): PartialDate | string {
  const date = parseDate(raw, forms, today);
  return date.ok ? date.value : date.code;
}

describe('dates', () => {
  it('are read in every form', () => {
    const day = { year: 1990, month: 5, day: 12 };
    for (const raw of ['19900512', '1990-05-12', '12/05/1990']) assert.deepEqual(read(raw), day);
    assert.deepEqual(read('2/5/1990'), { year: 1990, month: 5, day: 2 });
    assert.deepEqual(read('12051990', ['card']), day);
    for (const raw of ['1990-05', '05/1990', '5/1990']) assert.deepEqual(read(raw), { year: 1990, month: 5 });
    assert.deepEqual(read('1990'), { year: 1990 });
  });

  it('of a source that writes 1 January for an unknown day are known to the year', () => {
    const rules = { forms: all, januaryFirstMeansYear: true } as const;
    for (const raw of ['19900101', '01/01/1990', '1990']) assert.deepEqual(read(raw, rules), { year: 1990 });
    assert.deepEqual(read('1990-01-02', rules), { year: 1990, month: 1, day: 2 });
    assert.deepEqual(read('1990-02-01', rules), { year: 1990, month: 2, day: 1 });
    assert.deepEqual(read('1990-01', rules), { year: 1990, month: 1 });
    assert.deepEqual(read('19900101'), { year: 1990, month: 1, day: 1 });
    assert.equal(read('20270101', rules), 'date-in-future');
  });

  it('that may lie ahead may, and must exist', () => {
    const rules = { forms: all, mayLieAhead: true } as const;
    assert.deepEqual(read('20360301', rules), { year: 2036, month: 3, day: 1 });
    assert.equal(read('20360231', rules), 'date-impossible');
  });

  it('are read only in the forms their source uses', () => {
    assert.equal(read('12/05/1990', ['compact']), 'date-format');
    assert.equal(read('1990', ['compact', 'iso']), 'date-format');
  });

  it('keep an unknown day or month unknown', () => {
    assert.deepEqual(read('19900500'), { year: 1990, month: 5 });
    for (const raw of ['00/00/1990', '0/0/1990', '19900000', '00/1990', '1990-00-00']) {
      assert.deepEqual(read(raw), { year: 1990 }, raw);
    }
    assert.deepEqual(read('00051990', ['card']), { year: 1990, month: 5 });
  });

  it('are refused where there is no such day', () => {
    for (const raw of [
      '20240231',
      '2023-02-29',
      '31/04/1990',
      '19901301',
      '19900012',
      '00000101',
      '19900532',
      '32/1/1990',
      '13/1990',
    ]) {
      assert.equal(read(raw), 'date-impossible', raw);
    }
    assert.deepEqual(read('20240229'), { year: 2024, month: 2, day: 29 });
    assert.equal(read('19000229'), 'date-impossible');
    assert.deepEqual(read('20000229'), { year: 2000, month: 2, day: 29 });
  });

  it('are refused where they lie in the future', () => {
    for (const raw of ['20260302', '2026-04', '2027']) assert.equal(read(raw), 'date-in-future', raw);
    for (const raw of ['20260301', '2026-03', '2026']) assert.equal(typeof read(raw), 'object', raw);
  });

  it('are refused in any other form', () => {
    for (const raw of ['', '1990-5-1', '１９９０', '19900512 ', '1990051', '+1990', '1990-05-12T00:00:00Z']) {
      assert.equal(read(raw), 'date-format', raw);
    }
  });

  it('are today in Vietnam', () => {
    assert.deepEqual(todayAt('2026-02-28T17:00:00Z'), { year: 2026, month: 3, day: 1 });
    assert.deepEqual(todayAt('2026-02-28T16:59:59Z'), { year: 2026, month: 2, day: 28 });
  });

  it('are written as far as they are known', () => {
    assert.equal(isoDate({ year: 1990, month: 5, day: 2 }), '1990-05-02');
    assert.equal(isoDate({ year: 1990, month: 5 }), '1990-05');
    assert.equal(isoDate({ year: 990 }), '0990');
  });

  it('that are possible survive writing and reading', () => {
    const days = fc.date({ min: new Date('0001-01-01'), max: new Date('2026-03-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const raw = date.toISOString().slice(0, 10);
        const value = read(raw);
        assert.ok(typeof value === 'object');
        assert.equal(isoDate(value), raw);
        assert.deepEqual(read(raw.replaceAll('-', '')), value);
      }),
    );
  });

  const partial: fc.Arbitrary<PartialDate> = fc.oneof(
    fc.record({ year: fc.integer({ min: 1990, max: 1991 }) }),
    fc.record({ year: fc.integer({ min: 1990, max: 1991 }), month: fc.integer({ min: 1, max: 2 }) }),
    fc.record({
      year: fc.integer({ min: 1990, max: 1991 }),
      month: fc.integer({ min: 1, max: 2 }),
      day: fc.integer({ min: 1, max: 2 }),
    }),
  );

  it('compare in three values', () => {
    assert.equal(compareDates({ year: 1990, month: 1, day: 1 }, { year: 1990, month: 1, day: 1 }), 'same');
    assert.equal(compareDates({ year: 1990 }, { year: 1990 }), 'compatible');
    assert.equal(compareDates({ year: 1990 }, { year: 1990, month: 1, day: 1 }), 'compatible');
    assert.equal(compareDates({ year: 1990, month: 2 }, { year: 1990, month: 1, day: 1 }), 'different');
    assert.equal(compareDates({ year: 1990, month: 1, day: 2 }, { year: 1990, month: 1, day: 1 }), 'different');
    fc.assert(
      fc.property(partial, partial, (one, other) => {
        assert.equal(compareDates(one, other), compareDates(other, one));
        assert.equal(compareDates(one, one), one.day === undefined ? 'compatible' : 'same');
      }),
    );
  });

  it('are different only if no date could be meant by both', () => {
    const days = (date: PartialDate): string[] =>
      [1990, 1991].flatMap((year) =>
        [1, 2].flatMap((month) => [1, 2].map((day) => isoDate({ ...{ year, month, day }, ...date }))),
      );
    fc.assert(
      fc.property(partial, partial, (one, other) => {
        const shared = days(one).some((day) => days(other).includes(day));
        assert.equal(compareDates(one, other) !== 'different', shared);
      }),
    );
  });
});

describe('points in time', () => {
  it('are written in UTC, and are Vietnamese time without a zone', () => {
    assert.deepEqual(parseTime('2026-01-15T09:30:00+07:00'), { ok: true, value: '2026-01-15T02:30:00.000Z' });
    assert.deepEqual(parseTime('2026-01-15T09:30:00'), { ok: true, value: '2026-01-15T02:30:00.000Z' });
    assert.deepEqual(parseTime('2026-01-02T03:04:05.678Z'), { ok: true, value: '2026-01-02T03:04:05.678Z' });
    assert.deepEqual(parseTime('2026-01-02T03:04:05.12345Z'), { ok: true, value: '2026-01-02T03:04:05.123Z' });
  });

  it('that are none are told apart', () => {
    for (const raw of ['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T25:00:00Z']) {
      assert.deepEqual(parseTime(raw), { ok: false, code: 'date-impossible' }, raw);
    }
    for (const raw of ['', '2026-01-01', 'yesterday', `2026-01-01T00:00:00.${'0'.repeat(50)}Z`]) {
      assert.deepEqual(parseTime(raw), { ok: false, code: 'date-format' }, raw);
    }
  });

  it('compare as text', () => {
    const times = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, times, fc.integer({ min: -11, max: 14 }), (one, other, hours) => {
        const shifted = new Date(other.getTime() + hours * 3_600_000).toISOString().slice(0, -1);
        const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
        const [a, b] = [parseTime(one.toISOString()), parseTime(shifted + zone)];
        assert.ok(a.ok && b.ok);
        assert.equal(a.value < b.value, one.getTime() < other.getTime());
      }),
    );
  });
});

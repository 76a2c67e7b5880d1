import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadUnits } from '../../../hub/catalogues/units.ts';
import { formatNames, writerOf, type FormatName, type FormatTools } from '../../../mappings/forms/formats.ts';
import { inWords } from '../../../mappings/forms/number-words.ts';
import { successorsOf, type Succession } from '../../../mappings/lib/units/successors.ts';
import { anyCitizen } from '../mappings/citizens.ts';
import { nameOf, statusOf } from '../mappings/support.ts';

const names: Readonly<Record<string, string>> = {
  'since-2025-07/province/79': 'Thành phố Hồ Chí Minh',
  'since-2025-07/commune/26743': 'Phường Sài Gòn',
  'since-2025-07/commune/26740': 'Phường Bến Thành',
};
const tools: FormatTools = { unitName: (catalogue, level, code) => names[`${catalogue}/${level}/${code}`] };

function write(name: FormatName, value: unknown, more: Partial<FormatTools> = {}): unknown {
  return writerOf(name)(value, { ...tools, ...more });
}

describe('the formats of forms', () => {
  const ethnic = { scheme: 'ethnic-2008', code: '04' };
  const card = { number: '079190123456', issuedOn: { year: 2022, month: 3, day: 4 }, issuedBy: 'Cục Cảnh sát' };
  const cases: [format: FormatName, value: unknown, written: unknown][] = [
    ['text', nameOf("H'Hen Niê"), "H'Hen Niê"],
    ['text', '0900000001', '0900000001'],
    ['text', { year: 1990 }, undefined],
    ['capitals', nameOf("H'Hen Niê đẹp"), "H'HEN NIÊ ĐẸP"],
    ['date', { year: 1990, month: 5, day: 2 }, '02/05/1990'],
    ['date', { year: 1990, month: 5 }, '05/1990'],
    ['date', { year: 1990 }, '1990'],
    ['date', '1990', undefined],
    ['date-figures', { year: 1990, month: 5, day: 2 }, 'ngày 02 tháng 05 năm 1990'],
    ['date-figures', { year: 1990 }, 'năm 1990'],
    ['date-words', { year: 1990, month: 5, day: 2 }, 'Ngày hai, tháng năm, năm một nghìn chín trăm chín mươi'],
    ['date-words', { year: 2005, month: 4, day: 21 }, 'Ngày hai mươi mốt, tháng tư, năm hai nghìn không trăm linh năm'],
    ['date-words', { year: 2015, month: 1 }, 'Tháng một, năm hai nghìn không trăm mười lăm'],
    ['year', { year: 1990, month: 5 }, '1990'],
    ['words', { scheme: 'sex', code: 'male' }, 'Nam'],
    ['words', { scheme: 'sex-qcvn109', code: '1' }, undefined],
    ['words', ethnic, 'Mường'],
    ['words', { ...ethnic, scheme: 'ethnic-1979' }, 'Hoa'],
    ['words', { scheme: 'iso-3166-1-alpha-2', code: 'VN' }, 'Việt Nam'],
    ['words', { scheme: 'iso-3166-1-alpha-2', code: 'XX' }, undefined],
    ['words', statusOf('divorced-or-widowed'), ['Đã ly hôn', 'Vợ/chồng đã chết']],
    ['paper', card, 'Thẻ căn cước/căn cước công dân số 079190123456, cấp ngày 04/03/2022, nơi cấp: Cục Cảnh sát'],
    ['paper', { issuedBy: 'Cục Cảnh sát' }, undefined],
    ['paper', '079190123456', 'Số định danh cá nhân 079190123456'],
  ];
  for (const [format, value, written] of cases) {
    it(`${format} writes ${JSON.stringify(value)} as ${String(written)}`, () => {
      assert.deepEqual(write(format, value), written);
    });
  }

  it('write an address on one line, or not at all where a unit has no name', () => {
    const home = { country: 'VN', province: '79', commune: '26743', detail: '12 Lê Lợi', catalogue: 'since-2025-07' };
    assert.equal(write('address', home), '12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh');
    assert.equal(write('address', { ...home, commune: '00001' }), undefined);
    assert.equal(write('address', { ...home, catalogue: 'unknown' }), undefined);
    assert.equal(write('address', { country: 'FR', detail: 'Paris', catalogue: 'unknown' }), 'Paris, Pháp');
    assert.equal(write('address', { country: 'VN', catalogue: 'unknown' }), undefined);
  });

  it('never write an unknown country, and offer a text without units for confirmation only', () => {
    const found = { country: 'ZZ', detail: '12 Lê Lợi P.1 Q.3 TP.HCM', catalogue: 'unknown' };
    for (const format of ['address', 'address-now'] as const) {
      const more = { successorsOf: (): Succession => ({ kind: 'unknown', why: 'not-in-vietnam' }) };
      assert.deepEqual(write(format, found, more), [found.detail]);
      assert.deepEqual(write(format, { ...found, country: 'VN' }, more), [found.detail]);
      assert.equal(write(format, { country: 'ZZ', catalogue: 'unknown' }, more), undefined);
    }
  });

  it('write an old address as one of today, or all it may be where its unit was split', () => {
    const old = { country: 'VN', province: '79', district: '760', commune: '26740', catalogue: 'before-2025-07' };
    const now = { country: 'VN', province: '79', commune: '26743', catalogue: 'since-2025-07' };
    const other = { ...now, commune: '26740' };
    const saiGon = 'Phường Sài Gòn, Thành phố Hồ Chí Minh';
    const cases: [Succession, unknown][] = [
      [{ kind: 'one', whole: old, address: { ...now, detail: 'Số 5' } }, `Số 5, ${saiGon}`],
      [{ kind: 'split', whole: old, candidates: [now, other], needsConfirmation: true }, [saiGon, 'Phường Bến Thành, Thành phố Hồ Chí Minh']], // prettier-ignore
      [{ kind: 'unknown', why: 'unknown-code' }, undefined],
    ];
    for (const [succession, written] of cases) {
      assert.deepEqual(write('address-now', old, { successorsOf: () => succession }), written);
    }
    assert.equal(write('address-now', now, { successorsOf: () => ({ kind: 'current', whole: now }) }), saiGon);
    assert.equal(write('address-now', now), undefined);
  });

  it('add larger units that are left out, and write no commune that lies elsewhere', () => {
    const day = '2026-05-15';
    const catalogue = loadUnits();
    const more: FormatTools = {
      unitName: (edition, level, code) => catalogue.at({ catalogue: edition, level, code }, day)?.name,
      successorsOf: (address) => successorsOf(catalogue, address, day),
    };
    const now = { country: 'VN', commune: '25747', detail: 'Số 5', catalogue: 'since-2025-07' };
    const old = { ...now, commune: '25852', catalogue: 'before-2025-07' };
    const thuDauMot = 'Số 5, Phường Thủ Dầu Một, Thành phố Hồ Chí Minh';
    for (const format of ['address', 'address-now'] as const) {
      assert.equal(write(format, now, more), thuDauMot);
      assert.equal(write(format, { ...now, province: '79' }, more), thuDauMot);
      assert.equal(write(format, { ...now, province: '79', commune: '00004' }, more), undefined);
      assert.equal(write(format, { ...old, province: '79' }, more), undefined);
      assert.equal(write(format, { country: 'VN', province: '79', catalogue: now.catalogue }, more), 'Thành phố Hồ Chí Minh'); // prettier-ignore
    }
    assert.equal(write('address', old, more), 'Số 5, Phường Tân Định, Thành phố Bến Cát, Tỉnh Bình Dương');
    assert.equal(write('address-now', old, more), 'Số 5, Phường Hòa Lợi, Thành phố Hồ Chí Minh');
  });

  it('write whatever the hub can hold, or nothing, and never fail', () => {
    fc.assert(
      fc.property(anyCitizen, (citizen) => {
        for (const value of Object.values(citizen)) {
          for (const name of formatNames) {
            const written = write(name, value);
            for (const each of [written ?? []].flat()) assert.equal(typeof each, 'string');
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

const values: Readonly<Record<string, number>> = { không: 0, một: 1, mốt: 1, hai: 2, ba: 3, bốn: 4, năm: 5, lăm: 5, sáu: 6, bảy: 7, tám: 8, chín: 9 }; // prettier-ignore
const units: Readonly<Record<string, number>> = { nghìn: 1000, trăm: 100, mươi: 10 };

/** Reads a number back out of its words, by another way than they were made. */
function fromWords(words: string): number {
  let [total, last] = [0, 0];
  for (const word of words.split(' ')) {
    const unit = units[word];
    total += unit === undefined ? 0 : last * unit;
    total += word === 'mười' ? 10 : 0;
    last = values[word] ?? 0;
  }
  return total + last;
}

describe('dates in words', () => {
  it('can be read back, whatever the number', () => {
    for (let number = 0; number <= 9999; number += 1) assert.equal(fromWords(inWords(number)), number);
  });

  it('say every part that is known and none that is not', () => {
    const part = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(part(9999), fc.option(part(12)), fc.option(part(31)), (year, month, day) => {
        const date = { year, ...(month === null ? {} : { month }), ...(day === null ? {} : { day }) };
        const words = String(write('date-words', date)).toLowerCase().split(', ');
        const parts = words.map((each) => fromWords(each.replace(/^\S+ /, '').replace(/^tư$/, 'bốn')));
        const known = month === null ? [year] : day === null ? [month, year] : [day, month, year];
        assert.deepEqual(parts, known);
      }),
    );
  });
});

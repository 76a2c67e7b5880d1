import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadUnits } from '../../../hub/catalogues/units.ts';
import { unitCodeLengths } from '../../../mappings/lib/addresses.ts';
import { buildUnits } from '../../../mappings/lib/units/catalogue.ts';
import type { UnitLevel, UnitRow } from '../../../mappings/lib/units/contract.ts';
import { parseUnitName, typesOfLevel, unitKey } from '../../../mappings/lib/units/names.ts';
import { before, rowsOf, since, threeEditions, units } from './support.ts';

const levels = ['province', 'district', 'commune'] as const;

function count(catalogue: string, level: UnitLevel): number {
  return new Set(rows(catalogue, level).map(({ code }) => code)).size;
}

function rows(catalogue: string, level: UnitLevel): UnitRow[] {
  return units()
    .rows(catalogue)
    .filter((row) => row.level === level);
}

describe('the catalogue of administrative units', () => {
  it('has every unit of both eras, with its validity', () => {
    assert.deepEqual(levels.map((level) => count(before, level)), [63, 696, 10_035]); // prettier-ignore
    assert.deepEqual(levels.map((level) => count(since, level)), [34, 0, 3321]); // prettier-ignore
    const [first, second] = units().editions.map(({ id, validFrom, hasDistricts }) => [id, validFrom, hasDistricts]);
    assert.deepEqual(first, [before, undefined, true]);
    assert.deepEqual(second, [since, '2025-07-01', false]);
    assert.equal(units().edition(before)?.validTo, '2025-07-01');
    assert.equal(units().editionAt('2025-06-30')?.id, before);
    assert.equal(units().editionAt('2025-07-01')?.id, since);
  });

  it('is sound: codes, kinds, parents, periods, and a regulation for every row', () => {
    const all = units().editions.flatMap(({ id }) => units().rows(id));
    const known = new Set(all.map(({ catalogue, code }) => `${catalogue}/${code}`));
    for (const { catalogue, level, code, name, type, parent, validFrom = '', validTo = '9999', basis } of all) {
      assert.equal(code.length, unitCodeLengths[level], code);
      assert.ok(typesOfLevel[level].some((each) => each === type), name); // prettier-ignore
      assert.equal(name, name.normalize('NFC'));
      assert.ok(validFrom < validTo, code);
      assert.notEqual(basis, '');
      assert.equal(parent === undefined, level === 'province', code);
      assert.ok(level === 'province' || known.has(`${catalogue}/${String(parent)}`), code);
    }
    const districts = new Map(rowsOf(`districts-${before}`).map(([code, , province]) => [code, province]));
    for (const [code, , district, province] of rowsOf(`communes-${before}`)) {
      assert.equal(districts.get(district), province, code);
    }
  });

  it('leads every old unit with people in it to new ones, and every new one back to an old one', () => {
    const inhabited = new Set(rows(before, 'commune').map(({ parent }) => parent));
    const old = [...rows(before, 'commune'), ...rows(before, 'district').filter(({ code }) => !inhabited.has(code))];
    assert.equal(old.length, 10_040);
    for (const { code } of old) {
      const successors = units().successors(before, code);
      assert.ok(successors.length > 0, code);
      for (const each of successors) {
        assert.equal(units().history({ catalogue: since, level: 'commune', code: each })[0]?.code, each);
        assert.ok(units().predecessors(since, each).includes(code));
      }
    }
    for (const { code } of rows(since, 'commune')) assert.ok(units().predecessors(since, code).length > 0, code);
  });

  it('knows what a code was called on a day: Đồng Nai became a city on 30 April 2026, ten of its communes wards', () => {
    const dongNai = { catalogue: since, level: 'province', code: '75' } as const;
    assert.equal(units().at(dongNai, '2026-04-29')?.name, 'Tỉnh Đồng Nai');
    assert.equal(units().at(dongNai, '2026-04-30')?.name, 'Thành phố Đồng Nai');
    assert.equal(units().at({ ...dongNai, catalogue: before }, '2026-04-30')?.name, 'Tỉnh Đồng Nai');
    const dauGiay = units().history({ catalogue: since, level: 'commune', code: '26326' });
    assert.deepEqual(
      dauGiay.map(({ name, type, validFrom, validTo, basis }) => [name, type, validFrom, validTo, basis]),
      [
        ['Xã Dầu Giây', 'commune', '2025-07-01', '2026-04-30', 'Decision 19/2025/QĐ-TTg'],
        ['Phường Dầu Giây', 'ward', '2026-04-30', undefined, 'Resolution 237/NQ-UBTVQH16'],
      ],
    );
    const wards = rows(since, 'commune').filter(({ parent, validFrom }) => parent === '75' && validFrom === '2026-04-30'); // prettier-ignore
    assert.deepEqual([wards.length, new Set(wards.map(({ type }) => type))], [10, new Set(['ward'])]);
  });

  it('renames only units there are, under their own name, each with its day and regulation', () => {
    const renames = rowsOf(`renames-${since}`);
    assert.ok(renames.length >= 25);
    const known = new Set(units().rows(since).map(({ code, name }) => `${code} ${name}`)); // prettier-ignore
    for (const [level = '', code = '', name = '', day = '', basis = ''] of renames) {
      assert.ok(known.has(`${code} ${name}`), name);
      const [first] = rows(since, level as UnitLevel).filter((row) => row.code === code);
      assert.ok(first !== undefined, code);
      assert.equal(parseUnitName(first.name).key, parseUnitName(name).key, 'another unit');
      assert.match(day, /^\d{4}-\d\d-\d\d$/);
      assert.match(basis, /\w/);
    }
  });

  it('calls no two units of one place alike, so that a name within its place is one unit', () => {
    for (const { id } of units().editions) {
      const names = new Map<string, string>();
      for (const { parent = '', name, code } of units().rows(id)) {
        const key = `${parent}/${unitKey(name)}`;
        assert.ok([undefined, code].includes(names.get(key)), name);
        names.set(key, code);
      }
    }
  });

  it('takes a reform that is only data: a third edition with its own id', () => {
    const made = buildUnits(threeEditions);
    assert.equal(made.editionAt('2026-12-31')?.id, since);
    assert.equal(made.editionAt('2027-01-01')?.id, 'since-2027-01');
    assert.equal(made.edition(since)?.validTo, '2027-01-01');
    assert.equal(made.at({ catalogue: 'since-2027-01', level: 'commune', code: '60001' }, '2027-01-01')?.name, 'Xã Gió Nắng'); // prettier-ignore
    assert.deepEqual(made.history({ catalogue: 'since-2027-01', level: 'district', code: '60001' }), []);
    assert.deepEqual(made.history({ catalogue: 'since-2031-01', level: 'commune', code: '60001' }), []);
  });
});

describe('the files of the catalogue', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'units-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are refused with every fault of every file', () => {
    writeFileSync(join(folder, 'editions.csv'), 'id,valid_from,basis\na,,first\nsince-2030-01,2030-01-01,"one, two"\n');
    writeFileSync(join(folder, 'provinces-a.csv'), 'code,title\n01,Tỉnh Một\n');
    writeFileSync(join(folder, 'communes-a.csv'), 'code,name\n"00001,Xã Một\n');
    assert.throws(
      () => loadUnits(folder),
      ({ message }: Error) => {
        assert.match(message, /provinces-a\.csv: has no column name/);
        assert.match(message, /communes-a\.csv: is no table of comma-separated values/);
        assert.match(message, /provinces-since-2030-01\.csv: is missing/);
        assert.match(message, /communes-since-2030-01\.csv: is missing/);
        assert.match(message, /commune-conversion-2030-01\.csv: is missing/);
        assert.doesNotMatch(message, /renames|district/);
        return true;
      },
    );
  });
});

import assert from 'node:assert/strict';
import type { Address } from '../../../mappings/canonical/citizen.ts';
import { resolveAddress } from '../../../mappings/lib/units/address-text.ts';
import { buildUnits } from '../../../mappings/lib/units/catalogue.ts';
import type { Units } from '../../../mappings/lib/units/contract.ts';
import { parseUnitName } from '../../../mappings/lib/units/names.ts';
import { presentOf, successorsOf, type Succession } from '../../../mappings/lib/units/successors.ts';
import { before, newCommunes, oldCommunes, since, threeEditions, units } from './support.ts';

const today = '2026-11-25';

/** The communes an address may lie in today, or why that is not known. */
function communesOf(succession: Succession): string[] | string {
  switch (succession.kind) {
    case 'current':
      return 'current';
    case 'one':
      return [succession.address.commune ?? ''];
    case 'split':
      return succession.candidates.map(({ commune = '' }) => commune);
    case 'unknown':
      return succession.why;
  }
}

function became(address: Partial<Address>, day = today, catalogue: Units = units()): string[] | string {
  return communesOf(successorsOf(catalogue, { country: 'VN', catalogue: before, ...address }, day));
}

describe('what became of an old address', () => {
  it('is for each of the 10,035 communes exactly what the table says, by code', () => {
    const counts = new Map<number, number>();
    for (const { code, successors } of oldCommunes()) {
      assert.deepEqual(became({ commune: code }), successors, code);
      counts.set(successors.length, (counts.get(successors.length) ?? 0) + 1);
    }
    assert.deepEqual([...counts].sort(), [[1, 9564], [2, 397], [3, 58], [4, 15], [5, 1]]); // prettier-ignore
  });

  it('is the new code, province and edition with the same detail, and no district', () => {
    const old = { country: 'VN', province: '74', district: '721', commune: '25852', detail: 'Ấp 3', catalogue: before };
    assert.deepEqual(successorsOf(units(), old, today), {
      kind: 'one',
      whole: old,
      address: { country: 'VN', province: '79', commune: '25849', detail: 'Ấp 3', catalogue: since },
    });
  });

  it('is to be confirmed among candidates where the commune was split', () => {
    assert.deepEqual(successorsOf(units(), { country: 'VN', commune: '25810', catalogue: before }, today), {
      kind: 'split',
      whole: { country: 'VN', province: '74', district: '720', commune: '25810', catalogue: before },
      candidates: [
        { country: 'VN', province: '79', commune: '25807', catalogue: since },
        { country: 'VN', province: '79', commune: '25843', catalogue: since },
      ],
      needsConfirmation: true,
    });
  });

  it('is a special zone for the five island districts that had no communes', () => {
    assert.deepEqual(became({ province: '77', district: '755' }), ['26732']);
    assert.equal(became({ province: '74', district: '721' }), 'no-commune');
  });

  it('is nothing new before the reform, nor for an address of today', () => {
    assert.equal(became({ commune: '25852' }, '2025-06-30'), 'current');
    assert.equal(became({ commune: '25849', catalogue: since }), 'current');
    assert.equal(became({ commune: '25849', catalogue: since }, '2025-06-30'), 'later-edition');
  });

  it('is not known, and why, where codes do not say it', () => {
    assert.equal(became({ commune: '26734', catalogue: 'unknown' }), 'edition-not-known');
    assert.equal(became({ commune: '26734', catalogue: 'since-1802-06' }), 'edition-not-known');
    assert.equal(became({ commune: '99999' }), 'unknown-code');
    assert.equal(became({ province: '74' }), 'no-commune');
    assert.equal(became({ commune: '25852', district: '718' }), 'contradictory');
    assert.equal(became({ commune: '25852', province: '79' }), 'contradictory');
    assert.equal(became({ country: 'LA', commune: '25852' }), 'not-in-vietnam');
    assert.equal(became({ commune: '00004', province: '79', catalogue: since }), 'contradictory');
    assert.equal(became({ commune: '25852', catalogue: since }), 'unknown-code');
  });

  it('never goes by name: none of the false friends is matched, from code or from text with its district', () => {
    const byName = new Map(newCommunes().map(({ code, name, province }) => [`${province}/${parseUnitName(name).key}`, code])); // prettier-ignore
    const provinceOf = new Map(newCommunes().map(({ code, province }) => [code, province]));
    const friends = oldCommunes().flatMap((old) => {
      const provinces = new Set(old.successors.map((each) => provinceOf.get(each)));
      const found = [...provinces].flatMap((province) => byName.get(`${province ?? ''}/${parseUnitName(old.name).key}`) ?? []); // prettier-ignore
      return found.filter((friend) => !old.successors.includes(friend)).map((friend) => ({ ...old, friend }));
    });
    // 249 wards and communes, and 23 townships.
    assert.deepEqual([friends.filter(({ name }) => !/^thị trấn/i.test(name)).length, friends.length], [249, 272]);
    for (const { code, name, district, province, successors, friend } of friends) {
      const written = resolveAddress(units(), [name, district, province].join(', '), today);
      for (const found of [became({ commune: code }), became(written ?? {})]) {
        assert.deepEqual(found, successors, name);
        assert.ok(!found.includes(friend), name);
      }
    }
  });

  it('goes through every reform since: what split and was joined again is one', () => {
    const made = buildUnits(threeEditions);
    const at = (commune: string, day: string): string[] | string => became({ commune }, day, made);
    assert.deepEqual(at('60001', '2026-12-31'), ['60001', '60002']);
    assert.deepEqual(at('60001', '2027-01-01'), ['60001']);
    assert.deepEqual(at('60003', '2027-01-01'), ['60003', '60009']);
    assert.deepEqual(became({ commune: '60002', catalogue: since }, '2027-01-01', made), ['60001']);
  });
});

describe('a bare code of five digits', () => {
  it('of both eras leads to one commune where its old bearer was not split, whichever era it is from', () => {
    const codes = new Set(newCommunes().map(({ code }) => code));
    const both = oldCommunes().filter(({ code }) => codes.has(code));
    const found = { one: 0, ambiguous: 0 };
    for (const { code, successors } of both) {
      const present = presentOf(units(), code, today);
      assert.ok(present.kind !== 'unknown-code');
      found[present.kind] += 1;
      const communes = present.kind === 'one' ? [present.commune] : present.communes;
      assert.deepEqual(new Set(communes.map((row) => row.code)), new Set([...successors, code]));
    }
    assert.deepEqual([both.length, found], [3316, { one: 3165, ambiguous: 151 }]);
  });

  it('of one era is of that one; of none, nothing', () => {
    const present = presentOf(units(), '25852', today);
    assert.equal(present.kind === 'one' ? present.commune.name : present.kind, 'Phường Hòa Lợi');
    assert.equal(presentOf(units(), '99999', today).kind, 'unknown-code');
  });

  it('does not lead into an edition that has not begun', () => {
    const made = buildUnits(threeEditions);
    assert.equal(presentOf(made, '60009', '2026-12-31').kind, 'unknown-code');
    const present = presentOf(made, '60003', '2026-12-31');
    assert.equal(present.kind === 'one' ? present.commune.catalogue : present.kind, since);
  });
});

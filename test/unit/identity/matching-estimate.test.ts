import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { estimateM, type Probabilities, type Vector } from '../../../hub/identity/matching/em.ts';
import { estimateRules } from '../../../hub/identity/matching/estimate.ts';
import { comparedFields, levels, perField, type ComparedField } from '../../../hub/identity/matching/levels.ts';
import { loadMatchingRules } from '../../../hub/identity/matching/load.ts';
import { checkRules } from '../../../hub/identity/matching/rules.ts';
import { rulesText } from '../../../hub/identity/matching/rules-text.ts';
import { loadUnits } from '../../../hub/catalogues/units.ts';
import { comparableUnits } from '../../../hub/identity/matching/units.ts';
import { draws, weights, type Draws } from '../../../scripts/sandbox/lib/random.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { record } from './support.ts';

const units = comparableUnits(loadUnits());

describe('estimating the weights', () => {
  it('finds the probabilities behind pairs, and how many are of one person', () => {
    const random = draws(3);
    // The strongest level is usual for one person and rare for strangers; the others fall off.
    const m = perField((field) => spread(field, (index) => 0.75 ** (3 * index)));
    const u = perField((field) => spread(field, (index) => 1.9 ** index));
    const share = 0.3;
    const vectors = Array.from({ length: 12_000 }, () => draw(random, random.chance(share) ? m : u));
    const start = perField((field) => spread(field, (index) => 0.8 ** index));
    const found = estimateM({ vectors, u, start });
    assert.ok(found.rounds < 500);
    assert.ok(Math.abs(found.share - share) < 0.02, `share ${found.share}`);
    for (const field of comparedFields) {
      for (const level of levels[field]) {
        const [is, was] = [found.m[field][level] ?? 0, m[field][level] ?? 0];
        assert.ok(Math.abs(is - was) < 0.04, `${field} ${level}: ${is}, expected ${was}`);
      }
    }
  });

  it('keeps what it starts from where nothing is seen', () => {
    const m = perField((field) => spread(field, (index) => 1 / (index + 1)));
    const found = estimateM({ vectors: [], u: m, start: m });
    assert.deepEqual(rounded(found.m), rounded(m));
  });

  it('learns rules that can be used from people two systems speak of, and tells of nobody', async () => {
    const reviewed = loadMatchingRules();
    const random = draws(5);
    const { rules, pairs, matches, people } = await estimateRules({
      people: async function* () {
        for (let index = 0; index < 3000; index += 1) yield Promise.resolve(slicesOf(index));
      },
      reviewed,
      units,
      random: () => random.unit(),
      onProgress: () => undefined,
    });
    assert.deepEqual([people, pairs], [3000, 3000]);
    assert.ok(matches > 2900);
    assert.deepEqual(checkRules(rules), { ok: true, rules });
    assert.ok(Math.abs((rules.fields.birthDate['swapped']?.m ?? 0) - 0.1) < 0.02, 'one in ten is swapped');
    assert.ok((rules.fields.name['exact']?.u ?? 0) < 0.02);
    // What cannot be learned from these people stays, and so does what a person decided.
    assert.equal(
      rules.fields.taxNumber['agree']?.u.toPrecision(3),
      reviewed.fields.taxNumber['agree']?.u.toPrecision(3),
    );
    assert.deepEqual([rules.thresholds, rules.stops], [reviewed.thresholds, reviewed.stops]);
    assert.deepEqual(Object.keys(rules.terms.family), ['nguyen', 'tran', 'le']);
    assert.ok(Math.abs((rules.terms.family['nguyen'] ?? 0) - 0.5) < 0.01);
    assert.equal(rules.terms.words['doc'], undefined, 'a word that one person has is not written down');
  });

  it('writes rules that can be read again, whatever the records state', async () => {
    const stated = fc.record({
      parents: fc.constantFrom('numbers', 'names', 'both', 'none'),
      given: fc.constantFrom('An', 'null', 'No', '007', 'HʼMông', 'Ǹg', '陳', "O'Neil"),
      born: fc.constantFrom('1980-01-01', '1980-01-02'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(stated, { minLength: 1, maxLength: 4 }), async (kinds) => {
        const { rules } = await estimateRules({
          people: async function* () {
            for (let index = 0; index < 60 * kinds.length; index += 1) {
              const { parents, given, born } = kinds[index % kinds.length] ?? assert.fail();
              const said = { name: `Nguyễn ${given}`, born, personalNumber: `079${String(index).padStart(9, '0')}` };
              yield Promise.resolve(
                ['population', 'civil-status'].map((system) => withParents(record({ ...said, system }), parents)),
              );
            }
          },
          reviewed: loadMatchingRules(),
          units,
          random: () => 0.5,
          onProgress: () => undefined,
        });
        const checked = checkRules(parse(rulesText(rules, 'Estimated.')));
        assert.deepEqual(checked.ok ? [] : checked.problems, []);
      }),
      { numRuns: 30 },
    );
  });
});

/** Adds parents of whom the record gives names, personal numbers or both. */
function withParents(slice: Slice, given: 'numbers' | 'names' | 'both' | 'none'): Slice {
  if (given === 'none') return slice;
  const parent = (personalNumber: string, text: string) => ({
    ...(given === 'names' ? {} : { personalNumber }),
    ...(given === 'numbers' ? {} : { name: { text } }),
  });
  const [father, mother] = [parent('079060000001', 'Lê Văn Cả'), parent('079160000002', 'Trần Thị Hai')];
  return { ...slice, fields: { ...slice.fields, father, mother } };
}

/** A distribution over the levels of a field, in proportion to what is given for each place. */
function spread(field: ComparedField, of: (index: number) => number): Record<string, number> {
  const sum = levels[field].reduce((total, _level, index) => total + of(index), 0);
  return Object.fromEntries(levels[field].map((level, index) => [level, of(index) / sum]));
}

function draw(random: Draws, chances: Probabilities): Vector {
  const drawn = comparedFields.map((field) =>
    random.chance(0.1)
      ? 'missing'
      : random.weighted(weights(levels[field].map((level) => [level, chances[field][level] ?? 0] as const))),
  );
  return { levels: drawn, count: 1 };
}

function rounded(probabilities: Probabilities) {
  return perField((field) => Object.entries(probabilities[field]).map(([level, chance]) => [level, chance.toFixed(9)]));
}

/** Every other person is a Nguyễn; of every tenth the sector swaps day and month. */
function slicesOf(index: number): Slice[] {
  const family = ['Nguyễn', 'Nguyễn', 'Trần', 'Lê'][index % 4] ?? '';
  const given = index === 7 ? 'Độc' : (['An', 'Bình', 'Châu', 'Dũng', 'Giang'][index % 5] ?? '');
  const middle = ['Văn', 'Thị', 'Minh', 'Ngọc', 'Kim', 'Đức', 'Hoàng'][index % 7] ?? '';
  const year = 1950 + (index % 61);
  const [month, day] = [1 + (index % 6), 7 + (index % 6)].map((value) => String(value).padStart(2, '0'));
  const name = `${family} ${middle} ${given}`;
  const number = `079${String(index).padStart(9, '0')}`;
  return [
    record({ name, born: `${year}-${month}-${day}`, personalNumber: number, system: 'population' }),
    record({ name, born: index % 10 === 0 ? `${year}-${day}-${month}` : `${year}-${month}-${day}`, system: 'health' }),
  ];
}

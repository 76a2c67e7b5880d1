import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comparedName, compareNames } from '../../../hub/identity/matching/compare-names.ts';
import { typingErrors } from '../../../hub/identity/matching/distance.ts';
import { isSyllable } from '../../../hub/identity/matching/syllables.ts';
import { createTerms } from '../../../hub/identity/matching/terms.ts';
import { loadMatchingRules } from '../../../hub/identity/matching/load.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { judge, levelOf } from './support.ts';

const terms = createTerms(loadMatchingRules().terms);

function levelOfNames(one: string, other: string): string {
  return compareNames(comparedName(nameKeys(one)), comparedName(nameKeys(other)), terms).level;
}

describe('names, compared', () => {
  const cases: readonly [string, string, string][] = [
    ['Nguyễn Văn Hùng', 'NGUYỄN VĂN HÙNG', 'exact'],
    ['Nguyễn Thị Hòa', 'Nguyễn Thị Hoà', 'tone'],
    ['Nguyễn Văn Hùng', 'NGUYEN VAN HUNG', 'plain'],
    ['Nguyễn Văn Hùng', 'NguyenVan Hung', 'plain'],
    ['Trần Lan Anh', 'Tran Lan Anh', 'plain'],
    ['Phan Hoa', 'Phan Hoà', 'accents'],
    ['Nguyễn Minh Anh', 'Nguyễn Minh Ánh', 'accents'],
    ['Nguyễn Văn Hùng', 'Hùng Nguyễn Văn', 'reordered'],
    ['Nguyễn Văn Hùng', 'Nguyễn Hùng', 'part-missing'],
    ['Nguyễn Văn Hùng', 'VAN HUNG', 'part-missing'],
    ['Nguyễn Văn Hùng', 'Nguyễn Văn', 'contradict'],
    ['Nguyễn Văn Hùng', 'Nguyễn Văn Hugn', 'close'],
    ['Nguyễn Văn Hùng', 'Nguyne Vna Hùng', 'close'],
    ['Nguyễn Văn Hùng', 'Nguyễn Văn Dũng', 'like'],
    ['Nguyễn Văn Hùng', 'Nguyễn Hugn', 'like'],
    ['Nguyễn Ngọc Ánh', 'Nguyễn Lan Anh', 'contradict'],
    ['Nguyễn Ngọc Ánh', 'Nguyễn Anh Thư', 'contradict'],
    ['Kpă Thul', 'Kpă Thúy', 'like'],
    ['Nguyễn Văn Hùng', 'Nguyễn Văn Nam', 'contradict'],
    ['Nhân', 'Nhân', 'exact'],
    ["H'Hen Niê", 'HHEN NIE', 'plain'],
  ];
  for (const [one, other, level] of cases) {
    it(`${one} and ${other}: ${level}`, () => {
      assert.equal(levelOfNames(one, other), level);
    });
  }

  it('compare the same both ways', () => {
    const word = fc.constantFrom('Nguyễn', 'Văn', 'Hùng', 'Hugn', 'Dũng', 'Anh', 'Ánh', 'ANH', 'Kpă', "H'Hen", '-');
    const words = fc.oneof(
      fc.array(word, { minLength: 1, maxLength: 4 }),
      fc.shuffledSubarray(['Nguyễn', 'Trần', 'Thị', 'Minh', 'Khánh', 'Anh'], { minLength: 5 }),
    );
    const name = words.map((each) => comparedName(nameKeys(each.join(' '))));
    fc.assert(
      fc.property(name, name, (one, other) => {
        assert.deepEqual(compareNames(one, other, terms), compareNames(other, one, terms));
      }),
    );
  });
});

describe('typing errors', () => {
  it('are letters added, left out, replaced or swapped, up to a limit', () => {
    const cases: readonly [string, string, number][] = [
      ['hung', 'hung', 0],
      ['hung', 'hugn', 1],
      ['hung', 'hun', 1],
      ['hung', 'hunng', 1],
      ['hung', 'dung', 1],
      ['hung', 'dugn', 2],
      ['hung', 'nam', 3],
      ['', 'a', 1],
    ];
    for (const [one, other, errors] of cases) assert.equal(typingErrors(one, other, 2), errors, `${one} ${other}`);
  });

  it('make words that no name is', () => {
    for (const word of ['nguyen', 'hoang', 'thuy', 'quynh', 'oanh', 'y', 'khuyen', 'giang'])
      assert.ok(isSyllable(word));
    for (const word of ['hugn', 'nguyne', 'hunng', 'mih', 'kpa', 'thul', 'h']) assert.ok(!isSyllable(word), word);
  });
});

describe('dates of birth, compared', () => {
  const cases: readonly [string, string, string][] = [
    ['1990-05-12', '1990-05-12', 'exact'],
    ['1990-01-01', '1990-01-01', 'compatible'],
    ['1990-05-12', '1990', 'compatible'],
    ['1990-05-12', '1990-05', 'compatible'],
    ['1990-05-12', '1990-12-05', 'swapped'],
    ['1990-05-12', '1990-05-13', 'one-digit'],
    ['1990-05-12', '1990-05-21', 'one-digit'],
    ['1990-05-12', '1980-05-12', 'one-digit'],
    ['1999-12-30', '2000-12-30', 'one-digit'],
    ['1990-05-12', '1960-05-12', 'contradict'],
    ['1990-05-12', '1990-01-01', 'default-day'],
    ['1990-05', '1990-01-01', 'default-day'],
    ['1990-05-12', '1990-11-27', 'year'],
    ['1990-05', '1990-06', 'year'],
    ['1990-05-12', '1987-11-27', 'contradict'],
    ['1990', '1991', 'contradict'],
  ];
  for (const [one, other, level] of cases) {
    it(`${one} and ${other}: ${level}`, () => {
      assert.equal(levelOf(judge({ born: one }, { born: other }), 'birthDate'), level);
    });
  }
});

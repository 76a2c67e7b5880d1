import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Features } from '../../../hub/identity/matching/contract.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { communes, judge, levelOf, matcher, oldDistrict, record, weightOf } from './support.ts';

const home = { commune: communes.thuDauMot, detail: '12/3 Yersin, Khu phố 4' };
const family = { ...home, father: 'Lê Văn Hùng', mother: 'Trần Thị Mai', phone: '0912345678' };
const person = { name: 'Lê Hoàng Minh', born: '1990-05-12', sex: 'male', ...family } as const;

describe('matching', () => {
  it('takes records for one person where they say the same, whoever writes it how', () => {
    const shouted = { ...person, name: 'LE HOANG MINH', phone: '+84 912 345 678' };
    const { band, rule, evidence, score } = judge(person, shouted);
    assert.deepEqual([band, rule], ['same', 'scored']);
    const sum = evidence.reduce((total, { weight }) => total + weight, 0);
    assert.ok(Math.abs(sum - score) < 0.01, 'the evidence adds up to the score');
  });

  it('never quotes a value in its evidence', () => {
    const text = JSON.stringify(judge(person, person).evidence);
    for (const value of ['Minh', 'minh', '1990', '25747', '0912345678', 'Yersin']) assert.ok(!text.includes(value));
  });

  it('asks where name and date of birth are all there is, however rare the name', () => {
    const bare = { name: 'Khổng Bách Diệp', born: '1990-05-12', sex: 'male' } as const;
    assert.equal(judge(bare, bare).band, 'review');
  });

  it('is told more by a rare name than by a common one', () => {
    const common = judge({ name: 'Nguyễn Văn Hùng' }, { name: 'Nguyễn Văn Hùng' });
    const rare = judge({ name: 'Khổng Văn Bách' }, { name: 'Khổng Văn Bách' });
    assert.ok(weightOf(rare, 'name') > weightOf(common, 'name') + 5);
  });

  it('leaves twins with like names two, and asks; with other names it does not even ask', () => {
    const anh = { ...person, name: 'Nguyễn Minh Anh' };
    for (const name of ['Nguyễn Minh Ánh', 'Nguyễn Minh Anh Thư', 'Nguyễn Minh Oanh']) {
      assert.notEqual(judge(anh, { ...person, name }).band, 'same', name);
    }
    assert.equal(judge(anh, { ...person, name: 'Nguyễn Minh Ánh' }).band, 'review');
    assert.equal(judge({ ...person, name: 'Lê Văn Hùng' }, { ...person, name: 'Lê Văn Dũng' }).band, 'review');
    assert.equal(judge(anh, { ...person, name: 'Nguyễn Minh Quân' }).band, 'new');
  });

  it('leaves father and son of one name two', () => {
    const father = { ...person, born: '1962-03-04' };
    const son = { ...person, born: '1990-05-12', father: 'Lê Hoàng Minh' };
    assert.equal(judge(father, son).band, 'new');
    // One digit of the year is wrong, or they are a generation apart.
    assert.equal(judge({ ...person, born: '1960-05-12' }, { ...person, born: '1990-05-12' }).band, 'new');
  });

  it('leaves brothers two', () => {
    assert.equal(judge(person, { ...person, name: 'Lê Hoàng Nam', born: '1992-08-30' }).band, 'new');
  });

  it('asks, and no more, where the sex or the day of birth contradicts or there is no date', () => {
    assert.equal(judge(person, { ...person, sex: 'female' }).band, 'review');
    assert.equal(judge(person, { ...person, born: '1990-11-27' }).band, 'review');
    assert.equal(judge(person, { ...family, name: person.name, sex: person.sex }).band, 'review');
  });

  it('never joins two who have different personal numbers, nor parts two who have one', () => {
    const one = { ...person, personalNumber: '079090000001' };
    assert.equal(judge(one, { ...person, personalNumber: '079090000002' }).band, 'new');
    assert.equal(judge(one, { name: 'Ai Khác', personalNumber: '079090000001' }).band, 'same');
    assert.equal(judge(one, person).band, 'same');
  });

  it('counts what a family shares once', () => {
    const judgement = judge(person, person);
    const fields = ['address', 'father', 'mother', 'phone'].map((field) => weightOf(judgement, field));
    const together = fields.reduce((sum, weight) => sum + weight, 0) + weightOf(judgement, 'household');
    assert.ok(fields.reduce((sum, weight) => sum + weight, 0) > 20);
    assert.ok(Math.abs(together - 20) < 0.05);
    assert.equal(levelOf(judgement, 'household'), 'counted-once');
  });

  describe('addresses', () => {
    const at = (commune: string, detail?: string, district?: string) => ({
      name: 'Lê An',
      commune,
      ...(detail === undefined ? {} : { detail }),
      ...(district === undefined ? {} : { district }),
    });
    const addressLevel = (one: object, other: object) => levelOf(judge(one, other), 'address');

    it('are compared over the change of units of July 2025, never by code', () => {
      const old = at(communes.oldPhuTho, '12/3 Yersin, Khu phố 4', oldDistrict);
      assert.equal(addressLevel(old, at(communes.thuDauMot, '12/3 Yersin, KP 4')), 'detail');
      assert.equal(addressLevel(old, at(communes.thuDauMot)), 'commune');
      // The code of old Hưng Định is that of new Thuận An, of which it is a part; of old Phú Thọ there is no new one.
      assert.equal(addressLevel(old, at(communes.thuanAn)), 'province');
    });

    it('agree in detail only if the house does, and more than one word', () => {
      const here = at(communes.thuDauMot, '12 Yersin, Khu phố 4');
      assert.equal(addressLevel(here, at(communes.thuDauMot, '77 Yersin, Khu phố 4')), 'commune');
      assert.equal(addressLevel(here, at(communes.thuDauMot, 'số 12, đường Yersin')), 'detail');
      assert.equal(addressLevel(at(communes.thuDauMot, 'Ấp 3'), at(communes.thuDauMot, 'Ấp 3')), 'commune');
      assert.equal(addressLevel(at(communes.thuDauMot, 'Tổ 5, Ấp 3'), at(communes.thuDauMot, 'Tổ 3, Ấp 5')), 'commune');
    });
  });

  describe('numbers', () => {
    const card = { name: 'Lê Hoàng Minh', born: '1990-05-12', oldIdentityNumber: '021234567' };
    const held = { ...card, personalNumber: '074090000001', system: 'population' };

    it('decide where the population database paired the card with a personal number', () => {
      assert.deepEqual([judge(card, held).band, judge(card, held).rule], ['same', 'paired-card']);
      assert.equal(judge(card, { ...held, system: 'health' }).rule, 'scored');
    });

    it('are a question where the name or the date of birth contradicts, since cards were issued twice', () => {
      assert.equal(judge({ ...card, name: 'Trần Thị Bích' }, held).band, 'review');
      assert.equal(judge({ ...card, name: 'Lê Hoàng Mính' }, held).band, 'review');
      assert.equal(judge({ ...card, born: '1971-02-03' }, held).band, 'review');
      assert.equal(judge({ born: card.born, oldIdentityNumber: card.oldIdentityNumber }, held).band, 'review');
      assert.equal(judge({ name: card.name, oldIdentityNumber: card.oldIdentityNumber }, held).band, 'same');
    });

    it('of social insurance are given once for life, and stand on the health-insurance card', () => {
      const insured = { name: 'Lê Hoàng Minh', born: '1990-05-12', socialInsuranceNumber: '7412345678' };
      const patient = { name: 'LE HOANG MINH', born: '1990', healthInsuranceNumber: 'GD4747412345678' };
      assert.deepEqual(
        [judge(insured, patient).band, judge(insured, patient).rule],
        ['same', 'social-insurance-number'],
      );
      const other = { ...person, socialInsuranceNumber: '7499999999' };
      assert.equal(judge({ ...person, socialInsuranceNumber: '7412345678' }, other).band, 'review');
    });
  });

  describe('features', () => {
    it('hold names and dates that lost, and nothing of what was taken back or of acts of identity', () => {
      const slices = [
        record({ ...family, name: 'Lê Hoàng Mình', born: '1990' }),
        record({ name: 'Lê Hoàng Minh', born: '1990-05-12' }),
        record({ name: 'Trần Văn Sai' }, { operation: 'annul' }),
        record({ personalNumber: '079090000009' }, { system: 'identity' }),
      ];
      const features = matcher.featuresOf(slices);
      assert.deepEqual(features.names.map(({ text }) => text).sort(), ['Lê Hoàng Minh', 'Lê Hoàng Mình']);
      assert.deepEqual(features.birthDates, [{ year: 1990, month: 5, day: 12 }]);
      assert.deepEqual(features.personalNumbers, []);
      assert.equal(judge(slices, person).band, 'same');
    });

    it('say nothing of a sex that is stated both ways', () => {
      const both = [record({ sex: 'male' }), record({ sex: 'female' })];
      assert.equal(matcher.featuresOf(both).sex, undefined);
    });
  });

  describe('keys', () => {
    const keysOf = (stated: Parameters<typeof record>[0]) =>
      new Set(matcher.blocksOf(matcher.featuresOf([record(stated)])));
    const isFound = (one: Parameters<typeof record>[0]) => {
      const others = keysOf({ ...person, oldIdentityNumber: '021234567' });
      return [...keysOf(one)].some((key) => others.has(key));
    };

    it('find a person whatever one error is made', () => {
      const { name, born, commune, phone } = person;
      for (const stated of [
        { name: 'LE HOANG MINH', born },
        { name: 'Minh Lê Hoàng', born },
        { name: 'Hoàng Minh', born },
        { name: 'Lê Minh', born },
        { name: 'Lê Hoàng Mnih', born },
        { name: 'Ai Khác', born, commune },
        { name, born: '1990-12-05' },
        { name, born: '1990' },
        { name, born: '1991-05-12' },
        { name, commune },
        { name, commune: communes.oldPhuTho, district: oldDistrict },
        { phone },
        { oldIdentityNumber: '021234567' },
      ]) {
        assert.ok(isFound(stated), JSON.stringify(stated));
      }
      assert.ok(!isFound({ name: 'Lê Hoàng Minh', born: '1971-02-03', commune: communes.thuanAn }));
      assert.ok(!isFound({ name: 'Trần Thị Bích', born: '1990-05-11' }));
    });

    it('are safe integers, sorted, each once', () => {
      const keys = matcher.blocksOf(matcher.featuresOf([record(person), record(person)]));
      assert.ok(keys.length > 4 && keys.every((key) => Number.isSafeInteger(key) && key >= 0 && key < 2 ** 52));
      assert.deepEqual(
        keys,
        [...new Set(keys)].sort((one, other) => one - other),
      );
    });
  });
});

describe('matching, of any two people', () => {
  const someOf = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);
  const stated = fc
    .record({
      name: someOf(
        'Lê Hoàng Minh',
        'LE HOANG MINH',
        'Lê Minh',
        'Lê Hoàng Mnih',
        'Minh Lê Hoàng',
        'Nguyễn Thị Hoà',
        'Nhân',
      ),
      born: someOf('1990-05-12', '1990-12-05', '1990', '1990-01-01', '1991-05-12', '1962-03-04'),
      sex: someOf('male' as const, 'female' as const),
      commune: someOf(communes.thuDauMot, communes.thuanAn),
      detail: someOf('12/3 Yersin, Khu phố 4', 'Tổ 5, Ấp 3'),
      father: someOf('Lê Văn Hùng', 'LE VAN HUNG', 'Trần Văn Tư'),
      phone: someOf('0912345678', '0987654321'),
      oldIdentityNumber: someOf('021234567', '027654321'),
      system: fc.constantFrom('population', 'sector'),
    })
    .map((each) => Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined)));
  const slices = fc.array(
    fc.tuple(stated, fc.constantFrom('upsert' as const, 'upsert' as const, 'annul' as const)),
    { minLength: 1, maxLength: 4 },
  ).map((each) => each.map(([fields, operation]): Slice => record(fields, { operation }))); // prettier-ignore

  it('judges the same whoever is compared to whom', () => {
    fc.assert(fc.property(slices, slices, (one, other) => assert.deepEqual(judge(one, other), judge(other, one))));
  });

  it('makes the same features and keys of slices in any order, and of a slice twice', () => {
    fc.assert(
      fc.property(slices, (some) => {
        const features = matcher.featuresOf(some);
        const again = matcher.featuresOf([...some, ...some].reverse());
        assert.deepEqual(plain(again), plain(features));
        assert.deepEqual(matcher.blocksOf(again), matcher.blocksOf(features));
      }),
    );
  });
});

/** With what is worked out later, so that all of them can be held against others. */
function plain({ others, ...features }: Features) {
  return { ...features, others: { ...others, compared: others.compared() } };
}

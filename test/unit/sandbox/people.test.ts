import assert from 'node:assert/strict';
import fc from 'fast-check';
import { permutation } from '../../../scripts/sandbox/lib/permutation.ts';
import { comparable, correctedName, surnameOf } from '../../../scripts/sandbox/people/names.ts';
import { parseNumber } from '../../../scripts/sandbox/people/numbers.ts';
import { baseEnd, createPeople } from '../../../scripts/sandbox/people/people.ts';
import { loadPlaces } from '../../../scripts/sandbox/people/places.ts';
import { createRegistry } from '../../../scripts/sandbox/people/registry.ts';

const places = loadPlaces();
const size = 4000;
const people = createPeople(7, size, places);
const everybody = Array.from({ length: size }, (_, index) => people.person(index));

describe('sandbox people', () => {
  it('gives every index back from its image', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), fc.nat(), (index, offset) => {
        const numbers = permutation(1_000_000, 387_421, offset);
        return numbers.backward(numbers.forward(index)) === index && numbers.forward(index) < 1_000_000;
      }),
    );
    assert.throws(() => permutation(1_000_000, 5, 0), /factor divides/);
  });

  it('derives the same person from the same seed, another from another', () => {
    assert.deepEqual(createPeople(7, size, places).person(1234), everybody[1234]);
    assert.notEqual(createPeople(8, size, places).person(1234).personalNumber, everybody[1234]?.personalNumber);
  });

  it('resolves personal and card numbers to the person, in a million as in thousands', () => {
    const million = createPeople(3, 1_000_000, places);
    const registry = createRegistry(million);
    for (const index of [0, 999_999, 1, 17, 500_000, 123_457]) {
      const { personalNumber, oldIdentityNumber } = million.person(index);
      assert.equal(registry.indexOf(personalNumber), index);
      if (oldIdentityNumber !== undefined) assert.equal(registry.indexOfCard(oldIdentityNumber), index);
    }
    assert.equal(registry.indexOf('000000000000'), undefined);
    assert.equal(new Set(everybody.map(({ personalNumber }) => personalNumber)).size, size);
    assert.ok(everybody.some(({ oldIdentityNumber }) => oldIdentityNumber !== undefined));
  });

  it('puts sex and year of birth into the personal number', () => {
    for (const person of everybody) {
      const parts = parseNumber(person.personalNumber);
      assert.equal(parts?.sex, person.sex);
      assert.equal(parts.year, person.birthDate.year);
      assert.equal(parts.prefix, `0${person.birthRegistration.province}`);
    }
  });

  it('makes households fit: spouses name each other, children their parents, at possible ages', () => {
    const byNumber = new Map(everybody.map((person) => [person.personalNumber, person]));
    const motherOf = ({ mother }: (typeof everybody)[number]) => byNumber.get(mother?.personalNumber ?? '');
    const withMother = everybody.flatMap((person) => {
      const mother = motherOf(person);
      return mother === undefined ? [] : [{ person, mother }];
    });
    assert.ok(withMother.length > size / 4);
    for (const { person, mother } of withMother) {
      const age = person.birthDate.year - mother.birthDate.year;
      assert.ok(age >= 15 && age <= 50, `a mother of ${String(age)}`);
      assert.equal(mother.fullName, person.mother?.name);
    }
    const married = everybody.filter(({ spouse, deathDate }) => spouse !== undefined && deathDate === undefined);
    assert.ok(married.length > size / 4);
    const spouseOf = ({ spouse }: (typeof everybody)[number]) => byNumber.get(spouse?.personalNumber ?? '');
    for (const person of married) assert.equal(spouseOf(person)?.spouse?.personalNumber, person.personalNumber);
  });

  it('has the surnames of the country, ethnic names, deaths, bare years, both eras and about 3 % elsewhere', () => {
    const share = (is: (person: (typeof everybody)[number]) => boolean) => everybody.filter(is).length / size;
    const nguyen = share(({ fullName }) => fullName.startsWith('Nguyễn '));
    assert.ok(nguyen > 0.3 && nguyen < 0.43, String(nguyen));
    assert.ok(share(({ fullName }) => /^(H['’]|Y |K')/.test(fullName)) > 0);
    assert.ok(share(({ deathDate }) => deathDate !== undefined) > 0.005);
    assert.ok(share(({ birthDate }) => birthDate.month === undefined) > 0.003);
    const old = share(({ residence }) => residence.district !== undefined);
    assert.ok(old > 0.35 && old < 0.55, String(old));
    const home = share(({ residence }) => places.today(residence).province === '79');
    assert.ok(home > 0.95 && home < 0.99, String(home));
    assert.ok(everybody.every(({ updatedAt }) => updatedAt < baseEnd));
  });

  it('gives every address codes that exist and lie in each other', () => {
    for (const { residence, currentResidence, birthRegistration, hometown } of everybody) {
      for (const address of [residence, currentResidence, birthRegistration, hometown]) {
        assert.deepEqual(places.unknownCodes(address), []);
      }
    }
    assert.deepEqual(places.unknownCodes({ province: '79', commune: '00004' }), ['commune']);
    assert.deepEqual(places.unknownCodes({ province: '79', district: '001', commune: '26734' }), ['district']);
  });

  it('has nobody without their household at the end of an uneven population', () => {
    const uneven = createPeople(1, 22, places);
    for (let index = 20; index < 22; index += 1) {
      const { spouse, head, personalNumber } = uneven.person(index);
      assert.equal(spouse, undefined);
      assert.equal(head?.personalNumber, personalNumber);
    }
    assert.throws(() => uneven.person(22), RangeError);
  });

  it('compares names unaccented, and corrects them to another under the same family name', () => {
    assert.equal(comparable("H'Hen Niê"), 'HHENNIE');
    assert.equal(comparable('Nguyễn Đức Ánh'), 'NGUYENDUCANH');
    assert.equal(comparable('Ðỗ ThỊ hoà'), 'DOTHIHOA');
    const facts = { surname: 'Nguyễn', sex: 'female', birthYear: 1980, ethnicity: '01' } as const;
    const corrected = correctedName('Nguyễn Thị Hoa', facts, 5);
    assert.notEqual(corrected, 'Nguyễn Thị Hoa');
    assert.equal(surnameOf(corrected, '01'), 'Nguyễn');
    assert.equal(surnameOf("H'Hen Niê", '11'), 'Niê');
  });
});

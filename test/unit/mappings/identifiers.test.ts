import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseOldIdentityNumber, parsePersonalNumber } from '../../../mappings/lib/identifiers.ts';

describe('personal numbers', () => {
  it('tell place, sex and birth year', () => {
    assert.deepEqual(parsePersonalNumber('079190123456'), {
      ok: true,
      value: { number: '079190123456', prefix: '079', knownPrefix: true, sex: 'female', birthYear: 1990 },
    });
    const born = ['001099000001', '001399000001', '001426000001', '001999000001'].map((raw) => {
      const number = parsePersonalNumber(raw);
      return number.ok ? [number.value.sex, number.value.birthYear] : number.code;
    });
    assert.deepEqual(born, [['male', 1999], ['female', 2099], ['male', 2126], ['female', 2399]]); // prettier-ignore
  });

  it('with any other place code are numbers all the same', () => {
    const known = (prefix: string): boolean => {
      const number = parsePersonalNumber(`${prefix}190123456`);
      return number.ok && number.value.knownPrefix;
    };
    const prefixes = Array.from({ length: 1000 }, (_none, index) => String(index).padStart(3, '0'));
    assert.equal(prefixes.filter(known).length, 63);
    assert.deepEqual(['003', '097', '555'].map(known), [false, false, false]);
  });

  it('are twelve ASCII digits', () => {
    for (const raw of [
      '',
      '07919012345',
      '0791901234567',
      '07919012345a',
      '０７９１９０１２３４５６',
      '-79190123456',
    ]) {
      assert.deepEqual(parsePersonalNumber(raw), { ok: false, code: 'personal-number-format' }, raw);
    }
    fc.assert(fc.property(fc.string(), (raw) => parsePersonalNumber(raw).ok === /^[0-9]{12}$/.test(raw.trim())));
  });
});

describe('old identity numbers', () => {
  it('are nine digits', () => {
    assert.deepEqual(parseOldIdentityNumber(' 024123456 '), { ok: true, value: '024123456' });
    assert.deepEqual(parseOldIdentityNumber('02412345'), { ok: false, code: 'old-identity-number-format' });
    assert.deepEqual(parseOldIdentityNumber('079190123456'), { ok: false, code: 'old-identity-number-format' });
  });
});

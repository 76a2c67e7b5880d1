import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  parseHealthInsuranceNumber,
  parseOldIdentityNumber,
  parsePassportNumber,
  parsePersonalNumber,
  parseSocialInsuranceNumber,
  parseTaxNumber,
} from '../../../mappings/lib/identifiers.ts';
import { readPersonalNumber, withoutPlaceholder, type Findings } from '../../../mappings/lib/fields.ts';

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

describe('a placeholder for a personal number', () => {
  const placeholders = ['000000000000', '111111111111', '999999999999', '123456789012', '012345678901'];
  const warned = { path: 'number', code: 'personal-number-format', expected: 'a number somebody has' };

  it('is none: refused, not known of a relative, and left out with a warning where it may be', () => {
    for (const value of placeholders) {
      const node = { value, path: 'number' };
      const findings: Findings = { faults: [], warnings: [] };
      assert.deepEqual(parsePersonalNumber(` ${value} `), { ok: false, code: 'personal-number-format' }, value);
      assert.deepEqual(readPersonalNumber(node), { kind: 'unknown' });
      assert.equal(withoutPlaceholder(node, findings).value, undefined);
      assert.deepEqual(findings, { faults: [], warnings: [warned] });
    }
  });

  it('is never a number with digits of its own', () => {
    const findings: Findings = { faults: [], warnings: [] };
    const ownDigits = fc.tuple(fc.constantFrom('079190', '001099', '123456', '000000'), fc.integer({ min: 0, max: 999_999 })); // prettier-ignore
    fc.assert(
      fc.property(ownDigits, ([head, own]) => {
        const value = `${head}${String(own).padStart(6, '0')}`;
        fc.pre(value !== '123456789012' && value !== '000000000000');
        const node = { value, path: 'number' };
        assert.equal(withoutPlaceholder(node, findings), node);
        assert.equal(parsePersonalNumber(value).ok, true, value);
      }),
    );
    assert.deepEqual(findings.warnings, []);
  });
});

describe('old identity numbers', () => {
  it('are nine digits', () => {
    assert.deepEqual(parseOldIdentityNumber(' 024123456 '), { ok: true, value: '024123456' });
    assert.deepEqual(parseOldIdentityNumber('02412345'), { ok: false, code: 'old-identity-number-format' });
    assert.deepEqual(parseOldIdentityNumber('079190123456'), { ok: false, code: 'old-identity-number-format' });
  });
});

describe('numbers of other registers', () => {
  const cases = [
    [parseSocialInsuranceNumber, 'social-insurance-number-format'],
    [parseHealthInsuranceNumber, 'health-insurance-number-format'],
    [parseTaxNumber, 'tax-number-format'],
    [parsePassportNumber, 'passport-number-format'],
  ] as const;

  function read(parse: (typeof cases)[number][0], raw: string): string {
    const number = parse(raw);
    return number.ok ? number.value : number.code;
  }

  it('are read by their form', () => {
    assert.equal(read(parseSocialInsuranceNumber, ' 7912345678'), '7912345678');
    assert.equal(read(parseHealthInsuranceNumber, 'gd4797912345678'), 'GD4797912345678');
    assert.equal(read(parseHealthInsuranceNumber, '7912345678'), '7912345678');
    for (const raw of ['8012345678', '8012345678001', '079190123456']) assert.equal(read(parseTaxNumber, raw), raw);
    assert.equal(read(parseTaxNumber, ' 8012345678-001 '), '8012345678001');
    assert.equal(read(parsePassportNumber, 'c1234567 '), 'C1234567');
  });

  it('are refused in any other form, each by its own fault', () => {
    const wrong = ['', '-', '123456789', '12345678901', 'GD479791234567', 'ABCDEFGH', '1234567890-01', '７９１２３４５６７８', 'B123-456']; // prettier-ignore
    const accepted = cases.map(([parse, code]) => wrong.filter((raw) => read(parse, raw) !== code));
    assert.deepEqual(accepted, [[], [], [], ['123456789', '12345678901', 'GD479791234567']]);
  });

  it('are refused without work when far too long', () => {
    for (const [parse, code] of cases) assert.equal(read(parse, `${' '.repeat(1_000_000)}1234567890`), code);
  });
});

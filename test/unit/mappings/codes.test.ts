import assert from 'node:assert/strict';
import {
  bloodGroupLetters,
  bloodGroupsWithRhesus,
  ethnicGroups1979,
  ethnicGroups2008,
  ethnicNames,
  maritalStatusWords,
  parseCode,
  sexLettersOrWords,
  sexWords,
  type CodeList,
} from '../../../mappings/lib/codes.ts';
import { groupOfCode1979, groupOfName } from '../../../mappings/lib/ethnic-groups.ts';

/** `scheme:code`, with a question mark where the list does not hold it. */
function read(raw: string, list: CodeList): string | undefined {
  const result = parseCode(raw, list);
  assert.ok(result.ok);
  if (result.value === undefined) return undefined;
  const { code, known } = result.value;
  return `${code.scheme}:${code.code}${known ? '' : '?'}`;
}

const codes = Array.from({ length: 54 }, (_none, index) => String(index + 1).padStart(2, '0'));

describe('ethnic groups', () => {
  it('of the numbering of 1979 are converted by meaning', () => {
    const expected = { '01': '01', '04': '06', '06': '04', '12': '11', '13': '12', '14': '16', '17': '14', '21': '19' };
    for (const [old, now] of Object.entries(expected)) assert.equal(read(old, ethnicGroups1979), `ethnic-2008:${now}`);
  });

  it('whose code of 2008 is not confirmed keep that of 1979', () => {
    const kept = codes.filter((code) => read(code, ethnicGroups1979) === `ethnic-1979:${code}`);
    assert.deepEqual(kept, ['11', ...codes.slice(21)]);
    assert.equal(read('Thổ', ethnicNames), 'ethnic-1979:24');
  });

  it('of the numbering of 1979 come to every confirmed code of 2008 once', () => {
    const converted = codes
      .map((code) => read(code, ethnicGroups1979))
      .filter((code) => code?.startsWith('ethnic-2008'));
    assert.deepEqual(
      converted.sort(),
      codes.slice(0, 20).map((code) => `ethnic-2008:${code}`),
    );
  });

  it('of neither numbering are kept and reported', () => {
    for (const code of ['00', '55', '99', '4', 'Kinh'])
      assert.equal(read(code, ethnicGroups1979), `ethnic-1979:${code}?`);
    assert.equal(read('55', ethnicGroups2008), 'ethnic-2008:55?');
    assert.equal(read('Mán', ethnicNames), 'ethnic-name:Mán?');
  });

  it('are read by name in any spelling, and by the name of a sub-group', () => {
    const names = {
      '01': ['Kinh', 'KINH', 'kinh', 'Việt'],
      '02': ['Tày', 'Thu Lao', 'Thù Lao'],
      '08': ["H'mông", 'HMông', 'HMong', 'Mông', 'H’Mông', 'Mèo'],
      '10': ['Gia-rai', 'Gia Rai', 'Gia - rai', 'Jrai'],
      '11': ['Ê-đê', 'Ê Đê', 'EDE'],
      '20': ["M'Nông", 'Mnông'],
    };
    for (const [code, spellings] of Object.entries(names)) {
      for (const name of spellings) assert.equal(read(name, ethnicNames), `ethnic-2008:${code}`, name);
    }
  });

  it('have each a name of their own that leads back to them', () => {
    for (const code of codes) assert.equal(groupOfName(groupOfCode1979(code)?.name ?? '')?.code1979, code);
  });
});

describe('blood groups with a rhesus factor', () => {
  it('are read as the group they name, the factor being another fact', () => {
    const groups = {
      O: ['O', 'O+', 'O-', 'o +', 'O Rh+', 'O Rh(-)', 'ORh-', 'O Rh D+', 'O−'],
      AB: ['AB', 'AB+', 'ab Rh(+)'],
      A: ['A+', 'A Rh'],
    };
    for (const [group, writings] of Object.entries(groups)) {
      for (const raw of writings) assert.equal(read(raw, bloodGroupsWithRhesus), `abo:${group}`, raw);
    }
  });

  it('are kept as they came where no group is named for certain', () => {
    for (const raw of ['0+', 'Rh+', '+', 'O++', 'OA', 'A/B', 'A1+', 'O?', '04', 'KXĐ']) {
      assert.equal(read(raw, bloodGroupsWithRhesus), `blood-group-rhesus:${raw}?`, raw);
    }
  });
});

describe('words for codes', () => {
  it('are read whatever their case and accents', () => {
    for (const raw of ['Nam', 'NAM', 'nam']) assert.equal(read(raw, sexWords), 'sex:male');
    for (const raw of ['Nữ', 'NỮ', 'nu']) assert.equal(read(raw, sexWords), 'sex:female');
    assert.equal(read('Có vợ/chồng', maritalStatusWords), 'marital-status:married');
    assert.equal(read('Goá', maritalStatusWords), 'marital-status:divorced-or-widowed');
    assert.equal(read('AB', bloodGroupLetters), 'abo:AB');
  });

  it('are read beside letters where a source writes both', () => {
    for (const raw of ['M', 'm', 'Nam', 'NAM']) assert.equal(read(raw, sexLettersOrWords), 'sex:male');
    for (const raw of ['F', 'Nữ', 'NU']) assert.equal(read(raw, sexLettersOrWords), 'sex:female');
    for (const raw of ['N', '1', 'MF']) assert.equal(read(raw, sexLettersOrWords), `sex-letter-or-word:${raw}?`);
  });

  it('that are not in the list are kept under the name of the list', () => {
    assert.equal(read('Khác', sexWords), 'sex-word:Khác?');
    assert.equal(read('O+', bloodGroupLetters), 'blood-group-letter:O+?');
    assert.equal(read('Ly thân', maritalStatusWords), 'marital-status-word:Ly thân?');
  });
});

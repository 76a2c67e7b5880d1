import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../config/root.ts';
import { loadMatchingRules } from '../../../hub/identity/matching/load.ts';
import { rulesText } from '../../../hub/identity/matching/rules-text.ts';
import { StartRefused } from '../../../hub/errors.ts';

describe('the rules of matching', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-rules-'));
  const file = join(folder, 'rules.yaml');
  const shipped = readFileSync(join(projectRoot(), 'mappings', 'matching', 'rules.yaml'), 'utf8');
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function problemsOfText(text: string): readonly string[] {
    writeFileSync(file, text);
    try {
      loadMatchingRules(file);
      return [];
    } catch (error) {
      assert.ok(error instanceof StartRefused);
      return error.problems;
    }
  }

  it('that are shipped are right, and stay so when written anew', () => {
    const rules = loadMatchingRules();
    assert.deepEqual(problemsOfText(rulesText(rules, 'learned\n\nfrom nobody')), []);
    assert.deepEqual(loadMatchingRules(file), rules);
  });

  it('are refused with everything that does not fit together', () => {
    const text = shipped
      .replace(/^thresholds: .*/m, 'thresholds: { same: 10, review: 20 }')
      .replace(/^ {4}swapped: .*\n/m, '')
      .replace(/^( {2}sex:\n {4}agree: )\{ m: [^,]+/m, '$1{ m: 0.5')
      .replace(/^ {2}sex: \[.*/m, '  sex: [perhaps]')
      .replace('field: taxNumber', 'field: passportNumber')
      .replace(/^( {2}- name: household\n {4}fields: )\[.*/m, '$1[address, address]');
    assert.deepEqual(
      problemsOfText(text).map((problem) => problem.replace(/is [\d.]+, /, '')),
      [
        'thresholds: expected review below same',
        'fields.birthDate.swapped: is missing',
        'fields.birthDate: m of all levels expected 1',
        'fields.sex: m of all levels expected 1',
        'stops.sex: there is no level perhaps',
        'numberRules: passportNumber has two rules',
        'joint: address is counted twice',
      ],
    );
  });

  it('are refused with every wrong value, by its place', () => {
    const text = shipped
      .replace(/^margin: .*/m, 'margin: -1\nsurplus: 1')
      .replace(/^( {4}swapped: )\{ m: [^,]+/m, '$1{ m: 1.5');
    const problems = problemsOfText(text);
    assert.equal(problems.length, 3);
    assert.match(problems.join('\n'), /^margin: /m);
    assert.match(problems.join('\n'), /^fields\.birthDate\.swapped\.m: /m);
    assert.match(problems.join('\n'), /surplus/);
  });

  it('are refused if they are no YAML, or not there', () => {
    assert.match(problemsOfText('a: [').join(), /not YAML/);
    assert.throws(() => loadMatchingRules(join(folder, 'nowhere.yaml')), StartRefused);
  });
});

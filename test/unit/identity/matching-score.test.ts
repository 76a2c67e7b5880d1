import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStage } from '../cli/support.ts';

const left = `id,fullName,birthDate,sex,commune,detail,phone,match
a1,Lê Hoàng Minh,1990-05-12,male,25747,"12/3 Yersin, Khu phố 4",0912345678,1
a2,Nguyễn Thị Thu Hà,1984,female,25978,,,2
a3,Phạm Quốc Bảo,1971-02-03,male,,,,3
`;
const right = `id,fullName,birthDate,sex,commune,detail,phone,match
b1,LE HOANG MINH,12/05/1990,male,25747,"12/3 Yersin, KP 4",+84 912 345 678,1
b2,Nguyễn Thị Thu Hà,1984-07-09,female,25978,,,2
b3,Trần Thị Cúc,1950-08-08,female,,,,3
b4,Lê Hoàng Ninh,1990-05-12,male,25747,,,
`;

describe('lienthong matching score', () => {
  const stage = createStage();
  const file = (name: string, text: string): string => {
    const path = join(stage.root, name);
    writeFileSync(path, text);
    return path;
  };
  after(() => {
    stage.remove();
  });

  it('finds and judges the pairs of two files, and says how right that is', async () => {
    const { code, out, err } = await stage.run([
      ...['matching', 'score', file('left.csv', left), file('right.csv', right)],
    ]);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^rules \S+, 3 pairs\n/);
    assert.match(out, /^same +1 +1$/m);
    assert.match(out, /^review +2 +1$/m);
    assert.match(out, /^new +0 +0$/m);
    assert.match(out, /^precision of same {4}1\.0000$/m);
    assert.match(out, /^recall of same {7}0\.3333$/m);
    assert.match(out, /^recall with review {3}0\.6667$/m);
    assert.match(out, /^true pairs {11}3, 1 of them not found by any key$/m);
  });

  it('explains every pair by its fields, and quotes nobody', async () => {
    const { out } = await stage.run(['matching', 'score', '--explain', join(stage.root, 'left.csv'), join(stage.root, 'right.csv')]); // prettier-ignore
    assert.match(out, /^a1 b1: same, [\d.]+ bits, scored\n +\+[\d.]+ {2}name plain\n +\+[\d.]+ {2}birthDate exact\n/m);
    for (const value of ['Minh', 'MINH', '1990', '0912345678']) assert.ok(!out.includes(value));
  });

  it('judges pairs that are given, and without the truth says nothing of it', async () => {
    const columns =
      'left.id,left.fullName,left.birthDate,left.oldIdentityNumber,right.id,right.system,right.fullName,right.birthDate,right.oldIdentityNumber,right.personalNumber';
    const pair = 'x,Lê Hoàng Minh,1990,021234567,y,population,Lê Hoàng Minh,1990-05-12,021234567,074090000001';
    const known = file('known.csv', `${columns},match\n${pair},yes\n`);
    const unknown = file('unknown.csv', `${columns}\n${pair}\n`);
    const judged = await stage.run(['matching', 'score', '--explain', known]);
    assert.match(judged.out, /^x y: same, [\d.]+ bits, paired-card$/m);
    assert.match(judged.out, /^recall of same {7}1\.0000$/m);
    const { out } = await stage.run(['matching', 'score', unknown]);
    assert.match(out, /^same +1 +-$/m);
    assert.doesNotMatch(out, /recall/);
  });

  it('judges by other rules, and lists all that is wrong with them', async () => {
    const rules = file('rules.yaml', 'version: other\n');
    const { code, err } = await stage.run(['matching', 'score', '--rules', rules, join(stage.root, 'left.csv')]);
    assert.equal(code, 1);
    assert.match(err, /^the rules cannot be used:\n {2}thresholds: .*\n {2}margin: /);
  });

  it('names every fault of a file by line and column', async () => {
    const wrong = file('wrong.csv', 'id,birthDate,sex\n1,1990-02-31,male\n2,1990,x\n');
    const { code, err } = await stage.run(['matching', 'score', wrong, wrong]);
    assert.equal(code, 1);
    assert.match(err, /\n {2}line 2, birthDate: expected YYYY-MM-DD.*\n {2}line 3, sex: expected male or female\n/);
    const unknown = await stage.run(['matching', 'score', file('column.csv', 'name\nx\n'), wrong]);
    assert.match(unknown.err, /there is no column name\nThe columns are id, system, fullName/);
    const missing = await stage.run(['matching', 'score', join(stage.root, 'nowhere.csv')]);
    assert.match(missing.err, /is not a CSV file that can be read/);
  });
});

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../config/root.ts';
import { loadUnits } from '../../../hub/catalogues/units.ts';
import { unitsFolder } from '../../../hub/catalogues/unit-files.ts';
import { createStage, type Run, type Stage } from './support.ts';

const shipped = unitsFolder(projectRoot());

describe('lienthong units import', () => {
  let stage: Stage;
  let catalogue: string;
  let lists: string;
  beforeEach(() => {
    stage = createStage({ started: false });
    catalogue = unitsFolder(stage.root);
    lists = join(stage.root, 'lists');
    mkdirSync(catalogue, { recursive: true });
    mkdirSync(lists);
  });
  afterEach(() => stage.remove());

  /** The catalogue the project would have had before July 2025. */
  function catalogueOf2024(): void {
    for (const file of readdirSync(shipped)) {
      if (file.includes('-before-')) cpSync(join(shipped, file), join(catalogue, file));
    }
    write(catalogue, 'editions.csv', 'id,valid_from,basis', 'before-2025-07,,Decision 124/2004/QĐ-TTg as amended');
  }

  /** An invented province with four communes, and the same as the official list of the next reform. */
  function smallCatalogue(): void {
    write(catalogue, 'editions.csv', 'id,valid_from,basis', 'since-2025-07,,Decision');
    write(catalogue, 'provinces-since-2025-07.csv', 'code,name', '60,Tỉnh Sông Mây', '61,Tỉnh Núi Gió');
    const communes = ['60001,Xã Hòa An,60', '60002,Xã Mây Hai,60', '60003,Xã Mây Ba,60', '61001,Xã Gió Một,61'];
    write(catalogue, 'communes-since-2025-07.csv', 'code,name,province_code', ...communes);
    write(lists, 'provinces.csv', 'code,name', '60,Tỉnh Sông Mây', '61,Tỉnh Núi Gió');
    write(lists, 'communes.csv', 'code,name,province_code', ...communes);
  }

  function write(folder: string, file: string, ...lines: string[]): void {
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  }

  function run(...options: string[]): Promise<Run> {
    return stage.run(['units', 'import', lists, ...options]);
  }

  const inForce = ['--effective', '2027-01-01', '--basis', 'Resolution 1, 2'];

  it('takes the reform of 2025 as its official lists tell it: what it writes is what the project ships', async () => {
    catalogueOf2024();
    const files = readdirSync(shipped).filter((file) => /-since-|conversion/.test(file) && !file.startsWith('renames'));
    for (const file of files) cpSync(join(shipped, file), join(lists, file));

    const { code, out, err } = await run();
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^before +63 +10040$/m);
    assert.match(out, /^after +34 +3321$/m);
    assert.match(out, /^ {2}unchanged +11 +124$/m);
    assert.match(out, /^ {2}renamed under the same code +0 +8$/m);
    assert.match(out, /^ {2}merged of whole units +23 +2743$/m);
    assert.match(out, /^old units that were split +0 +471$/m);
    assert.match(out, /^codes that mean another area +23 +3184$/m);
    assert.match(out, /count 5 districts that had none/);
    assert.match(out, /Communes split: 397 into 2, 58 into 3, 15 into 4, 1 into 5\./);
    assert.match(out, /^ {2}04603 Xã Tà Si Láng -> Xã Tà Xi Láng$/m);
    assert.match(out, /^ {2}02 Tỉnh Hà Giang \+ 08 Tỉnh Tuyên Quang -> 08 Tỉnh Tuyên Quang$/m);
    assert.match(out, /… and 461 more \(--all\)/);
    assert.match(out, /Nothing is written\./);
    assert.equal(readdirSync(catalogue).some((file) => file.includes('since')), false); // prettier-ignore

    const written = await run('--effective', '2025-07-01', '--basis', 'Decision 19/2025/QĐ-TTg', '--write');
    assert.deepEqual([written.code, written.err], [0, '']);
    for (const file of [...files, 'editions.csv']) {
      assert.equal(readFileSync(join(catalogue, file), 'utf8'), readFileSync(join(shipped, file), 'utf8'), file);
    }
  });

  it('shows what would change before it writes, then makes a new edition that is in force from its day', async () => {
    smallCatalogue();
    write(lists, 'provinces.csv', 'code,name', '60,Thành phố Sông Mây');
    write(lists, 'communes.csv', 'code,name,province_code', '60001,Phường Hoà An,60', '60002,Xã Mây,60', '60009,Xã Mây Ba,60', '61001,Xã Gió Một,60'); // prettier-ignore
    write(lists, 'pairs.csv', 'old_code,new_code', '60001,60001', '60002,60002', '60003,60002', '60003,60009');
    const { code, out } = await run('--all');
    assert.equal(code, 0);
    for (const line of [
      'Provinces merged (1)\n  60 Tỉnh Sông Mây + 61 Tỉnh Núi Gió -> 60 Thành phố Sông Mây',
      'Communes renamed under the same code (1)\n  60001 Xã Hòa An -> Phường Hoà An',
      'Communes moved to another province (1)\n  61001 Xã Gió Một',
      'Communes split (1)\n  60003 Xã Mây Ba -> 60002 Xã Mây | 60009 Xã Mây Ba',
      'Communes whose code means another area than before (1)\n  60002 Xã Mây Hai -> Xã Mây',
      'Communes with a code that is new (1)\n  60009 Xã Mây Ba',
      'Communes whose code ends (1)\n  60003 Xã Mây Ba',
      'A new edition begins.\nNothing is written.',
    ]) {
      assert.ok(out.includes(line), line);
    }
    assert.deepEqual(readdirSync(catalogue).length, 3);

    const { out: json } = await run(...inForce, '--write', '--json');
    const answer = JSON.parse(json) as { written: boolean; communes: { unchanged: number; split: unknown[] } };
    assert.deepEqual([answer.written, answer.communes.unchanged, answer.communes.split.length], [true, 1, 1]);
    const units = loadUnits(catalogue);
    assert.deepEqual(units.editions.map(({ id, validFrom, basis }) => [id, validFrom, basis]).at(-1), ['since-2027-01', '2027-01-01', 'Resolution 1, 2']); // prettier-ignore
    assert.deepEqual(units.successors('since-2025-07', '60003'), ['60002', '60009']);
    assert.deepEqual(units.successors('since-2025-07', '61001'), ['61001']);
    assert.equal((await run(...inForce, '--write')).code, 1);
  });

  it('keeps the edition where only names change: later names of the same code, each with its day', async () => {
    smallCatalogue();
    write(lists, 'provinces.csv', 'code,name', '60,Thành phố Sông Mây', '61,Tỉnh Núi Gió');
    write(lists, 'communes.csv', 'code,name,province_code', '60001,Xã Hoà An,60', '60002,Phường Mây Hai,60', '60003,Xã Mây Ba,60', '61001,Xã Gió Một,61'); // prettier-ignore
    const { out } = await run(...inForce, '--write');
    assert.match(
      out,
      /Only names and types change: addresses keep their edition\.\nWritten: renames-since-2025-07\.csv\./,
    );
    const units = loadUnits(catalogue);
    assert.equal(units.editions.length, 1);
    const ward = { catalogue: 'since-2025-07', level: 'commune', code: '60002' } as const;
    assert.deepEqual(['2026-12-31', '2027-01-01'].map((day) => units.at(ward, day)?.name), ['Xã Mây Hai', 'Phường Mây Hai']); // prettier-ignore
    assert.equal(units.history({ ...ward, code: '60001' }).length, 1, 'Hòa and Hoà are one');

    const again = await run('--effective', '2027-06-01', '--basis', 'x', '--write');
    assert.match(again.out, /Nothing would change\./);
    write(lists, 'communes.csv', 'code,name,province_code', '60001,Xã Hoà An,60', '60002,Phường Mây,60', '60003,Xã Mây Ba,60', '61001,Xã Gió Một,61'); // prettier-ignore
    assert.equal((await run('--effective', '2027-06-01', '--basis', 'x', '--write')).code, 0);
    assert.deepEqual(loadUnits(catalogue).history(ward).map(({ name }) => name), ['Xã Mây Hai', 'Phường Mây Hai', 'Phường Mây']); // prettier-ignore
  });

  it('refuses lists with anything wrong in them, every fault at once, and writes nothing', async () => {
    smallCatalogue();
    write(lists, 'provinces.csv', 'code,name', '60,Tỉnh Sông Mây', '6,Tỉnh Ngắn', '62,Tỉnh Không', '62,Xã Sai');
    write(lists, 'communes.csv', 'code,name,province_code', '60001,Xã Hòa An,60', '60001,Xã Khác,60', '60004,Xã Hoà An,60', '6005,Xã Ngắn,60', '60006,Lạ,63'); // prettier-ignore
    write(lists, 'pairs.csv', 'old_code,new_code', '60002,60001', '60002,60001', '99999,60001', '60003,88888');
    const { code, out, err } = await run('--write', '--effective', '2025-13-01');
    assert.deepEqual([code, out], [1, '']);
    for (const fault of [
      '--basis: name the regulation',
      '--effective: is no day (YYYY-MM-DD)',
      'provinces.csv:3: the code of a province has 2 digits, not "6"',
      'provinces.csv:5: 62 is there twice, also at provinces.csv:4',
      'provinces.csv:5: "Xã Sai" does not begin with the word for a kind of province',
      'provinces.csv:4: province 62 has no communes',
      'communes.csv:3: 60001 is there twice, also at communes.csv:2',
      'communes.csv:4: "Xã Hoà An" in 60 is there twice, also at communes.csv:2',
      'communes.csv:5: the code of a commune has 5 digits, not "6005"',
      'communes.csv:6: "Lạ" does not begin with the word for a kind of commune',
      'communes.csv:6: 60006 lies in province "63", which is not in the list',
      'pairs.csv:3: the pair 60002,60001 is there twice, also at pairs.csv:2',
      'pairs.csv:4: old code 99999 is no commune of since-2025-07',
      'pairs.csv:5: new code 88888 is not in the list of communes',
      '61001 Xã Gió Một: no pair says what it goes into',
      'communes.csv:4: 60004 Xã Hoà An: no pair says what it comes from',
    ]) {
      assert.ok(err.includes(`\n  ${fault}\n`), `${fault}\n${err}`);
    }
    assert.match(err, /^\d+ faults, nothing is written:/);
    assert.deepEqual(readdirSync(catalogue).length, 3);
  });

  it('does not take equal codes for equal units where a unit begins or ends and no pairs say how', async () => {
    smallCatalogue();
    write(lists, 'communes.csv', 'code,name,province_code', '60001,Xã Hòa An,60', '60002,Xã Mây,60', '61001,Xã Gió Một,61'); // prettier-ignore
    assert.match((await run()).err, /60003 Xã Mây Ba: there is no list of pairs to say what it goes into/);
    write(lists, 'pairs.csv', 'old_code,new_code', '60003,60001', '60001,60001');
    assert.match((await run()).err, /\n {2}60002 Xã Mây Hai: no pair says what it goes into\n/);
  });

  it('refuses files that are no lists, and a day the catalogue is past', async () => {
    smallCatalogue();
    assert.match((await run('--effective', '2025-07-01')).err, /^$/);
    write(catalogue, 'renames-since-2025-07.csv', 'level,code,name,valid_from,basis', 'province,60,Thành phố Sông Mây,2026-04-30,x'); // prettier-ignore
    assert.match(
      (await run('--effective', '2026-04-30')).err,
      /--effective: the catalogue has changes up to 2026-04-30/,
    );
    write(lists, 'more.csv', 'code,name', '60,Tỉnh Sông Mây');
    write(lists, 'other.csv', 'ma,ten', '60,Tỉnh Sông Mây');
    write(lists, 'broken.csv', 'code,name', '60,Tỉnh,Sông Mây');
    const { code, err } = await stage.run(['units', 'import', lists, join(stage.root, 'nowhere')]);
    assert.equal(code, 1);
    for (const fault of [
      /nowhere: cannot be read/,
      /provinces\.csv: is a second list of provinces/,
      /other\.csv: has the columns of no list/,
      /broken\.csv: is no table/,
    ]) {
      assert.match(err, fault);
    }
    rmSync(join(catalogue, 'communes-since-2025-07.csv'));
    assert.match((await run()).err, /communes-since-2025-07\.csv: is missing/);
  });
});

describe('lienthong units show', () => {
  const stage = createStage({ started: false });
  before(() => {
    cpSync(shipped, unitsFolder(stage.root), { recursive: true });
  });
  after(() => {
    stage.remove();
  });

  async function show(...words: string[]): Promise<string> {
    const { code, out, err } = await stage.run(['units', 'show', ...words]);
    assert.deepEqual([code, err], [0, '']);
    return out;
  }

  it('shows what a code means in each era, and where it leads whichever it is from', async () => {
    const out = await show('26326');
    assert.match(
      out,
      /^before-2025-07 +26326 +Thị trấn Dầu Giây +Huyện Thống Nhất, Tỉnh Đồng Nai +2025-07-01 +Decision/m,
    );
    assert.match(out, /^since-2025-07 +26326 +Phường Dầu Giây +Thành phố Đồng Nai +2026-04-30 +Resolution 237/m);
    assert.match(out, /^26326 of before-2025-07 lies in 26326 Phường Dầu Giây, Thành phố Đồng Nai\.$/m);
    assert.match(out, /^Whichever edition the code 26326 is from, it lies in 26326 Phường Dầu Giây/m);
    const split = await show('00070');
    assert.match(split, /^00070 of before-2025-07 was split; to be confirmed which: 00070 .* \| 00082 /m);
    assert.match(split, /^Without its edition the code 00070 says nothing: it may lie in /m);
  });

  it('shows what was in force on a day', async () => {
    const out = await show('75', '--date', '2026-04-29');
    assert.match(out, /Tỉnh Đồng Nai/);
    assert.doesNotMatch(out, /Thành phố Đồng Nai|before-2025-07/);
    const { code, err } = await stage.run(['units', 'show', '721', '--date', '2025-07-01']);
    assert.deepEqual([code, err], [1, 'No unit 721 on 2025-07-01\n']);
  });

  it('finds every unit of a name, and what an address says', async () => {
    const out = await show('P.', 'Tân', 'Định');
    for (const code of ['25852', '26734', '26737']) assert.match(out, new RegExp(` ${code} +Phường Tân Định `));
    assert.doesNotMatch(out, /Xã Tân Định/);
    const address = await show('Số 5, P. Tân Định, TX. Bến Cát, Bình Dương');
    assert.match(address, /^before-2025-07 +721 +Thành phố Bến Cát/m);
    assert.match(address, /^25852 of before-2025-07 lies in 25849 Phường Hòa Lợi, Thành phố Hồ Chí Minh\.$/m);
    assert.doesNotMatch(address, /Số 5/);
  });

  it('says where it cannot tell', async () => {
    const cases = [
      [['99999'], 'No unit 99999\n'],
      [['Phường Tân Định, Bình Dương'], 'The units of this address cannot be told with certainty\n'],
      [['75', '--date', '30/04/2026'], '--date: is no day (YYYY-MM-DD)\n'],
    ] as const;
    for (const [words, message] of cases) {
      assert.deepEqual(await stage.run(['units', 'show', ...words]), { code: 1, out: '', err: message });
    }
  });
});

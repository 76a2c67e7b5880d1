import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../../config/root.ts';
import { loadForms } from '../../../hub/http/forms.ts';
import { checkManifest } from '../../../mappings/forms/check.ts';
import { createStage, type Stage } from './support.ts';

describe('lienthong forms', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = createStage({ started: false });
    cpSync(join(projectRoot(), 'mappings', 'forms'), join(stage.root, 'mappings', 'forms'), { recursive: true });
  });
  afterEach(() => stage.remove());

  function write(file: string, content: unknown): string {
    const path = join(stage.root, file);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  it('list: every form with its share', async () => {
    const { code, out } = await stage.run(['forms', 'list']);
    assert.equal(code, 0);
    assert.match(out, /^driving-licence-renewal +2025-03-01 +17 +5 +5 +Đề nghị đổi/m);
    assert.equal(out.trimEnd().split('\n').length, 13);
  });

  it('show: where each field comes from, or which forms and versions there are', async () => {
    const { out } = await stage.run(['forms', 'show', 'birth-registration']);
    assert.match(out, /^27 fields; the hub may fill 15, 15 with what is trusted$/m);
    assert.match(out, /^Luật Hộ tịch 60\/2014\/QH13; .* \(Law on Civil Status 60\/2014\/QH13; .*\)$/m);
    assert.match(out, /^fatherEthnicity +Dân tộc người cha +father: ethnicity as words$/m);
    const unknown = await stage.run(['forms', 'show', 'ct99']);
    assert.equal(unknown.code, 1);
    assert.match(unknown.err, /^No form ct99\nThere are birth-registration, /);
    const version = await stage.run(['forms', 'show', 'ct01', '--version', '2020-01-01']);
    assert.equal(version.err, 'ct01 has no version 2020-01-01\nIt has 2024-01-01.\n');
  });

  it('every fault of every manifest is told', async () => {
    write('mappings/forms/ct01/2025-01-01.yaml', 'id: ct01');
    const { code, err } = await stage.run(['forms', 'list']);
    assert.equal(code, 1);
    assert.match(err, /^ct01\/2025-01-01\.yaml: fields: /m);
    assert.match(err, /^ct01\/2025-01-01\.yaml: title: /m);
  });

  for (const id of loadForms().ids) {
    it(`export and import keep everything of ${id}`, async () => {
      const shipped = loadForms().find(id)?.form.manifest;
      const exported = await stage.run(['forms', 'export', id]);
      const { code, out, err } = await stage.run(['forms', 'import', write('form.json', exported.out)]);
      assert.deepEqual([code, err], [0, '']);
      assert.deepEqual(checkManifest(parse(out)), { ok: true, manifest: shipped });
    });
  }

  it('import: what was exported when a regulation was cited in one text, which is told', async () => {
    const exported = await stage.run(['forms', 'export', 'ct01']);
    const cited = loadForms().find('ct01')?.form.manifest.legalSource ?? assert.fail('no ct01');
    const inText = (value: unknown): string => JSON.stringify(JSON.stringify(value)).slice(1, -1);
    const before = exported.out.replace(inText(cited), inText(cited.en));
    assert.notEqual(before, exported.out);
    const { code, out, err } = await stage.run(['forms', 'import', write('form.json', before)]);
    assert.equal(code, 0);
    assert.match(err, /^legalSource: one text, which stands in both languages now/m);
    const checked = checkManifest(parse(out));
    assert.deepEqual(checked.ok && checked.manifest.legalSource, { vi: cited.en, en: cited.en });
  });

  it('import: a skeleton of a definition of others, with what is guessed and what is left out', async () => {
    const definition = {
      title: 'Đơn xin nghỉ',
      path: 'don-xin-nghi',
      components: [
        { type: 'panel', key: 'p', components: [{ type: 'textfield', key: 'ho_ten', label: 'Họ, chữ đệm và tên khai sinh', validate: { required: true } }] }, // prettier-ignore
        { type: 'columns', key: 'c', columns: [{ components: [{ type: 'day', key: 'ngaySinh', label: 'Ngày, tháng, năm sinh' }] }] }, // prettier-ignore
        { type: 'select', key: 'danToc', label: 'Dân tộc', data: { values: [{ label: 'Kinh', value: 'Kinh' }, { label: 'Tày', value: 'Tày' }] } }, // prettier-ignore
        {
          type: 'datagrid',
          key: 'con',
          label: 'Các con',
          components: [{ type: 'textfield', key: 'ten', label: 'Tên' }],
        },
        { type: 'textarea', key: 'lyDo', label: 'Lý do' },
        { type: 'sketchpad', key: 'hinh', label: 'Hình vẽ' },
        { type: 'content', key: 'html', html: '<b>Chú ý</b>' },
        { type: 'button', key: 'submit', label: 'Gửi' },
        'nonsense',
      ],
    };
    const { code, out, err } = await stage.run(['forms', 'import', write('form.json', definition), '--version', '2026-05-01']); // prettier-ignore
    assert.equal(code, 0);
    const manifest = parse(out) as { id: string; version: string; fields: { id: string; type: string; source: object }[] }; // prettier-ignore
    assert.deepEqual([manifest.id, manifest.version], ['don-xin-nghi', '2026-05-01']);
    assert.deepEqual(
      manifest.fields.map(({ id, type, source }) => [id, type, source]),
      [
        ['hoTen', 'text', { path: 'fullName' }],
        ['ngaySinh', 'date', { path: 'birthDate', format: 'date' }],
        ['danToc', 'choice', { path: 'ethnicity', format: 'words', sensitive: true }],
        ['con', 'table', { declaredByCitizen: 'Not decided yet whether the hub holds it.' }],
        ['lyDo', 'text', { declaredByCitizen: 'Not decided yet whether the hub holds it.' }],
      ],
    );
    assert.deepEqual(z.object({ legalSource: z.unknown() }).parse(manifest).legalSource, { vi: 'chưa nêu', en: 'not stated yet' }); // prettier-ignore
    assert.match(err, /^ho_ten: called hoTen in the manifest$/m);
    assert.match(err, /^hinh: a component of type sketchpad is not known here; left out$/m);
    assert.match(err, /^something that is no component: left out$/m);
    assert.match(err, /^fields\.0\.suggested: a guess of the import/m);
    assert.match(err, /^fields\.3\.columns\.0\.suggested: a guess/m);
  });

  it('import: refuses what is no definition', async () => {
    for (const [content, why] of [['{', /is not JSON/], ['{"title":"a"}', /is no Form\.io definition/]] as const) {
      const { code, err } = await stage.run(['forms', 'import', write('form.json', content)]);
      assert.equal(code, 1);
      assert.match(err, why);
    } // prettier-ignore
    assert.match((await stage.run(['forms', 'import', 'nowhere.json'])).err, /cannot be read/);
  });
});

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadUnits } from '../../../hub/catalogues/units.ts';
import { loadForms } from '../../../hub/http/forms.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { sliceOf } from '../mappings/support.ts';

function manifest(id: string, version: string, path = 'fullName', format = 'text'): string {
  const title = '{ vi: Tên, en: Name }';
  const field = `  - { id: name, label: ${title}, type: text, required: true, source: { path: ${path}, format: ${format} } }`;
  const head = `id: ${id}\nversion: '${version}'\ntitle: ${title}\nprocedures: []\nlegalSource: ${title}\ndraft: false\nsubject: citizen\nroles: { citizen: { label: ${title} } }`;
  return `${head}\nfields:\n${field}\n`;
}

describe('the forms of the hub', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'forms-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(form: string, file: string, text: string): void {
    mkdirSync(join(folder, form), { recursive: true });
    writeFileSync(join(folder, form, file), text);
  }

  it('are those of the project', () => {
    const forms = loadForms();
    assert.ok(forms.ids.includes('ct01'));
    assert.ok(forms.find('ct01')?.fields.has('fullName'));
    assert.equal(forms.find('ct99'), undefined);
    assert.equal(forms.versions('ct99'), undefined);
  });

  it('are in force from the day of their version, in Vietnam', () => {
    write('a', '2024-01-01.yaml', manifest('a', '2024-01-01'));
    write('a', '2026-07-01.yaml', manifest('a', '2026-07-01'));
    let now = Date.parse('2026-06-30T16:59:59Z');
    const forms = loadForms({ folder, now: () => now });
    assert.equal(forms.find('a')?.version, '2024-01-01');
    now += 1000;
    assert.equal(forms.find('a')?.version, '2026-07-01');
    assert.equal(forms.find('a', '2024-01-01')?.version, '2024-01-01');
    assert.equal(forms.find('a', '2025-01-01'), undefined);
    assert.deepEqual(forms.versions('a'), ['2024-01-01', '2026-07-01']);
  });

  it('write addresses by the catalogue, with the units and names of the day', () => {
    write('a', '2024-01-01.yaml', manifest('a', '2024-01-01', 'hometown', 'address'));
    write('b', '2024-01-01.yaml', manifest('b', '2024-01-01', 'hometown', 'address-now'));
    let now = Date.parse('2026-04-29T16:59:59Z');
    const forms = loadForms({ folder, now: () => now, units: loadUnits() });
    const dauGiay = { country: 'VN', province: '75', district: '738', commune: '26326', catalogue: 'before-2025-07' };
    const merged = mergeSlices([sliceOf({ fields: { hometown: dauGiay } })]);
    const people = { byRole: { citizen: { held: { merged } } } };
    const fill = (form: string): unknown => forms.find(form)?.evaluate(people)['name'];
    const written = (value: string): unknown => ({ value, raw: dauGiay, source: 'population', asOf: '2026-01-01', confidence: 'trusted', lock: true, rule: 'population' }); // prettier-ignore
    assert.deepEqual(fill('a'), written('Thị trấn Dầu Giây, Huyện Thống Nhất, Tỉnh Đồng Nai'));
    assert.deepEqual(fill('b'), written('Xã Dầu Giây, Tỉnh Đồng Nai'));
    now += 1000;
    assert.deepEqual(fill('b'), written('Phường Dầu Giây, Thành phố Đồng Nai'));
    assert.deepEqual(fill('a'), written('Thị trấn Dầu Giây, Huyện Thống Nhất, Tỉnh Đồng Nai'));
  });

  it('are all checked, and every fault of every file is told at once', () => {
    write('a', '2024-01-01.yaml', manifest('a', '2024-01-01', 'shoeSize'));
    write('a', '2025-01-01.yaml', '{ unclosed: [');
    write('b', '2024-01-01.yaml', manifest('c', '2024-02-02'));
    assert.throws(
      () => loadForms({ folder }),
      ({ message }: Error) => {
        assert.match(message, /a\/2024-01-01\.yaml: fields\.0\.source\.path: shoeSize is not a canonical field/);
        assert.match(message, /a\/2025-01-01\.yaml: is not YAML/);
        assert.match(message, /b\/2024-01-01\.yaml: id: expected b/);
        assert.match(message, /b\/2024-01-01\.yaml: version: expected 2024-01-01/);
        return true;
      },
    );
  });
});

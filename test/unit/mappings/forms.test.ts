import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../../config/root.ts';
import { citizenFields } from '../../../mappings/canonical/citizen.ts';
import type { Slice } from '../../../mappings/canonical/slices.ts';
import { checkManifest, type FormManifest } from '../../../mappings/forms/contract.ts';
import { evaluateForm, type PrefillContext } from '../../../mappings/forms/evaluate.ts';
import { format, type FormatContext } from '../../../mappings/forms/formats.ts';
import type { Succession } from '../../../mappings/lib/units/successors.ts';
import { mergeSlices } from '../../../mappings/precedence.ts';
import { nameOf, sliceOf } from './support.ts';

const file = join(projectRoot(), 'mappings', 'forms', 'ct01', '2024-01-01.yaml');

function ct01(): FormManifest {
  const checked = checkManifest(parse(readFileSync(file, 'utf8')));
  assert.ok(checked.ok, JSON.stringify(checked));
  return checked.manifest;
}

const names: Readonly<Record<string, string>> = {
  'since-2025-07/province/79': 'Thành phố Hồ Chí Minh',
  'since-2025-07/commune/26743': 'Phường Sài Gòn',
};
const unitName: FormatContext['unitName'] = (catalogue, level, code) => names[`${catalogue}/${level}/${code}`];
const context: PrefillContext = { unitName };

const person: Slice = sliceOf({
  asOf: '2026-01-01',
  fields: {
    fullName: nameOf('TRẦN THỊ HÒA BÌNH'),
    personalNumber: '079190123456',
    birthDate: { year: 1990, month: 5, day: 2 },
    sex: { scheme: 'sex', code: 'female' },
    headOfHousehold: { name: nameOf('LÊ QUANG HUY'), personalNumber: '079088222333' },
  },
});

describe('the form ct01', () => {
  it('has the fields of the printed form, in its order, and none that is sensitive', () => {
    const { fields } = ct01();
    assert.deepEqual(
      fields.map(({ id }) => id),
      ['fullName', 'birthDate', 'sex', 'personalNumber', 'phone', 'email', 'headOfHouseholdName', 'relationshipToHead', 'headOfHouseholdNumber', 'requestedContent', 'householdMembers'], // prettier-ignore
    );
    const sensitive = Object.entries(citizenFields).filter(([, { classification }]) => classification === 'sensitive');
    for (const { source } of fields) {
      if ('path' in source) assert.ok(!sensitive.some(([field]) => source.path.startsWith(field)));
    }
  });

  it('is filled field by field, each with its source or the reason for none', () => {
    const source = { source: 'population', asOf: '2026-01-01' };
    assert.deepEqual(evaluateForm(ct01(), mergeSlices([person]), context), {
      fields: {
        fullName: { value: 'TRẦN THỊ HÒA BÌNH', ...source },
        birthDate: { value: '02/05/1990', ...source },
        sex: { value: 'Nữ', ...source },
        personalNumber: { value: '079190123456', ...source },
        phone: { reason: 'not-held' },
        email: { reason: 'not-held' },
        headOfHouseholdName: { value: 'LÊ QUANG HUY', ...source },
        relationshipToHead: { reason: 'not-presentable' },
        headOfHouseholdNumber: { value: '079088222333', ...source },
        requestedContent: { reason: 'declared-by-citizen' },
        householdMembers: { reason: 'declared-by-citizen' },
      },
    });
  });

  it('names the head of household as such', () => {
    const head = { ...person, fields: { ...person.fields, headOfHousehold: { personalNumber: '079190123456' } } };
    const { fields } = evaluateForm(ct01(), mergeSlices([head]), context);
    assert.deepEqual(fields['relationshipToHead'], { value: 'Chủ hộ', source: 'population', asOf: '2026-01-01' });
    assert.deepEqual(fields['headOfHouseholdName'], { reason: 'not-held' });
  });

  it('tells what is kept back from what is not held and from what could not be asked', () => {
    const refuse: PrefillContext['refuse'] = (field) => (field === 'sex' || field === 'phone' ? 'not-permitted' : undefined); // prettier-ignore
    const { fields } = evaluateForm(ct01(), mergeSlices([person]), { unitName, refuse, missing: 'source-unavailable' });
    assert.deepEqual(fields['sex'], { reason: 'not-permitted' });
    assert.deepEqual(fields['phone'], { reason: 'not-permitted' });
    assert.deepEqual(fields['email'], { reason: 'source-unavailable' });
    assert.deepEqual(fields['requestedContent'], { reason: 'declared-by-citizen' });
  });
});

describe('a form’s manifest', () => {
  it('is refused with every contradiction named', () => {
    const manifest = ct01();
    const [first, second] = manifest.fields;
    assert.ok(first !== undefined && second !== undefined);
    const fields = [
      first,
      { ...second, id: first.id },
      { ...second, source: { path: 'shoeSize' } },
      { ...first, id: 'x', source: { path: 'headOfHousehold.shoes' } },
      { ...first, id: 'y', source: { path: 'constructor' } },
      { ...first, id: 'z', source: { path: 'headOfHousehold.name.text' } },
    ];
    assert.deepEqual(checkManifest({ ...manifest, fields }), {
      ok: false,
      problems: [
        'fields.1.id: fullName is there twice',
        'fields.2.source.path: shoeSize is not a canonical field',
        'fields.3.source.path: headOfHousehold.shoes is not a canonical field',
        'fields.4.source.path: constructor is not a canonical field',
      ],
    });
  });

  it('is refused where its shape is wrong, by place', () => {
    const checked = checkManifest({ ...ct01(), version: 'new', draft: 'no', more: 1 });
    assert.ok(!checked.ok);
    assert.deepEqual(checked.problems.map((problem) => problem.split(':')[0]).sort(), ['', 'draft', 'version']);
  });
});

describe('formats', () => {
  const tools: FormatContext = { view: {}, unitName };

  it('write names and texts', () => {
    assert.equal(format('text', nameOf("H'Hen Niê"), tools), "H'Hen Niê");
    assert.equal(format('capitals', nameOf("H'Hen Niê đẹp"), tools), "H'HEN NIÊ ĐẸP");
    assert.equal(format('text', { year: 1990 }, tools), undefined);
  });

  it('write dates as far as they are known', () => {
    assert.equal(format('date', { year: 1990, month: 5, day: 2 }, tools), '02/05/1990');
    assert.equal(format('date', { year: 1990, month: 5 }, tools), '05/1990');
    assert.equal(format('date', { year: 1990 }, tools), '1990');
    assert.equal(format('date', '1990', tools), undefined);
  });

  it('write no code of another list', () => {
    assert.equal(format('sex', { scheme: 'sex', code: 'male' }, tools), 'Nam');
    assert.equal(format('sex', { scheme: 'sex-qcvn109', code: '1' }, tools), undefined);
  });

  it('write an address on one line, or not at all where a unit has no name', () => {
    const home = { country: 'VN', province: '79', commune: '26743', detail: '12 Lê Lợi', catalogue: 'since-2025-07' };
    assert.equal(format('address', home, tools), '12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh');
    assert.equal(format('address', { ...home, commune: '00001' }, tools), undefined);
    assert.equal(format('address', { ...home, catalogue: 'unknown' }, tools), undefined);
    assert.equal(format('address', { country: 'FR', detail: 'Paris', catalogue: 'unknown' }, tools), 'Paris, FR');
  });

  it('write an old address as one of today, if its unit went wholly into one', () => {
    const old = { country: 'VN', province: '79', district: '760', commune: '26740', catalogue: 'before-2025-07' };
    const now = { country: 'VN', province: '79', commune: '26743', catalogue: 'since-2025-07' };
    const write = (value: object, succession: Succession): string | undefined =>
      format('address-now', value, { ...tools, successorsOf: () => succession });
    assert.equal(write(old, { kind: 'one', address: { ...now, detail: 'Số 5' } }), 'Số 5, Phường Sài Gòn, Thành phố Hồ Chí Minh'); // prettier-ignore
    assert.equal(write(now, { kind: 'current' }), 'Phường Sài Gòn, Thành phố Hồ Chí Minh');
    assert.equal(write(old, { kind: 'split', candidates: [now, now], needsConfirmation: true }), undefined);
    assert.equal(write(old, { kind: 'unknown', why: 'unknown-code' }), undefined);
    assert.equal(write({ year: 1990 }, { kind: 'current' }), undefined);
    assert.equal(format('address-now', now, tools), undefined);
  });
});

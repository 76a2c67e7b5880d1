import assert from 'node:assert/strict';
import { withUnits } from '../../../hub/catalogues/units.ts';
import type { Mapping } from '../../../mappings/contract.ts';
import { buildUnits } from '../../../mappings/lib/units/catalogue.ts';
import type { Units } from '../../../mappings/lib/units/contract.ts';
import { editionAsOf } from '../../../mappings/lib/units/editions.ts';
import { chainOf } from '../../../mappings/lib/units/successors.ts';
import { portalInboundMapping } from '../../../mappings/portal/inbound.ts';
import { populationMapping } from '../../../mappings/population/mapping.ts';
import { civilStatusMapping } from '../../../mappings/sectors/civil-status/mapping.ts';
import { before, newCommunes, oldCommunes, since, threeEditions, units } from './support.ts';

const third = 'since-2027-01';
const made = buildUnits(threeEditions);
const start = '2026-12-31T17:00:00.000Z';
const justBefore = '2026-12-31T16:59:59.999Z';

type Receipt = { catalogue: Units; receivedAt?: string };

function mapped(mapping: Mapping, body: string, { catalogue, receivedAt = start }: Receipt) {
  const type = mapping === portalInboundMapping ? 'declaration' : 'citizen';
  const input = { type, operation: 'upsert' as const, contentType: 'x', body };
  const result = withUnits(mapping, catalogue).map(input, { receivedAt });
  assert.ok(result.ok, JSON.stringify(result));
  return { fields: result.record.fields, warnings: result.warnings };
}

/** The edition of the only address of what a mapping makes of a record. */
function editionFrom(mapping: Mapping, body: string, receipt: Receipt) {
  const { fields } = mapped(mapping, body, receipt);
  return (fields.permanentResidence ?? fields.birthPlace)?.catalogue;
}

function citizen(commune: string, { province = '60', district = '' } = {}): string {
  const codes = `<MaTinhThanh>${province}</MaTinhThanh><MaQuanHuyen>${district}</MaQuanHuyen><MaPhuongXa>${commune}</MaPhuongXa>`;
  return `<CongDan><SoDinhDanh>079190123456</SoDinhDanh><ThuongTru>${codes}</ThuongTru></CongDan>`;
}

function birth(recordedAt: string | undefined, place = { maTinh: '60', maXa: '60001' }): string {
  return JSON.stringify({
    loai: 'KHAI_SINH',
    thoiDiemGhi: recordedAt,
    congDan: { soDinhDanh: '079190123456' },
    noiDung: { noiSinh: place },
  });
}

describe('the edition of a code without a district', () => {
  it('is the one in force when the code was true, in Vietnam, once there are several', () => {
    const population = { catalogue: made, receivedAt: start };
    assert.equal(editionFrom(populationMapping, citizen('60001'), population), third);
    assert.equal(editionFrom(populationMapping, citizen('60001'), { ...population, receivedAt: justBefore }), since);
    assert.equal(editionFrom(civilStatusMapping, birth(start), population), third);
    assert.equal(editionFrom(civilStatusMapping, birth(justBefore), population), since);
    assert.equal(editionFrom(civilStatusMapping, birth('2024-05-01T00:00:00.000Z'), population), before);
  });

  it('is the older one where only that has the code: a source takes a while to follow', () => {
    assert.equal(editionFrom(populationMapping, citizen('60002'), { catalogue: made, receivedAt: start }), since);
    assert.equal(editionAsOf(made, start)({ province: '61', commune: '60002' }), 'unknown');
  });

  it('with a district is the old one whatever the date', () => {
    assert.equal(
      editionFrom(populationMapping, citizen('60001', { district: '600' }), { catalogue: made, receivedAt: start }),
      before,
    );
  });

  it('is that of before the reform for whatever was recorded before it, known or not', () => {
    const population = { catalogue: units(), receivedAt: '2025-06-30T16:59:59.999Z' };
    const told = editionAsOf(units(), '2012-03-01');
    for (const { code } of oldCommunes()) assert.equal(told({ province: undefined, commune: code }), before, code);
    assert.equal(told({ province: '79', commune: '26890' }), before);
    assert.equal(editionFrom(populationMapping, citizen('25747', { province: '74' }), population), before);
  });

  it('is after the reform that of today where it has the commune in that province, else the older one', () => {
    const told = editionAsOf(units(), '2026-05-15');
    const provinceOf = new Map(newCommunes().map(({ code, province }) => [code, province]));
    for (const { code, province } of newCommunes()) assert.equal(told({ province, commune: code }), since, code);
    for (const row of units().rows(before)) {
      if (row.level !== 'commune') continue;
      const province = chainOf(units(), row).at(-1)?.code;
      assert.equal(told({ province, commune: row.code }), provinceOf.get(row.code) === province ? since : before);
    }
  });

  it('is not told of a commune that no edition has in that province, and the record gets a warning', () => {
    const { fields, warnings } = mapped(populationMapping, citizen('00004', { province: '79' }), {
      catalogue: units(),
    });
    assert.equal(fields.permanentResidence?.catalogue, 'unknown');
    assert.deepEqual(
      warnings.map(({ path, code }) => [path, code]),
      [['ThuongTru.MaPhuongXa', 'address-not-resolved']],
    );
  });

  it('is of what was declared at the portal told by the time of the change, and without it where one alone has it', () => {
    const editionAt = (commune: string, changedAt?: string) => {
      const place = { MaTinhThanh: '79', MaPhuongXa: commune };
      const body = JSON.stringify({ SoCMND: '079190123456', ThuongTru: place, ThoiDiemCapNhat: changedAt });
      const { fields, warnings } = mapped(portalInboundMapping, body, { catalogue: units() });
      return [fields.permanentResidence?.catalogue, ...warnings.map(({ code }) => code)];
    };
    assert.deepEqual(editionAt('26737', '2024-05-01T08:00:00+07:00'), [before]);
    assert.deepEqual(editionAt('26737', '2026-05-01T08:00:00+07:00'), [since]);
    assert.deepEqual(editionAt('26737'), ['unknown', 'address-not-resolved']);
    assert.deepEqual(editionAt('27160'), [before]);
    assert.deepEqual(editionAt('25747'), [since]);
  });

  it('is not told of an act without the time of its recording, nor without a catalogue', () => {
    const act = birth(undefined, { maTinh: '79', maXa: '26737' });
    assert.equal(editionFrom(civilStatusMapping, act, { catalogue: units(), receivedAt: start }), 'unknown');
    assert.equal(editionAsOf(undefined, start)({ province: '79', commune: '26737' }), 'unknown');
  });
});

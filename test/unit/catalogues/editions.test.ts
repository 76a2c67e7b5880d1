import assert from 'node:assert/strict';
import { withUnits } from '../../../hub/catalogues/units.ts';
import type { Mapping } from '../../../mappings/contract.ts';
import { buildUnits } from '../../../mappings/lib/units/catalogue.ts';
import type { Units } from '../../../mappings/lib/units/contract.ts';
import { editionAsOf } from '../../../mappings/lib/units/editions.ts';
import { populationMapping } from '../../../mappings/population/mapping.ts';
import { civilStatusMapping } from '../../../mappings/sectors/civil-status/mapping.ts';
import { before, since, threeEditions } from './support.ts';

const third = 'since-2027-01';
const made = buildUnits(threeEditions);
const start = '2026-12-31T17:00:00.000Z';
const justBefore = '2026-12-31T16:59:59.999Z';

/** The edition of the only address of what a mapping makes of a record. */
function editionFrom(
  mapping: Mapping,
  body: string,
  { catalogue, receivedAt }: { catalogue: Units; receivedAt: string },
) {
  const input = { type: 'citizen', operation: 'upsert' as const, contentType: 'x', body };
  const result = withUnits(mapping, catalogue).map(input, { receivedAt });
  assert.ok(result.ok, JSON.stringify(result));
  return (result.record.fields.permanentResidence ?? result.record.fields.birthPlace)?.catalogue;
}

function citizen(commune: string, district = ''): string {
  const codes = `<MaTinhThanh>60</MaTinhThanh><MaQuanHuyen>${district}</MaQuanHuyen><MaPhuongXa>${commune}</MaPhuongXa>`;
  return `<CongDan><SoDinhDanh>079190123456</SoDinhDanh><ThuongTru>${codes}</ThuongTru></CongDan>`;
}

function birth(recordedAt: string): string {
  return JSON.stringify({
    loai: 'KHAI_SINH',
    thoiDiemGhi: recordedAt,
    congDan: { soDinhDanh: '079190123456' },
    noiDung: { noiSinh: { maTinh: '60', maXa: '60001' } },
  });
}

describe('the edition of a code without a district', () => {
  it('is the one in force when the code was true, in Vietnam, once there are several', () => {
    const population = { catalogue: made, receivedAt: start };
    assert.equal(editionFrom(populationMapping, citizen('60001'), population), third);
    assert.equal(editionFrom(populationMapping, citizen('60001'), { ...population, receivedAt: justBefore }), since);
    assert.equal(editionFrom(civilStatusMapping, birth(start), population), third);
    assert.equal(editionFrom(civilStatusMapping, birth(justBefore), population), since);
    assert.equal(editionFrom(civilStatusMapping, birth('2024-05-01T00:00:00.000Z'), population), since);
  });

  it('is the older one where only that has the code: a source takes a while to follow', () => {
    assert.equal(editionFrom(populationMapping, citizen('60002'), { catalogue: made, receivedAt: start }), since);
    assert.equal(editionAsOf(made, start)?.({ province: '61', commune: '60002' }), third);
  });

  it('with a district is the old one whatever the date', () => {
    assert.equal(
      editionFrom(populationMapping, citizen('60001', '600'), { catalogue: made, receivedAt: start }),
      before,
    );
  });

  it('needs no looking up while there is one such edition only', () => {
    const two = buildUnits(threeEditions.slice(0, 2));
    assert.equal(editionAsOf(two, start), undefined);
    assert.equal(editionAsOf(undefined, start), undefined);
    assert.equal(editionFrom(populationMapping, citizen('60001'), { catalogue: two, receivedAt: start }), since);
  });
});

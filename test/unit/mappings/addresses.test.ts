import assert from 'node:assert/strict';
import { buildAddress, type AddressParts } from '../../../mappings/lib/addresses.ts';

const nothing: AddressParts = {
  country: undefined,
  province: undefined,
  district: undefined,
  commune: undefined,
  detail: undefined,
};

function catalogueOf(parts: Partial<AddressParts>): string | undefined {
  return buildAddress({ ...nothing, ...parts })?.catalogue;
}

describe('addresses', () => {
  it('say which list of units their codes are from, as far as that shows', () => {
    assert.equal(catalogueOf({ province: '79', district: '760', commune: '26734' }), 'before-2025-07');
    assert.equal(catalogueOf({ province: '79', commune: '26734' }), 'unknown');
    assert.equal(catalogueOf({ province: '79' }), 'unknown');
    assert.equal(catalogueOf({ province: '79', commune: '2673' }), 'unknown');
    assert.equal(catalogueOf({ country: 'LA', commune: '26734' }), 'unknown');
  });

  it('without a district are of the edition their reader says', () => {
    const codes = { ...nothing, province: '79', commune: '26734' };
    const told = (): string => 'since-2027-01';
    assert.equal(buildAddress(codes, told)?.catalogue, 'since-2027-01');
    assert.equal(buildAddress({ ...codes, district: '760' }, told)?.catalogue, 'before-2025-07');
    assert.equal(buildAddress({ ...nothing, province: '79' }, told)?.catalogue, 'unknown');
  });

  it('are in Vietnam if they have its units, else in no known country', () => {
    assert.equal(buildAddress({ ...nothing, province: '79' })?.country, 'VN');
    assert.equal(buildAddress({ ...nothing, detail: 'Trạm y tế' })?.country, 'ZZ');
  });

  it('that say nothing are none', () => {
    assert.equal(buildAddress(nothing), undefined);
    assert.equal(buildAddress({ ...nothing, country: 'VN' }), undefined);
    assert.deepEqual(buildAddress({ ...nothing, country: 'LA' }), { country: 'LA', catalogue: 'unknown' });
  });
});

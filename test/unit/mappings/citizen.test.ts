import assert from 'node:assert/strict';
import { citizenFieldNames, citizenFields } from '../../../mappings/canonical/citizen.ts';

describe('the canonical citizen', () => {
  it('has all 25 groups of article 9 and the other information', () => {
    const groups = new Set(citizenFieldNames.flatMap((name) => citizenFields[name].article9));
    assert.deepEqual(
      [...groups].sort((one, other) => one - other),
      Array.from({ length: 26 }, (_none, index) => index + 1),
    );
  });

  it('has of every field a label in both languages', () => {
    for (const name of citizenFieldNames) {
      const { vi, en } = citizenFields[name];
      assert.ok(vi !== '' && en !== '', name);
    }
  });

  it('has the parts that article 9 names: of the card, of relatives, of the household', () => {
    const relative = ['name', 'personalNumber', 'oldIdentityNumber', 'nationality'];
    const { identityCard, father, mother, spouse, children, representative, represented } = citizenFields;
    assert.deepEqual(Object.keys(identityCard.schema.shape), ['number', 'kind', 'issuedOn', 'issuedBy', 'expiresOn']);
    for (const { schema } of [father, mother, spouse, representative]) {
      assert.deepEqual(Object.keys(schema.shape), relative);
    }
    for (const { schema } of [children, represented]) assert.deepEqual(Object.keys(schema.element.shape), relative);
    const { headOfHousehold, householdMembers } = citizenFields;
    assert.deepEqual(Object.keys(headOfHousehold.schema.shape), [...relative, 'relationship']);
    assert.deepEqual(Object.keys(householdMembers.schema.element.shape), [...relative, 'relationship']);
  });

  it('holds ethnic group, religion and blood group as sensitive, and nothing else', () => {
    const sensitive = citizenFieldNames.filter((name) => citizenFields[name].classification === 'sensitive');
    assert.deepEqual(sensitive, ['ethnicity', 'religion', 'bloodGroup']);
  });
});

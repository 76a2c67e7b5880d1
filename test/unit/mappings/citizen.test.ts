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

  it('holds ethnic group, religion and blood group as sensitive, and nothing else', () => {
    const sensitive = citizenFieldNames.filter((name) => citizenFields[name].classification === 'sensitive');
    assert.deepEqual(sensitive, ['ethnicity', 'religion', 'bloodGroup']);
  });
});

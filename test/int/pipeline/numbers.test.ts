/** Citizens of two numbers: what makes them one, and what does not. */
import assert from 'node:assert/strict';
import { pairKey } from '../../../hub/identity/clusters.ts';
import { keyOf } from './history.ts';
import { citizen, hub, name, patient, patientKey, sameAct } from './told.ts';

const [first, second] = ['079190000001', '079185000002'] as const;
const [one, other] = [keyOf(first), keyOf(second)];
const [an, binh] = [patientKey('BN-1'), patientKey('BN-2')];
const says = {
  an: { fullName: name('Nguyễn Văn An'), birthDate: { year: 1990, month: 5, day: 12 } },
  binh: { fullName: name('Trần Thị Bình'), birthDate: { year: 1985, month: 1, day: 2 } },
};
const citizens = [citizen(first, says.an), citizen(second, says.binh)];
const later = { sourceVersion: 2 };

describe('citizens of two numbers', () => {
  it('stay two where patients who were decided to be one state both numbers later, and an administrator is asked', async () => {
    const [lai, lại] = [patient('BN-1', { fullName: name('Lê Lai') }), patient('BN-2', { fullName: name('Lê Lại') })];
    const stated = [patient('BN-1', { ...says.an, number: first }, later), patient('BN-2', says.binh, later)];
    const both = patient('BN-2', { ...says.binh, number: second }, { sourceVersion: 3 });
    const decided = sameAct('same', an, binh);
    const told = hub();
    await told.tell([...citizens, lai, lại, ...decided, ...stated]);
    assert.equal(told.leadOf(binh), one, 'one number is stated of both');
    await told.tell([both]);
    assert.deepEqual([told.leadOf(one), told.leadOf(other)], [one, other]);
    assert.deepEqual([told.leadOf(an), told.leadOf(binh)], [an, an], 'which of the numbers is theirs nobody knows');
    assert.deepEqual(told.questions(), [pairKey(an, one), pairKey(binh, other)].sort());
    const again = hub();
    await again.tell([both, ...stated.toReversed(), ...decided, ...citizens.toReversed()], 20);
    assert.deepEqual(again.questions(), told.questions(), 'in another order, too');
    assert.deepEqual([again.leadOf(an), again.leadOf(binh)], [an, an]);
  });

  it('stay two where a patient who was decided to be the one states the number of the other', async () => {
    const told = hub();
    await told.tell([...citizens, patient('BN-1', says.an), ...sameAct('same', one, an)]);
    await told.tell([patient('BN-1', { ...says.an, number: second }, later)]);
    assert.deepEqual([told.leadOf(one), told.leadOf(other), told.leadOf(an)], [one, other, one]);
    assert.deepEqual(
      [one, other].map((key) => told.person(key)?.identifiers.map(({ value }) => value)),
      [[first], [second]],
    );
    assert.deepEqual(told.questions(), [pairKey(an, other)]);
    await told.tell([patient('BN-1', { ...says.an, number: first }, { sourceVersion: 3 })]);
    assert.deepEqual(told.questions(), [], 'the question is withdrawn with what raised it');
  });
});

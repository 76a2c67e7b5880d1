/** Citizens of two numbers: what makes them one, and what does not. */
import assert from 'node:assert/strict';
import { pairKey } from '../../../hub/identity/clusters.ts';
import { keyOf } from './history.ts';
import type { Draft } from './identities.ts';
import { act, citizen, hub, name, patient, patientKey, sameAct } from './told.ts';

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

  it('are what the later act says, where one says that they are two and one that a number replaced the other', async () => {
    const replaced = { kind: 'number-replaced', old: one, replacement: other } as const;
    const distinct = (version: number) =>
      act({ id: 'distinct', version }, [
        [one, { kind: 'distinct', other }],
        [other, { kind: 'distinct', other: one }],
      ]);
    const replacing = (version: number) =>
      act({ id: 'replaced', version, personalNumber: second }, [
        [one, replaced],
        [other, replaced],
      ]);
    const numbersOf = ({ person }: ReturnType<typeof hub>) =>
      [one, other].map((key) => person(key)?.identifiers.map(({ value, until }) => [value, until !== undefined]));
    for (const order of [
      (acts: Draft[]) => [...citizens, ...acts],
      (acts: Draft[]) => [...acts.toReversed(), ...citizens],
    ]) {
      const [joined, parted] = [hub(), hub()];
      await joined.tell(order([...distinct(1), ...replacing(2)]));
      assert.deepEqual([joined.leadOf(one), joined.leadOf(other)], [one, one]);
      const both = [
        [second, false],
        [first, true],
      ];
      assert.deepEqual(numbersOf(joined), [both, both]);
      await parted.tell(order([...replacing(1), ...distinct(2)]));
      assert.deepEqual([parted.leadOf(one), parted.leadOf(other)], [one, other]);
      assert.deepEqual(numbersOf(parted), [[[first, false]], [[second, false]]]);
    }
  });
});

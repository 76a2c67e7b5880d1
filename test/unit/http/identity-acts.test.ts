import assert from 'node:assert/strict';
import type { StoredSlice } from '../../../hub/store/citizens.ts';
import { codeOf, faultsOf } from './support/hub.ts';
import {
  number,
  otherNumber,
  thirdNumber,
  numbered,
  otherNumbered,
  patient,
  otherPatient,
  slice,
  person,
  identifier,
  setting,
  withDesk,
  two,
  reason,
  held,
  decided,
} from './support/identity.ts';

describe('an act of an administrator', () => {
  const withNumbers = () => [
    person(numbered, { identifiers: [identifier(number)] }),
    person(otherNumbered, { identifiers: [identifier(otherNumber)] }),
    ...two(),
  ];

  it('says what will change, for each kind', async () => {
    const set = setting(withNumbers());
    const [first, second] = [{ personalNumber: number }, { personalNumber: otherNumber }];
    const records = [{ system: 'health', sourceKey: `HS-${numbered}` }];
    await withDesk(set, async (ask) => {
      const merged = await ask('acts', { kind: 'same', people: [{ person: patient }, first], reason });
      assert.deepEqual(merged.body['moves'], [{ from: patient, to: numbered, records: 1 }], 'who has a number stays');
      const parted = await ask('acts', { kind: 'distinct', people: [first, second], reason });
      assert.deepEqual(parted.body['moves'], []);
      const replaced = await ask('acts', { kind: 'number-replaced', old: first, replacement: second, reason });
      assert.deepEqual(replaced.body['moves'], [{ from: otherNumbered, to: numbered, records: 1 }]);
      const ahead = await ask('acts', { kind: 'number-replaced', old: first, replacement: { personalNumber: thirdNumber }, reason }); // prettier-ignore
      assert.deepEqual([ahead.status, ahead.body['moves']], [202, []]);
      const split = await ask('acts', { kind: 'split', from: first, records, into: { new: true }, reason });
      const [move] = split.body['moves'] as { from: string; to: string; records: number }[];
      assert.deepEqual([move?.from, move?.records], [numbered, 1]);
      assert.equal(set.filed.filter(({ key }) => key === move?.to).length, 1);
      assert.equal(set.filed.length, 10);
    });
  });

  it('is refused with every fault at once, of the request and of how things stand', () =>
    withDesk(setting(withNumbers()), async (ask) => {
      const wrong = await ask('acts', { kind: 'same', people: [{ personalNumber: '1' }, {}], effectiveOn: '2999-01-01', odd: 1 }); // prettier-ignore
      assert.deepEqual(faultsOf(wrong).sort(), [
        ...['effectiveOn: date-in-future', 'odd: unknown-field', 'people[0].personalNumber: personal-number-format'],
        ...['people[1]: missing', 'reason: missing'],
      ]);
      assert.deepEqual(faultsOf(await ask('acts', { kind: 'odd', reason })), ['kind: not-in-list']);
      const nobody = { personalNumber: thirdNumber };
      const unknown = await ask('acts', { kind: 'same', people: [nobody, nobody], survivor: nobody, reason });
      assert.equal(codeOf(unknown), 'act-refused');
      assert.deepEqual(faultsOf(unknown), ['people[0]: unknown-person', 'people[1]: unknown-person', 'survivor: unknown-person']); // prettier-ignore
      const [mine, theirs] = [{ person: patient }, { personalNumber: number }];
      const survivor = await ask('acts', { kind: 'same', people: [mine, theirs], survivor: mine, reason });
      assert.deepEqual(faultsOf(survivor), ['survivor: survivor-without-number']);
      const split = await ask('acts', { kind: 'split', from: mine, records: [{ system: 'health', sourceKey: 'none' }], into: nobody, reason }); // prettier-ignore
      assert.deepEqual(faultsOf(split).sort(), ['into: unknown-person', 'records[0]: record-not-held']);
    }));

  it('is refused where an act in force says otherwise, and told which', async () => {
    const id = `${patient}.${'a'.repeat(22)}`;
    const distinct = (other: string) => held(id, { kind: 'distinct', other, ...decided });
    const set = setting([
      person(patient, { slices: [slice('HS-1'), distinct(otherPatient)] }),
      person(otherPatient, { slices: [slice('HS-2'), distinct(patient)] }),
    ]);
    await withDesk(set, async (ask) => {
      const people = [{ person: patient }, { person: otherPatient }];
      const refused = await ask('acts', { kind: 'same', people, reason });
      assert.deepEqual([refused.status, codeOf(refused), faultsOf(refused)], [409, 'act-contradicts', ['people: contradicts-act']]); // prettier-ignore
      assert.ok(refused.text.includes(id));
      assert.deepEqual(faultsOf(await ask('acts', { kind: 'distinct', people, reason })), ['people: already-decided']);
      assert.equal(set.filed.length, 0);
    });
  });

  it('is taken back with everybody, and the question it answered is released', async () => {
    const id = `${patient}.${'a'.repeat(22)}`;
    const same = (other: string, more: Partial<StoredSlice> = {}) =>
      held(id, { kind: 'same', other, survivor: patient, ...decided }, more);
    const set = setting([
      person(patient, { slices: [slice('HS-1'), same(otherPatient), same(patient, { node: otherPatient })] }),
    ]);
    Object.assign(set.reviews.held[0] ?? {}, { status: 'same', decision: { ...decided, act: id } });
    await withDesk(set, async (ask) => {
      const reply = await ask(`acts/${id}/annul`, { reason: 'two sisters' });
      assert.deepEqual(reply.body, { id, kind: 'same', people: [patient, otherPatient] });
      assert.deepEqual(set.filed.map(({ key, operation, id: own }) => [key, operation, own]), [[patient, 'annul', id], [otherPatient, 'annul', id]]); // prettier-ignore
      assert.ok(set.filed.every(({ version }) => version > 7));
      assert.deepEqual(set.filed[0]?.body.annulled, { by: 'clerk', reason: 'two sisters', at: '2026-02-28T17:00:00.000Z' }); // prettier-ignore
      assert.equal(set.reviews.held[0]?.status, 'withdrawn');
      assert.equal(codeOf(await ask(`acts/${otherPatient}.${'a'.repeat(22)}/annul`, { reason })), 'unknown-act');
      assert.equal(codeOf(await ask('acts/none/annul', { reason })), 'unknown-act');
    });
  });

  it('is taken back once', async () => {
    const id = `${patient}.${'a'.repeat(22)}`;
    const act = held(id, { kind: 'distinct', other: otherPatient, ...decided }, { operation: 'annul' });
    await withDesk(setting([person(patient, { slices: [slice('HS-1'), act] })]), async (ask) => {
      assert.equal(codeOf(await ask(`acts/${id}/annul`, { reason })), 'already-annulled');
    });
  });
});

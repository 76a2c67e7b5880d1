/** Records that an administrator splits off stay so, however much they resemble whoever they were taken for. */
import assert from 'node:assert/strict';
import { propose } from '../../../hub/identity/desk/proposals.ts';
import { keyOf } from './history.ts';
import { act, citizen, hub, name, patient, patientKey } from './told.ts';

const number = '079090000001';
const uyen = {
  ...{ fullName: name('Khổng Thị Uyên'), birthDate: { year: 1990, month: 5, day: 12 }, phone: '0912345678' },
  sex: { scheme: 'sex', code: 'female' },
};

describe('a record that is split off', () => {
  it('stays with somebody new although it looks like whom it was matched with', async () => {
    const told = hub();
    await told.tell([citizen(number, uyen), patient('BN-1', uyen)]);
    assert.equal(told.leadOf(patientKey('BN-1')), keyOf(number));
    const [person, newPerson] = [told.person(keyOf(number)) ?? assert.fail('nobody'), 'somebody-new-to-the-hu'];
    const records = [{ system: 'clinic', sourceKey: 'BN-1-1' }];
    const proposed = propose(
      { kind: 'split', from: { person: person._id }, records, into: { new: true } },
      { held: { documentOf: () => person, personOf: () => person }, keyOf: ({ person: key = '' }) => key, newPerson },
    );
    assert.ok(proposed.ok, JSON.stringify(proposed));
    const { filings } = proposed.proposal;
    await told.tell(act({ id: 'split' }, filings.map(({ node, act: decided }) => [node, decided]))); // prettier-ignore
    assert.deepEqual(told.person(newPerson)?.slices.filter(({ identity }) => identity === undefined).map(({ sourceKey }) => sourceKey), ['BN-1-1']); // prettier-ignore
    assert.equal(told.leadOf(newPerson), newPerson);
    assert.deepEqual(told.questions(), []);
  });
});

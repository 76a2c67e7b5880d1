/** Somebody whom two citizens resemble, and what becomes of them when one of the two changes. */
import assert from 'node:assert/strict';
import { HubError } from '../../../hub/errors.ts';
import { keyOf } from './history.ts';
import { citizen, hub, name, patient, patientKey } from './told.ts';

const [first, second] = ['079090000001', '079090000002'] as const;
const sex = { scheme: 'sex', code: 'female' } as const;
const uyen = {
  ...{ fullName: name('Khổng Thị Uyên'), birthDate: { year: 1990, month: 5, day: 12 }, phone: '0912345678', sex },
};
const later = { sourceVersion: 2 };

/** Two citizens alike, and a patient who may be either. */
async function undecided() {
  const told = hub();
  await told.tell([citizen(first, uyen), citizen(second, uyen), patient('BN-1', uyen)]);
  assert.equal(told.leadOf(patientKey('BN-1')), patientKey('BN-1'));
  assert.equal(told.questions().length, 2);
  return told;
}

describe('whoever cannot be told which of two they are', () => {
  it('is the other where one turns out to be somebody else, and where he only resembles them less', async () => {
    const dat = { fullName: name('Lê Văn Đạt'), birthDate: { year: 1971, month: 2, day: 3 }, phone: '0977777777' };
    for (const says of [dat, { ...uyen, sex: { ...sex, code: 'male' as const } }]) {
      const told = await undecided();
      await told.tell([citizen(first, says, later)]);
      assert.equal(told.leadOf(patientKey('BN-1')), keyOf(second));
      assert.deepEqual(told.questions(), []);
    }
  });

  it('is the other, too, where the hub broke off after it stored that, and reads something else of him first', async () => {
    const told = await undecided();
    const another = { sourceKey: 'another' };
    await told.tell([citizen(first, { phone: '0900000001' }, another)]);
    const changed = told.messages([
      citizen(first, { ...uyen, fullName: name('Lê Văn Đạt'), phone: '0977777777' }, later),
    ]);
    const broken = told.stage({ failures: new Map([[1, 0]]) });
    await assert.rejects(broken(changed, new Map()), HubError);
    await told.tell([citizen(first, { phone: '0900000002' }, { ...another, ...later })]);
    assert.equal(told.leadOf(patientKey('BN-1')), keyOf(second));
    assert.deepEqual(told.questions(), []);
  });
});

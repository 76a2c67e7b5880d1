import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from '../../../connectors/errors.ts';
import type { CitizenView } from '../../../hub/store/citizens.ts';
import type { MergedView } from '../../../mappings/canonical/slices.ts';
import { accessLogSchema } from '../../../hub/http/schemas/access-log.ts';
import { codeOf, send, view as viewOf, type TestHub } from './support/hub.ts';
import { field, number, prefill, withHub } from './support/prefill.ts';

const [wife, husband] = [number, '079088000002'];
const asked = { purpose: 'TTHC', caseCode: 'C-1', subject: { personalNumber: wife } };
const said = { system: 'population', asOf: '2026-01-02', rule: 'population', trusted: true };

const female: MergedView = { sex: { ...said, value: { scheme: 'sex', code: 'female' } } };
const marriedToHusband: MergedView = {
  spouse: { ...said, value: { personalNumber: husband, name: { text: 'Lê Quang Huy' } } },
};

function hold(hub: TestHub, personalNumber: string, held: (key: string) => CitizenView): string {
  const key = hub.personKey(personalNumber);
  hub.citizens.set(key, held(key));
  return key;
}

describe('prefill of a form about several people', () => {
  it('fills each of them, whom the request names by role, and puts all on record', () =>
    withHub({}, async (hub) => {
      const keys = [
        hold(hub, wife, (key) => viewOf(key, 'Trần Thị Vợ', female)),
        hold(hub, husband, (key) => viewOf(key, 'Lê Quang Chồng')),
      ];
      const reply = await prefill(hub, {
        ...{ ...asked, form: 'marriage-registration', people: { husband: { personalNumber: husband } } },
        applicantRelation: 'self',
      });
      assert.equal(reply.status, 200);
      assert.deepEqual(
        ['wifeName', 'husbandName'].map((id) => field(reply, id).value),
        ['TRẦN THỊ VỢ', 'LÊ QUANG CHỒNG'],
      );
      const [record] = hub.memory.accesses;
      assert.deepEqual([...(record?.persons ?? [])].sort(), keys.sort());
      assert.equal(record?.applicantRelation, 'self');
    }));

  it('gives the subject the role that is left, whatever their sex says', () =>
    withHub({}, async (hub) => {
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Một', female));
      hold(hub, husband, (key) => viewOf(key, 'Lê Quang Hai'));
      const people = { wife: { personalNumber: husband } };
      const reply = await prefill(hub, { ...asked, form: 'marriage-registration', people });
      assert.equal(field(reply, 'husbandName').value, 'TRẦN THỊ MỘT');
      assert.equal(field(reply, 'wifeName').value, 'LÊ QUANG HAI');
    }));

  it('follows what the record of one says to the record of another', () =>
    withHub({}, async (hub) => {
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Mẹ', { ...female, ...marriedToHusband }));
      const key = hold(hub, husband, (own) =>
        viewOf(own, 'Lê Quang Cha', { birthDate: { ...said, value: { year: 1988, month: 2, day: 1 } } }),
      );
      const reply = await prefill(hub, { ...asked, form: 'birth-registration' });
      assert.equal(field(reply, 'fatherName').value, 'LÊ QUANG CHA');
      assert.equal(field(reply, 'fatherBirthYear').value, '1988');
      assert.ok(hub.memory.accesses[0]?.persons.includes(key), 'the father is on record');
    }));

  it('reads nobody whom the fields asked for do not need', () =>
    withHub({}, async (hub) => {
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Mẹ', { ...female, ...marriedToHusband }));
      hold(hub, husband, (key) => viewOf(key, 'Lê Quang Cha'));
      await prefill(hub, { ...asked, form: 'birth-registration', fields: ['motherName'] });
      assert.deepEqual(hub.memory.accesses[0]?.persons, [hub.personKey(wife)]);
    }));

  it('puts on record whose data is given, and nobody else', () =>
    withHub({}, async (hub) => {
      const keys = [
        hold(hub, wife, (key) => viewOf(key, 'Trần Thị Vợ', { ...female, ...marriedToHusband })),
        hold(hub, husband, (key) => viewOf(key, 'Lê Quang Chồng')),
      ];
      const people = { husband: { personalNumber: husband } };
      await prefill(hub, { ...asked, form: 'marriage-registration', people, fields: ['wifeName'] });
      assert.deepEqual(hub.memory.accesses.at(-1)?.persons, [keys[0]]);
      hub.citizens.delete(keys[1] ?? '');
      await prefill(hub, { ...asked, form: 'birth-registration', fields: ['fatherName', 'motherName'] });
      const record = hub.memory.accesses.at(-1);
      assert.deepEqual(record?.persons, keys, 'whom another’s record names is on record by their number');
      assert.deepEqual(record.disclosed, ['motherName:population@0', 'fatherName:population@0+1']);
    }));

  it('shows each of them in the access log what was given of them', () =>
    withHub({}, async (hub) => {
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Vợ', female));
      hold(hub, husband, (key) => viewOf(key, 'Lê Quang Chồng'));
      const people = { husband: { personalNumber: husband } };
      const fields = ['wifeName', 'husbandName', 'husbandResidence'];
      await prefill(hub, { ...asked, form: 'marriage-registration', people, fields });
      const token = await hub.issuer.token('portal', 'access-log');
      const entryOf = async (personalNumber: string) => {
        const { body } = await send(hub, '/v1/access-log/query', { token, body: { personalNumber } });
        return accessLogSchema.parse(body).entries[0] ?? assert.fail('no entry');
      };
      const [hers, his] = [await entryOf(wife), await entryOf(husband)];
      const namesOf = (list: readonly { field: string }[]): string[] => list.map(({ field: id }) => id);
      assert.deepEqual([hers, his].map(({ given }) => namesOf(given)), [['wifeName'], ['husbandName']]); // prettier-ignore
      assert.deepEqual([hers, his].map(({ notGiven }) => namesOf(notGiven)), [['husbandResidence'], []]); // prettier-ignore
    }));

  it('puts values to choose from on record, with their systems', () =>
    withHub({}, async (hub) => {
      const maritalStatus = { ...said, value: { scheme: 'marital-status', code: 'divorced-or-widowed' } };
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Vợ', { ...female, maritalStatus }));
      const reply = await prefill(hub, { ...asked, form: 'marital-status-certificate', fields: ['maritalStatus'] });
      assert.equal(field(reply, 'maritalStatus').reason, 'needs-confirmation');
      const record = hub.memory.accesses.at(-1);
      assert.deepEqual([record?.disclosed, record?.undisclosed, record?.offered], [[], ['maritalStatus:needs-confirmation'], ['maritalStatus:population@0']]); // prettier-ignore
      const token = await hub.issuer.token('portal', 'access-log');
      const { body } = await send(hub, '/v1/access-log/query', { token, body: { personalNumber: wife } });
      const [entry] = accessLogSchema.parse(body).entries;
      assert.deepEqual([entry?.offered, entry?.notGiven], [[{ field: 'maritalStatus', sources: ['population'] }], []]);
    }));

  it('counts a table only if who is in charge says all that is in it, and if there is anything', () =>
    withHub({}, async (hub) => {
      const member = { personalNumber: husband, name: { text: 'Lê Quang Huy' } };
      const born = { ...said, value: { year: 1988, month: 2, day: 1 } };
      for (const [members, isReported] of [
        [[member], false],
        [[member], true],
        [[], false],
      ] as const) {
        const householdMembers = { ...said, value: [...members] };
        hold(hub, wife, (key) => viewOf(key, 'Trần Thị Chủ', { ...female, householdMembers }));
        hold(hub, husband, (key) => viewOf(key, 'Lê Quang Huy', { birthDate: { ...born, trusted: !isReported } }));
        await prefill(hub, { ...asked, form: 'household-business-registration', fields: ['members'] });
        const isMarked = hub.memory.accesses.at(-1)?.disclosed[0]?.includes('?');
        assert.equal(isMarked, isReported || members.length === 0);
      }
    }));

  it('looks nobody up of whom it takes nothing', () => {
    const lookup = () => Promise.resolve({ outcome: 'no-match' as const });
    return withHub({ lookup }, async (hub) => {
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Vợ', female));
      const people = { husband: { personalNumber: husband } };
      await prefill(hub, { ...asked, form: 'marriage-registration', people, fields: ['wifeName'] });
      assert.equal(hub.lookups.length, 0);
      await prefill(hub, { ...asked, form: 'marriage-registration', people, fields: ['husbandName'] });
      assert.equal(hub.lookups.length, 1);
    });
  });

  it('reads whom the request names where only what they are to the subject is asked for', () =>
    withHub({}, async (hub) => {
      const male: MergedView = { sex: { ...said, value: { scheme: 'sex', code: 'male' } } };
      const numberOf = (value: string): MergedView => ({ personalNumber: { ...said, value } });
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Vợ', { ...female, ...marriedToHusband, ...numberOf(wife) }));
      hold(hub, husband, (key) => viewOf(key, 'Lê Quang Huy', { ...male, ...numberOf(husband) }));
      const people = { applicant: { personalNumber: husband } };
      const reply = await prefill(hub, { ...asked, form: 'marital-status-certificate', people, fields: ['applicantRelation'] }); // prettier-ignore
      assert.equal(field(reply, 'applicantRelation').value, 'Chồng');
    }));

  it('calls nobody dead on the word of who is not in charge, and puts on record that it does', () =>
    withHub({}, async (hub) => {
      const died = { ...said, value: { year: 2026, month: 1, day: 2 } };
      for (const [deathDate, status, told] of [
        [{ ...died, trusted: false }, undefined, undefined],
        [died, 'deceased', ['status']],
      ] as const) {
        hold(hub, wife, (key) => viewOf(key, 'Trần Thị Vợ', { ...female, deathDate }));
        const reply = await prefill(hub, { ...asked, form: 'ct01' });
        assert.deepEqual(reply.body['subject'], { known: true, ...(status === undefined ? {} : { status }) });
        assert.deepEqual(hub.memory.accesses.at(-1)?.told, told);
      }
    }));

  it('tells what is missing of a relative when the source is away, and what others say of them', () => {
    const lookup = () =>
      Promise.reject(new ConnectorError('unreachable', { system: 'population', operation: 'lookup' }));
    return withHub({ lookup }, async (hub) => {
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Mẹ', { ...female, ...marriedToHusband }));
      const reply = await prefill(hub, { ...asked, form: 'birth-registration' });
      assert.equal(field(reply, 'fatherName').value, 'LÊ QUANG HUY');
      const { reason, since } = field(reply, 'fatherBirthYear');
      assert.equal(reason, 'source-unavailable');
      assert.ok(Date.parse(since ?? '') <= Date.now());
    });
  });

  it('reads who else is held when the source has used all the time it has, and asks it nothing more', () => {
    let held: TestHub['citizens'] = new Map();
    // As long as a store of real disks may take; one that answers at once would be in time after its time.
    const view = (key: string) => sleep(10).then(() => held.get(key));
    const lookup = () => new Promise<never>(() => undefined);
    return withHub({ lookup, overrides: { citizens: { view } } }, async (hub) => {
      held = hub.citizens;
      const heldFromOthers = (key: string, name: string, more?: MergedView) => ({
        ...viewOf(key, name, more),
        systems: ['civil-status'],
      });
      hold(hub, wife, (key) => heldFromOthers(key, 'Trần Thị Mẹ', { ...female, ...marriedToHusband }));
      hold(hub, husband, (key) => heldFromOthers(key, 'Lê Quang Cha'));
      const reply = await prefill(hub, { ...asked, form: 'birth-registration' });
      assert.equal(reply.status, 200);
      assert.equal(field(reply, 'fatherName').value, 'LÊ QUANG CHA');
      assert.equal(field(reply, 'fatherBirthYear').reason, 'source-unavailable');
      assert.equal(hub.lookups.length, 1);
    });
  });

  it('gives no sensitive field where the policy does not, and names it', () =>
    withHub({}, async (hub) => {
      const ethnicity = { ...said, value: { scheme: 'ethnic-2008', code: '01' } };
      hold(hub, wife, (key) => viewOf(key, 'Trần Thị Mẹ', { ...female, ethnicity }));
      const reply = await prefill(hub, { ...asked, form: 'birth-registration' });
      assert.equal(field(reply, 'motherEthnicity').reason, 'not-permitted');
    }));

  it('says where a number that was replaced leads', () =>
    withHub({}, async (hub) => {
      const identifiers: CitizenView['identifiers'] = [
        { scheme: 'personal-number', value: husband },
        { scheme: 'personal-number', value: wife, until: '2026-01-02' },
      ];
      hold(hub, wife, (key) => ({ ...viewOf(key, 'Trần Thị Số Mới'), identifiers }));
      const reply = await prefill(hub, { ...asked, form: 'ct01' });
      assert.deepEqual(reply.body['subject'], { known: true, replacedBy: husband });
    }));

  it('refuses a role the form does not have, among all other faults', () =>
    withHub({}, async (hub) => {
      const people = { witness: { personalNumber: '1' } };
      const reply = await prefill(hub, { ...asked, form: 'marriage-registration', people, fields: ['shoeSize'] });
      assert.equal(reply.status, 422);
      assert.equal(codeOf(reply), 'invalid-request');
      const errors = reply.body['errors'] as { path: string; code: string }[];
      assert.deepEqual(errors.map(({ path, code }) => `${path}: ${code}`).sort(), [
        'fields[0]: unknown-form-field',
        'people.witness.personalNumber: personal-number-format',
        'people.witness: unknown-role',
      ]);
    }));
});

/** Every reason for which a field can be empty, each brought about in a running hub by what brings it about in reality. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { reasons, type Reason } from '../../mappings/forms/answer.ts';
import { call, happen, heldByPortal, sampleOf, settled } from '../support/api.ts';
import { readEvent } from '../support/events.ts';
import type { Hub } from '../support/hub.ts';
import { readTopic } from '../support/kafka.ts';
import { cleanups } from '../support/processes.ts';
import { act } from '../support/records.ts';
import { openTopic, type OwnTopic } from '../support/topic.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';
import { patientRecord } from '../contract/health/wire.ts';

const filled = z.looseObject({ value: z.string(), asOf: z.string() });
const unfilled = z.object({
  reason: z.string(),
  candidates: z.array(z.string()).optional(),
  since: z.iso.datetime().optional(),
});
const answer = z.object({
  subject: z.object({ known: z.boolean(), replacedBy: z.string().optional() }),
  fields: z.record(z.string(), z.union([filled, unfilled])),
});
const filed = z.object({ id: z.string() });

type Asked = { form?: string; purpose?: string };
type Unfilled = z.infer<typeof unfilled>;
/** `number` brings about what the reason is about, and answers whom to ask for. */
type Case = Asked & { field: string; number: () => Promise<string>; check?: (found: Unfilled) => void };

const birth = 'birth-registration';
const certificate = 'criminal-record-certificate';
/** Of District 1 until July 2025; then it was split between two. */
const splitCommune = { province: '79', district: '760', commune: '26746', detail: 'Số 7' };

describe('a field that is empty', function () {
  this.timeout(180_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  let topic: OwnTopic;
  const at = () => ({ world, hub });

  const numberOf = async (note: RegExp): Promise<string> => (await sampleOf(world, note)).personalNumber;
  const ask = async (personalNumber: string, { form = 'ct01', purpose = 'TTHC' }: Asked = {}) => {
    const body = { form, subject: { personalNumber }, purpose, caseCode: 'H29.1-000001' };
    const { status, text, json } = await call(at(), ['POST', '/v1/prefill'], { as: 'portal', body });
    assert.equal(status, 200, text);
    return { ...answer.parse(json), text };
  };
  const administer = async (path: string, body: object): Promise<string> => {
    const { status, text, json } = await call(at(), ['POST', `/v1/identity/${path}`], { as: 'admin', body });
    assert.equal(status, 202, text);
    return filed.parse(json).id;
  };
  const protect = (personalNumber: string) =>
    administer('acts', { kind: 'protected', person: { personalNumber }, reason: 'court order' });
  /** Two systems, neither in charge of it, of somebody who has declared nothing. */
  const disputePhone = async (): Promise<string> => {
    const { personalNumber, fullName, birthDate } = await sampleOf(world, /Ê-đê name/);
    await happen(world, { type: 'insurance-enrolment', personalNumber, phone: '0900000011' });
    const more = { hoTen: fullName, ngaySinh: birthDate, soDinhDanh: personalNumber, dienThoai: '0900000012' };
    await topic.write([{ value: patientRecord({ id: 'HS-R1', patient: 'BN-R1', more }), partition: 0 }]);
    return personalNumber;
  };

  const cases: Record<Reason, Case> = {
    'not-held': { field: 'email', number: () => numberOf(/first child/) },
    // Whom one is to marry no record can say; he is the first of a couple.
    'not-named': {
      ...{ form: 'marriage-registration', field: 'wifeName' },
      number: () => numberOf(/ordinary head of household/),
    },
    'declared-by-citizen': { field: 'requestedContent', number: () => numberOf(/first child/) },
    // The wife is protected; the form is the husband’s.
    withheld: {
      ...{ form: birth, field: 'motherResidence' },
      number: async () => {
        await protect(await numberOf(/The wife/));
        return numberOf(/ordinary head of household/);
      },
    },
    'not-permitted': {
      form: certificate,
      purpose: 'TRA-CUU',
      field: 'ethnicity',
      number: () => numberOf(/first child/),
    },
    'source-unavailable': {
      field: 'fullName',
      number: async () => {
        await world.play('POST', '/faults', { system: 'population', outage: true });
        return '079190900001';
      },
      check: ({ since }) => assert.notEqual(since, undefined),
    },
    conflict: {
      ...{ field: 'phone', number: disputePhone },
      check: ({ candidates }) => assert.deepEqual(candidates?.toSorted(), ['0900000011', '0900000012']),
    },
    'needs-confirmation': {
      ...{ form: certificate, field: 'permanentResidence' },
      number: async () => {
        const personalNumber = await numberOf(/codes of before 1 July 2025/);
        await happen(world, { type: 'move', personalNumber, address: splitCommune });
        return personalNumber;
      },
      check: ({ candidates }) => assert.deepEqual(candidates?.map((each) => /Phường [^,]+/.exec(each)?.[0]).sort(), ['Phường Bến Thành', 'Phường Sài Gòn']), // prettier-ignore
    },
    'under-investigation': {
      field: 'birthDate',
      number: async () => {
        const personalNumber = await numberOf(/Only the year of birth/);
        await world.store.investigate(world.keyOf(personalNumber), 'birthDate');
        return personalNumber;
      },
      check: ({ candidates }) => assert.equal(candidates?.length, 1),
    },
    'not-applicable': { form: certificate, field: 'spouseName', number: () => numberOf(/single name/) },
    // A code that is in no list is kept as it is, and is none of the form's words.
    'not-presentable': {
      field: 'sex',
      number: async () => {
        const personalNumber = '079190900003';
        const body = act({ personalNumber, eventId: 'CC-2026-900003', sequence: 900_003, sex: '7' });
        const pushed = await call(at(), ['POST', '/v1/records/civil-status'], { as: 'sector', body });
        assert.equal(pushed.status, 202, pushed.text);
        return personalNumber;
      },
    },
  };

  before(async () => {
    const settings = { connectors: { population: { refreshIntervalSeconds: 1 } } };
    world = await startWorld({ citizens: 40, health: true, socialInsurance: {}, settings });
    later(() => world.stop());
    topic = await openTopic(world.kafka, world.topic('sector.health'));
    later(() => topic.close());
    const row = { client: world.credentials.clients.portal.id, forms: ['*'], legalBasis: 'tests' };
    const policies = [
      { ...row, purposes: ['TTHC'], classes: ['basic', 'sensitive'], others: true },
      { ...row, purposes: ['TRA-CUU'], classes: ['basic'], people: ['citizen', 'father'] },
    ];
    hub = await world.hub('hub', { prefill: { policies } });
    await hub.ready();
    await settled(at());
  });

  it('has a case here for each reason there is', () => {
    assert.deepEqual(Object.keys(cases).sort(), Object.keys(reasons).sort());
  });

  for (const [reason, { field, number, check, ...asked }] of Object.entries(cases)) {
    it(`says ${reason}`, async () => {
      try {
        const personalNumber = await number();
        const found = await until(`${field} is ${reason}`, async () => {
          const { fields } = await ask(personalNumber, asked);
          const given = unfilled.safeParse(fields[field]).data;
          return given?.reason === reason && given;
        });
        check?.(found);
      } finally {
        await world.play('DELETE', '/faults');
      }
    });
  }

  it('is so for a person the purpose does not reach, though the field is given of another', async () => {
    const { fields } = await ask(await numberOf(/ordinary head of household/), { form: birth, purpose: 'TRA-CUU' });
    assert.deepEqual(fields['motherBirthYear'], { reason: 'not-permitted' });
    assert.ok('value' in (fields['fatherBirthYear'] ?? {}));
  });

  it('is not where a relation leads to who holds it: a birth registration has both parents', async () => {
    const [head, wife] = await Promise.all([
      sampleOf(world, /ordinary head of household/),
      sampleOf(world, /The wife/),
    ]);
    const { fields } = await ask(head.personalNumber, { form: birth });
    const names = [fields['fatherName'], fields['motherName']].map((each) => each !== undefined && 'value' in each && each.value); // prettier-ignore
    assert.deepEqual(names, [head.fullName.toUpperCase(), wife.fullName.toUpperCase()]);
  });

  it('is not for want of a source that is down: what is held is served with the day it is from', async () => {
    const personalNumber = await numberOf(/first child/);
    const before = (await ask(personalNumber)).fields['fullName'];
    await world.play('POST', '/faults', { system: 'population', outage: true });
    const during = (await ask(personalNumber)).fields['fullName'];
    await world.play('DELETE', '/faults');
    assert.ok(during !== undefined && 'value' in during && !Number.isNaN(Date.parse(during.asOf)));
    assert.equal(during.asOf, before !== undefined && 'value' in before && before.asOf);
  });

  it('is not for a number that was replaced, which answers with the one in use', async () => {
    const [old, replacement] = [await numberOf(/single name/), '079190900002'];
    await administer('acts', { kind: 'number-replaced', old: { personalNumber: old }, replacement: { personalNumber: replacement }, reason: 'issued twice' }); // prettier-ignore
    const found = await until('the number is replaced', async () => {
      const given = await ask(old);
      return given.subject.replacedBy !== undefined && given;
    });
    assert.equal(found.subject.replacedBy, replacement);
    assert.ok('value' in (found.fields['fullName'] ?? {}));
  });

  it('is empty for everybody while a person is protected: no answer, no event, no store elsewhere has where they live', async () => {
    const personalNumber = await numberOf(/Lives outside the province/);
    const residence = async () => (await ask(personalNumber, { form: certificate })).fields['permanentResidence'];
    const given = await residence();
    const key = world.keyOf(personalNumber);
    const detail =
      (await world.store.person(key))?.merged.permanentResidence?.value.detail ?? assert.fail('an address');
    assert.ok(given !== undefined && 'value' in given && given.value.includes(detail));
    const portalHas = (isThere: boolean) =>
      until(`the portal ${isThere ? 'has' : 'has dropped'} the address`, async () => {
        const held = await heldByPortal(world, personalNumber);
        return held !== undefined && JSON.stringify(held).includes(detail) === isThere;
      });
    await portalHas(true);

    const id = await protect(personalNumber);
    await until('it is withheld', async () => 'reason' in ((await residence()) ?? {}));
    for (const form of [certificate, 'household-business-registration']) {
      const { text } = await ask(personalNumber, { form });
      assert.ok(!text.includes(detail) && text.includes('"withheld"'), form);
    }
    await portalHas(false);

    await administer(`acts/${id}/annul`, { reason: 'court order lifted' });
    await until('it is given again', async () => 'value' in ((await residence()) ?? {}));
    await portalHas(true);
    const messages = await readTopic(world.kafka, world.topic('citizen.changes'));
    const told = messages.map(readEvent).filter(({ subject, type }) => subject === key && type.endsWith('.protected'));
    assert.deepEqual(
      told.map(({ data }) => data.changes),
      [
        // prettier-ignore
        [{ field: 'addressProtection', change: 'added' }],
        [{ field: 'addressProtection', change: 'removed' }],
      ],
    );
  });
});

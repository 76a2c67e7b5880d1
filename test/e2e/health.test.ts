/** Patients' records from the health sector's own topic into the citizens' documents, whatever comes in between. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { nameKeys } from '../../mappings/lib/names.ts';
import { happen, pipeline, sampleOf, settled } from '../support/api.ts';
import { failure, failures } from '../support/failures.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups } from '../support/processes.ts';
import { openTopic, type OwnTopic } from '../support/topic.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';
import { patientRecord } from '../contract/health/wire.ts';

const visited = z.looseObject({ patientCode: z.string(), recordId: z.string() });

describe('health', function () {
  this.timeout(90_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  let topic: OwnTopic;
  const at = () => ({ world, hub });

  const visit = async (personalNumber: string, phone: string) =>
    visited.parse(await happen(world, { type: 'health-visit', personalNumber, phone }));
  const patient = (code: string) => world.store.person(world.keyOf(code, 'health'));
  const withPhone = (code: string, phone: string) =>
    until('the visit is in the document', async () => {
      const held = await patient(code);
      return held?.merged.phone?.value === phone && held;
    });
  const written = async () => (await topic.ends()).reduce((sum, end) => sum + end, 0);
  const received = async () => (await pipeline(at())).totals.received;

  before(async () => {
    // Of the others nothing is read, so that every record is health's.
    const settings = { connectors: { 'civil-status': null, portal: null } };
    world = await startWorld({ citizens: 120, localities: [], health: true, settings });
    later(() => world.stop());
    topic = await openTopic(world.kafka, world.topic('sector.health'));
    later(() => topic.close());
    hub = await world.hub('hub');
    await hub.ready();
    await settled(at());
  });

  it('takes in every patient there is, under the sector’s own code', async () => {
    const { totals } = await settled(at());
    assert.ok(totals.applied > 5);
    assert.deepEqual([totals.received, totals.failed], [await written(), 0]);
    const people = [...(await world.store.people()).values()].filter(({ leadsTo }) => leadsTo === undefined);
    const slices = people.reduce((sum, person) => sum + person.slices.length, 0);
    assert.equal(slices, totals.applied);
    assert.ok(people.some(({ identifiers }) => identifiers.length === 0), 'some have no personal number'); // prettier-ignore
    assert.ok(people.some(({ merged }) => merged.bloodGroup?.value.scheme === 'abo'));
    for (const { merged } of people) assert.equal(merged.healthInsuranceNumber?.rule ?? 'health', 'health');
  });

  it('shows a visit in the patient’s document', async () => {
    const { personalNumber, fullName } = await sampleOf(world, /ordinary head of household/);
    const { patientCode, recordId } = await visit(personalNumber, '0912345678');
    const { merged, slices } = await withPhone(patientCode, '0912345678');
    assert.deepEqual(slices.map(({ sourceKey, act }) => [sourceKey, act]), [[recordId, 'health-record']]); // prettier-ignore
    const [surname = ''] = fullName.split(' ');
    assert.ok(merged.fullName?.value.keys.plain.startsWith(nameKeys(surname).plain), 'one spelling of the name');
    assert.equal(merged.sex?.value.scheme, 'sex');
    assert.equal(merged.ethnicity?.value.scheme, 'ethnic-2008');
    const again = await visit(personalNumber, '0912345679');
    assert.deepEqual([again.patientCode, again.recordId], [patientCode, recordId]);
    assert.equal((await withPhone(patientCode, '0912345679')).slices.length, 1);
  });

  it('takes a record back when the sector deletes it', async () => {
    const { personalNumber } = await sampleOf(world, /The wife/);
    const { patientCode, recordId } = await visit(personalNumber, '0912345670');
    await withPhone(patientCode, '0912345670');
    await topic.write([{ partition: 1, key: `${patientCode}/${recordId}`, value: null }]);
    const held = await until('the record is gone', async () => {
      const found = await patient(patientCode);
      return found?.slices[0]?.operation === 'delete' && found;
    });
    assert.deepEqual(held.merged, {});
  });

  it('keeps poison with its bytes and reads on behind it', async () => {
    const before = await failures(at());
    const bytes = Buffer.from([0xff, 0xfe, 0x00]);
    // As much as is kept of a message, of characters that take six times as much room in JSON.
    const large = Buffer.alloc(700_000, 1);
    const poison = ['{"maHoSo":', bytes, large].map((value) => ({ partition: 2, value }));
    const good = patientRecord({ id: 'HS-after', patient: 'BN-after', more: { dienThoai: '0900000009' } });
    await topic.write([...poison, { key: 'BN-1', value: null, partition: 2 }, { value: good, partition: 2 }]);
    await withPhone('BN-after', '0900000009');
    const all = await until('all are kept', async () => {
      const found = await failures(at());
      return found.length === before.length + 4 && found;
    });
    const kept = await Promise.all(all.map(({ id }) => failure(at(), id)));
    const bodies = kept.map(({ bodyBase64 }) => Buffer.from(bodyBase64, 'base64'));
    assert.ok(bodies.some((each) => each.equals(bytes)));
    assert.ok(bodies.some((each) => each.equals(large.subarray(0, 524_288))));
    assert.ok(bodies.some((each) => each.toString() === 'BN-1'));
    assert.deepEqual(new Set(kept.map(({ code }) => code)), new Set(['unroutable']));
    await settled(at());
    assert.equal(await received(), await written());
  });

  it('reads on from its cursor after an end and after a crash: nothing is lost, nothing comes twice', async () => {
    const { personalNumber } = await sampleOf(world, /single name/);
    for (const [phone, end] of [
      ['0900000011', () => hub.stop()],
      ['0900000012', () => hub.kill()],
    ] as const) {
      // prettier-ignore
      await settled(at());
      await end();
      const { patientCode } = await visit(personalNumber, phone);
      await hub.start();
      await hub.ready();
      await withPhone(patientCode, phone);
      await settled(at());
      assert.equal(await received(), await written());
    }
  });

  it('says so when retention ran past it, and passes over nothing until somebody has decided', async () => {
    const { personalNumber } = await sampleOf(world, /single name/);
    await settled(at());
    await hub.stop();
    const { patientCode } = await visit(personalNumber, '0900000021');
    await until('the visit is written', async () => (await written()) > (await booked()));
    for (const [partition, end] of (await topic.ends()).entries()) await topic.deleteBefore(partition, end);
    await hub.start();
    await hub.ready();
    await until('the hub says so', async () =>
      (await hub.health()).degraded.some(({ what, code }) => what === 'health' && code === 'entries-lost'),
    );
    await visit(personalNumber, '0900000022');
    assert.equal((await pipeline(at())).totals.received, await booked(), 'nothing is read past the gap');
    await hub.stop();
    await world.store.forgetCursor('health');
    await hub.start();
    await hub.ready();
    await withPhone(patientCode, '0900000022');
  });

  const booked = async () =>
    (await world.store.books()).reduce((sum, each) => sum + each.applied + each.superseded + each.failed, 0);
});

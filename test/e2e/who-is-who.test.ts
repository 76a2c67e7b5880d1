/** Who is who, decided by an administrator, through the whole hub: questions, acts, events, and what the portal is told. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { call, heldByPortal, settled } from '../support/api.ts';
import { readEvent, type ChangeEvent } from '../support/events.ts';
import type { Hub } from '../support/hub.ts';
import { tailTopic, type Tail } from '../support/kafka.ts';
import { cleanups } from '../support/processes.ts';
import { openTopic, type OwnTopic } from '../support/topic.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';
import { patientRecord } from '../contract/health/wire.ts';

const list = z.object({ reviews: z.array(z.looseObject({ id: z.string(), people: z.array(z.string()) })) });
const filed = z.object({
  id: z.string(),
  moves: z.array(z.object({ from: z.string(), to: z.string(), records: z.int() })),
});

const one = { hoTen: 'Tạ Thị Hồng Vân', ngaySinh: '1961-04-17', gioiTinh: 'F' };
const numbered = { hoTen: 'Đoàn Quốc Khải', ngaySinh: '1983-11-02', gioiTinh: 'M' };
const [formerNumber, newNumber] = ['079083000017', '079083000018'];

describe('who is who, as an administrator decides it', function () {
  this.timeout(90_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  let topic: OwnTopic;
  let changes: Tail;
  let version = 0;
  const at = () => ({ world, hub });

  const visit = async (patient: string, more: Record<string, unknown>): Promise<void> => {
    version += 1;
    const updatedAt = `2026-03-01T07:00:00.${String(version).padStart(3, '0')}+07:00`;
    await topic.write([{ value: patientRecord({ id: `HS-${patient}`, patient, updatedAt, more }), partition: 0 }]);
  };
  const keyOf = (patient: string) => world.keyOf(patient, 'health');
  const ask = (path: string, body?: unknown) =>
    call(at(), [body === undefined ? 'GET' : 'POST', `/v1/identity/${path}`], {
      as: 'admin',
      ...(body === undefined ? {} : { body }),
    });
  const done = async (path: string, body: unknown) => {
    const answer = await ask(path, body);
    assert.equal(answer.status, 202, answer.text);
    return filed.partial().required({ id: true }).parse(answer.json);
  };
  const questions = async () => list.parse((await ask('reviews')).json).reviews;
  const question = () => until('there is a question', async () => (await questions())[0]);
  const event = (person: string, kind: string, from: number) =>
    until(`${kind} is told of somebody`, async (): Promise<ChangeEvent | undefined> => {
      const told = (await changes.caughtUp()).map(readEvent).slice(from);
      return told.find(({ subject, type }) => subject === person && type === `vn.lienthong.citizen.${kind}`);
    });
  const toldSoFar = async () => (await changes.caughtUp()).length;

  before(async () => {
    world = await startWorld({
      citizens: 20,
      localities: [],
      health: true,
      settings: { connectors: { 'civil-status': null } },
    });
    later(() => world.stop());
    topic = await openTopic(world.kafka, world.topic('sector.health'));
    later(() => topic.close());
    hub = await world.hub('hub');
    await hub.ready();
    await settled(at());
    changes = await tailTopic(world.kafka, world.topic('citizen.changes'));
    later(() => changes.close());
  });

  it('asks about two records of a person without a number, joins them by a decision, and parts them when it is taken back', async () => {
    await visit('BN-1', one);
    await visit('BN-2', one);
    const { id, people } = await question();
    assert.deepEqual(people, [keyOf('BN-1'), keyOf('BN-2')].sort());
    const shown = await ask(`reviews/${id}`);
    assert.match(shown.text, /"field":"fullName","values":\[\{"text":"Tạ Thị Hồng Vân"/);
    assert.match(await hub.metrics(), /lienthong_identity_reviews_open 1/);

    const beforeMerge = await toldSoFar();
    const decision = { decision: 'same', reason: 'seen by the clerk' };
    const answers = await Promise.all([ask(`reviews/${id}/decide`, decision), ask(`reviews/${id}/decide`, decision)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 409], 'one of two decides');
    const won = answers.find(({ status }) => status === 202);
    const { id: act, moves } = filed.parse(won?.json);
    const [{ from, to } = { from: '', to: '' }] = moves;
    assert.deepEqual([from, to].sort(), people);
    assert.deepEqual((await event(from, 'merged', beforeMerge)).data.identity, { into: to });
    assert.deepEqual((await event(to, 'merged', beforeMerge)).data.identity, { from: [from] });
    assert.equal((await world.store.person(from))?._id, to);
    assert.deepEqual(await questions(), []);

    const beforeSplit = await toldSoFar();
    await done(`acts/${act}/annul`, { reason: 'two sisters' });
    await event(to, 'split', beforeSplit);
    assert.equal((await world.store.person(from))?._id, from, 'two again');
    assert.equal((await question()).id, id, 'the question may be asked again');
    await done(`reviews/${id}/decide`, { decision: 'not-same', reason: 'two sisters' });
    await until('the question is decided', async () => (await questions()).length === 0);
    assert.equal((await world.store.person(from))?._id, from);
  });

  it('tells the portal of a person joined to another, and of one whose number was replaced, in versions that only grow', async () => {
    await visit('BN-3', { ...numbered, soDinhDanh: formerNumber });
    for (const phone of ['0900000001', '0900000002', '0900000003']) {
      await visit('BN-4', { ...numbered, soDinhDanh: newNumber, dienThoai: phone });
    }
    const portalHas = (number: string, than: number) =>
      until('the portal is told', async () => {
        const held = await heldByPortal(world, number);
        return held !== undefined && held.PhienBan > than && held;
      });
    await settled(at());
    await portalHas(formerNumber, 0);
    const person = await world.store.person(world.keyOf(newNumber));
    const before = await portalHas(newNumber, (person?.revision ?? 0) - 1);

    const [old, replacement] = [{ personalNumber: formerNumber }, { personalNumber: newNumber }];
    await done('acts', { kind: 'number-replaced', old, replacement, reason: 'issued twice' });
    const joined = await portalHas(newNumber, before.PhienBan);
    const query = await ask('people/query', { personalNumber: newNumber });
    assert.match(
      query.text,
      new RegExp(`"number":"${newNumber}"},{"number":"${formerNumber}","until":"[0-9-]+","replacedBy":"${newNumber}"`),
    );
    assert.match(query.text, /"kind":"number-replaced"/);

    await visit('BN-4', { ...numbered, hoTen: 'Đoàn Quốc Khởi', soDinhDanh: newNumber, dienThoai: '0900000004' });
    const renamed = await portalHas(newNumber, joined.PhienBan);
    assert.ok(renamed.PhienBan > joined.PhienBan);
    assert.equal((await world.store.person(world.keyOf(newNumber)))?._id, world.keyOf(formerNumber));
  });
});

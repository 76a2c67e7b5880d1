/**
 * Bad input, and what it gets: told apart, answered with every fault named, counted, and kept for replay byte by byte.
 * None of it stops the stream, and nothing of it shows where it has no business.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { call, pipeline, settled } from '../support/api.ts';
import { assertFree } from '../support/events.ts';
import { failure, failures, replay } from '../support/failures.ts';
import { sample } from '../support/hub.ts';
import { headersOf, readTopic } from '../support/kafka.ts';
import { cleanups } from '../support/processes.ts';
import { act, problem, pushed } from '../support/records.ts';
import { until } from '../support/until.ts';
import { byKafka, byPush, canary, tooLarge } from './bad-input-cases.ts';
import { assertKept, pairs, startIntake, type Intake, type Person } from './intake.ts';

describe('bad input', function () {
  this.timeout(60_000);
  const later = cleanups();
  let intake: Intake;

  before(async () => {
    intake = await startIntake(later);
    await settled(intake);
  });

  describe('pushed by a system', () => {
    for (const expected of byPush) {
      it(`${expected.name}: refused with every fault, counted, kept`, async () => {
        const before = await intake.counted(expected);
        const answer = await intake.push(expected.body);
        assert.equal(answer.status, 422, answer.text);
        assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
        const { type, errors = [], records = [] } = problem.parse(answer.json);
        assert.match(type, /\/records-refused$/);
        assert.deepEqual(pairs(errors), expected.faults);
        assert.equal(records.length, 1);
        assertKept(await failure(intake, records[0]?.id ?? ''), expected, expected.body);
        await intake.assertFlows();
        const { books, metrics } = await intake.counted(expected);
        assert.deepEqual([books, metrics], [before.books + 1, before.metrics + 1], 'counted in books and metrics');
      });
    }

    it('several records, one of them good: each is told what becomes of it', async () => {
      const person = intake.somebody();
      const odd = '{ "soThuTu" : 7 , "maSuKien":"CC-2026-000007",  "loai":"KHAI_TU" }';
      const answer = await intake.push(Buffer.from(`[${odd}, ${JSON.stringify(act(person))}]`));
      assert.equal(answer.status, 207, answer.text);
      const [refused, taken] = pushed.parse(answer.json).records;
      assert.deepEqual([refused?.status, taken?.status], ['refused', 'accepted']);
      const kept = await failure(intake, refused?.id ?? '');
      assert.equal(kept.body, odd, 'the piece of the message that is the record, as it was written');
      await until('the good one is applied', () => held(person));
    });

    for (const { name, body, type } of tooLarge) {
      it(`${name}: refused as a whole, counted`, async () => {
        const { received } = (await settled(intake)).totals;
        const before = await answered413();
        const answer = await intake.push(body());
        assert.equal(answer.status, 413);
        const { type: told, errors = [] } = problem.parse(answer.json);
        assert.ok(told.endsWith(type), told);
        assert.equal(errors.length, 1);
        assert.equal((await pipeline(intake)).totals.received, received, 'nothing was taken');
        assert.equal(await answered413(), before + 1);
        await intake.assertFlows();
      });
    }

    it('XML where JSON is spoken: 415, with what is spoken', async () => {
      const answer = await intake.push(Buffer.from('<a/>'), 'application/xml');
      assert.equal(answer.status, 415);
      assert.equal(answer.headers.get('accept'), 'application/json');
    });

    it('a record of an unknown system: 404, with the systems there are', async () => {
      const body = act(intake.somebody());
      const answer = await call(intake, ['POST', '/v1/records/tax'], { as: 'sector', body });
      assert.equal(answer.status, 404);
      const { type, errors } = problem.parse(answer.json);
      assert.match(type, /\/unknown-system$/);
      assert.match(errors?.[0]?.expected ?? '', /civil-status/);
    });
  });

  describe('repeated or late', () => {
    it('a duplicate is superseded and changes nothing', async () => {
      const person = intake.somebody();
      const before = (await settled(intake)).totals;
      await intake.pushGood(act(person));
      await intake.pushGood(act(person));
      const { applied, superseded, failed } = (await settled(intake)).totals;
      const difference = [applied - before.applied, superseded - before.superseded, failed - before.failed];
      assert.deepEqual(difference, [1, 1, 0]);
      assert.equal((await held(person))?.revision, 1);
    });

    it('an older version after a newer one is superseded and changes nothing', async () => {
      const person = intake.somebody();
      const before = (await settled(intake)).totals;
      await intake.pushGood(act({ ...person, sequence: 2000, fullName: 'Lê Thị Mới Hơn' }));
      await intake.pushGood(act({ ...person, sequence: 1999, fullName: 'Lê Thị Cũ Hơn' }));
      const { applied, superseded } = (await settled(intake)).totals;
      assert.deepEqual([applied - before.applied, superseded - before.superseded], [1, 1]);
      assert.equal(await nameOf(person), 'Lê Thị Mới Hơn');
      assert.equal((await held(person))?.revision, 1);
    });
  });

  describe('written to a topic by another program', () => {
    for (const { name, topic, value, body, expected } of byKafka) {
      it(`${name}: counted, kept`, async () => {
        const before = await intake.counted(expected);
        const known = new Set((await failures(intake)).map(({ id }) => id));
        await intake.producer.send([{ topic: intake.world.topic(topic), key: randomUUID(), value }]);
        const isNew = ({ id }: { id: string }) => !known.has(id);
        const id = await until('the failure is kept', async () => (await failures(intake)).find(isNew)?.id);
        assertKept(await failure(intake, id), expected, body ?? value ?? Buffer.alloc(0));
        await intake.assertFlows();
        const { books, metrics } = await intake.counted(expected);
        assert.deepEqual([books, metrics], [before.books + 1, before.metrics + 1], 'counted in books and metrics');
      });
    }
  });

  describe('replayed', () => {
    it('fails again if nothing was mended, and is open again with two attempts', async () => {
      const { id, bodyBase64, origin } = await someFailure('mapping-refused');
      const answer = await replay(intake, id);
      assert.equal(answer.status, 202, answer.text);
      const again = await failure(intake, id, ({ attempts }) => attempts === 2);
      assert.equal(again.status, 'open');
      assert.equal(again.bodyBase64, bodyBase64);
      assert.notDeepEqual(again.origin, origin, 'it failed as another message');
      assert.equal(again.replays.length, 1);
      await settled(intake);
    });

    it('is refused at once if it still cannot be cut into a record', async () => {
      const { id } = await someFailure('unroutable');
      const answer = await replay(intake, id);
      assert.equal(answer.status, 422, answer.text);
      assert.match(problem.parse(answer.json).type, /\/cannot-replay$/);
      assert.equal((await failure(intake, id)).status, 'open');
    });

    it('never overwrites what came since, and is replayed once only', async () => {
      const person = intake.somebody();
      await intake.pushGood(act({ ...person, sequence: 3000, fullName: 'Phạm Thị Hôm Nay' }));
      await until('it is applied', () => held(person));
      const id = await keepAsFailed(person, act({ ...person, sequence: 2999, fullName: 'Phạm Thị Hôm Qua' }));
      const { superseded } = (await settled(intake)).totals;
      const answers = await Promise.all([replay(intake, id), replay(intake, id), replay(intake, id)]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 409, 409]);
      assert.equal((await settled(intake)).totals.superseded, superseded + 1);
      assert.equal(await nameOf(person), 'Phạm Thị Hôm Nay');
      assert.equal((await replay(intake, id)).status, 409, 'it stays replayed');
      assert.equal((await failure(intake, id)).status, 'replayed');
    });

    it('is told from what was never there', async () => {
      const answer = await replay(intake, randomUUID());
      assert.equal(answer.status, 404);
      assert.match(problem.parse(answer.json).type, /\/unknown-failure$/);
    });
  });

  describe('after all of this', () => {
    it('nothing of it shows in a log line, metric, Kafka key, Kafka header or answer', async () => {
      const { world, hub, said } = intake;
      const names = ['records.civil-status', 'records.population', 'records.failed', 'citizen.changes'];
      const messages = (await Promise.all(names.map((name) => readTopic(world.kafka, world.topic(name))))).flat();
      const onTopics = messages.map((message) => [String(message.key), JSON.stringify(headersOf(message))]);
      assert.ok(messages.length > 50, 'there was something to look at');
      assertFree(onTopics.flat().join('\n'), canary, 'a Kafka key or header');
      assertFree(hub.log(), canary, 'the log');
      assertFree(await hub.metrics(), canary, 'the metrics');
      assertFree(said.join('\n'), canary, 'an answer');
    });
  });

  const held = ({ personalNumber }: Person) => intake.world.store.person(intake.world.keyOf(personalNumber));
  const nameOf = async (person: Person) => (await held(person))?.merged.fullName?.value.text;

  const answered413 = async () => {
    const labels = { route: '/v1/records/{system}', status: '413' };
    return sample(await intake.hub.metrics(), 'lienthong_http_request_seconds_count', labels);
  };

  async function someFailure(code: string) {
    const found = (await failures(intake)).find((each) => each.code === code && each.system === 'civil-status');
    return failure(intake, found?.id ?? assert.fail(`no failure with code ${code}`));
  }

  /** A record that a mapping refused earlier, which has been mended since. */
  async function keepAsFailed({ personalNumber, eventId }: Person, record: object): Promise<string> {
    const { soThuTu: sourceVersion } = record as { soThuTu: number };
    const id = randomUUID();
    const kind = { system: 'civil-status', type: 'name-correction' };
    const raw = {
      ...{ id, ...kind, sourceKey: eventId, sourceVersion, operation: 'upsert', faults: [], recordedAt: null },
      ...{ subject: { scheme: 'personal-number', value: personalNumber }, receivedAt: '2026-01-01T00:00:00.000Z' },
      ...{ contentType: 'application/json', body: JSON.stringify(record), encoding: 'utf-8' },
    };
    const target = intake.world.topic('records.civil-status');
    const origin = { topic: target, partition: 0, offset: 0 };
    const why = { stage: 'normalise', code: 'mapping-refused', faults: [], failedAt: '2026-01-01T00:00:00.000Z' };
    const headers = [{ 'lienthong-failure': JSON.stringify({ id, ...kind, ...why, origin, target }) }];
    const key = intake.world.keyOf(personalNumber);
    const topic = intake.world.topic('records.failed');
    await intake.producer.send([{ topic, key, value: Buffer.from(JSON.stringify(raw)), headers }]);
    await failure(intake, id);
    return id;
  }
});

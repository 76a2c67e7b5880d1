/** Servers and systems that are away for a while: the hub stays up, says what it waits for, and catches up. */
import assert from 'node:assert/strict';
import { call, happen, heldByPortal, nameIn, pipeline, prefill, sampleOf, settled } from '../support/api.ts';
import { assertComplete } from '../support/events.ts';
import { revisionsOf } from '../support/flow.ts';
import { failure, replay } from '../support/failures.ts';
import { sample, type Hub } from '../support/hub.ts';
import { readTopic } from '../support/kafka.ts';
import { cleanups, startOwnKafka, startOwnMongod, temporaryFolder, type OwnServer } from '../support/processes.ts';
import { act, problem } from '../support/records.ts';
import { during, timed, until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

const outageMs = 20_000;

describe('an outage', function () {
  this.timeout(180_000);
  const later = cleanups();
  let kafka: OwnServer;
  let mongod: OwnServer;
  let world: World;
  let hub: Hub;
  let names = 0;
  /** The id of a failure. */
  let failed = '';
  const at = () => ({ world, hub });

  before(async () => {
    const { folder, done } = temporaryFolder();
    later(done);
    [kafka, mongod] = await Promise.all([startOwnKafka(folder), startOwnMongod(folder)]);
    later(() => Promise.all([kafka.stop(), mongod.stop()]));
    const settings = { connectors: { population: { refreshIntervalSeconds: 1 } } };
    world = await startWorld({ citizens: 200, kafka: kafka.address, mongodb: mongod.address, settings });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    await settled(at());
    const unknown = act({ personalNumber: '079290100003', eventId: 'LA-2026-000001', sequence: 1, kind: 'LA' });
    const bad = await call(at(), ['POST', '/v1/records/civil-status'], { as: 'sector', body: unknown });
    failed = problem.parse(bad.json).records?.[0]?.id ?? assert.fail(bad.text);
    await failure(at(), failed);
  });

  /** Corrects a name in civil status; gives it. */
  const correct = async (personalNumber: string): Promise<string> => {
    names += 1;
    const fullName = `Nguyễn Thị ${'ABCDEFGH'.charAt(names)}n`;
    await happen(world, { type: 'name-correction', personalNumber, fullName });
    return fullName;
  };

  /** However long it lasts: the process lives, its metrics can be read, and both say what is missing. */
  const assertSays = async (what: string, code: string): Promise<void> => {
    assert.ok(hub.alive(), 'the process lives');
    assert.ok(await hub.live(), '/health/live answers 200');
    const { ready, waiting } = await hub.health();
    assert.equal(ready, false);
    assert.ok(
      waiting.some((each) => each.what === what && each.code === code),
      JSON.stringify(waiting),
    );
    assert.equal(sample(await hub.metrics(), 'lienthong_waiting', { kind: 'waiting', what, code }), 1);
  };

  const notReady = (): Promise<unknown> =>
    until('the hub says it is not ready', async () => !(await hub.health()).ready);

  const waitingStages = async (): Promise<string[]> => {
    const lines = (await hub.metrics()).matchAll(/^lienthong_stage_waiting\{stage="(.+)"\} 1$/gm);
    return [...lines].map(([, stage]) => stage ?? '');
  };

  const push = (personalNumber: string) => {
    const body = act({ personalNumber, eventId: `CC-2026-${personalNumber.slice(6)}`, sequence: 1 });
    return call(at(), ['POST', '/v1/records/civil-status'], { as: 'sector', body });
  };

  /** Everything that happened meanwhile has arrived, once, and is told. */
  const assertCaughtUp = async (personalNumber: string, name: string): Promise<void> => {
    await hub.ready(60_000);
    await until('prefill shows it', async () => nameIn(await prefill(at(), personalNumber)) === name, {
      timeoutMs: 60_000,
    });
    await until('the portal holds it', async () => (await heldByPortal(world, personalNumber))?.HoVaTen === name);
    assert.equal((await settled(at())).totals.failed, 1, 'nothing failed but what had failed before');
    const messages = await readTopic(world.kafka, world.topic('citizen.changes'));
    assertComplete(messages, revisionsOf(await world.store.people()));
    const { degraded } = await hub.health();
    assert.deepEqual(degraded, []);
    assert.equal(sample(await hub.metrics(), 'lienthong_waiting'), 0);
  };

  it('of Kafka for 20 s', async () => {
    const { personalNumber } = await sampleOf(world, /ordinary head of household/);
    await kafka.stop();
    const name = await correct(personalNumber);
    await notReady();
    const [, { ms, result: pushed }, replayed] = await Promise.all([
      during(outageMs, () => assertSays('kafka', 'kafka-unavailable')),
      timed(() => push('079290100001')),
      replay(at(), failed),
    ]);
    assert.equal(pushed.status, 503, 'a push is not taken');
    assert.match(problem.parse(pushed.json).type, /\/broker-unavailable$/);
    assert.ok(ms < 12_000, `and told so after ${Math.round(ms)} ms`);
    assert.equal(replayed.status, 503, 'nor is a failure replayed');
    assert.equal((await failure(at(), failed)).status, 'open', 'it can be tried again');
    assert.equal((await prefill(at(), personalNumber)).subject.known, true, 'who is held is still answered');
    await kafka.start();
    await assertCaughtUp(personalNumber, name);
    assert.equal((await push('079290100001')).status, 202, 'the push is taken when it is sent again');
  });

  it('of MongoDB for 20 s', async () => {
    const { personalNumber } = await sampleOf(world, /The wife/);
    await settled(at());
    await mongod.kill();
    const name = await correct(personalNumber);
    await notReady();
    const [, , pushed] = await Promise.all([
      during(outageMs, () => assertSays('mongodb', 'store-unavailable')),
      until('normalise waits', async () => (await waitingStages()).includes('normalise')),
      push('079290100002'),
    ]);
    assert.equal(pushed.status, 202, 'a push needs Kafka only, and is taken');
    const { ms, result } = await timed(() => askPrefill(personalNumber));
    assert.equal(result.status, 503);
    assert.match(problem.parse(result.json).type, /\/store-unavailable$/);
    assert.ok(ms < 2650, `within the time budget, took ${Math.round(ms)} ms`);
    await mongod.start();
    await assertCaughtUp(personalNumber, name);
    await until('the push is applied', () => world.store.person(world.keyOf('079290100002')));
  });

  it('of half the calls to the population database', async () => {
    const { personalNumber } = await sampleOf(world, /codes of before 1 July 2025/);
    await world.play('POST', '/faults', { system: 'population', errorRate: 0.5 });
    const failedCalls = async () => {
      const page = await hub.metrics();
      const [all, ok] = [{}, { code: 'ok' }].map((labels) =>
        sample(page, 'lienthong_connector_attempt_seconds_count', { connector: 'population', ...labels }),
      );
      return (all ?? 0) - (ok ?? 0);
    };
    const before = await failedCalls();
    await until('calls have failed', async () => (await failedCalls()) > before + 5, {
      timeoutMs: 60_000,
      everyMs: 250,
    });
    assert.ok(await hub.live());
    assert.equal((await hub.health()).ready, true, 'the hub is ready for everything else');
    const name = await correct(personalNumber);
    await until('corrections still arrive', async () => nameIn(await prefill(at(), personalNumber)) === name);
    await happen(world, { type: 'move', personalNumber });
    await world.play('DELETE', '/faults');
    await until(
      'the move has arrived',
      async () => {
        const person = await world.store.person(world.keyOf(personalNumber));
        return person?.merged.permanentResidence?.value.catalogue === 'since-2025-07';
      },
      { timeoutMs: 60_000 },
    );
    await assertCaughtUp(personalNumber, name);
    const breaker = (await pipeline(at())).connectors.find(({ id }) => id === 'population')?.breaker;
    assert.equal(breaker, 'closed');
  });

  it('does not keep the hub from ending when it is asked to', async () => {
    await kafka.kill();
    await notReady();
    const { ms, result } = await timed(() => hub.stop());
    assert.equal(result, 'exit code 0');
    assert.ok(ms < 10_500, `took ${Math.round(ms)} ms`);
  });

  it('does not keep the hub from starting: it waits, and says so', async () => {
    await hub.start();
    await until('it says what it waits for', () => assertSays('kafka', 'kafka-unavailable').then(() => true), {
      timeoutMs: 30_000,
    });
    await kafka.start();
    await hub.ready(60_000);
    await settled(at());
  });

  function askPrefill(personalNumber: string) {
    const body = { form: 'ct01', subject: { personalNumber }, purpose: 'TTHC', caseCode: 'H29.1-000001' };
    return call(at(), ['POST', '/v1/prefill'], { as: 'portal', body });
  }
});

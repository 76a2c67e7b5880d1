/** The access record fails in every way a store can: nothing of anybody leaves that is not on record. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { call, sampleOf, settled } from '../support/api.ts';
import { assertFree } from '../support/events.ts';
import type { Hub } from '../support/hub.ts';
import { cleanups, startOwnMongod, temporaryFolder, type OwnServer } from '../support/processes.ts';
import { problem } from '../support/records.ts';
import { timed, until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

const answer = z.object({ fields: z.record(z.string(), z.looseObject({ value: z.string().optional() })) });
const log = z.object({ entries: z.array(z.unknown()) });

/** The default time budget of an answer, and some for the way there and back. */
const budgetMs = 2500 + 150;

describe('without its access record', function () {
  this.timeout(120_000);
  const later = cleanups();
  let mongod: OwnServer;
  let world: World;
  let hub: Hub;
  let personalNumber: string;
  /** What is given while all is well, and must not be otherwise. */
  let values: string[];
  const at = () => ({ world, hub });

  const ask = () => {
    const body = { form: 'ct01', subject: { personalNumber }, purpose: 'TTHC', caseCode: 'H29.1-000001' };
    return call(at(), ['POST', '/v1/prefill'], { as: 'portal', body });
  };
  const recorded = async (): Promise<number> => {
    const asked = { as: 'portal', body: { personalNumber } } as const;
    return log.parse((await call(at(), ['POST', '/v1/access-log/query'], asked)).json).entries.length;
  };

  before(async () => {
    const { folder, done } = temporaryFolder();
    later(done);
    mongod = await startOwnMongod(folder);
    later(() => mongod.stop());
    world = await startWorld({ citizens: 40, mongodb: mongod.address });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    await settled(at());
    ({ personalNumber } = await sampleOf(world, /ordinary head of household/));
    const given = answer.parse((await ask()).json);
    values = Object.values(given.fields).flatMap(({ value = '' }) => (value.length > 3 ? [value] : []));
    assert.ok(values.length >= 4);
  });

  const assertNothingLeaves = async (): Promise<void> => {
    const { ms, result } = await timed(ask);
    assert.equal(result.status, 503, result.text);
    assert.match(problem.parse(result.json).type, /\/store-unavailable$/);
    assertFree(result.text, values, 'an answer that is not on record');
    assert.ok(ms < budgetMs, `took ${Math.round(ms)} ms`);
  };

  const answersAgain = () =>
    until('it answers again', async () => (await ask()).status === 200, { timeoutMs: 30_000, everyMs: 250 });

  it('that refuses what is written, nothing leaves', async () => {
    const before = await recorded();
    await world.store.refuse('accesses', true);
    try {
      await assertNothingLeaves();
    } finally {
      await world.store.refuse('accesses', false);
    }
    assert.equal(await recorded(), before);
    assert.match(hub.log(), /"event":"http\.error"/, 'it does not pass by itself, so somebody is told');
    await answersAgain();
    assert.equal(await recorded(), before + 1);
  });

  it('that can be read and answers to no write, nothing leaves', async () => {
    await world.store.hold(true);
    try {
      await assertNothingLeaves();
    } finally {
      await world.store.hold(false);
    }
    await answersAgain();
  });

  it('that is gone, nothing leaves', async () => {
    await mongod.kill();
    await assertNothingLeaves();
    await mongod.start();
    await answersAgain();
    assert.ok((await recorded()) >= 3, 'what had left is on record still');
    assertFree(hub.log(), values, 'the log');
  });
});

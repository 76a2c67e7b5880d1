/** `kill -9` at random moments: what was accepted is neither lost nor counted twice, and every change is told. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { decodeRawRecord } from '../../hub/records/raw-record.ts';
import { draws } from '../../scripts/sandbox/lib/random.ts';
import { pipeline, settled } from '../support/api.ts';
import { assertComplete } from '../support/events.ts';
import { assertSameAsFreshRun, revisionsOf, watchFlow, type Flow } from '../support/flow.ts';
import type { Hub } from '../support/hub.ts';
import { readTopic } from '../support/kafka.ts';
import { cleanups } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

const kills = 10;
const records = 20_000;
/** The moments of the kills come from this; LIENTHONG_TEST_SEED brings those of an earlier run back. */
const seed = Number(process.env['LIENTHONG_TEST_SEED'] ?? Date.now() % 1_000_000);

describe(`a hub killed ${kills} times while ${records} records flow (LIENTHONG_TEST_SEED=${seed})`, function () {
  this.timeout(400_000);
  const later = cleanups();
  const random = draws(seed);
  let world: World;
  let hub: Hub;
  let flow: Flow;
  const moments: string[] = [];
  /** The last sequence of civil status. */
  let last = 0;

  before(async () => {
    world = await startWorld({ citizens: 600 });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
    flow = await watchFlow(world);
    later(() => flow.close());
    for (let round = 1; round <= kills; round += 1) {
      const killed = killAtRandom();
      last = bulk.parse(await world.play('POST', '/events/bulk', { count: records / kills, seed: round })).toSequence;
      await killed;
      await hub.start();
    }
    await hub.ready();
  });

  /** Kills while sources are read, while records are applied, or at any moment, such as while the hub starts. */
  async function killAtRandom(): Promise<void> {
    const kind = random.pick(['records.civil-status', 'citizen.changes', 'time'] as const);
    if (kind === 'time') {
      const ms = random.below(3000);
      await delay(ms);
      moments.push(`${ms} ms after the start`);
    } else {
      const target = (await flow.end(kind)) + 1 + random.below(1500);
      // Where nothing comes for so long, the hub is killed in whatever it does.
      const isThere = async () => (await flow.end(kind)) >= target;
      await until('so many are on the topic', isThere, { everyMs: 1, timeoutMs: 12_000 }).catch(() => undefined);
      moments.push(`${kind} at ${target}`);
    }
    await hub.kill();
  }

  it('has accounted for every record: received = applied + superseded + failed', async () => {
    const { totals } = await settled({ world, hub }, { timeoutMs: 120_000 });
    assert.equal(moments.length, kills);
    assert.equal(totals.failed, 0);
  });

  it('has taken in every record of the feed', async () => {
    const messages = await readTopic(world.kafka, world.topic('records.civil-status'));
    const taken = new Set(messages.map((message) => decodeRawRecord(message.value)?.sourceVersion));
    const missing = Array.from({ length: last }, (_, index) => index + 1).filter((sequence) => !taken.has(sequence));
    assert.deepEqual(missing, []);
    assert.ok(last >= records);
  });

  it('has told every change, in order, and repeats are identical', async () => {
    await settled({ world, hub });
    const messages = await readTopic(world.kafka, world.topic('citizen.changes'));
    const repeats = assertComplete(messages, revisionsOf(await world.store.people()));
    assert.ok(messages.length > 5000, `${messages.length} events, ${repeats} of them repeats`);
  });

  it('has brought everybody to the portal’s store as it holds them', async () => {
    const people = await world.store.people();
    await until('deliver is through', async () => (await pipeline({ world, hub })).totals.lag === 0);
    for (const { identifiers, revision } of people.values()) {
      const { value } = identifiers[0] ?? assert.fail('an identifier');
      const held = async () => (await fetch(`${world.sandbox}/portal/citizens/${value}`)).json() as Promise<Held>;
      await until('the portal holds the newest', async () => (await held()).PhienBan === revision);
    }
  });

  it('holds the same as a fresh run over the same records', async () => {
    await hub.stop();
    await assertSameAsFreshRun({ world, flow }, later);
  });
});

type Held = { PhienBan?: number };
const bulk = z.object({ toSequence: z.number() });

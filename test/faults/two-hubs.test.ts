/** Two hubs share the work; one is killed, one is frozen and comes back: nothing is lost, told out of order, or counted twice. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { pipeline, settled } from '../support/api.ts';
import { assertComplete } from '../support/events.ts';
import { assertSameAsFreshRun, revisionsOf, watchFlow, type Flow } from '../support/flow.ts';
import type { Hub } from '../support/hub.ts';
import { readTopic } from '../support/kafka.ts';
import { cleanups } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

const bulk = 4000;
const bulkAnswer = z.object({ toSequence: z.number() });

describe('two hubs', function () {
  this.timeout(120_000);
  const later = cleanups();
  let world: World;
  let flow: Flow;
  let one: Hub;
  let other: Hub;
  /** Partitions of all topics of records. */
  let partitions = 0;
  /** The last sequence of civil status. */
  let last = 0;

  before(async () => {
    world = await startWorld({ citizens: 200 });
    later(() => world.stop());
    // Small batches, so that what happens to a hub happens while it is at work.
    const settings = { normalise: { batchSize: 100 } };
    [one, other] = await Promise.all([world.hub('one', settings), world.hub('other', settings)]);
    await Promise.all([one.ready(), other.ready()]);
    partitions = (await pipeline({ world, hub: one })).topics.reduce((sum, topic) => sum + topic.partitions, 0);
    flow = await watchFlow(world);
    later(() => flow.close());
  });

  /** Records a hub has applied in its present life, by its own metrics. */
  const workOf = async (hub: Hub): Promise<number> => {
    const counts = (await hub.metrics()).matchAll(/^lienthong_records_total\{.*outcome="applied".*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };

  /** Makes records flow; answers when so many changes have been told. */
  const flowing = async (seed: number): Promise<void> => {
    const before = await flow.end('citizen.changes');
    last = bulkAnswer.parse(await world.play('POST', '/events/bulk', { count: bulk, seed })).toSequence;
    const isFlowing = async () => (await flow.end('citizen.changes')) > before + bulk / 10;
    await until('records flow', isFlowing, { everyMs: 1, timeoutMs: 30_000 });
  };

  const isShared = () => [one, other].every((hub) => lastShare(hub) === partitions / 2);

  const assertTold = async (): Promise<void> => {
    const messages = await readTopic(world.kafka, world.topic('citizen.changes'));
    assertComplete(messages, revisionsOf(await world.store.people()));
  };

  it('share the partitions, and both work', async () => {
    await until('both have a share', isShared);
    const before = [await workOf(one), await workOf(other)];
    await flowing(1);
    await settledAt(one);
    const [byOne, byOther] = [await workOf(one), await workOf(other)];
    assert.ok(byOne > (before[0] ?? 0) && byOther > (before[1] ?? 0), `${byOne} and ${byOther}`);
    await assertTold();
  });

  it('lose nothing when one is killed at work: the other takes over', async () => {
    await flowing(2);
    await one.kill();
    await settledAt(other);
    assert.equal(lastShare(other), partitions, 'the other has all partitions');
    await assertTold();
    await one.start();
    await one.ready();
  });

  it('lose and double nothing when one is frozen at work, loses its partitions, and comes back', async () => {
    await until('both have a share', isShared, { timeoutMs: 30_000 });
    await flowing(3);
    other.freeze();
    try {
      await until('the other one has taken over', () => lastShare(one) === partitions, { timeoutMs: 30_000 });
    } finally {
      other.thaw();
    }
    await until('it is back at work', isShared, { timeoutMs: 30_000 });
    await settledAt(one);
    await assertTold();
  });

  it('end with what a single hub makes of the same records', async () => {
    assert.equal(await one.stop(), 'exit code 0');
    assert.equal(await other.stop(), 'exit code 0');
    await assertSameAsFreshRun({ world, flow }, later);
  });

  /** Which hub reads a source is decided by a lease, so the lag is known to one of them only; the feed's end is known. */
  async function settledAt(hub: Hub): Promise<void> {
    const isIngested = async () => (await flow.end('records.civil-status')) >= last;
    await until('the feed is read to its end', isIngested, { timeoutMs: 60_000 });
    await settled({ world: { ...world, pulled: [] }, hub });
  }
});

/** Partitions of the normalise stage a hub was given last. */
function lastShare(hub: Hub): number | undefined {
  const lines = hub
    .log()
    .split('\n')
    .filter((line) => line.includes('"stage.rebalanced"') && line.includes('"normalise"'));
  const last = lines.at(-1);
  return last === undefined ? undefined : (JSON.parse(last) as { partitions: number }).partitions;
}

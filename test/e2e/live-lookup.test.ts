/** Prefilling for somebody the hub does not hold: the population database is asked, if it can be, and always in time. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { pipeline, prefill, settled, valueOf, type Prefill } from '../support/api.ts';
import { readEvent } from '../support/events.ts';
import type { Hub } from '../support/hub.ts';
import { readTopic } from '../support/kafka.ts';
import { cleanups } from '../support/processes.ts';
import { timed, until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

/** The default time budget of an answer, and some for the way there and back. */
const budgetMs = 2500 + 150;

describe('prefill for somebody not held', function () {
  this.timeout(60_000);
  const later = cleanups();
  let world: World;
  let hub: Hub;
  const at = () => ({ world, hub });
  let strangers = 0;

  /** The number of somebody nobody has heard of. */
  const stranger = (): string => {
    strangers += 1;
    return `0791909${String(strangers).padStart(5, '0')}`;
  };
  const fullNameIn = (answer: Prefill) => answer.fields['fullName'] ?? assert.fail('the field is answered');

  before(async () => {
    // Nothing is pulled: whoever is held has been looked up.
    world = await startWorld({ citizens: 40, localities: [], settings: { connectors: { 'civil-status': null } } });
    later(() => world.stop());
    hub = await world.hub('hub');
    await hub.ready();
  });

  it('looks them up and takes them in by the one way everything goes', async () => {
    const { citizens } = found.parse(await world.play('GET', '/citizens?limit=40'));
    const { personalNumber, fullName } = citizens[7] ?? assert.fail('citizen 7');
    assert.equal(await world.store.person(world.keyOf(personalNumber)), undefined, 'not held before');
    const { ms, result } = await timed(() => prefill(at(), personalNumber));
    assert.ok(ms < budgetMs, `took ${Math.round(ms)} ms`);
    assert.equal(result.subject.known, true);
    assert.equal(valueOf(result, 'fullName'), fullName.toUpperCase());
    const name = fullNameIn(result);
    assert.equal('source' in name && name.source, 'population');
    assert.equal((await settled(at())).totals.applied, 1, 'one record through the pipeline');
    const [message, ...others] = await readTopic(world.kafka, world.topic('citizen.changes'));
    assert.equal(others.length, 0);
    assert.match(readEvent(message ?? assert.fail('one event')).type, /\.created$/);
    await prefill(at(), personalNumber);
    assert.equal((await pipeline(at())).totals.received, 1, 'who is held is not looked up again');
  });

  it('asks once for many who ask for the same person at once', async () => {
    const { citizens } = found.parse(await world.play('GET', '/citizens?limit=40'));
    const { personalNumber } = citizens[8] ?? assert.fail('citizen 8');
    const { received } = (await settled(at())).totals;
    const answers = await Promise.all(Array.from({ length: 20 }, () => prefill(at(), personalNumber)));
    assert.ok(answers.every(({ subject }) => subject.known));
    assert.equal((await settled(at())).totals.received, (received ?? 0) + 1);
  });

  it('says that nobody is known by a number nobody has', async () => {
    const answer = await prefill(at(), stranger());
    assert.equal(answer.subject.known, false);
    assert.deepEqual(answer.fields['fullName'], { reason: 'not-held' });
    assert.deepEqual(answer.fields['requestedContent'], { reason: 'declared-by-citizen' });
  });

  for (const [name, fault] of [
    ['is cut off', { outage: true }],
    ['takes a minute to answer', { latencyMs: 60_000 }],
    ['answers with errors', { errorRate: 1 }],
    ['sends broken answers', { malformed: true }],
  ] as const) {
    it(`answers in time and says why when the population database ${name}`, async () => {
      await world.play('POST', '/faults', { system: 'population', ...fault });
      const { ms, result } = await timed(() => prefill(at(), stranger()));
      await world.play('DELETE', '/faults');
      assert.ok(ms < budgetMs, `took ${Math.round(ms)} ms`);
      assert.equal(result.subject.known, false);
      const fullName = fullNameIn(result);
      assert.equal('reason' in fullName && fullName.reason, 'source-unavailable');
      assert.ok('since' in fullName && !Number.isNaN(Date.parse(fullName.since ?? '')), 'since when');
      assert.deepEqual(result.fields['requestedContent'], { reason: 'declared-by-citizen' });
    });
  }

  it('asks again when the population database is back', async () => {
    await until(
      'it is asked again',
      async () => {
        const fullName = fullNameIn(await prefill(at(), stranger()));
        return 'reason' in fullName && fullName.reason === 'not-held';
      },
      { timeoutMs: 40_000, everyMs: 250 },
    );
    const breaker = (await pipeline(at())).connectors.find(({ id }) => id === 'population')?.breaker;
    assert.equal(breaker, 'closed');
  });
});

const found = z.object({ citizens: z.array(z.object({ personalNumber: z.string(), fullName: z.string() })) });

/** What the tests of bad input share: a hub to push to, and the questions whether it goes on and has counted. */
import assert from 'node:assert/strict';
import type { Producer } from '../../hub/kafka/producer.ts';
import { call, settled } from '../support/api.ts';
import type { At, FailureDetail } from '../support/failures.ts';
import { plainProducer } from '../support/flow.ts';
import { sample } from '../support/hub.ts';
import { act } from '../support/records.ts';
import { until } from '../support/until.ts';
import { startWorld, type Answer } from '../support/world.ts';
import type { Refusal } from './bad-input-cases.ts';

export type Person = { personalNumber: string; eventId: string; sequence: number };

export type Intake = At & {
  /** A Kafka client that is not the hub. */
  producer: Producer;
  /** Every answer to a push so far. */
  said: string[];
  push(body: Buffer, contentType?: string): Promise<Answer>;
  /** Pushes what must be taken. */
  pushGood(record: object): Promise<void>;
  /** Somebody new, with what a record of theirs needs. */
  somebody(): Person;
  /** The stream goes on: a good record that comes now is applied. */
  assertFlows(): Promise<void>;
  /** Failures counted so far: in the books, and in the metrics under this stage and code. */
  counted(expected: Pick<Refusal, 'stage' | 'code'>): Promise<{ books: number; metrics: number }>;
};

/** Starts a small world that pulls little and is pushed to. */
export async function startIntake(later: (cleanup: () => unknown) => void): Promise<Intake> {
  const world = await startWorld({ citizens: 20, localities: [] });
  later(() => world.stop());
  const hub = await world.hub('hub');
  await hub.ready();
  const producer = await plainProducer(world.kafka);
  later(() => producer.close());
  const at = { world, hub };
  const said: string[] = [];
  let people = 0;

  const push = async (body: Buffer, contentType = 'application/json'): Promise<Answer> => {
    const headers = { 'content-type': contentType };
    const answer = await call(at, ['POST', '/v1/records/civil-status'], { as: 'sector', body, headers });
    said.push(answer.text);
    return answer;
  };
  const pushGood = async (record: object): Promise<void> => {
    const answer = await push(Buffer.from(JSON.stringify(record)));
    assert.equal(answer.status, 202, answer.text);
  };
  const somebody = (): Person => {
    people += 1;
    const personalNumber = `0792900${String(people).padStart(5, '0')}`;
    return { personalNumber, eventId: `CC-2026-${personalNumber.slice(6)}`, sequence: 1000 };
  };
  return {
    ...{ ...at, producer, said, push, pushGood, somebody },
    async assertFlows() {
      const person = somebody();
      await pushGood(act(person));
      await until('a good record after it is applied', () => world.store.person(world.keyOf(person.personalNumber)));
    },
    async counted({ stage, code }) {
      const { totals } = await settled(at);
      const metrics = sample(await hub.metrics(), 'lienthong_failures_total', { stage, code });
      return { books: totals.failed, metrics };
    },
  };
}

/** The failure says all that it must, and holds the original bytes. */
export function assertKept(kept: FailureDetail, expected: Refusal, body: Buffer): void {
  assert.equal(kept.stage, expected.stage);
  assert.equal(kept.code, expected.code);
  assert.deepEqual(pairs(kept.faults), expected.faults);
  assert.equal(kept.status, 'open');
  assert.equal(kept.bodyBase64, body.toString('base64'), 'the original bytes');
}

/** Faults by path and code, as expectations have them. */
export function pairs(faults: readonly { path: string; code: string }[]): [string, string][] {
  return faults.map(({ path, code }) => [path, code]);
}

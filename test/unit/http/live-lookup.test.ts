/** Many who ask for one person at once, each with their own time. */
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { LookupAnswer } from '../../../connectors/contract.ts';
import { createLiveLookup } from '../../../hub/http/live-lookup.ts';
import type { CitizenView } from '../../../hub/store/citizens.ts';
import { sourceRecord, view } from './support/hub.ts';

const number = '079190000001';
const person = { key: 'key', query: { personalNumber: number, purpose: 'TTHC', caseCode: 'C-1' } };

/** A source that answers when the test says so; what it finds is in the store at once. */
function source() {
  const [signals, failures] = [[] as AbortSignal[], [] as string[]];
  let answer: (found: LookupAnswer) => void = () => assert.fail('nothing was asked');
  let held: CitizenView | undefined;
  const look = createLiveLookup({
    ...{ system: 'population', mapping: undefined, now: Date.now, log: (event) => failures.push(event) },
    lookup: {
      lookup: (_query, signal) => {
        signals.push(signal);
        return new Promise((resolve) => (answer = resolve));
      },
    },
    citizens: { view: () => Promise.resolve(held) },
    writer: {
      write: () => {
        held = view('key', 'Trần Thị Tìm Thấy');
        return Promise.resolve(['id']);
      },
    },
  });
  const ask = (ms: number) => look(person, { deadline: performance.now() + ms, requestId: `r${ms}` });
  const finds = () => answer({ outcome: 'match', record: sourceRecord(number) });
  return { ask, finds, signals, failures };
}

describe('a lookup that several wait for', () => {
  it('goes on for whoever has the most time, and the others are answered at theirs', async () => {
    const { ask, finds, signals, failures } = source();
    const [first, joined] = [ask(20), ask(60_000)];
    assert.equal((await first).kind, 'unavailable');
    assert.equal((await ask(20)).kind, 'unavailable');
    assert.equal(signals[0]?.aborted, false);
    finds();
    assert.equal((await joined).kind, 'held');
    assert.deepEqual([signals.length, failures], [1, []], 'asked once, and it did not fail');
  });

  it('is given up when nobody has time any more, and asked again by who comes then', async () => {
    const { ask, finds, signals, failures } = source();
    const outcomes = await Promise.all([ask(30), ask(10), ask(50)]);
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['unavailable']));
    while (failures.length === 0) await turn();
    assert.deepEqual([signals.map(({ aborted }) => aborted), failures], [[true], ['lookup.failed']]);
    assert.equal((await ask(-1)).kind, 'unavailable');
    assert.equal(signals.length, 1, 'nothing is asked whose answer nobody could wait for');
    const again = ask(60_000);
    finds();
    assert.equal((await again).kind, 'held');
  });
});

import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { joinWrites } from '../../../hub/store/joined-writes.ts';

const limits = { doing: 'writing', maxGroup: 5, maxWaiting: 1000 };
const never = Number.POSITIVE_INFINITY;

describe('joined writes', () => {
  it('keep a promise only when its item is written, each item once, in the order they came', () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 30 }),
        fc.func(fc.boolean()),
        async (scheduler, count, fails) => {
          const written: number[] = [];
          let underWay = 0;
          const add = joinWrites<number>(async (items) => {
            underWay += 1;
            assert.ok(underWay === 1 && items.length <= limits.maxGroup);
            await scheduler.schedule(Promise.resolve());
            underWay -= 1;
            if (fails(items[0])) throw new Error('failed');
            written.push(...items);
          }, limits);
          const items = Array.from({ length: count }, (_, index) => index);
          const all = Promise.allSettled(items.map((item) => add(item, never)));
          const settled = await scheduler.waitFor(all);
          const kept = items.filter((item) => settled[item]?.status === 'fulfilled');
          assert.deepEqual(kept, written);
        },
      ),
      { numRuns: 50 },
    ));

  it('begin beside those that hang, a few at once, and refuse in time what waits in vain', async () => {
    const begun: (readonly number[])[] = [];
    const writes: (() => void)[] = [];
    const add = joinWrites<number>((items) => {
      begun.push(items);
      return new Promise((resolve) => writes.push(resolve));
    }, limits);
    const begins = async (count: number): Promise<void> => {
      while (begun.length < count) await turn();
    };
    const hung = [1, 2, 3, 4].map(async (item) => {
      await begins(item - 1);
      await add(item, never);
    });
    await begins(4);
    const [late, patient] = [add(5, performance.now() + 10), add(6, never)];
    await assert.rejects(late, /store-unavailable/);
    assert.deepEqual(begun, [[1], [2], [3], [4]], 'no more than four hang');
    writes[2]?.();
    await hung[2];
    await begins(5);
    assert.deepEqual(begun[4], [6]);
    for (const end of writes) end();
    await Promise.all([...hung, patient]);
  });

  it('refuse at once what would wait behind too many', async () => {
    const add = joinWrites<number>(() => new Promise(() => undefined), { ...limits, maxWaiting: 2 });
    void add(1, never);
    void add(2, never);
    await assert.rejects(add(3, never), /store-unavailable/);
  });
});

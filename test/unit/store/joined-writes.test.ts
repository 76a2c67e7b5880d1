import assert from 'node:assert/strict';
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

  it('refuse at once what would wait behind too many', async () => {
    const add = joinWrites<number>(() => new Promise(() => undefined), { ...limits, maxWaiting: 2 });
    void add(1, never);
    void add(2, never);
    await assert.rejects(add(3, never), /store-unavailable/);
  });
});

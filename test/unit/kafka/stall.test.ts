import assert from 'node:assert/strict';
import { watchStalls, type StallWatch } from '../../../hub/kafka/stall.ts';
import { until } from '../../support/until.ts';

describe('a watch over what is sent', () => {
  const longMs = 3_600_000;
  const isStalled = (watch: StallWatch): boolean => {
    try {
      watch.check();
      return false;
    } catch {
      return true;
    }
  };

  it('counts what was given up after a wait as waiting on, until something is acknowledged', async () => {
    const watch = watchStalls(() => undefined, 50, longMs);
    const [first, second] = [watch.begin(), watch.begin()];
    await until('it waited too long', () => isStalled(watch));
    first(false);
    second(false);
    assert.ok(isStalled(watch));
    watch.begin()(true);
    assert.ok(!isStalled(watch));
  });

  it('makes nothing of what was refused at once', async () => {
    const watch = watchStalls(() => undefined, 50, longMs);
    watch.begin()(false);
    const waiting = watch.begin();
    await until('another waited too long', () => isStalled(watch));
    waiting(true);
    assert.ok(!isStalled(watch));
  });

  it('makes nothing of what waited for brokers that were away: that is told by their silence', async () => {
    const watch = watchStalls(() => undefined, 50, longMs);
    const [first, second] = [watch.begin(), watch.begin()];
    await until('they waited too long', () => isStalled(watch));
    first(false);
    watch.noteSilence();
    second(false);
    assert.ok(!isStalled(watch));
  });
});

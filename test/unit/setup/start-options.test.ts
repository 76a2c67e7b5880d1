import assert from 'node:assert/strict';
import { setUpFunction } from './set-up-function.ts';

describe('options of npm start', () => {
  it('are all off when nothing is said', async () => {
    const startOptions = await setUpFunction('options', 'startOptions');
    assert.deepEqual(startOptions([], {}), { fresh: false, help: false, citizens: undefined });
  });

  it('take the number of citizens from the command line before the environment', async () => {
    const startOptions = await setUpFunction('options', 'startOptions');
    const env = { SANDBOX_CITIZENS: '300' };
    assert.deepEqual(startOptions(['--fresh'], env), { fresh: true, help: false, citizens: 300 });
    assert.deepEqual(startOptions(['--citizens', '5000'], env), { fresh: false, help: false, citizens: 5000 });
  });

  it('are refused with the list of those there are', async () => {
    const startOptions = await setUpFunction('options', 'startOptions');
    for (const args of [['--frsh'], ['again'], ['--citizens'], ['--citizens', '12x'], ['--citizens', '99']]) {
      assert.throws(
        () => startOptions(args, {}),
        (error: unknown) => {
          assert.ok(error instanceof Error && 'details' in error && Array.isArray(error.details), args.join(' '));
          return error.details.some((line) => String(line).includes('--citizens <n>'));
        },
      );
    }
  });
});

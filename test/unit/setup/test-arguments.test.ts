import assert from 'node:assert/strict';
import { setUpFunction } from './set-up-function.ts';

const kinds: Record<string, string> = { test: 'folder', 'test/unit': 'folder', 'test/unit/x.test.ts': 'file' };
const kindOf = (file: string) => kinds[file];

describe('arguments of npm test', () => {
  it('stand for all tests when no test is named, options or not', async () => {
    const mochaArguments = await setUpFunction('tests', 'mochaArguments');
    assert.deepEqual(mochaArguments([], kindOf), ['dist/test/**/*.test.js']);
    assert.deepEqual(mochaArguments(['-g', 'name'], kindOf), ['-g', 'name', 'dist/test/**/*.test.js']);
  });

  it('name folders and files as they stand in the sources', async () => {
    const mochaArguments = await setUpFunction('tests', 'mochaArguments');
    assert.deepEqual(mochaArguments(['test/unit/'], kindOf), ['dist/test/unit/**/*.test.js']);
    assert.deepEqual(mochaArguments(['./test/unit/x.test.ts'], kindOf), ['dist/test/unit/x.test.js']);
  });

  it('are refused when there is no such test', async () => {
    const mochaArguments = await setUpFunction('tests', 'mochaArguments');
    assert.throws(() => mochaArguments(['test/unit/y.test.ts'], kindOf), /There is no test\/unit\/y\.test\.ts/);
  });
});

describe('the totals of several runs', () => {
  it('are added up', async () => {
    const totalsLine = await setUpFunction('tests', 'totalsLine');
    const runs = [
      { passed: 3, failed: 0 },
      { passed: 2, failed: 1 },
    ];
    assert.equal(totalsLine(runs), '5 passed, 1 failed');
  });
});

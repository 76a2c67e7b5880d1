import assert from 'node:assert/strict';
import { setUpFunction } from './set-up-function.ts';

describe('times in the progress', () => {
  it('are short to read', async () => {
    const duration = await setUpFunction('steps', 'duration');
    assert.deepEqual(
      [400, 9949, 12_400, 59_900, 125_000].map((ms) => duration(ms)),
      ['0.4 s', '9.9 s', '12 s', '1 min 00 s', '2 min 05 s'],
    );
  });
});

describe('the name correction to try', () => {
  it('gives the person another given name', async () => {
    const corrected = await setUpFunction('welcome', 'corrected');
    assert.equal(corrected('Trần Văn An'), 'Trần Văn Bình');
    assert.equal(corrected('Trần Văn Bình'), 'Trần Văn Khánh');
  });
});

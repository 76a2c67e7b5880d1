import assert from 'node:assert/strict';
import { setUpFunction } from './set-up-function.ts';

const lock = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b-other-machine': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};
const a = lock['node_modules/a'];

describe('installed packages', () => {
  it('match the lock file when only packages for other machines are absent', async () => {
    const isInstalled = await setUpFunction('dependencies', 'isInstalled');
    assert.equal(isInstalled(lock, { 'node_modules/a': a }), true);
  });

  it('do not match when one is absent, another version, other content, or unasked for', async () => {
    const isInstalled = await setUpFunction('dependencies', 'isInstalled');
    assert.equal(isInstalled(lock, {}), false);
    assert.equal(isInstalled(lock, { 'node_modules/a': { ...a, version: '1.0.1' } }), false);
    assert.equal(isInstalled(lock, { 'node_modules/a': { ...a, integrity: 'sha512-x' } }), false);
    assert.equal(isInstalled(lock, { 'node_modules/a': a, 'node_modules/c': a }), false);
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUpFunction } from './set-up-function.ts';

describe('a provided folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lienthong-provide-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is not there after a broken-off fill, and is filled from the beginning the next time', async () => {
    const provide = await setUpFunction('folders', 'provide');
    const home = join(folder, 'home');
    const breakOff = (partial: string) => {
      writeFileSync(join(partial, 'half'), '');
      return Promise.reject(new Error('broken off'));
    };
    await assert.rejects(Promise.resolve(provide(home, breakOff)), /broken off/);
    assert.equal(existsSync(home), false);
    const fill = (partial: string) => {
      assert.equal(existsSync(join(partial, 'half')), false);
      writeFileSync(join(partial, 'whole'), 'yes');
      return Promise.resolve();
    };
    await provide(home, fill);
    assert.equal(readFileSync(join(home, 'whole'), 'utf8'), 'yes');
  });

  it('is filled once', async () => {
    const provide = await setUpFunction('folders', 'provide');
    const home = join(folder, 'home');
    let fills = 0;
    const fill = () => Promise.resolve(void (fills += 1));
    await provide(home, fill);
    await provide(home, fill);
    assert.equal(fills, 1);
  });
});

describe('the lock of a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lienthong-lock-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('has one holder at a time', async () => {
    const tryLock = await setUpFunction('lock', 'tryLock');
    const file = join(folder, 'lock');
    const release = await tryLock(file);
    assert.ok(typeof release === 'function');
    assert.equal(await tryLock(file), undefined);
    Reflect.apply(release, undefined, []);
    const again = await tryLock(file);
    assert.ok(typeof again === 'function');
    Reflect.apply(again, undefined, []);
  });

  it('is taken over from a holder that died without letting it go', async () => {
    const tryLock = await setUpFunction('lock', 'tryLock');
    const file = join(folder, 'lock');
    const holder = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', holder, file]);
    assert.equal(existsSync(file), true);
    const release = await tryLock(file);
    assert.ok(typeof release === 'function');
    Reflect.apply(release, undefined, []);
  });
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setUpFunction } from './set-up-function.ts';

/**
 * A child that leads a group, has a child of its own there, and ends when told, after writing its name at the end of a
 * file. Its parent would be told of several ends at once, in the order the children began.
 */
async function group(name: string, file: string): Promise<number> {
  const program = `
    require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    process.on('SIGTERM', () => {
      require('node:fs').appendFileSync(process.argv[2], process.argv[1] + '\\n');
      process.exit(0);
    });
    console.log('up');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program, name, file], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  assert.ok(child.pid !== undefined);
  return child.pid;
}

describe('the guard', () => {
  let pids: number[] = [];
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lienthong-guard-'));
  });
  afterEach(async () => {
    const stopGroup = await setUpFunction('groups', 'stopGroup');
    for (const pid of pids) await stopGroup(pid, 0);
    rmSync(folder, { recursive: true, force: true });
  });

  it('stops what is left when its pipe ends, the youngest first, grandchildren too', async () => {
    const groupAlive = await setUpFunction('groups', 'groupAlive');
    const file = join(folder, 'ended');
    pids = [await group('oldest', file), await group('removed', file), await group('youngest', file)];
    const [oldest, removed, youngest] = pids;
    const script = resolve('scripts/setup/guard.mjs');
    const guard = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'inherit'] });
    const lines = [{ add: oldest }, { add: removed }, { add: youngest }, { remove: removed }];
    for (const line of lines) guard.stdin.write(`${JSON.stringify({ ...line, graceMs: 5000 })}\n`);
    guard.stdin.end();
    await once(guard, 'exit');
    assert.equal(readFileSync(file, 'utf8'), 'youngest\noldest\n');
    const alive = pids.map((pid) => groupAlive(pid));
    assert.deepEqual(alive, [false, true, false]);
  });
});

describe('stopping a group', () => {
  it('kills what does not end when asked to', async () => {
    const program = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['-e', program], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const stopGroup = await setUpFunction('groups', 'stopGroup');
    const groupAlive = await setUpFunction('groups', 'groupAlive');
    const how = await stopGroup(child.pid, 100);
    const isAlive = groupAlive(child.pid);
    child.kill('SIGKILL');
    assert.deepEqual([how, isAlive], ['killed', false]);
  });
});

describe('the state of a process', () => {
  it('is read right though its name holds spaces and brackets', async () => {
    const parseStat = await setUpFunction('groups', 'parseStat');
    const expected = { name: 'a) S (b', state: 'Z', parent: 7, group: 42 };
    assert.deepEqual(parseStat('123 (a) S (b) Z 7 42 42 0 -1'), expected);
  });
});

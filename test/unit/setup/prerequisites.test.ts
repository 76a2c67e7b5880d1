import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setUpFunction } from './set-up-function.ts';

const everything = { install: true, runKafka: true, fetchKafka: true, fetchMongod: true };

function machine(has: Record<string, string>, node = '20.19.0', platform = 'linux-x64') {
  return {
    find: (program: string) => (program in has ? `/usr/bin/${program}` : undefined),
    output: (program: string) => Promise.resolve(has[program]),
    node,
    platform,
  };
}

const complete = { npm: '', make: '', 'g++': '', python3: 'pip 23', java: 'openjdk version "17.0.15"', mvn: '' };

describe('prerequisites', () => {
  it('finds nothing missing on a complete machine', async () => {
    const findMissing = await setUpFunction('prerequisites', 'findMissing');
    assert.deepEqual(await findMissing(everything, machine(complete)), []);
  });

  it('finds everything that is missing at once', async () => {
    const findMissing = await setUpFunction('prerequisites', 'findMissing');
    const missing = await findMissing(everything, machine({}, '20.18.3'));
    assert.deepEqual(missing, ['node', 'npm', 'toolchain', 'python', 'java', 'maven', 'pip']);
  });

  it('takes a Java that is too old for missing', async () => {
    const findMissing = await setUpFunction('prerequisites', 'findMissing');
    const java = 'openjdk version "11.0.22" 2024-01-16';
    assert.deepEqual(await findMissing(everything, machine({ ...complete, java })), ['java']);
  });

  it('asks for nothing that servers of one’s own and a finished installation make needless', async () => {
    const findMissing = await setUpFunction('prerequisites', 'findMissing');
    const nothing = { install: false, runKafka: false, fetchKafka: false, fetchMongod: false };
    assert.deepEqual(await findMissing(nothing, machine({ npm: '' })), []);
  });

  it('asks for MongoDB itself where none can be fetched', async () => {
    const findMissing = await setUpFunction('prerequisites', 'findMissing');
    assert.deepEqual(await findMissing(everything, machine(complete, '24.1.0', 'darwin-arm64')), ['mongod']);
  });

  it('knows the command for the system at hand', async () => {
    const installCommands = await setUpFunction('prerequisites', 'installCommands');
    const systemOf = await setUpFunction('machine', 'systemOf');
    const javaOn = (platform: string, release: string) => {
      const commands = installCommands(systemOf(platform, release));
      assert.ok(typeof commands === 'object' && commands !== null && 'java' in commands);
      return commands.java;
    };
    assert.equal(javaOn('linux', 'ID=debian\nVERSION_ID="12"\n'), 'sudo apt-get install -y openjdk-17-jre-headless');
    assert.equal(javaOn('linux', 'ID=debian\nVERSION_ID="13"\n'), 'sudo apt-get install -y openjdk-21-jre-headless');
    assert.match(String(javaOn('linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n')), /^sudo apt-get .*17/);
    assert.match(String(javaOn('linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n')), /^sudo dnf /);
    assert.match(String(javaOn('darwin', '')), /^brew /);
  });

  it('are checked by npm start before anything else, and named with their commands', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lienthong-path-'));
    symlinkSync(process.execPath, join(folder, 'node'));
    const env = { PATH: folder };
    const output = await new Promise<string>((done, failed) => {
      execFile(join(folder, 'node'), [resolve('scripts/setup.mjs')], { env }, (error, stdout) => {
        if (error?.code === 1) done(stdout);
        else failed(new Error(`expected exit code 1: ${stdout}`));
      });
    });
    rmSync(folder, { recursive: true });
    assert.match(output, /^\s*Missing on this machine:\n {2}- npm\n {6}\S.*\n/);
    assert.match(output, /- Java 17 or newer \(runs Kafka\)\n {6}\S/);
  });
});

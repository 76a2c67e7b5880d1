/**
 * Child processes of the tests: started, watched and stopped by the set-up's own supervisor, whose guard ends them
 * even when the test run itself is killed.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../config/root.ts';
import { until } from './until.ts';

export const root = projectRoot();
export const host = '127.0.0.1';

/** A child; `ended` says how it ended, once it has. */
export type Server = { name: string; pid: number; log: string; ended: string | undefined };

type StartOptions = { log: string; graceMs: number; env?: NodeJS.ProcessEnv };
type Supervisor = {
  start(name: string, command: [string, ...string[]], options: StartOptions): Server;
  stop(server: Server): Promise<void>;
  stopAll(): Promise<void>;
};
type SetupSession = { supervisor: Supervisor };
type Running = { server: Server };
type KafkaPlace = { port: number; controllerPort: number; folder: string; log: string };
type MongodPlace = { port: number; folder: string; log: string; mongod: unknown };
type Quiet = (line: string) => void;

/** The set-up is plain JavaScript outside the build, so it is imported by path, and typed here as far as it is used. */
function setupModule(name: string): Promise<unknown> {
  return import(pathToFileURL(join(root, 'scripts', 'setup', name)).href);
}

let supervisor: Promise<Supervisor> | undefined;

/** The one supervisor of this test run. */
function supervise(): Promise<Supervisor> {
  supervisor ??= setupModule('processes.mjs').then(
    (module) => new (module as { Supervisor: new () => Supervisor }).Supervisor(),
  );
  return supervisor;
}

after('stop every child', async function () {
  this.timeout(60_000);
  await (await supervisor)?.stopAll();
});

/**
 * For the top of a `describe`: what is given to the answer is done after its last test, the last first, whether or not
 * everything before it worked.
 */
export function cleanups(): (cleanup: () => unknown) => void {
  const stack: (() => unknown)[] = [];
  after('clean up', async () => {
    for (let cleanup = stack.pop(); cleanup !== undefined; cleanup = stack.pop()) await cleanup();
  });
  return (cleanup) => {
    stack.push(cleanup);
  };
}

/** Free ports of this machine, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const module = (await setupModule('ports.mjs')) as { freePorts: (count: number) => Promise<number[]> };
  return module.freePorts(count);
}

/** Where a program of this machine lies, the first there is of several names; undefined if there is none. */
export async function findProgram(...names: string[]): Promise<string | undefined> {
  const module = (await setupModule('machine.mjs')) as { findProgram: (name: string) => string | undefined };
  return names.map(module.findProgram).find((file) => file !== undefined);
}

/** A new folder that is removed when `done` is called; LIENTHONG_TEST_KEEP=1 leaves it, with its logs, to be looked at. */
export function temporaryFolder(): { folder: string; done: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-test-'));
  const isKept = process.env['LIENTHONG_TEST_KEEP'] === '1';
  return { folder, done: () => isKept || rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts a program of the build; its output goes to `log`. */
export async function startProgram(program: string, options: { log: string; env: NodeJS.ProcessEnv }): Promise<Server> {
  const main = join(root, 'dist', program);
  return (await supervise()).start(program, [process.execPath, main], { ...options, graceMs: 15_000 });
}

/** Asks a child to end, and ends it if it does not. */
export async function stopServer(server: Server): Promise<void> {
  await (await supervise()).stop(server);
}

/** Ends a child without a word, as a crash would, and waits until it is gone. */
export async function killServer(server: Server): Promise<void> {
  assert.equal(server.ended, undefined, `${server.name} had ended before it was killed: ${server.ended ?? ''}`);
  process.kill(server.pid, 'SIGKILL');
  await until(`${server.name} is gone`, () => server.ended !== undefined);
}

/** A server of a test's own, on data that outlives it: it can be stopped, killed and started again. */
export type OwnServer = { address: string; start(): Promise<void>; stop(): Promise<void>; kill(): Promise<void> };

async function ownServer(address: string, startOn: (session: SetupSession) => Promise<Running>): Promise<OwnServer> {
  const session = { supervisor: await supervise() };
  let { server } = await startOn(session);
  return {
    address,
    start: async () => {
      ({ server } = await startOn(session));
    },
    stop: () => stopServer(server),
    kill: () => killServer(server),
  };
}

/** A Kafka of the test's own. `address` is its bootstrap server. */
export async function startOwnKafka(folder: string): Promise<OwnServer> {
  type Step<T> = (session: SetupSession, place: KafkaPlace, quiet: Quiet) => Promise<T>;
  const { prepareKafka, startKafka } = (await setupModule('kafka.mjs')) as {
    prepareKafka: Step<void>;
    startKafka: Step<Running>;
  };
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const place = { port, controllerPort, folder: join(folder, 'kafka'), log: join(folder, 'kafka.log') };
  return ownServer(`${host}:${port}`, async (session) => {
    await prepareKafka(session, place, () => undefined);
    return startKafka(session, place, () => undefined);
  });
}

/** The Python that has Schemathesis, installed if need be; or why there is none. */
export async function schemathesis(): Promise<{ python: string } | { reason: string }> {
  type Module = { provideSchemathesis: (session: SetupSession) => ReturnType<typeof schemathesis> };
  const { provideSchemathesis } = (await setupModule('schemathesis.mjs')) as Module;
  return provideSchemathesis({ supervisor: await supervise() });
}

/** A MongoDB of the test's own. `address` is its connection string. */
export async function startOwnMongod(folder: string): Promise<OwnServer> {
  type Module = {
    chooseMongod: () => Promise<unknown>;
    startMongod: (session: SetupSession, place: MongodPlace, quiet: Quiet) => Promise<Running & { uri: string }>;
  };
  const { chooseMongod, startMongod } = (await setupModule('mongodb.mjs')) as Module;
  const [port = 0] = await freePorts(1);
  const place = {
    port,
    folder: join(folder, 'mongodb'),
    log: join(folder, 'mongodb.log'),
    mongod: await chooseMongod(),
  };
  let uri = '';
  const start = async (session: SetupSession): Promise<Running> => {
    const running = await startMongod(session, place, () => undefined);
    ({ uri } = running);
    return running;
  };
  const server = await ownServer('', start);
  return { ...server, address: uri };
}

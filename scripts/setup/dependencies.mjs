/** The packages: installed from the lock file, node-rdkafka built against the Node that runs. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { outputOf } from './machine.mjs';
import { logsDir, root } from './paths.mjs';
import { Problem } from './problem.mjs';

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }>} Locked */

/**
 * @param {string} file
 * @returns {Locked | undefined}
 */
function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether what npm noted as installed is what the lock file asks for. npm writes its note last, so a broken-off
 * installation has none. Optional packages may be absent: they are for other machines.
 *
 * @param {Locked} wanted
 * @param {Locked} installed
 */
export function isInstalled(wanted, installed) {
  const asked = Object.entries(wanted).filter(([where]) => where !== '');
  const unasked = Object.keys(installed).some((where) => wanted[where] === undefined);
  return (
    !unasked &&
    asked.every(([where, { version, integrity, optional, devOptional }]) => {
      const found = installed[where];
      return found ? found.version === version && found.integrity === integrity : Boolean(optional ?? devOptional);
    })
  );
}

/** Whether node_modules is as the lock file wants it. */
export function packagesInstalled(folder = root) {
  const wanted = lockedPackages(path.join(folder, 'package-lock.json'));
  const installed = lockedPackages(path.join(folder, 'node_modules', '.package-lock.json'));
  return wanted !== undefined && installed !== undefined && isInstalled(wanted, installed);
}

/**
 * Whether the native client loads in a Node; it does not after a change of Node's major version.
 *
 * @param {string} [node]
 * @param {string} [folder]
 */
export async function clientLoads(node = process.execPath, folder = root) {
  const client = path.join(folder, 'node_modules', 'node-rdkafka');
  return (await outputOf(node, ['-e', `require(${JSON.stringify(client)})`])) !== undefined;
}

/**
 * The environment for building native modules: the headers that came with Node, where they lie beside it, so that they
 * need not be fetched. What a person has set goes first. The build stays on one core: with JOBS=max node-rdkafka's
 * steps overtake one another and it fails.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function buildEnvironment() {
  const prefix = path.dirname(path.dirname(process.execPath));
  const headers = existsSync(path.join(prefix, 'include', 'node', 'node.h'));
  return { ...(headers ? { npm_config_nodedir: prefix } : {}), ...process.env };
}

/**
 * Brings node_modules to what the lock file says. Broken off, it begins again at the next run.
 *
 * @param {import('./session.mjs').Session} session
 */
export async function installPackages({ supervisor, steps }) {
  const log = path.join(logsDir, 'setup-packages.log');
  const env = buildEnvironment();
  if (!packagesInstalled()) {
    const args = ['ci', '--foreground-scripts', '--no-audit', '--no-fund'];
    await steps.step('Installing packages (builds the Kafka client, 1 to 3 minutes)', (onLine) =>
      supervisor.run('npm', args, { log, env, onLine }),
    );
  }
  if (await clientLoads()) return;
  // npm may be set not to run the packages' scripts, or Node's major version has changed.
  const args = ['rebuild', 'node-rdkafka', '--ignore-scripts=false', '--foreground-scripts'];
  await steps.step('Building the Kafka client for this Node', (onLine) =>
    supervisor.run('npm', args, { log, env, onLine }),
  );
  if (!(await clientLoads()))
    throw new Problem('The Kafka client (node-rdkafka) was built but does not load', [
      'Remove node_modules and run the command again.',
    ]);
}

/** What this machine has: programs on the PATH and their versions. */
import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} program
 * @returns {string | undefined} its full path
 */
export function findProgram(program) {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      if (folder !== '' && statSync(file).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/**
 * What a short command prints, on both its outputs.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<string | undefined>} nothing when it cannot be run or fails
 */
export function outputOf(program, args) {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 20_000 }, (error, stdout, stderr) =>
      resolve(error ? undefined : `${stdout}\n${stderr}`),
    );
  });
}

/** @typedef {'debian' | 'fedora' | 'arch' | 'alpine' | 'macos' | 'other'} System */

/**
 * The family of this system, and its release where commands differ by it.
 *
 * @param {string} platform `process.platform`
 * @param {string} osRelease text of /etc/os-release, empty where there is none
 * @returns {{ system: System, distribution: string, release: number }}
 */
export function systemOf(platform, osRelease) {
  if (platform === 'darwin') return { system: 'macos', distribution: 'macos', release: 0 };
  const value = (/** @type {string} */ key) =>
    new RegExp(`^${key}="?([^"\\n]*)"?$`, 'm').exec(osRelease)?.[1]?.toLowerCase() ?? '';
  const families = `${value('ID')} ${value('ID_LIKE')}`.split(' ');
  const has = (/** @type {string[]} */ ...names) => names.some((name) => families.includes(name));
  const release = Number.parseFloat(value('VERSION_ID')) || 0;
  /** @type {System} */
  let system = 'other';
  if (has('debian', 'ubuntu')) system = 'debian';
  else if (has('fedora', 'rhel', 'centos')) system = 'fedora';
  else if (has('arch')) system = 'arch';
  else if (has('alpine')) system = 'alpine';
  return { system, distribution: value('ID'), release };
}

/** The system this process runs on. */
export function thisSystem() {
  let osRelease = '';
  try {
    osRelease = readFileSync('/etc/os-release', 'utf8');
  } catch {
    // No such file outside Linux.
  }
  return systemOf(process.platform, osRelease);
}

/** The life of one run of a script: its children, its signals, its end. */
import { processStat } from './groups.mjs';
import { problemWithLog } from './logs.mjs';
import { lock } from './lock.mjs';
import { makeFolders, root, stoppingLock } from './paths.mjs';
import { reportOf } from './problem.mjs';
import { Supervisor } from './processes.mjs';
import { Steps } from './steps.mjs';

/**
 * @typedef {object} Session
 * @property {Supervisor} supervisor
 * @property {Steps} steps
 * @property {Promise<number>} end settles with the exit code when a person (or the end of the launcher) ends the run
 * @property {() => void} ready from now on being ended by a person is the usual way to end, with exit code 0
 */

const shells = new Set(['sh', 'dash', 'bash', 'ash', 'zsh', 'ksh']);

/**
 * A test for whether npm, which launched this script, is still there. npm can be killed without a word reaching this
 * process; between the two there may be a shell. A script launched by a person directly may outlive its shell.
 *
 * @returns {() => boolean}
 */
function launcherWatch() {
  if (process.env['npm_lifecycle_event'] === undefined) return () => true;
  const parent = process.ppid;
  const stat = processStat(parent);
  const grandparent = stat && shells.has(stat.name) ? stat.parent : undefined;
  return () => process.ppid === parent && (grandparent === undefined || processStat(parent)?.parent === grandparent);
}

/**
 * Calls back once when the run is to end: by a signal, or because its launcher has died.
 *
 * @param {(why: string) => void} callback
 * @returns {() => void} ends the watch for the launcher; signals stay handled, so that a second Ctrl-C does not cut
 *   the stopping short
 */
function whenToldToEnd(callback) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => callback(signal));
  const launched = launcherWatch();
  const timer = setInterval(() => launched() || callback('npm has gone'), 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Runs a script's work and sees to it that no child outlives it.
 *
 * @param {(session: Session) => Promise<number>} work gives the exit code
 */
export async function runSession(work) {
  process.chdir(root);
  makeFolders();
  const supervisor = new Supervisor();
  const steps = new Steps();
  let codeWhenEnded = 130;
  /** @type {(code: number) => void} */
  let finish = () => undefined;
  /** @type {Promise<number>} */
  const end = new Promise((resolve) => (finish = resolve));
  let ending = false;
  const endWith = (/** @type {number} */ code, /** @type {string} */ message) => {
    if (ending) return;
    ending = true;
    steps.end();
    steps.say(`\n${message}`);
    finish(code);
  };
  const endWatch = whenToldToEnd((why) => endWith(codeWhenEnded, `Stopping (${why})`));
  supervisor.onDeath = (server) =>
    endWith(1, reportOf(problemWithLog(`${server.name} ended unexpectedly: ${server.ended}`, server.log)));
  const ready = () => void (codeWhenEnded = 0);
  const release = await lock(stoppingLock, () => steps.say('  waiting for what a killed run had started to end'));
  release();
  // What fails after the end was decided fails because of it, and is not worth a word.
  work({ supervisor, steps, end, ready }).then(finish, (error) => endWith(1, reportOf(error)));
  const code = await end;
  endWatch();
  await supervisor.stopAll((name) => steps.say(`  stopping ${name}`));
  process.exit(code);
}

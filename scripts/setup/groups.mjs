/**
 * Process groups: every child leads its own, so that it can be stopped with all it has started, and so that the
 * terminal's Ctrl-C reaches only the start script, which then stops the children in order.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 50;
const killedWithinMs = 3000;

/**
 * State, parent and group of a process from the text of /proc/<pid>/stat. The name stands in brackets and may hold
 * spaces and brackets itself, so the fields are counted from the last one.
 *
 * @param {string} stat
 */
export function parseStat(stat) {
  const [state = '', parent = '', group = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  return { name, state, parent: Number(parent), group: Number(group) };
}

/**
 * @param {number | string} pid
 * @returns {ReturnType<typeof parseStat> | undefined} nothing where there is no /proc or no such process
 */
export function processStat(pid) {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Whether a process of the group still runs. In a container nobody may collect the dead, so a group of zombies counts
 * as ended.
 *
 * @param {number} group
 */
export function groupAlive(group) {
  try {
    process.kill(-group, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(processStat)
    .some((stat) => stat?.group === group && stat.state !== 'Z');
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch {
    // Already gone: that is what was wanted.
  }
}

/**
 * @param {number} group
 * @param {number} withinMs
 * @returns {Promise<boolean>} whether the group ended in time
 */
async function ended(group, withinMs) {
  const until = Date.now() + withinMs;
  while (groupAlive(group)) {
    if (Date.now() > until) return false;
    await delay(pollMs);
  }
  return true;
}

/**
 * Asks a group to end (SIGTERM) and ends it (SIGKILL) when it has not done so in time.
 *
 * @param {number} group the process id of the group's leader
 * @param {number} graceMs
 * @returns {Promise<'ended' | 'killed'>}
 */
export async function stopGroup(group, graceMs) {
  signalGroup(group, 'SIGTERM');
  if (await ended(group, graceMs)) return 'ended';
  signalGroup(group, 'SIGKILL');
  await ended(group, killedWithinMs);
  return 'killed';
}

/**
 * The guard: outlives the start script by as long as it takes to stop what the script had started.
 *
 * It reads from a pipe that only the script holds open. Lines are `{"add": pid, "graceMs": n}` and `{"remove": pid}`;
 * the end of the pipe, however the script died, means: stop the groups that are left, the youngest first. It runs in a
 * session of its own and ignores the terminal's signals, or it would die of the same Ctrl-C or hang-up. While it stops
 * them it holds a lock, for which the next run waits.
 */
import { createInterface } from 'node:readline';
import { stopGroup } from './groups.mjs';
import { tryLock } from './lock.mjs';
import { stoppingLock } from './paths.mjs';

/** @type {Map<number, number>} grace in milliseconds by process group, oldest first */
const groups = new Map();

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const { add, graceMs, remove } = JSON.parse(line);
  if (add !== undefined) groups.set(add, graceMs);
  if (remove !== undefined) groups.delete(remove);
}
// Without the lock (its folder may have been deleted) they are stopped all the same.
if (groups.size > 0) await tryLock(stoppingLock).catch(() => undefined);
for (const [group, graceMs] of [...groups].reverse()) await stopGroup(group, graceMs);

/**
 * One run at a time on one folder. The lock is a listening Unix socket: the system closes it with its holder, however
 * that one died, so a lock left behind is told from one that is held by connecting to it.
 */
import { rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 500;

/**
 * @param {string} file
 * @returns {Promise<net.Server | undefined>} nothing when the file exists
 */
function listen(file) {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.end());
    server.unref();
    server.once('listening', () => resolve(server));
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(file);
  });
}

/**
 * @param {string} file
 * @returns {Promise<boolean>}
 */
function answered(file) {
  return new Promise((resolve) => {
    const socket = net.connect(file);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/**
 * Takes the lock if it is free.
 *
 * @param {string} file a path below the working directory, which keeps it short enough for a socket
 * @returns {Promise<(() => void) | undefined>} the release; nothing when another process holds it
 */
export async function tryLock(file) {
  const name = path.relative(process.cwd(), file);
  for (const _attempt of [1, 2]) {
    const server = await listen(name);
    if (server) return () => void server.close();
    if (await answered(name)) return undefined;
    rmSync(name, { force: true });
  }
  return undefined;
}

/**
 * Takes the lock, waiting for its holder to end.
 *
 * @param {string} file
 * @param {() => void} onWait called once when there is a holder
 */
export async function lock(file, onWait) {
  for (let waited = false; ; waited = true) {
    const release = await tryLock(file);
    if (release) return release;
    if (!waited) onWait();
    await delay(pollMs);
  }
}

/** Starts, watches and stops the children of one run; guard.mjs does the stopping when this process is killed. */
import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { groupAlive, stopGroup } from './groups.mjs';
import { openLog, problemWithLog, tailOf } from './logs.mjs';
import { root } from './paths.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Server a child that is to run until it is stopped
 * @property {string} name
 * @property {number} pid 0 when it could not even be started
 * @property {string} log
 * @property {string | undefined} ended how it ended, once it has
 *
 * @typedef {object} JobOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {AbortSignal} [signal] ends it before its time
 *
 * @typedef {object} ServerOptions
 * @property {string} log
 * @property {number} graceMs how long it may take to end when asked to
 * @property {NodeJS.ProcessEnv} [env]
 */

const jobGraceMs = 2000;

/**
 * How a child ended, in words; nothing when all went well.
 *
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function endingOf(code, signal) {
  if (signal !== null) return `ended by ${signal}`;
  return code === 0 ? '' : `exit code ${code}`;
}

/** The pipe to the guard of this run. */
function startGuard() {
  const script = fileURLToPath(new URL('guard.mjs', import.meta.url));
  const guard = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: root });
  guard.unref();
  guard.on('error', () => undefined);
  // The guard may be gone: then there is nobody to tell, and nothing else to do about it.
  guard.stdin.on('error', () => undefined);
  return guard.stdin;
}

/** Knows every child of the run and stops them all, the youngest first. */
export class Supervisor {
  #guard = startGuard();
  /** @type {Map<number, number>} grace in milliseconds by process group, oldest first */
  #groups = new Map();
  /** @type {Server[]} */
  #servers = [];
  /** @type {Set<number>} groups told to end */
  #told = new Set();
  #stopped = false;

  /** @type {(server: Server) => void} called for a server that ends without being told to */
  onDeath = () => undefined;

  /**
   * Runs a command to its end; rejects with a Problem that holds the end of its log.
   *
   * @param {string} command
   * @param {string[]} args
   * @param {JobOptions & { log?: string, onLine?: (line: string) => void }} options `log` takes the output, which goes
   *   to the terminal without it; `onLine` is told the latest line of the log, twice a second
   */
  async run(command, args, { onLine, ...options }) {
    const { log } = options;
    const watch = setInterval(() => log && onLine?.(tailOf(log, 1)[0] ?? ''), 500);
    const ending = await this.#finish(command, args, options);
    clearInterval(watch);
    if (ending === '') return;
    const message = `${path.basename(command)} ${args.join(' ')}: ${ending}`;
    throw log ? problemWithLog(message, log) : new Problem(message);
  }

  /**
   * Runs a command to its end with its output on the terminal.
   *
   * @param {string} command
   * @param {string[]} args
   * @param {JobOptions} options
   * @returns {Promise<number>} 0 when it went well, else 1
   */
  async show(command, args, options) {
    return (await this.#finish(command, args, options)) === '' ? 0 : 1;
  }

  /**
   * Starts a server. Its output goes straight into its log, so that it never depends on this process to read it.
   *
   * @param {string} name
   * @param {[string, ...string[]]} command
   * @param {ServerOptions} options
   * @returns {Server}
   */
  start(name, [command, ...args], options) {
    const child = this.#spawn(command, args, options);
    /** @type {Server} */
    const server = { name, pid: child.pid ?? 0, log: options.log, ended: undefined };
    const end = (/** @type {string} */ how) => {
      if (server.ended !== undefined) return;
      server.ended = how || 'exit code 0';
      this.#forget(child.pid);
      if (!this.#told.has(server.pid)) this.onDeath(server);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(endingOf(code, signal)));
    this.#servers.push(server);
    return server;
  }

  /**
   * Stops one server.
   *
   * @param {Server} server
   */
  async stop(server) {
    await this.#stopGroup(server.pid);
  }

  /**
   * Stops every child, the youngest first; nothing can be started afterwards.
   *
   * @param {(name: string) => void} [onStop] told the name of each server before it is stopped
   */
  async stopAll(onStop) {
    this.#stopped = true;
    for (const group of this.#groups.keys()) this.#told.add(group);
    for (const group of [...this.#groups.keys()].reverse()) {
      const server = this.#servers.find(({ pid }) => pid === group);
      if (server) onStop?.(server.name);
      await this.#stopGroup(group);
    }
    this.#guard.end();
  }

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {JobOptions & { log?: string }} options
   * @returns {Promise<string>} how it ended; nothing when all went well
   */
  async #finish(command, args, { signal, ...options }) {
    const child = this.#spawn(command, args, { ...options, graceMs: jobGraceMs });
    const abort = () => void this.#stopGroup(child.pid ?? 0);
    signal?.addEventListener('abort', abort, { once: true });
    const ending = await new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, endedBy) => resolve(endingOf(code, endedBy)));
    });
    signal?.removeEventListener('abort', abort);
    this.#forget(child.pid);
    return ending;
  }

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {{ log?: string, env?: NodeJS.ProcessEnv, cwd?: string, graceMs: number }} options
   */
  #spawn(command, args, { log, env = process.env, cwd = root, graceMs }) {
    if (this.#stopped) throw new Problem(`${path.basename(command)} was not started: everything is being stopped`);
    const out = log === undefined ? 'inherit' : openLog(log);
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', out, out] });
    if (typeof out === 'number') closeSync(out);
    if (child.pid !== undefined) {
      this.#groups.set(child.pid, graceMs);
      this.#guard.write(`${JSON.stringify({ add: child.pid, graceMs })}\n`);
    }
    return child;
  }

  /** @param {number} group */
  async #stopGroup(group) {
    const graceMs = this.#groups.get(group);
    if (graceMs === undefined) return;
    this.#told.add(group);
    await stopGroup(group, graceMs);
    this.#forget(group);
  }

  /** @param {number | undefined} group kept while anything it has started still runs */
  #forget(group) {
    if (group === undefined || groupAlive(group)) return;
    this.#groups.delete(group);
    this.#guard.write(`${JSON.stringify({ remove: group })}\n`);
  }
}

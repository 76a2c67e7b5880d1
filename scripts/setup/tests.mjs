/** Runs the built tests with mocha and counts them. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';

/**
 * @typedef {{ passed: number, failed: number, pending: string[] }} Totals
 *
 * @typedef {object} TestRun
 * @property {string} folder the project, or a copy of it
 * @property {string} node the Node that runs the tests
 * @property {string[]} args what the person asked for: files, folders, mocha options
 * @property {NodeJS.ProcessEnv} env
 */

const testTimeoutMs = 60_000;
const runTimeoutMs = 40 * 60_000;
const lingerMs = 30_000;

/**
 * What mocha is to run: files and folders under test/ become what was built from them, all else is left to mocha.
 *
 * @param {string[]} args
 * @param {(file: string) => 'file' | 'folder' | undefined} kindOf of a path in the project
 */
export function mochaArguments(args, kindOf) {
  const chosen = args.map((arg) => {
    const named = arg.replace(/^\.\//, '').replace(/\/$/, '');
    if (named !== 'test' && !named.startsWith('test/')) return { arg, isTest: false };
    const kind = kindOf(named);
    if (kind === undefined) throw new Problem(`There is no ${named}`);
    return {
      arg: kind === 'file' ? `dist/${named.replace(/\.ts$/, '.js')}` : `dist/${named}/**/*.test.js`,
      isTest: true,
    };
  });
  const all = chosen.some(({ isTest }) => isTest) ? [] : ['dist/test/**/*.test.js'];
  return [...chosen.map(({ arg }) => arg), ...all];
}

/**
 * @param {string} folder
 * @returns {(file: string) => 'file' | 'folder' | undefined}
 */
function kindIn(folder) {
  return (file) => {
    const full = path.join(folder, file);
    if (!existsSync(full)) return undefined;
    return statSync(full).isDirectory() ? 'folder' : 'file';
  };
}

/**
 * @param {string} file
 * @returns {Totals | undefined}
 */
function readTotals(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Ends a run that cannot be trusted to end by itself: mocha lingers when a test has left something open.
 *
 * @param {string} totalsFile written when the last test has ended
 */
function watchRun(totalsFile) {
  const began = Date.now();
  const end = new AbortController();
  const timer = setInterval(() => {
    const lingers = existsSync(totalsFile) && Date.now() - statSync(totalsFile).mtimeMs > lingerMs;
    if (lingers)
      end.abort(`all tests have ended, but ${lingerMs / 1000} s later mocha had not: something was left open`);
    else if (Date.now() - began > runTimeoutMs)
      end.abort(`the tests took longer than ${runTimeoutMs / 60_000} minutes`);
  }, 1000);
  return { signal: end.signal, done: () => clearInterval(timer) };
}

/**
 * Runs the tests. A run that breaks off, or does not end by itself, counts as one failure more.
 *
 * @param {import('./session.mjs').Session} session
 * @param {TestRun} run
 * @returns {Promise<Totals>}
 */
export async function runTests({ supervisor, steps }, { folder, node, args, env }) {
  const totalsFile = path.join(folder, '.data', 'test', 'totals.json');
  rmSync(totalsFile, { force: true });
  mkdirSync(path.dirname(totalsFile), { recursive: true });
  const reporter = path.join(folder, 'scripts', 'setup', 'totals-reporter.mjs');
  const mocha = path.join(folder, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const options = ['--no-config', '--forbid-only', '--timeout', String(testTimeoutMs), '--reporter', reporter];
  const command = [mocha, ...options, ...mochaArguments(args, kindIn(folder))];
  const { signal, done } = watchRun(totalsFile);
  const how = { cwd: folder, env: { ...env, TEST_TOTALS: totalsFile }, signal };
  const code = await supervisor.show(node, command, how);
  done();
  const totals = readTotals(totalsFile);
  const { passed = 0, failed = 0, pending = [] } = totals ?? {};
  /** @type {string | undefined} */
  let fault;
  if (signal.aborted) fault = signal.reason;
  else if (!totals || (code !== 0 && failed === 0)) fault = 'mocha broke off';
  if (fault !== undefined) steps.say(`✗ ${fault}`);
  for (const title of pending) steps.say(`- pending: ${title}`);
  return { passed, failed: failed + (fault === undefined ? 0 : 1), pending };
}

/**
 * The last line of a run.
 *
 * @param {Totals[]} runs
 */
export function totalsLine(runs) {
  const sum = (/** @type {'passed' | 'failed'} */ what) => runs.reduce((total, run) => total + run[what], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

/** Everything that can be checked without running the code. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { logsDir, root, stackDir } from './paths.mjs';
import { duration } from './steps.mjs';

/** @typedef {{ name: string, command: string[], fix: string }} Check */

const folders = ['clients', 'config', 'connectors', 'hub', 'mappings', 'scripts', 'test'];
const buildInfo = path.join(stackDir, 'check.tsbuildinfo');

/** @type {Check[]} */
const checks = [
  { name: 'format', command: ['prettier', '--check', '.'], fix: 'npm run format' },
  { name: 'lint', command: ['eslint', '.'], fix: 'npx eslint . --fix, and the rest by hand' },
  { name: 'types', command: ['tsc', '--noEmit', '--tsBuildInfoFile', buildInfo, '-p', '.'], fix: 'by hand' },
  {
    name: 'types of the page',
    command: ['tsc', '--noEmit', '--incremental', 'false', '-p', 'scripts/sandbox/site/page'],
    fix: 'by hand',
  },
  {
    name: 'import rules',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', ...folders],
    fix: 'by hand: .dependency-cruiser.cjs says which folder may import which, and why',
  },
  { name: 'unused code', command: ['knip'], fix: 'by hand: delete what nothing uses' },
  {
    name: 'generated files',
    command: ['node', 'dist/scripts/generate.js', '--check'],
    fix: 'npm run build && npm run generate, then commit what has changed',
  },
];

/**
 * Runs one check and, when it fails, shows what it said and how to put it right.
 *
 * @param {import('./session.mjs').Session} session
 * @param {Check} check
 * @returns {Promise<boolean>}
 */
async function passes({ supervisor, steps }, { name, command: [program = '', ...args], fix }) {
  const log = path.join(logsDir, `check-${name.replaceAll(' ', '-')}.log`);
  const file = program === 'node' ? process.execPath : path.join(root, 'node_modules', '.bin', program);
  try {
    await steps.step(name, (onLine) => supervisor.run(file, args, { log, onLine }));
    return true;
  } catch {
    steps.say(readFileSync(log, 'utf8').trimEnd());
    steps.say(`  how to fix: ${fix}\n`);
    return false;
  }
}

/**
 * Runs all checks, whichever fail.
 *
 * @param {import('./session.mjs').Session} session
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runChecks(session) {
  const began = Date.now();
  const failed = [];
  try {
    await build(session);
  } catch {
    // The types check says why; what was built before is checked all the same.
  }
  for (const check of checks) if (!(await passes(session, check))) failed.push(check.name);
  const sum = failed.length === 0 ? `all ${checks.length} checks passed` : `checks failed: ${failed.join(', ')}`;
  session.steps.say(`${sum} (${duration(Date.now() - began)})`);
  return failed;
}

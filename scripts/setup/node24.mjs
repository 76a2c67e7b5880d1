/**
 * The same tests on Node 24: the Node from npm, and a copy of the project whose Kafka client is built for it. The copy
 * is needed because packages are found from where the code lies, and one node_modules cannot serve two Nodes.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientLoads } from './dependencies.mjs';
import { provide } from './folders.mjs';
import { logsDir, root, stackDir } from './paths.mjs';
import { Problem } from './problem.mjs';

const version = '24.21.0';
const packageName = `node-${process.platform}-${process.arch}`;
const nodeHome = path.join(stackDir, `node-${version}`);
const prefix = path.join(nodeHome, 'node_modules', packageName);
const project = path.join(stackDir, 'node-24-project');
const notCopied = new Set(['node_modules', '.stack', '.data', '.git', 'coverage']);

export const node24 = path.join(prefix, 'bin', 'node');

/** @param {import('./session.mjs').Session} session */
async function provideNode({ supervisor, steps }) {
  await steps.step(`Fetching Node ${version}`, (onLine) =>
    provide(nodeHome, async (partial) => {
      writeFileSync(path.join(partial, 'package.json'), '{ "private": true }\n');
      const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `${packageName}@${version}`];
      await supervisor.run('npm', args, { cwd: partial, log: path.join(logsDir, 'setup-node-24.log'), onLine });
    }),
  );
}

/**
 * The packages for Node 24, made once per lock file.
 *
 * @param {import('./session.mjs').Session} session
 * @returns {Promise<string>} their folder
 */
async function providePackages({ supervisor, steps }) {
  const lockHash = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const home = path.join(stackDir, `node-24-packages-${lockHash.slice(0, 16)}`);
  for (const name of readdirSync(stackDir)) {
    const old = name.startsWith('node-24-packages-') && path.join(stackDir, name) !== home;
    if (old) rmSync(path.join(stackDir, name), { recursive: true, force: true });
  }
  const path24 = `${path.dirname(node24)}${path.delimiter}${process.env['PATH']}`;
  const env = { ...process.env, PATH: path24, npm_config_nodedir: prefix };
  await steps.step(`Building the Kafka client for Node ${version}`, (onLine) =>
    provide(home, async (partial) => {
      for (const name of ['package.json', 'package-lock.json']) cpSync(path.join(root, name), path.join(partial, name));
      const [from, to] = [path.join(root, 'node_modules'), path.join(partial, 'node_modules')];
      // What was built holds the path it was built for, and would be built again anyway.
      const filter = (/** @type {string} */ file) => file !== path.join(from, 'node-rdkafka', 'build');
      cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter });
      const args = ['rebuild', 'node-rdkafka', '--ignore-scripts=false', '--foreground-scripts'];
      await supervisor.run('npm', args, {
        cwd: partial,
        env,
        log: path.join(logsDir, 'setup-packages-24.log'),
        onLine,
      });
      if (!(await clientLoads(node24, partial))) throw new Problem(`The Kafka client does not load in Node ${version}`);
    }),
  );
  return path.join(home, 'node_modules');
}

/**
 * Makes everything ready for a run on Node 24.
 *
 * @param {import('./session.mjs').Session} session
 * @returns {Promise<{ folder: string, node: string }>}
 */
export async function provideNode24(session) {
  await provideNode(session);
  const packages = await providePackages(session);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  for (const name of readdirSync(root)) {
    if (!notCopied.has(name)) cpSync(path.join(root, name), path.join(project, name), { recursive: true });
  }
  symlinkSync(packages, path.join(project, 'node_modules'));
  // Tests that start servers of their own look for them here.
  symlinkSync(stackDir, path.join(project, '.stack'));
  return { folder: project, node: node24 };
}

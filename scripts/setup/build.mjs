/** The build: TypeScript to dist/, left out when nothing has changed since the last one. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logsDir, root } from './paths.mjs';

const dist = path.join(root, 'dist');
const stampFile = path.join(dist, '.built');
/** What runs in Node, and the page of the sandbox's portal, which knows a browser instead. */
const projects = ['.', 'scripts/sandbox/site/page'].map((folder) => path.join(root, folder));
const sourceFolders = ['clients', 'config', 'connectors', 'hub', 'mappings', 'scripts', 'test'];

/** @param {string} folder */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Names, sizes and times of everything the build reads. */
function stampOfSources() {
  const sources = sourceFolders
    .flatMap((folder) => filesIn(path.join(root, folder)))
    .filter((file) => file.endsWith('.ts'));
  const hash = createHash('sha256');
  const settings = projects.map((folder) => path.join(folder, 'tsconfig.json'));
  for (const file of [...sources.sort(), ...settings, path.join(root, 'package-lock.json')]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Takes away what was built from a source that is no longer there: a deleted test would run on. */
function removeOrphans() {
  for (const file of filesIn(dist)) {
    const source = path.join(root, path.relative(dist, file)).replace(/\.js(\.map)?$/, '.ts');
    if (/\.js(\.map)?$/.test(file) && !existsSync(source)) rmSync(file);
  }
}

/**
 * Builds what has changed.
 *
 * @param {import('./session.mjs').Session} session
 */
export async function build({ supervisor, steps }) {
  const stamp = stampOfSources();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  rmSync(stampFile, { force: true });
  await steps.step('Building', async () => {
    const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const log = path.join(logsDir, 'setup-build.log');
    for (const project of projects)
      await supervisor.run(process.execPath, [compiler, '-p', project, '--pretty', 'false'], { log });
    removeOrphans();
    writeFileSync(stampFile, stamp);
  });
}

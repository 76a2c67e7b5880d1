/** Schemathesis, which sends an API what its OpenAPI document allows and forbids: a Python program, for test/fuzz. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { provide } from './folders.mjs';
import { outputOf } from './machine.mjs';
import { logsDir, root, stackDir } from './paths.mjs';

const requirements = path.join(root, 'scripts', 'setup', 'schemathesis.txt');
const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex');
const home = path.join(stackDir, `schemathesis-${hash.slice(0, 16)}`);
const isRecent = 'import sys; sys.exit(sys.version_info < (3, 10))';

/**
 * The Python that has Schemathesis, in an environment of its own; or why there is none.
 *
 * @param {Pick<import('./session.mjs').Session, 'supervisor'>} session
 * @returns {Promise<{ python: string } | { reason: string }>}
 */
export async function provideSchemathesis({ supervisor }) {
  const python = path.join(home, 'bin', 'python');
  if (existsSync(home)) return { python };
  if ((await outputOf('python3', ['-c', isRecent])) === undefined)
    return { reason: 'there is no Python 3.10 or newer' };
  const log = path.join(logsDir, 'setup-schemathesis.log');
  try {
    await provide(home, async (partial) => {
      // Without a pip of its own: Debian has what that needs in a package apart.
      await supervisor.run('python3', ['-m', 'venv', '--without-pip', partial], { log });
      const into = ['--python', path.join(partial, 'bin', 'python')];
      const args = ['-m', 'pip', ...into, 'install', '--only-binary', ':all:', '--requirement', requirements];
      await supervisor.run('python3', args, { log });
    });
  } catch {
    return { reason: `it could not be installed: ${path.relative(root, log)} says why` };
  }
  return { python };
}

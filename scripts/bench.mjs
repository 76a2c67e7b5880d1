#!/usr/bin/env node
/**
 * `npm run bench [-- catalogues | mapping | normalise | prefill | matching | seals | volume] [--records N] [--rounds N]`:
 * the set-up, then the benchmark on fresh servers. Catalogues, matching or seals by themselves need none.
 */
import { root } from './setup/paths.mjs';
import { setUp } from './setup/provision.mjs';
import { runSession } from './setup/session.mjs';
import { withTestStack } from './setup/test-stack.mjs';

await runSession(async (session) => {
  await setUp(session);
  const wanted = process.argv.slice(2);
  const args = ['dist/scripts/bench/main.js', ...wanted];
  /** @param {NodeJS.ProcessEnv} env */
  const run = (env) => session.supervisor.run(process.execPath, args, { cwd: root, env });
  const needsNone = ['catalogues', 'matching', 'seals'].includes(wanted[0] ?? '');
  await (needsNone ? run(process.env) : withTestStack(session, run));
  return 0;
});

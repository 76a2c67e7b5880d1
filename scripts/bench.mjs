#!/usr/bin/env node
/**
 * `npm run bench [-- catalogues | mapping | normalise | prefill | matching | volume] [--records N] [--rounds N]`: the
 * set-up, then the benchmark on fresh servers. Catalogues and matching by themselves need none.
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
  await (wanted[0] === 'matching' || wanted[0] === 'catalogues' ? run(process.env) : withTestStack(session, run));
  return 0;
});

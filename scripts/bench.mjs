#!/usr/bin/env node
/** `npm run bench [-- mapping | normalise | prefill] [--records N] [--rounds N]`: the set-up, then it on fresh servers. */
import { root } from './setup/paths.mjs';
import { setUp } from './setup/provision.mjs';
import { runSession } from './setup/session.mjs';
import { withTestStack } from './setup/test-stack.mjs';

await runSession(async (session) => {
  await setUp(session);
  const args = ['dist/scripts/bench/main.js', ...process.argv.slice(2)];
  await withTestStack(session, (env) => session.supervisor.run(process.execPath, args, { cwd: root, env }));
  return 0;
});

#!/usr/bin/env node
/**
 * `npm test`: the set-up, then every test against real servers.
 *
 * `npm test -- test/unit` runs a folder, `npm test -- test/unit/x.test.ts` a file, `npm test -- -g name` what is named
 * so; `--node24` runs on Node 24 instead.
 */
import { setUp } from './setup/provision.mjs';
import { runSession } from './setup/session.mjs';
import { testHere, testOnNode24 } from './setup/test-runs.mjs';
import { totalsLine } from './setup/tests.mjs';

await runSession(async (session) => {
  const args = process.argv.slice(2);
  await setUp(session);
  const onNode24 = args.includes('--node24');
  const rest = args.filter((arg) => arg !== '--node24');
  const totals = await (onNode24 ? testOnNode24(session, rest) : testHere(session, rest));
  session.steps.say(totalsLine([totals]));
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
});

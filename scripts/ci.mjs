#!/usr/bin/env node
/** What .ci/run runs: set-up from nothing, the checks, the tests on this Node, a part of them on Node 24; totals on the last line. */
import { runChecks } from './setup/checks.mjs';
import { Problem, reportOf } from './setup/problem.mjs';
import { setUp } from './setup/provision.mjs';
import { runSession } from './setup/session.mjs';
import { testHere, testOnNode24 } from './setup/test-runs.mjs';
import { totalsLine } from './setup/tests.mjs';

/** @typedef {import('./setup/tests.mjs').Totals} Totals */

/** Where another Node could differ: its own APIs, the native Kafka client, the drivers. The rest would only take as long again. */
const onNode24 = ['test/mappings', 'test/unit', 'test/int', 'test/e2e/way-of-the-data.test.ts'];

await runSession(async (session) => {
  /** @type {Totals[]} */
  const runs = [];
  /** @param {() => Promise<Totals>} part one that cannot be run counts as a failure, and the others go on */
  const add = async (part) => {
    try {
      runs.push(await part());
    } catch (error) {
      session.steps.say(reportOf(error));
      runs.push({ passed: 0, failed: 1, pending: [] });
    }
  };
  await add(async () => {
    await setUp(session);
    return { passed: 0, failed: 0, pending: [] };
  });
  if (runs.every(({ failed }) => failed === 0)) {
    await add(async () => {
      const failed = await runChecks(session);
      if (failed.length > 0) throw new Problem(`npm run check failed: ${failed.join(', ')}`);
      return { passed: 0, failed: 0, pending: [] };
    });
    await add(() => testHere(session, []));
    await add(() => testOnNode24(session, onNode24));
  }
  session.steps.say(totalsLine(runs));
  return runs.some(({ failed }) => failed > 0) || !runs.some(({ passed }) => passed > 0) ? 1 : 0;
});

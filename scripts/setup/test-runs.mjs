/** A run of the tests, from set-up to totals, on this Node and on Node 24. */
import { provideNode24 } from './node24.mjs';
import { root } from './paths.mjs';
import { withTestStack } from './test-stack.mjs';
import { runTests } from './tests.mjs';

/**
 * @param {import('./session.mjs').Session} session
 * @param {string[]} args
 */
export function testHere(session, args) {
  session.steps.say(`Tests on Node ${process.versions.node}`);
  return withTestStack(session, (env) => runTests(session, { folder: root, node: process.execPath, args, env }));
}

/**
 * The tests that need no browser: those in test/browser are left out.
 *
 * @param {import('./session.mjs').Session} session
 * @param {string[]} args
 */
export async function testOnNode24(session, args) {
  const { folder, node } = await provideNode24(session);
  session.steps.say('Tests on Node 24');
  const withoutBrowser = [...args, '--ignore', 'dist/test/browser/**'];
  return withTestStack(session, (env) => runTests(session, { folder, node, args: withoutBrowser, env }));
}

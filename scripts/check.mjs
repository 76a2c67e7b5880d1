#!/usr/bin/env node
/** `npm run check`: format, lint, types, import rules, unused code, stale generated files. */
import { runChecks } from './setup/checks.mjs';
import { installPackages } from './setup/dependencies.mjs';
import { runSession } from './setup/session.mjs';

await runSession(async (session) => {
  await installPackages(session);
  return (await runChecks(session)).length === 0 ? 0 : 1;
});

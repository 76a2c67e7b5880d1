#!/usr/bin/env node
/** The set-up alone: everything fetched and built, nothing started. */
import { setUp } from './setup/provision.mjs';
import { runSession } from './setup/session.mjs';

await runSession(async (session) => {
  await setUp(session);
  return 0;
});

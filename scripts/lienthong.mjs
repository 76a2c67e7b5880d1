#!/usr/bin/env node
/** `npx lienthong`: the command line of the hub, from the build. */
import { existsSync } from 'node:fs';

const program = new URL('../dist/scripts/cli.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write('lienthong is not built yet: run npm start (or npm run build) first\n');
  process.exitCode = 1;
}

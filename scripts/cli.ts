/** `npx lienthong`: runs one command with the process as its world. */
import { text } from 'node:stream/consumers';
import { connectorDefinitions } from '../connectors/registry.ts';
import { mappings, mappingTables } from '../mappings/registry.ts';
import { runCli } from './cli/program.ts';
import { projectRoot } from '../config/root.ts';

// A reader that has seen enough (`lienthong failures list | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (written) => process.stdout.write(written),
  stderr: (written) => process.stderr.write(written),
  readInput: async (prompt) => {
    if (process.stdin.isTTY) process.stderr.write(prompt);
    return text(process.stdin);
  },
  environment: process.env,
  root: projectRoot(),
  connectors: Object.fromEntries(connectorDefinitions.map(({ id, settings }) => [id, settings])),
  mappings,
  mappingTables,
  now: Date.now,
});

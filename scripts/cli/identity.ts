/** `lienthong identity`: questions of who is who, people, and acts. */
import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { addActCommands } from './identity-acts.ts';
import { addShowingCommands } from './identity-show.ts';

/** Adds the commands. Personal numbers are read from standard input: a command line is seen by others and kept. */
export function addIdentityCommands(program: Command, context: CliContext): void {
  const identity = program
    .command('identity')
    .description('See and decide who is who. Personal numbers are read from standard input, one a line.');
  addShowingCommands(identity, context);
  addActCommands(identity, context);
}

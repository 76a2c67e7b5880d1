/** `lienthong keys new`: keys that seal answers. */
import type { Command } from 'commander';
import { newSealKeys } from '../../hub/prefill/new-keys.ts';
import type { CliContext } from './context.ts';

/** Adds the command. */
export function addKeysCommand(program: Command, context: CliContext): void {
  const keys = program.command('keys').description('Make keys that seal answers.');
  keys
    .command('new')
    .description('Print a new file of seal keys (prefill.seals.keysFile), which is a secret.')
    .addHelpText('after', '\nKeep it to yourself: (umask 077; npx lienthong keys new > seal-keys.json)')
    .action(() => context.stdout(newSealKeys()));
}

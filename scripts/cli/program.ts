/** The command line: which commands there are, and how it ends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { projectRoot } from '../../config/root.ts';
import { addConfigCommand } from './config-command.ts';
import { StartRefused } from '../../hub/errors.ts';
import { CliError, type CliContext } from './context.ts';
import { addReadingCommands } from './failures-list.ts';
import { addReplayCommand } from './failures-replay.ts';
import { addFormsCommands } from './forms/command.ts';
import { addIdentityCommands } from './identity.ts';
import { parseJson } from './json.ts';
import { keysAsOperands } from './key-operands.ts';
import { addKeysCommand } from './keys.ts';
import { addMappingCommands } from './mapping-command.ts';
import { addEstimateCommand } from './matching-estimate.ts';
import { addScoreCommand } from './matching-score.ts';
import { addReuseCommand } from './reuse.ts';
import { addStatusCommand } from './status.ts';
import { addTokenCommand } from './token.ts';
import { addUnitsCommands } from './units/command.ts';

/** Runs one command. Answers the exit code: 0, or 1 with the reason on stderr. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  try {
    const program = createProgram(context);
    await program.parseAsync(keysAsOperands(program, args), { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said its piece by itself.
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof CliError || error instanceof StartRefused)) throw error;
    const hint = error instanceof CliError ? error.hint : undefined;
    context.stderr(`${error.message}\n${hint === undefined ? '' : `${hint}\n`}`);
    return 1;
  }
}

function projectVersion(): string {
  const read = z.object({ version: z.string() });
  return read.parse(parseJson(readFileSync(join(projectRoot(), 'package.json'), 'utf8'))).version;
}

function createProgram(context: CliContext): Command {
  const program = new Command('lienthong')
    .description('Looks after a running Liên thông hub.')
    .version(projectVersion(), '--version', 'print the version')
    // Commands have a --version of their own: of a form.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: context.stdout, writeErr: context.stderr })
    .showHelpAfterError()
    .addHelpText(
      'after',
      '\nSpeaks to the hub that npm start started (.data/sandbox.json); to another one with LIENTHONG_API,' +
        '\nLIENTHONG_TOKEN_ENDPOINT, LIENTHONG_CLIENT_ID and LIENTHONG_CLIENT_SECRET.',
    );
  addTokenCommand(program, context);
  addConfigCommand(program, context);
  addStatusCommand(program, context);
  const failures = program.command('failures').description('Look at failed records, and send them again.');
  addReadingCommands(failures, context);
  addReplayCommand(failures, context);
  addIdentityCommands(program, context);
  addUnitsCommands(program, context);
  const matching = program.command('matching').description('Learn the weights of matching, and try rules on files.');
  addEstimateCommand(matching, context);
  addScoreCommand(matching, context);
  addMappingCommands(program, context);
  addReuseCommand(program, context);
  addKeysCommand(program, context);
  addFormsCommands(program, context);
  return program;
}

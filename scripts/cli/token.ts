/** `lienthong token`: an access token, and nothing else, so that it can stand inside another command. */
import type { Command } from 'commander';
import { findClient } from './access.ts';
import { fetchToken } from './api.ts';
import type { CliContext } from './context.ts';

/** Adds the command. */
export function addTokenCommand(program: Command, context: CliContext): void {
  program
    .command('token [client]')
    .description('Print an access token for one of the clients of npm start: portal, sector, admin.')
    .addHelpText(
      'after',
      '\nFor another hub set LIENTHONG_TOKEN_ENDPOINT, LIENTHONG_CLIENT_ID and LIENTHONG_CLIENT_SECRET; they win.',
    )
    .action(async (client: string | undefined) => {
      context.stdout(`${await fetchToken(findClient(context, client))}\n`);
    });
}

/** `lienthong config`: the settings in force, secrets masked; or everything that is wrong with them. */
import type { Command } from 'commander';
import { maskSecrets, showSettings } from '../../config/effective.ts';
import { configurationSchema } from '../../config/schema.ts';
import { describeSettings } from '../../config/settings.ts';
import type { CliContext } from './context.ts';
import { loadSettings, wrongSettings } from './hub-settings.ts';
import { plainLine } from './terminal.ts';

type Options = { sources?: true; json?: true };

/** Adds the command. It fails when the configuration is wrong. */
export function addConfigCommand(program: Command, context: CliContext): void {
  program
    .command('config')
    .description('Print the configuration in force, secrets masked; or list everything that is wrong with it.')
    .option('--sources', 'say where each value came from')
    .option('--json', 'print JSON')
    .action((options: Options) => {
      showConfiguration(context, options);
    });
}

function showConfiguration(context: CliContext, options: Options): void {
  const result = loadSettings(context);
  if (!result.ok) {
    if (options.json) context.stdout(`${JSON.stringify({ problems: result.problems }, undefined, 2)}\n`);
    throw wrongSettings(result.problems);
  }
  const { configuration, sources } = result;
  const settings = describeSettings(configurationSchema(context.connectors));
  if (options.json) {
    const shown = maskSecrets(configuration, settings);
    const answer = options.sources ? { configuration: shown, sources } : shown;
    context.stdout(`${JSON.stringify(answer, undefined, 2)}\n`);
    return;
  }
  const lines = showSettings(configuration, settings).map(({ path, value }) => {
    const source = options.sources ? `  # ${sources[path] ?? 'default'}` : '';
    return plainLine(`${path}: ${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}${source}`);
  });
  context.stdout(`${lines.join('\n')}\n`);
}

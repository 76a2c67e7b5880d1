/** `lienthong config`: the settings in force, secrets masked; or everything that is wrong with them. */
import type { Command } from 'commander';
import { maskSecrets, showSettings } from '../../config/effective.ts';
import type { LoadResult } from '../../config/load.ts';
import type { Problem } from '../../config/problems.ts';
import { configurationSchema } from '../../config/schema.ts';
import { describeSettings } from '../../config/settings.ts';
import { StartRefused } from '../../hub/errors.ts';
import { readStartFiles } from '../../hub/start-checks.ts';
import type { CliContext, CliError } from './context.ts';
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
    throw refused(context, result.problems, options);
  }
  const { configuration, sources } = result;
  const refusals = startProblems(context, result);
  if (refusals.length > 0) throw refused(context, refusals, options);
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

function refused(context: CliContext, problems: Problem[], { json }: Options): CliError {
  if (json) context.stdout(`${JSON.stringify({ problems }, undefined, 2)}\n`);
  return wrongSettings(problems);
}

type Loaded = Extract<LoadResult, { ok: true }>;

/** Why the hub would not start with these settings, as far as that can be told without any server. */
function startProblems({ mappings }: CliContext, { configuration, sourceOf }: Loaded): Problem[] {
  try {
    readStartFiles(
      configuration,
      mappings.map(({ id }) => id),
    );
    return [];
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    return error.problems.map((problem) => startProblem(problem, sourceOf));
  }
}

/** A problem of a start: what is done, the place, and what is wrong there, with colons between. */
function startProblem(problem: string, sourceOf: Loaded['sourceOf']): Problem {
  const [doing = '', place = doing, ...rest] = problem.split(': ');
  const said = rest.join(': ');
  const source = sourceOf(place) ?? doing;
  const [, expected] = /^expected (.*)$/.exec(said) ?? [];
  return expected === undefined
    ? { path: place, expected: 'no fault', found: said, source }
    : { path: place, expected, source };
}

/** The settings of the hub a command is about: those of the one `npm start` started, unless another is named. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import { loadConfiguration, type LoadResult } from '../../config/load.ts';
import { formatProblems, type Problem } from '../../config/problems.ts';
import { CliError, type CliContext } from './context.ts';

/** The configuration as the hub would load it, or everything that is wrong with it. */
export function loadSettings(context: CliContext): LoadResult {
  const { connectors, root } = context;
  return loadConfiguration({ connectors, root, environment: withStartedHub(context) });
}

/** The error of a command that cannot do its work with such a configuration. */
export function wrongSettings(problems: Problem[]): CliError {
  return new CliError(formatProblems(problems).trimEnd(), 'docs/reference/configuration.md has every setting.');
}

/** `npm start` writes the configuration of the hub it starts; without another that is the one meant. */
function withStartedHub({ environment, root }: CliContext): Environment {
  const started = join('.data', 'hub.yaml');
  const own = environment['LIENTHONG_CONFIG'] ?? '';
  return own === '' && existsSync(join(root, started)) ? { ...environment, LIENTHONG_CONFIG: started } : environment;
}

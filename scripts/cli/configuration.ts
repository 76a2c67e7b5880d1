/** The hub's configuration, for commands that need it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import { loadConfiguration, type LoadResult } from '../../config/load.ts';
import { formatProblems, type Problem } from '../../config/problems.ts';
import { CliError, type CliContext } from './context.ts';

/** Loads it as the hub would. */
export function readConfiguration(context: CliContext): LoadResult {
  const { connectors, root } = context;
  return loadConfiguration({ connectors, root, environment: withStartedHub(context) });
}

/** What is wrong with a configuration, for the person at the terminal. */
export function configurationError(problems: readonly Problem[]): CliError {
  return new CliError(formatProblems(problems).trimEnd(), 'docs/reference/configuration.md has every setting.');
}

/** `npm start` writes the configuration of the hub it starts; without another that is the one meant. */
function withStartedHub({ environment, root }: CliContext): Environment {
  const started = join('.data', 'hub.yaml');
  const own = environment['LIENTHONG_CONFIG'] ?? '';
  return own === '' && existsSync(join(root, started)) ? { ...environment, LIENTHONG_CONFIG: started } : environment;
}

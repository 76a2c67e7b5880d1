/** The hub as a process: configuration in, roles up, signals down. */
import { once } from 'node:events';
import { loadConfiguration } from '../config/load.ts';
import { formatProblems } from '../config/problems.ts';
import { projectRoot } from '../config/root.ts';
import type { Configuration } from '../config/schema.ts';
import { connectorDefinitions } from '../connectors/registry.ts';
import { startHub } from './compose.ts';
import { StartRefused } from './errors.ts';
import { createLog, type Log } from './observability/log.ts';

const longestStopMs = 10_000;

async function main(): Promise<void> {
  const connectors = Object.fromEntries(connectorDefinitions.map(({ id, settings }) => [id, settings]));
  const loaded = loadConfiguration({ connectors, root: projectRoot(), environment: process.env });
  if (!loaded.ok) {
    createLog('error')('configuration.wrong', {
      problems: loaded.problems.map(({ path, expected }) => `${path}: expected ${expected}`),
    });
    process.stderr.write(formatProblems(loaded.problems));
    process.exitCode = 1;
    return;
  }
  const log = createLog(loaded.configuration.logging.level);
  log('hub.starting');
  const ending = endingBySignal(log);
  try {
    await run(loaded.configuration, log, ending);
  } catch (error) {
    if (!ending.aborted) fail(error, log);
  }
  log('hub.stopped');
  process.exit(0);
}

/** From before anything is opened: a container's first process is deaf to a signal it does not listen for. */
function endingBySignal(log: Log): AbortSignal {
  const ending = new AbortController();
  const end = (): void => {
    if (ending.signal.aborted) return;
    log('hub.stopping');
    setTimeout(() => process.exit(1), longestStopMs).unref();
    ending.abort();
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  return ending.signal;
}

async function run(configuration: Configuration, log: Log, ending: AbortSignal): Promise<void> {
  const hub = await startHub(configuration, log, ending);
  const { api, ops } = hub.addresses;
  log('hub.ready', { address: api ?? ops });
  if (!ending.aborted) await once(ending, 'abort');
  await hub.stop();
}

function fail(error: unknown, log: Log): never {
  log('hub.failed', { error, ...(error instanceof StartRefused ? { problems: error.problems } : {}) });
  // Nobody's data is read yet, so the message can say what a person needs to mend.
  if (error instanceof Error) process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

function explain(error: Error): string {
  return error instanceof StartRefused ? [`${error.doing}:`, ...error.problems].join('\n  ') : error.message;
}

await main();

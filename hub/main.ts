/** The hub as a process: configuration in, roles up, signals down. */
import { loadConfiguration } from '../config/load.ts';
import { formatProblems } from '../config/problems.ts';
import { projectRoot } from '../config/root.ts';
import { connectorDefinitions } from '../connectors/registry.ts';
import { startHub } from './compose.ts';
import { StartRefused } from './errors.ts';
import { createLog } from './observability/log.ts';

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
  try {
    const hub = await startHub(loaded.configuration, log);
    const { api, ops } = hub.addresses;
    log('hub.ready', { address: api ?? ops });
    const stop = (): void => {
      log('hub.stopping');
      setTimeout(() => process.exit(1), longestStopMs).unref();
      void hub.stop().then(() => {
        log('hub.stopped');
        process.exit(0);
      });
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    log('hub.failed', { error, ...(error instanceof StartRefused ? { problems: error.problems } : {}) });
    // Nobody's data is read yet, so the message can say what a person needs to mend.
    if (error instanceof Error) process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

function explain(error: Error): string {
  return error instanceof StartRefused ? [`${error.doing}:`, ...error.problems].join('\n  ') : error.message;
}

await main();

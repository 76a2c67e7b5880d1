import type { Connector } from '../connectors/contract.ts';
import { classify } from './errors.ts';
import type { Log } from './observability/log.ts';

/**
 * Proves at start that every outside system answers and takes our credentials, and says so in the log: a wrong password
 * is better learned now than when the first record needs it. The hub works on either way; never throws.
 */
export async function checkConnectors(
  connectors: ReadonlyMap<string, Connector>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const checks = [...connectors].map(async ([connector, outside]) => {
    try {
      await outside.check(signal);
      log('connector.checked', { connector });
    } catch (error) {
      if (!signal.aborted) log('connector.check-failed', { connector, code: classify(error).code });
    }
  });
  await Promise.all(checks);
}

/** Reading a source page by page: produce, wait for Kafka, save the cursor; then the next page. */
import type { Cursor, Source } from '../../connectors/contract.ts';
import { ConnectorError } from '../../connectors/errors.ts';
import { classify } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { RecordWriter } from '../records/writer.ts';
import type { Cursors } from '../store/cursors.ts';

export type PullerDependencies = {
  connector: string;
  source: Source;
  cursors: Cursors;
  writer: RecordWriter;
  pollIntervalMs: number;
  leaseMs: number;
  log: Log;
  metrics: Metrics;
  now: () => number;
};

/** What an administrator sees of a source. */
export type PullerState = {
  lagEvents: number | undefined;
  lagSeconds: number | undefined;
  /** `delivery`: the number of the delivery that reading waits for, where it waits for one. */
  lastError: { code: string; at: string; delivery?: number } | undefined;
};

const unknownState = { lagEvents: undefined, lagSeconds: undefined, lastError: undefined } as const;

export type Puller = { state: () => PullerState; done: Promise<void> };

/** As far as the pauses grow by themselves. */
const longestPauseMs = 30_000;
/** As far as a system is obeyed that asks to be left alone. */
const longestAskedMs = 3_600_000;

/** Reads until the signal fires. A failure is reported and tried again, ever more slowly; it never ends the loop. */
export function startPuller(dependencies: PullerDependencies, signal: AbortSignal): Puller {
  const state: PullerState = { ...unknownState };
  return { state: () => state, done: runPuller(dependencies, state, signal) };
}

async function runPuller(dependencies: PullerDependencies, state: PullerState, signal: AbortSignal): Promise<void> {
  const { connector, cursors, pollIntervalMs, log } = dependencies;
  let failures = 0;
  while (!signal.aborted) {
    let pauseMs = pollIntervalMs;
    try {
      await pullOnce(dependencies, state, signal);
      if (failures > 0) log('ingest.recovered', { connector });
      failures = 0;
    } catch (error) {
      if (isAborted(signal)) break;
      noteFailure(error, dependencies, state);
      failures += 1;
      pauseMs = pauseAfter(error, failures, pollIntervalMs);
    }
    await pause(pauseMs, signal);
  }
  await cursors.release(connector).catch(() => undefined);
}

/** Ever longer, but never shorter than the pause without failures, nor than what the system asks for. */
function pauseAfter(error: unknown, failures: number, pollIntervalMs: number): number {
  const backoffMs = Math.min(pollIntervalMs * 2 ** Math.min(failures, 10), longestPauseMs);
  const askedMs = error instanceof ConnectorError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(pollIntervalMs, backoffMs, Math.min(askedMs, longestAskedMs));
}

/** Logs a failure once per kind and delivery in a row, and keeps it for the administrator's view. */
function noteFailure(error: unknown, { connector, log, now }: PullerDependencies, state: PullerState): void {
  const { code } = classify(error);
  const delivery = error instanceof ConnectorError ? error.delivery : undefined;
  const isNew = state.lastError?.code !== code || state.lastError.delivery !== delivery;
  if (isNew) log('ingest.failed', { connector, code, error });
  state.lastError = { code, at: new Date(now()).toISOString(), ...(delivery === undefined ? {} : { delivery }) };
}

/**
 * One reading to the end of the source. The lease is kept for as long as that takes: a page can be long in coming, and
 * a second reader would begin anew. A lost lease ends it: another process reads on from the saved cursor.
 */
async function pullOnce(dependencies: PullerDependencies, state: PullerState, signal: AbortSignal): Promise<void> {
  const { connector, cursors, leaseMs } = dependencies;
  const lease = await cursors.acquire(connector, leaseMs);
  if (lease === 'taken') {
    forget(dependencies, state);
    return;
  }
  const renewal = setInterval(() => void cursors.renew(connector, leaseMs).catch(() => undefined), leaseMs / 3);
  try {
    await readOn(dependencies, { state, cursor: lease.cursor }, signal);
  } finally {
    clearInterval(renewal);
  }
}

/** How the source is doing is now for another process to say. */
function forget({ connector, metrics }: PullerDependencies, state: PullerState): void {
  Object.assign(state, unknownState);
  const labels = { kind: 'source', name: connector };
  metrics.lagEvents.remove(labels);
  metrics.lagSeconds.remove(labels);
}

async function readOn(
  { connector, source, cursors, writer, leaseMs, log, metrics }: PullerDependencies,
  { state, cursor }: { state: PullerState; cursor: Cursor | undefined },
  signal: AbortSignal,
): Promise<void> {
  for await (const page of source.pull(cursor, signal)) {
    if (page.extractions.length > 0) {
      await writer.write(connector, page.extractions, 'pull');
      log('ingest.page', { connector, records: page.extractions.length });
    }
    state.lagEvents = page.lag.events;
    state.lagSeconds = page.lag.seconds;
    metrics.lagEvents.set({ kind: 'source', name: connector }, page.lag.events);
    metrics.lagSeconds.set({ kind: 'source', name: connector }, page.lag.seconds);
    if (!(await cursors.save(connector, page.cursor, leaseMs))) return;
  }
  state.lastError = undefined;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

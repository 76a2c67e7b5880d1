/**
 * What stands between a connector and a system in trouble: retry around breaker around rate limit around the call.
 *
 * Retry is outermost and stops at an open breaker, which so costs one refusal and no waiting. The rate limit is
 * innermost, so that every attempt counts against it.
 */
import CircuitBreaker from 'opossum';
import pRetry, { type RetryContext } from 'p-retry';
import pThrottle from 'p-throttle';
import type { BreakerState, ConnectorDependencies } from '../contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import { pause, untilAborted } from './abort.ts';
import { strippedCause } from './http-failures.ts';
import type { GuardSettings } from './settings.ts';

export type Guard = {
  readonly breaker: BreakerState;
  /**
   * Runs `attempt` until it succeeds, fails for good, or has been repeated as often as the settings allow.
   * @throws ConnectorError only; 'aborted' as soon as the signal fires, 'breaker-open' without calling `attempt`
   */
  run<T>(operation: string, signal: AbortSignal, attempt: () => Promise<T>): Promise<T>;
  /** Ends timers; calls that wait for their turn, and later ones, are answered with 'aborted'. */
  close(): void;
};

export type GuardOptions = {
  system: string;
  settings: GuardSettings;
  onAttempt: ConnectorDependencies['onAttempt'];
  /** From 0 to 1; for the jitter of the back-off. */
  random?: () => number;
};

/** Calls waiting for their turn, in seconds of the allowed rate: more would only wait to be given up. */
const longestQueueSeconds = 5;

type Task = () => Promise<void>;
/** One call as it is measured: where, what, for whom. */
export type Call = {
  system: string;
  operation: string;
  signal: AbortSignal;
  onAttempt: ConnectorDependencies['onAttempt'];
};

/** What an error that is none of ours means, by its code (opossum's) or its name (that of an abort). */
function codeOf(error: unknown, signal: AbortSignal): { code: ConnectorErrorCode; cause: string } {
  const cause = error instanceof Error ? error.name : 'UNKNOWN';
  const reason = error instanceof Error && 'code' in error ? error.code : undefined;
  if (reason === 'EOPENBREAKER') return { code: 'breaker-open', cause: reason };
  const isOver = reason === 'ESHUTDOWN' || cause === 'AbortError' || signal.aborted;
  return { code: isOver ? 'aborted' : 'malformed-answer', cause };
}

function toConnectorError(error: unknown, { system, operation, signal }: Call): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const { code, cause } = codeOf(error, signal);
  return new ConnectorError(code, { system, operation, cause: strippedCause(cause) });
}

function wasGivenUp(error: unknown): boolean {
  return error instanceof ConnectorError && error.code === 'aborted';
}

/** Whether a failure says that the system is in trouble, rather than our data, our settings or our patience. */
function speaksAgainstSystem(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.disposition === 'transient' && error.code !== 'aborted';
}

type Gate = { breaker: CircuitBreaker<[Task]>; isFull: () => boolean; close: () => void };

function makeGate({ settings }: GuardOptions): Gate {
  const closing = new AbortController();
  const throttle = pThrottle({ limit: settings.requestsPerSecond, interval: 1000, signal: closing.signal });
  const throttled = throttle((task: Task) => task());
  const breaker: Gate['breaker'] = new CircuitBreaker(throttled, {
    timeout: false,
    volumeThreshold: settings.breakerVolume,
    errorThresholdPercentage: settings.breakerErrorPercentage,
    rollingCountTimeout: settings.breakerWindowMs,
    resetTimeout: settings.breakerResetMs,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    // opossum takes a filtered failure for a success. A probe that was given up has proved nothing: it must not
    // close the breaker.
    errorFilter: (error: unknown) => !speaksAgainstSystem(error) && !(breaker.halfOpen && wasGivenUp(error)),
  });
  return {
    breaker,
    isFull: () => throttled.queueSize >= settings.requestsPerSecond * longestQueueSeconds,
    close: () => {
      breaker.shutdown();
      closing.abort();
    },
  };
}

function stateOf(breaker: Gate['breaker']): BreakerState {
  if (breaker.opened) return 'open';
  return breaker.halfOpen ? 'half-open' : 'closed';
}

/** Milliseconds to wait before the next retry: full jitter, on top of what the system asked for. */
function backoffMs(error: ConnectorError, retriesConsumed: number, options: GuardOptions): number {
  const { retryMinMs, retryMaxMs } = options.settings;
  const bound = Math.min(retryMaxMs, retryMinMs * 2 ** retriesConsumed);
  return (error.retryAfterMs ?? 0) + (options.random ?? Math.random)() * bound;
}

function isWorthRetrying(error: unknown, settings: GuardSettings): error is ConnectorError {
  if (!speaksAgainstSystem(error) || error.code === 'breaker-open') return false;
  return (error.retryAfterMs ?? 0) <= settings.maxRetryAfterMs;
}

/** Runs one attempt, tells of it, and makes a ConnectorError of whatever it throws. */
export async function measured<T>(call: Call, attempt: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const report = (code: ConnectorErrorCode | undefined) => {
    call.onAttempt({ operation: call.operation, seconds: (performance.now() - start) / 1000, code });
  };
  try {
    call.signal.throwIfAborted();
    const result = await attempt();
    report(undefined);
    return result;
  } catch (caught) {
    const error = toConnectorError(caught, call);
    report(error.code);
    throw error;
  }
}

function throughBreaker<T>(breaker: Gate['breaker'], call: Call, attempt: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const task = async () => {
      resolve(await measured(call, attempt));
    };
    breaker.fire(task).catch((caught: unknown) => {
      const error = toConnectorError(caught, call);
      if (error.code === 'breaker-open') call.onAttempt({ operation: call.operation, seconds: 0, code: error.code });
      reject(error);
    });
  });
}

/** Makes the guard of one connector; all its calls share one breaker and one rate limit. */
export function makeGuard(options: GuardOptions): Guard {
  const { system, settings, onAttempt } = options;
  const { breaker, isFull, close } = makeGate(options);

  async function shouldRetry({ error, retriesConsumed }: RetryContext, signal: AbortSignal): Promise<boolean> {
    if (!isWorthRetrying(error, settings)) return false;
    await pause(backoffMs(error, retriesConsumed, options), signal);
    return true;
  }

  async function run<T>(operation: string, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    const call: Call = { system, operation, signal, onAttempt };
    if (isFull()) {
      onAttempt({ operation, seconds: 0, code: 'rate-limited' });
      throw new ConnectorError('rate-limited', { system, operation, retryAfterMs: longestQueueSeconds * 1000 });
    }
    try {
      return await pRetry(() => untilAborted(signal, throughBreaker(breaker, call, attempt)), {
        retries: settings.retries,
        // The pause is made in shouldRetry: p-retry knows neither full jitter nor Retry-After.
        minTimeout: 0,
        signal,
        shouldRetry: (context) => shouldRetry(context, signal),
      });
    } catch (error) {
      throw toConnectorError(error, call);
    }
  }

  return {
    run,
    get breaker() {
      return stateOf(breaker);
    },
    close,
  };
}

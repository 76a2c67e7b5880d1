/**
 * Structured logging. Every line is a registered event (code, level, sentence) with fields from a closed list, so no
 * code path can write a record, a name or a number by accident. Redaction would be too late; there is nothing to redact.
 */
import { pino, type Logger } from 'pino';
import { classify } from '../errors.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Every line the hub can write. `error` means a person must act now. */
export const logEvents = {
  'hub.starting': ['info', 'The hub is starting.'],
  'hub.ready': ['info', 'The hub is ready.'],
  'hub.stopping': ['info', 'The hub is stopping.'],
  'hub.stopped': ['info', 'The hub has stopped.'],
  'hub.failed': ['error', 'The hub stops because of an error it cannot go on with.'],
  'configuration.wrong': ['error', 'The configuration is wrong; the hub does not start.'],
  'connector.checked': ['info', 'The outside system answers and takes our credentials.'],
  'connector.check-failed': ['warn', 'The outside system does not answer as it should; trying goes on.'],
  'ingest.page': ['debug', 'A page was read and acknowledged.'],
  'ingest.failed': ['warn', 'Reading from the outside system failed; it is tried again later.'],
  'ingest.recovered': ['info', 'Reading from the outside system works again.'],
  'stage.waiting': ['warn', 'A stage waits for a server it needs and will go on by itself.'],
  'stage.recovered': ['info', 'A stage goes on after waiting.'],
  'stage.rebalanced': ['info', 'The partitions of a stage changed.'],
  'normalise.batch': ['debug', 'A batch was applied.'],
  'deliver.batch': ['debug', 'A batch was delivered.'],
  'record.failed': ['warn', 'A record failed for good and is kept for replay.'],
  'failures.replayed': ['info', 'Failures were sent on their way again.'],
  'identity.act-filed': ['info', 'An administrator’s act about who is who was filed.'],
  'identity.act-annulled': ['info', 'An administrator’s act about who is who was taken back.'],
  'identity.question-closed': ['error', 'A question stays closed whose act could not be filed: decide by an act.'],
  'http.request': ['info', 'A request was answered.'],
  'http.error': ['error', 'A request failed by a fault of ours.'],
  'kafka.error': ['warn', 'Kafka reports an error; the client goes on trying.'],
  'kafka.stalled': ['warn', 'Kafka answers but does not take what is written; the client goes on trying.'],
  'kafka.recovered': ['info', 'Kafka takes again what is written.'],
  'lookup.failed': ['warn', 'A live lookup failed; the answer was given without it.'],
} as const satisfies Record<string, readonly [Level, string]>;

export type LogEvent = keyof typeof logEvents;

/** What a line may carry besides its event. Add a field only if it can never hold personal data. */
export type LogFields = {
  role?: string;
  connector?: string;
  system?: string;
  topic?: string;
  partition?: number;
  offset?: number;
  partitions?: number;
  group?: string;
  records?: number;
  applied?: number;
  superseded?: number;
  failed?: number;
  seconds?: number;
  stage?: string;
  code?: string;
  recordId?: string;
  problems?: readonly string[];
  address?: string;
  version?: string;
  method?: string;
  route?: string;
  status?: number;
  client?: string;
  requestId?: string;
  caseCount?: number;
  error?: unknown;
};

export type Log = (event: LogEvent, fields?: LogFields) => void;

type SafeError = {
  type: string;
  code: string;
  disposition: string;
  status?: number;
  delivery?: number;
  stack?: string[];
  cause?: SafeError;
};

/**
 * What may be said of an error: its class, code, disposition, status, number of delivery and the frames of its stack; never its message,
 * which in a foreign error can quote what was sent. Causes likewise, five deep at most.
 */
export function serialiseError(error: unknown, depth = 0): SafeError {
  const safe: SafeError = { type: typeof error, ...classify(error) };
  if (!(error instanceof Error)) return safe;
  safe.type = error.name;
  Object.assign(safe, numbersOf(error));
  safe.stack = framesOf(error);
  if (error.cause !== undefined && depth < 5) safe.cause = serialiseError(error.cause, depth + 1);
  return safe;
}

function numbersOf(error: Error): Pick<SafeError, 'status' | 'delivery'> {
  return {
    ...('status' in error && typeof error.status === 'number' ? { status: error.status } : {}),
    ...('delivery' in error && typeof error.delivery === 'number' ? { delivery: error.delivery } : {}),
  };
}

/** The stack without its first line, which repeats the message. */
function framesOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return lines.slice(0, 12).map((line) => line.trim());
}

/** A log that writes JSON lines to standard output (or to `destination`) from `level` up. */
export function createLog(level: Level, destination?: { write(line: string): void }): Log {
  const options = { level, base: null, serializers: { error: (error: unknown) => serialiseError(error) } };
  const logger: Logger = destination === undefined ? pino(options) : pino(options, destination);
  return (event, fields = {}) => {
    const [severity, sentence] = logEvents[event];
    logger[severity]({ event, ...fields }, sentence);
  };
}

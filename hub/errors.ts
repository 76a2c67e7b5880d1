/**
 * What can go wrong inside the hub, and what to do about each. A connector's own errors are in connectors/errors.ts;
 * `classify` takes both, and anything else, to one disposition.
 */
import { ConnectorError, type Disposition } from '../connectors/errors.ts';

/** The closed list of the hub's own codes. */
export const hubErrorDispositions = {
  /** Kafka did not take or give a message. */
  'kafka-unavailable': 'transient',
  /** MongoDB did not answer, or had no primary. */
  'store-unavailable': 'transient',
  /** Other writers changed the same people again and again; the batch is read and decided anew. */
  'write-conflict': 'transient',
  /** A message on a records topic is not a raw record at all. */
  'not-a-raw-record': 'permanent',
  /** A record could not be cut out of what its system sent: no person, key or version to be found. */
  unroutable: 'permanent',
  /** A mapping refused the record; the faults say why. */
  'mapping-refused': 'permanent',
  /** There is no mapping for this system. */
  'unknown-system': 'permanent',
  /** More facts came under one person than are kept of anybody: most often a code that stands for many people. */
  'too-many-facts': 'permanent',
  /** The outside system will not take this item. */
  'delivery-refused': 'permanent',
  /** An error nobody foresaw. Kept with its record, so that nothing is lost and nothing is blocked. */
  unforeseen: 'permanent',
  /** A topic exists with other settings than the hub needs. */
  'topic-mismatch': 'configuration',
  /** What was shipped or configured contradicts itself; the start lists every problem. */
  'start-refused': 'configuration',
} as const satisfies Record<string, Disposition>;

export type HubErrorCode = keyof typeof hubErrorDispositions;

/** The hub's own error. `message` never holds what a record holds. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: HubErrorCode;
  readonly disposition: Disposition;

  constructor(code: HubErrorCode, doing: string, cause?: unknown) {
    super(`${doing}: ${code}`, { cause });
    this.code = code;
    this.disposition = hubErrorDispositions[code];
  }
}

/** What was shipped or configured contradicts itself; the hub does not start. The problems hold no personal data. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly code = 'start-refused' satisfies HubErrorCode;
  readonly disposition: Disposition = hubErrorDispositions['start-refused'];
  readonly doing: string;
  readonly problems: readonly string[];

  constructor(doing: string, problems: readonly string[]) {
    super(`${doing}: ${problems.join('; ')}`);
    this.doing = doing;
    this.problems = problems;
  }
}

/** Names the driver gives its network, selection and state errors; all pass when the database is back. */
const transientStoreErrors =
  /^Mongo(Network|ServerSelection|NotConnected|TopologyClosed|WaitQueueTimeout|PoolCleared|PoolClosed|WriteConcern|OperationTimeout|ExpiredSession)/;

/**
 * Server codes: shutdown, no primary, stepped down, interrupted, host unreachable, time-outs; rights missing and disk
 * full, which say nothing of the record in hand either.
 */
const transientStoreCodes = new Set([
  6, 7, 13, 18, 50, 64, 89, 91, 112, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436, 14031,
]);

/** What the server itself says may be tried again. */
const transientStoreLabels = ['TransientTransactionError', 'RetryableWriteError'];

/**
 * The code and disposition of any thrown thing, total: a stranger is `unforeseen`.
 * Store errors are told by name and code since the driver's classes are known to hub/store only.
 */
export function classify(error: unknown): { code: string; disposition: Disposition } {
  if (error instanceof HubError || error instanceof ConnectorError || error instanceof StartRefused) {
    return { code: error.code, disposition: error.disposition };
  }
  if (error instanceof Error && isTransientStoreError(error)) {
    return { code: 'store-unavailable', disposition: 'transient' };
  }
  return { code: 'unforeseen', disposition: hubErrorDispositions.unforeseen };
}

function isTransientStoreError(error: Error): boolean {
  if (transientStoreErrors.test(error.name)) return true;
  const labels: unknown = 'errorLabels' in error ? error.errorLabels : [];
  if (Array.isArray(labels) && transientStoreLabels.some((label) => labels.includes(label))) return true;
  return 'code' in error && typeof error.code === 'number' && transientStoreCodes.has(error.code);
}

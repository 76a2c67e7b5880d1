/**
 * What the caller must do about an error.
 *
 * - `transient`: try again later; the data is not at fault.
 * - `permanent`: trying again with the same data fails the same way; keep the bytes and let a person look.
 * - `configuration`: nothing of this kind will work until an operator changes something (credentials, clock, address).
 */
export type Disposition = 'transient' | 'permanent' | 'configuration';

/** Every way an outside system can fail us, and what to do about each. The list is closed. */
export const connectorErrorDispositions = {
  /** No connection: name not found, refused, network down, TLS broken. */
  unreachable: 'transient',
  /** Connected, but no complete answer within the time allowed. */
  timeout: 'transient',
  /** The connection was cut before the answer was complete. */
  'connection-reset': 'transient',
  /** 429: the system asks us to slow down; `retryAfterMs` says for how long. */
  'rate-limited': 'transient',
  /** 5xx other than a SOAP fault. */
  'upstream-error': 'transient',
  /** The answer ended early or is not the format agreed (broken JSON or XML, over the size limit, DTD). */
  'malformed-answer': 'transient',
  /** A gateway or proxy answered with a web page instead of the service. */
  'html-answer': 'transient',
  /** A SOAP fault that blames the server. */
  'soap-server-fault': 'transient',
  /** The breaker of this connector is open: the system failed too often a moment ago and was not called. */
  'breaker-open': 'transient',
  /** The caller gave up (shutdown, or the time budget of a request ran out). */
  aborted: 'transient',
  /** A session or token died during the call and could not be renewed. */
  'session-lost': 'transient',
  /**
   * Something in a folder of deliveries has not become a delivery in the time allowed, and nothing of it was read: a file
   * without a manifest, a manifest that cannot be read, two of one number, a file that changed while it was read.
   */
  'delivery-incomplete': 'transient',
  /** A delivery is announced, and its file is not there, or is a link, a folder or a pipe. */
  'delivery-without-file': 'transient',
  /** The file of a delivery has not the size its manifest says. */
  'delivery-wrong-size': 'transient',
  /** The file of a delivery has not the number of lines its manifest says. */
  'delivery-wrong-lines': 'transient',
  /** The file of a delivery has not the SHA-256 its manifest says. */
  'delivery-wrong-hash': 'transient',
  /** The first line of a delivery does not name the columns that are needed. */
  'delivery-wrong-header': 'transient',
  /** A delivery has a line that is longer than any record. */
  'delivery-long-line': 'transient',
  /** Deliveries wait for an earlier one that has not come in the time allowed. */
  'delivery-missing': 'transient',
  /** A delivery that was read is in the folder with other content: of that nothing was read. */
  'delivery-changed': 'transient',
  /** A SOAP fault that blames our message. */
  'soap-client-fault': 'permanent',
  /** The system understood the message and refuses it. */
  refused: 'permanent',
  /** 401 or 403, or a folder that may not be read: our credentials or rights are wrong. */
  'wrong-credentials': 'configuration',
  /** Our clock and the system's differ by more than it tolerates. */
  'clock-skew': 'configuration',
  /** 404 or 405 on the service itself, or no such folder: the address or version configured is wrong. */
  'wrong-address': 'configuration',
  /** The source's newest entry is older than what was read of it: restored from a backup, or not the same source. */
  'source-rewound': 'configuration',
  /** The source no longer keeps entries that were not read yet: its retention ran past us. */
  'entries-lost': 'configuration',
} as const satisfies Record<string, Disposition>;

export type ConnectorErrorCode = keyof typeof connectorErrorDispositions;

type ConnectorErrorPlace = {
  system: string;
  operation: string;
  status?: number;
  retryAfterMs?: number;
  delivery?: number;
  cause?: unknown;
};

/**
 * The only error a connector throws.
 *
 * `message` is for operators: it names the system, the operation and the code, and never quotes what was sent
 * or received, since both can hold personal data. `status` is the HTTP status where there was one.
 */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly code: ConnectorErrorCode;
  readonly disposition: Disposition;
  readonly system: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  /** The number of the delivery that reading waits for, of a source that reads deliveries. */
  readonly delivery: number | undefined;

  constructor(code: ConnectorErrorCode, at: ConnectorErrorPlace) {
    const number = at.status ?? at.delivery;
    super(`${at.operation} at ${at.system}: ${code}${number === undefined ? '' : ` (${String(number)})`}`, {
      cause: at.cause,
    });
    this.code = code;
    this.disposition = connectorErrorDispositions[code];
    this.system = at.system;
    this.status = at.status;
    this.retryAfterMs = at.retryAfterMs;
    this.delivery = at.delivery;
  }
}

/**
 * The contract between the hub and an outside system.
 *
 * A connector knows one system's protocol: how to log in, ask, page, push, and what its failures mean. It extracts,
 * it never interprets: what a field means is made in `mappings/`. It does NOT persist cursors, write to Kafka, decide
 * what is newer, log, or read the environment; the hub does that, and hands over what a connector needs.
 *
 * Life of a connector: `definition.create` (no I/O) -> `check` once before use -> any of `source`, `lookup`,
 * `receive`, `sink`, concurrently -> `close` once. Every call that reaches the network takes an AbortSignal and ends
 * promptly when it fires. Every failure is a `ConnectorError`; retry and breaker are inside (connectors/lib), so an
 * error that comes out has already been retried as far as makes sense within one call.
 */
import type { z } from 'zod';
import type { ConnectorErrorCode } from './errors.ts';

/** What the source did to the fact: states it (or a newer version of it), takes it back, or removes it. */
export type Operation = 'upsert' | 'annul' | 'delete';

/**
 * The identifier by which a record names its person. Only used to route: its keyed hash becomes the Kafka key.
 * `personal-number` where every record of the system carries one. `source-person` where some do not: what the system
 * itself calls the person by (its own file or insurance number), on all of its records, so that every version of one
 * fact stays in one partition; whoever that is, is found by the hub's identity gate from what the mapping reads.
 */
export type Subject = { scheme: 'personal-number' | 'source-person'; value: string };

/** One fact about one person as the source gave it. A fact about two people is two records. */
export type SourceRecord = {
  /** The source's own kind of record, in lower kebab case (`marriage`, `citizen`). */
  type: string;
  /** What identifies this fact at the source; a newer version of the same fact has the same key. */
  sourceKey: string;
  /** The source's own sequence or time (epoch milliseconds): the higher is newer. A safe integer. */
  sourceVersion: number;
  operation: Operation;
  subject: Subject;
  /** When the source recorded it (ISO 8601, UTC), if it says. */
  recordedAt?: string;
  contentType: string;
  /** The part of the message that is this record, exactly as received. */
  body: string;
};

/** One thing wrong with a message: where, which rule, what was expected. Never the value itself. */
export type Fault = { path: string; code: string; expected: string };

/** A message cut into records; a piece that cannot even be routed keeps its bytes and says what is wrong. */
export type Extraction =
  | { ok: true; record: SourceRecord }
  | { ok: false; contentType: string; body: string; faults: Fault[]; encoding?: 'utf-8' | 'base64' };

/** Where a source was read to. Opaque to the hub, JSON-safe, made and understood by the connector only. */
export type Cursor = Record<string, string | number | boolean | null>;

/** What is left to read. Both are zero when the source is read to its end. */
export type Lag = { events: number; seconds: number };

/** One page: the cursor covers every extraction in it and is saved only after Kafka acknowledged all of them. */
export type Page = { extractions: Extraction[]; cursor: Cursor; lag: Lag };

export interface Source {
  /**
   * Reads on from `from` (undefined: from the beginning) to the end the source has now, then returns; the hub calls
   * again after its poll interval. Yields at least one page per call, empty if there is nothing new, so that the lag
   * is known. The next page is asked for only after the hub took the one before.
   */
  pull(from: Cursor | undefined, signal: AbortSignal): AsyncIterable<Page>;
}

export type LookupQuery = {
  personalNumber: string;
  fullName?: string;
  /** `YYYY-MM-DD`, or `YYYY` where only the year is known. */
  birthDate?: string;
  /** Why the officer asks, as the law or the receiving system names it (`TTHC`). */
  purpose: string;
  caseCode: string;
  /** Who asks, as the receiving system knows them; absent for the hub itself. */
  officer?: string;
};

/** No match is an answer: the system does not hold this person, or name and date do not fit; it does not say which. */
export type LookupAnswer = { outcome: 'match'; record: SourceRecord } | { outcome: 'no-match' };

export interface Lookup {
  lookup(query: LookupQuery, signal: AbortSignal): Promise<LookupAnswer>;
}

export interface Receiver {
  /** Content types accepted, without parameters. */
  readonly contentTypes: readonly string[];
  /**
   * Cuts a pushed message (one record or a batch, in the system's own format) into records. Pure; never throws:
   * a message that cannot be read at all is one failed extraction that holds the whole message. What states no time of
   * its own is as new as `receivedAt` (epoch milliseconds), now if left out: one cut again later is as old as it was.
   */
  extract(contentType: string, body: Buffer, receivedAt?: number): Extraction[];
}

/** One upsert. `key` and `version` make a repeat recognisable; `payload` is in the system's wire format. */
export type SinkItem = { kind: string; key: string; version: number; payload: unknown };

/** What became of one item. `duplicate`: the system already held this or newer. `refused`: it never will take it. */
export type SinkResult = { outcome: 'stored' } | { outcome: 'duplicate' } | { outcome: 'refused'; faults: Fault[] };

export interface Sink {
  /** The most items one `push` takes. */
  readonly maxBatch: number;
  /** Pushes all items as upserts. Answers one result per item, in order; throws if the call as a whole failed. */
  push(items: readonly SinkItem[], signal: AbortSignal): Promise<SinkResult[]>;
}

export type BreakerState = 'closed' | 'half-open' | 'open';

export interface Connector {
  /** Proves that address, credentials and clock are right by the cheapest real call. Throws ConnectorError. */
  check(signal: AbortSignal): Promise<void>;
  readonly breaker: BreakerState;
  readonly source?: Source;
  readonly lookup?: Lookup;
  readonly receiver?: Receiver;
  readonly sink?: Sink;
  /** Ends timers and connections. Idempotent. */
  close(): void;
}

/** Where a topic of a system's own Kafka is, and how to log in there. */
export type TopicAddress = {
  /** Bootstrap servers, `host:port` separated by commas. */
  brokers: string;
  topic: string;
  securityProtocol: 'ssl' | 'sasl_ssl' | 'plaintext' | 'sasl_plaintext';
  /** Further client settings, such as `sasl.*`; they may hold secrets. */
  options: Readonly<Record<string, string | number | boolean>>;
  /** Longest time one call of the reader may take, in milliseconds. */
  timeoutMs: number;
};

/** One message, as received. A null value is a tombstone: what the key names is gone. */
export type TopicMessage = {
  partition: number;
  offset: number;
  key: Buffer | null;
  value: Buffer | null;
  /** In order; a name can come twice. */
  headers: readonly { name: string; value: Buffer }[];
  /** Epoch milliseconds, by the writer's clock or the broker's, as the topic is set; undefined if there is none. */
  timestamp: number | undefined;
};

/** Per partition, the offset to read on from. */
export type TopicPositions = ReadonlyMap<number, number>;

/** Per partition, the oldest offset still kept and the one after the newest. The same for a partition that is empty. */
export type TopicBounds = ReadonlyMap<number, { first: number; end: number }>;

/**
 * Messages in order per partition, and where to read on after them. A position can lie beyond the last message and one
 * more: offsets are left out where a topic is compacted or was written in transactions.
 */
export type TopicBatch = { messages: readonly TopicMessage[]; positions: TopicPositions };

/**
 * Reads one topic. It keeps no position that counts and commits none at the brokers: every `read` says where to begin,
 * so the hub's own cursor decides. What is read on in order costs no new start. Calls are made one after the other.
 *
 * It throws ConnectorError: `unreachable`, `timeout`, `upstream-error` (a partition without a leader), `wrong-credentials`
 * (login, or rights on the topic), `wrong-address` (there is no such topic, or it is not ours to see), `entries-lost`,
 * `aborted` as soon as the signal fires. It does not retry; a Guard around it does.
 */
export interface TopicReader {
  /** What the topic holds now, of every partition it has now: new ones are noticed here. */
  bounds(signal: AbortSignal): Promise<TopicBounds>;
  /**
   * Waits for something to read and answers what is there: at most `messages`, and few more once their keys and values
   * have that many `bytes`. To be called only while there is something before the end that `bounds` told: `timeout` if
   * nothing comes. `entries-lost` where what stood at a position is not kept any more.
   */
  read(from: TopicPositions, limits: { messages: number; bytes: number }, signal: AbortSignal): Promise<TopicBatch>;
  /** Ends the connection. Idempotent; later calls are answered with `aborted`. */
  close(): void;
}

/** What the hub hands to every connector. Time is an argument so that tests can move it. */
export type ConnectorDependencies = {
  /** Epoch milliseconds. */
  now: () => number;
  /** Opens a topic of the system's own Kafka, without I/O; it connects when it is first read. */
  openTopic: (address: TopicAddress) => TopicReader;
  /** Told of every attempt (retries count each): for metrics. `code` is undefined on success. */
  onAttempt: (attempt: { operation: string; seconds: number; code: ConnectorErrorCode | undefined }) => void;
};

/** A system as data: what it is called, what it needs configured, how to make its connector. */
export type ConnectorDefinition<Settings = unknown> = {
  /** Lower kebab case; names the topic `records.<id>`, the configuration section and the metric label. */
  id: string;
  title: { vi: string; en: string };
  /** Every setting with `.meta({description})`, a default where one makes sense, and `secret: true` where it is one. */
  settings: z.ZodType<Settings>;
  create(settings: Settings, dependencies: ConnectorDependencies): Connector;
};

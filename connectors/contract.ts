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
   * a message that cannot be read at all is one failed extraction that holds the whole message.
   */
  extract(contentType: string, body: Buffer): Extraction[];
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

/** What the hub hands to every connector. Time is an argument so that tests can move it. */
export type ConnectorDependencies = {
  /** Epoch milliseconds. */
  now: () => number;
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

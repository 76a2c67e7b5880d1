/** What stands in each collection, and its indexes. */
import { Schema, type Connection, type Model } from 'mongoose';
import type { MergedView, Slice } from '../../mappings/canonical/slices.ts';
import type { PendingEvent } from '../changes/event.ts';
import { prefillModels } from './prefill-schemas.ts';

/** A slice in the store, with the revision at which it last changed what the hub says of the person. */
export type StoredSlice = Slice & { revision: number; [asText]?: string };

/** The text a slice was read as, so that one that did not change is not written anew. Never in the text itself. */
export const asText = Symbol('asText');

/** A copy that stands elsewhere or was told by another event: not what was read, so it is written anew. */
export function editSlice(
  slice: StoredSlice,
  {
    node = null,
    unit = null,
    revision = slice.revision,
  }: { node?: string | null; unit?: string | null; revision?: number },
): StoredSlice {
  const copy: StoredSlice = { ...slice, revision };
  Reflect.deleteProperty(copy, asText);
  if (node === null) delete copy.node;
  else copy.node = node;
  if (unit === null) delete copy.unit;
  else copy.unit = unit;
  return copy;
}

/**
 * A number the person has or had. `node` is its key where that is not the document's own; a number that was replaced
 * says by which, and until when (a date) it was theirs.
 */
export type StoredIdentifier = {
  scheme: 'personal-number';
  value: string;
  node?: string;
  until?: string;
  supersededBy?: string;
};

/** One person. */
export type CitizenDocument = {
  /** The person key (hub/identity/keys.ts): pseudonymous and stable. */
  _id: string;
  /** Unique to each write; the next write is conditional on it, so two writers cannot undo each other. */
  etag: string;
  /** Raised by every change of the merged view; each raise has exactly one change event. */
  revision: number;
  identifiers: StoredIdentifier[];
  slices: StoredSlice[];
  /** The events of the last write: published again if the record that made them is read again after a crash. */
  pending: PendingEvent[];
  updatedAt: Date;
  /** Made from the slices; kept beside them for those who only read. */
  merged: MergedView;
  /** Under what a partner would find this person (hub/identity/matching); hashes. */
  blocks: number[];
  /** The same of those who stand here or nowhere without a number of their own: whom a new person may turn out to be. */
  open: number[];
  /** Where the records of this key stand now: the two are one person. A document that leads elsewhere has no slices. */
  leadsTo?: string;
  /** Documents changed together with this one: their events, too, are published again if the record is read again. */
  companions?: string[];
  /**
   * By how much the version sinks are told is ahead of the revision: a sink knows people by number, and may hold the
   * number of this person in a later version from when it was another document's.
   */
  ahead?: number;
};

/**
 * How a person stands in the collection (hub/store/citizen-codec.ts). Slices and pending events are kept as JSON text: they are read and written whole and never queried by their parts, and a slice that did not change is
 * written back as it was read. As nested BSON they cost the hub more CPU than all its other work (docs/adr/0006).
 */
export type StoredCitizen = Pick<
  CitizenDocument,
  '_id' | 'etag' | 'revision' | 'identifiers' | 'updatedAt' | 'leadsTo' | 'companions' | 'ahead'
> & {
  /** Left out where empty, so that the indexes over them hold nothing for nobody. */
  blocks?: number[];
  open?: number[];
  slices: string[];
  /** Per field the place of the deciding slice and the deciding rule (hub/store/view-references.ts). */
  merged: string;
  pending: string[];
};

export type FailureStatus = 'open' | 'replayed';

export type FailureDocument = {
  _id: string;
  stage: string;
  code: string;
  faults: { path: string; code: string; expected: string }[];
  system: string;
  type: string;
  /** Where the message that failed stands, and where a replay sends it: `target` is the topic, under the same key. */
  origin: { topic: string; partition: number; offset: number };
  target: string;
  key: string;
  /** The message as it was, byte for byte. */
  bytes: Buffer;
  failedAt: Date;
  attempts: number;
  status: FailureStatus;
  replays: { at: Date; by: string; reason: string }[];
  /** Since when somebody has it in hand to send it again; it is open until it is known to be sent. */
  claimedAt?: Date;
};

export type ReviewStatus = 'open' | 'same' | 'distinct' | 'withdrawn';

/**
 * A question for a person: are these two one? Both are named by the keys their records came under. `withdrawn`: the
 * records no longer look alike, or they turned out otherwise.
 */
export type ReviewDocument = {
  _id: string;
  nodes: [string, string];
  score: number;
  /** `same`: they look like one, but so do two others, or as much speaks for another. */
  band: 'same' | 'review';
  rule: string;
  evidence: { field: string; level: string; weight: number }[];
  /** Of the rules that asked. */
  rulesVersion: string;
  status: ReviewStatus;
  openedAt: Date;
  closedAt?: Date;
  decision?: { by: string; reason: string; at: Date; act: string };
};

/** Where a connector's source was read to, and which process reads it. */
export type CursorDocument = {
  _id: string;
  cursor: Record<string, string | number | boolean | null> | null;
  owner: string | null;
  leaseUntil: Date;
  savedAt: Date | null;
};

/** The books of one partition: what became of every message before `through`, each counted once, whatever crashed. */
export type LedgerDocument = {
  _id: string;
  topic: string;
  partition: number;
  through: number;
  applied: number;
  superseded: number;
  failed: number;
};

const options = { versionKey: false, strict: true, minimize: false } as const;
const { Mixed } = Schema.Types;

const citizenSchema = new Schema<StoredCitizen>(
  {
    _id: String,
    etag: String,
    revision: Number,
    identifiers: [Mixed],
    slices: [String],
    merged: String,
    pending: [String],
    updatedAt: Date,
    blocks: [Number],
    open: [Number],
    leadsTo: String,
    companions: [String],
    ahead: Number,
  },
  { ...options, collection: 'citizens' },
)
  .index({ blocks: 1 }, { sparse: true })
  .index({ open: 1 }, { sparse: true });

const failureSchema = new Schema<FailureDocument>(
  {
    _id: String,
    stage: String,
    code: String,
    faults: [Mixed],
    system: String,
    type: String,
    origin: Mixed,
    target: String,
    key: String,
    bytes: Buffer,
    failedAt: Date,
    attempts: Number,
    status: String,
    replays: [Mixed],
    claimedAt: Date,
  },
  { ...options, collection: 'failures' },
)
  .index({ status: 1, failedAt: -1 })
  .index({ stage: 1, code: 1, failedAt: -1 });

const cursorSchema = new Schema<CursorDocument>(
  { _id: String, cursor: Mixed, owner: String, leaseUntil: Date, savedAt: Date },
  { ...options, collection: 'cursors' },
);

const ledgerSchema = new Schema<LedgerDocument>(
  {
    _id: String,
    topic: String,
    partition: Number,
    through: Number,
    applied: Number,
    superseded: Number,
    failed: Number,
  },
  { ...options, collection: 'ledger' },
);

const reviewSchema = new Schema<ReviewDocument>(
  {
    _id: String,
    nodes: [String],
    score: Number,
    band: String,
    rule: String,
    evidence: [Mixed],
    rulesVersion: String,
    status: String,
    openedAt: Date,
    closedAt: Date,
    decision: Mixed,
  },
  { ...options, collection: 'reviews' },
)
  .index({ status: 1, score: -1, _id: 1 })
  .index({ nodes: 1, status: 1 });

/** Registers every model on the connection. */
export function defineModels(connection: Connection): Model<never>[] {
  return [
    connection.model('Citizen', citizenSchema),
    connection.model('Failure', failureSchema),
    connection.model('Cursor', cursorSchema),
    connection.model('Ledger', ledgerSchema),
    connection.model('Review', reviewSchema),
    ...prefillModels(connection),
  ] as unknown as Model<never>[];
}

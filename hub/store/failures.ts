import type { Collection } from 'mongoose';
import type { Database } from './connect.ts';
import type { Position } from './position.ts';
import type { FailureDocument, FailureStatus } from './schemas.ts';

export type { FailureDocument } from './schemas.ts';

export type FailureFilter = { stage?: string; code?: string; system?: string; status?: FailureStatus };
export type NewFailure = Omit<FailureDocument, 'attempts' | 'status' | 'replays' | 'claimedAt'>;
export type FailureSummary = Omit<FailureDocument, 'bytes' | 'key'> & { size: number };

type OpenPage = { upTo: Date; limit: number; after: Position | undefined };

export type Failures = {
  /** Stores what failed; the same failure read twice is stored once, and a replay that fails again reopens it. */
  add(failures: readonly NewFailure[]): Promise<void>;
  /** Newest first, at most `limit`, after the position (by `failedAt`) if given. */
  list(filter: FailureFilter, limit: number, after?: Position): Promise<FailureSummary[]>;
  get(id: string): Promise<FailureDocument | undefined>;
  /** The open ones that match and had failed by `upTo`, oldest first, at most `limit`, after the position if given. */
  open(filter: FailureFilter, page: OpenPage): Promise<FailureDocument[]>;
  /**
   * Takes a failure in hand; false if it is not open (any more) or another has it in hand: nobody replays twice. Whoever
   * dies meanwhile leaves it open; a few minutes later it can be claimed again.
   */
  claim(id: string, replay: { at: Date; by: string; reason: string }): Promise<boolean>;
  /** Marks what was claimed at `at` as replayed: it was sent. If it has failed again since, it stays open. */
  settle(id: string, at: Date): Promise<void>;
  /** Takes the claim of `at` back when the replay could not be sent. */
  reopen(id: string, at: Date): Promise<void>;
  countOpen(): Promise<number>;
};

/** Longer than sending takes. Sent twice does no harm: the repeat is known by its record's id. */
const claimMs = 300_000;

/** The failure store over an open database. */
export function failureStore(database: Database): Failures {
  const collection = database.connection.collection<FailureDocument>('failures');
  return {
    async add(failures) {
      if (failures.length === 0) return;
      await collection.bulkWrite(failures.map(upsertFailure), { ordered: true });
    },
    list: (filter, limit, after) => listFailures(collection, filter, { limit, after }),
    async get(id) {
      const found = await collection.findOne({ _id: id });
      return found === null ? undefined : withBytes(found);
    },
    open: (filter, page) => readOpen(collection, filter, page),
    async claim(id, replay) {
      const free = { $not: { $gt: new Date(replay.at.getTime() - claimMs) } };
      const update = { $set: { claimedAt: replay.at }, $push: { replays: replay } };
      const { modifiedCount } = await collection.updateOne({ _id: id, status: 'open', claimedAt: free }, update);
      return modifiedCount === 1;
    },
    async settle(id, at) {
      const update = { $set: { status: 'replayed' as const }, $unset: { claimedAt: 1 as const } };
      await collection.updateOne({ _id: id, claimedAt: at }, update);
    },
    async reopen(id, at) {
      await collection.updateOne({ _id: id, claimedAt: at }, { $unset: { claimedAt: 1 }, $pop: { replays: 1 } });
    },
    countOpen: () => collection.countDocuments({ status: 'open' }),
  };
}

function listFailures(
  collection: Collection<FailureDocument>,
  filter: FailureFilter,
  { limit, after }: { limit: number; after: Position | undefined },
): Promise<FailureSummary[]> {
  const older = after && beyond(after, '$lt');
  return collection
    .aggregate<FailureSummary>([
      { $match: { ...filter, ...older } },
      { $sort: { failedAt: -1, _id: -1 } },
      { $limit: limit },
      { $set: { size: { $binarySize: '$bytes' } } },
      { $unset: ['bytes', 'key'] },
    ])
    .toArray();
}

async function readOpen(
  collection: Collection<FailureDocument>,
  filter: FailureFilter,
  { upTo, limit, after }: OpenPage,
): Promise<FailureDocument[]> {
  const newer = after && beyond(after, '$gt');
  const found = collection.find({ ...filter, status: 'open', failedAt: { $lte: upTo }, ...newer });
  return (await found.sort({ failedAt: 1, _id: 1 }).limit(limit).toArray()).map(withBytes);
}

/** Which failures lie on the one side of a position, and which on the other. */
function beyond({ rank, id }: Position, side: '$lt' | '$gt') {
  const at = new Date(rank);
  return { $or: [{ failedAt: { [side]: at } }, { failedAt: at, _id: { [side]: id } }] };
}

/** The driver answers Binary; the rest of the hub speaks Buffer. */
function withBytes(document: FailureDocument): FailureDocument {
  const bytes: unknown = document.bytes;
  const raw =
    typeof bytes === 'object' && bytes !== null && 'buffer' in bytes
      ? (bytes as { buffer: Uint8Array }).buffer
      : document.bytes;
  return { ...document, bytes: Buffer.from(raw) };
}

/** Inserts, or reopens with the new place if this failure came from a later message than the one known. */
function upsertFailure(failure: NewFailure) {
  const { _id, ...rest } = failure;
  const position = { ...failure.origin };
  const isRepeat = { $eq: ['$origin', { $literal: position }] };
  const literal = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, { $literal: value }]));
  const keep = (name: string, otherwise: unknown) => ({ $cond: [isRepeat, `$${name}`, otherwise] });
  return {
    updateOne: {
      filter: { _id },
      update: [
        {
          $set: {
            ...Object.fromEntries(Object.entries(literal).map(([name, value]) => [name, keep(name, value)])),
            attempts: keep('attempts', { $add: [{ $ifNull: ['$attempts', 0] }, 1] }),
            status: keep('status', 'open'),
            replays: { $ifNull: ['$replays', []] },
            claimedAt: keep('claimedAt', '$$REMOVE'),
          },
        },
      ],
      upsert: true,
    },
  };
}

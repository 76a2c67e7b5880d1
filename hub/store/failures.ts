import type { Collection } from 'mongoose';
import type { Database } from './connect.ts';
import type { FailureDocument, FailureStatus } from './schemas.ts';

export type { FailureDocument } from './schemas.ts';

export type FailureFilter = { stage?: string; code?: string; system?: string; status?: FailureStatus };
export type NewFailure = Omit<FailureDocument, 'attempts' | 'status' | 'replays'>;
export type FailureSummary = Omit<FailureDocument, 'bytes' | 'key'> & { size: number };

export type Failures = {
  /** Stores what failed; the same failure read twice is stored once, and a replay that fails again reopens it. */
  add(failures: readonly NewFailure[]): Promise<void>;
  /** Newest first, at most `limit`, older than the failure `after` if given. */
  list(filter: FailureFilter, limit: number, after?: string): Promise<FailureSummary[]>;
  get(id: string): Promise<FailureDocument | undefined>;
  /** The ids that match, oldest first: the fixed set a bulk replay works through. */
  ids(filter: FailureFilter, limit: number): Promise<string[]>;
  /** Marks an open failure as replayed and answers it; undefined if it is not open (any more): nobody replays twice. */
  claim(id: string, replay: { at: Date; by: string; reason: string }): Promise<FailureDocument | undefined>;
  /** Takes a claim back when the replay could not be sent. */
  reopen(id: string): Promise<void>;
  countOpen(): Promise<number>;
};

/** The failure store over an open database. */
export function failureStore(database: Database): Failures {
  const collection = database.connection.collection<FailureDocument>('failures');
  return {
    async add(failures) {
      if (failures.length === 0) return;
      await collection.bulkWrite(failures.map(upsertFailure), { ordered: true });
    },
    list: (filter, limit, after) => listFailures(collection, filter, { limit, after }),
    get: async (id) => withBytes(await collection.findOne({ _id: id })),
    async ids(filter, limit) {
      const found = await collection
        .find({ ...filter }, { projection: { _id: 1 } })
        .sort({ failedAt: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },
    async claim(id, replay) {
      const update = { $set: { status: 'replayed' as const }, $push: { replays: replay } };
      return withBytes(
        await collection.findOneAndUpdate({ _id: id, status: 'open' }, update, { returnDocument: 'after' }),
      );
    },
    async reopen(id) {
      await collection.updateOne({ _id: id }, { $set: { status: 'open' }, $pop: { replays: 1 } });
    },
    countOpen: () => collection.countDocuments({ status: 'open' }),
  };
}

async function listFailures(
  collection: Collection<FailureDocument>,
  filter: FailureFilter,
  page: { limit: number; after: string | undefined },
): Promise<FailureSummary[]> {
  const last =
    page.after === undefined ? null : await collection.findOne({ _id: page.after }, { projection: { failedAt: 1 } });
  const at = last?.failedAt;
  const older = last === null ? {} : { $or: [{ failedAt: { $lt: at } }, { failedAt: at, _id: { $lt: last._id } }] };
  return collection
    .aggregate<FailureSummary>([
      { $match: { ...filter, ...older } },
      { $sort: { failedAt: -1, _id: -1 } },
      { $limit: page.limit },
      { $set: { size: { $binarySize: '$bytes' } } },
      { $unset: ['bytes', 'key'] },
    ])
    .toArray();
}

/** The driver answers Binary; the rest of the hub speaks Buffer. */
function withBytes(document: FailureDocument | null): FailureDocument | undefined {
  if (document === null) return undefined;
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
          },
        },
      ],
      upsert: true,
    },
  };
}

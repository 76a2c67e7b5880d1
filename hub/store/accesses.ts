/** The access record: who was given what of whom, when and why. It is added to and read, and nothing else. */
import type { Collection } from 'mongoose';
import { HubError } from '../errors.ts';
import type { Database } from './connect.ts';
import { joinWrites, type JoinedWrite } from './joined-writes.ts';
import type { Position } from './position.ts';
import type { AccessDocument } from './prefill-schemas.ts';
import { periodOf, rowOf, type ReportFilter, type ReportRow, type ReportSpan } from './report-rows.ts';

export type { AccessDocument } from './prefill-schemas.ts';

/** A part of somebody's record: `from` inclusive, `until` exclusive. Positions in it are by the time of the answer. */
export type AccessQuery = { persons: readonly string[]; from?: Date; until?: Date; limit: number; after?: Position };

export type Accesses = {
  /**
   * Adds a record. Kept when a majority has it in its journal; what comes meanwhile is joined into the next write.
   * Throws `store-unavailable`, whatever the store has against it: then it may stand there or not, and no answer may
   * leave.
   */
  add: JoinedWrite<AccessDocument>;
  get(id: string): Promise<AccessDocument | undefined>;
  /** Newest first, at most `limit`, after the position if given. */
  list(query: AccessQuery): Promise<AccessDocument[]>;
  /** How many answers there were. */
  count(filter: ReportFilter, span: ReportSpan): Promise<{ row: ReportRow; answers: number }[]>;
};

/** How long the majority may take, longer than any answer may; a socket that hangs is not bounded by it. */
const longestWriteMs = 5000;
const durable = { writeConcern: { w: 'majority', j: true, wtimeoutMS: longestWriteMs } } as const;
const limits = { doing: 'putting an answer on record', maxGroup: 1000, maxWaiting: 10_000 } as const;

/** The access record over an open database. */
export function accessStore(database: Database): Accesses {
  const collection = database.connection.collection<AccessDocument>('accesses');
  return {
    add: joinWrites(async (records) => {
      try {
        await collection.insertMany([...records], durable);
      } catch (error) {
        throw new HubError('store-unavailable', limits.doing, error);
      }
    }, limits),
    get: async (id) => (await collection.findOne({ _id: id })) ?? undefined,
    list: (query) => listAccesses(collection, query),
    count: async (filter, span) => {
      const counts = await collection
        .aggregate<{ _id: ReportRow; answers: number }>([
          { $match: { ...filter, at: periodOf(span) } },
          { $group: { _id: rowOf('$at', span), answers: { $sum: 1 } } },
        ])
        .toArray();
      return counts.map(({ _id, answers }) => ({ row: _id, answers }));
    },
  };
}

function listAccesses(
  collection: Collection<AccessDocument>,
  { persons, from, until, limit, after }: AccessQuery,
): Promise<AccessDocument[]> {
  const about = { persons: { $in: [...persons] } };
  const at = { ...(from === undefined ? {} : { $gte: from }), ...(until === undefined ? {} : { $lt: until }) };
  const older = after && olderThan(after);
  return collection
    .find({ ...about, ...(Object.keys(at).length === 0 ? {} : { at }), ...older })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .toArray();
}

function olderThan({ rank, id }: Position) {
  const at = new Date(rank);
  return { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] };
}

import { HubError } from '../errors.ts';
import type { Database } from './connect.ts';
import type { LedgerDocument } from './schemas.ts';

/** What became of the messages of one partition from offset `from` to `through` (exclusive). */
export type LedgerEntry = {
  topic: string;
  partition: number;
  from: number;
  through: number;
  applied: number;
  superseded: number;
  failed: number;
};

export type Outcome = 'applied' | 'superseded' | 'failed';

/**
 * The books of the pipeline. They are kept per partition beside the offset up to which they are complete, so a batch
 * that is handled again after a crash is counted once: received = applied + superseded + failed + still waiting.
 */
export type Ledger = {
  /** The offsets up to which the books of these partitions are complete, by `topic/partition`; 0 where unknown. */
  through(partitions: readonly { topic: string; partition: number }[]): Promise<Map<string, number>>;
  /**
   * Adds entries. Throws `write-conflict` if a partition was booked further than `from` meanwhile, as by the next owner
   * of one that was lost: the batch has to be counted anew. What fitted is booked.
   */
  book(entries: readonly LedgerEntry[]): Promise<void>;
  read(): Promise<LedgerDocument[]>;
};

const duplicateKey = 11000;

/** The ledger over an open database. */
export function ledgerStore(database: Database): Ledger {
  const collection = database.connection.collection<LedgerDocument>('ledger');
  return {
    async through(partitions) {
      const ids = partitions.map(({ topic, partition }) => `${topic}/${partition}`);
      const found = await collection.find({ _id: { $in: ids } }, { projection: { through: 1 } }).toArray();
      const known = new Map(found.map((entry) => [entry._id, entry.through]));
      return new Map(ids.map((id) => [id, known.get(id) ?? 0]));
    },
    async book(entries) {
      if (entries.length === 0) return;
      const operations = entries.map(({ topic, partition, from, through, applied, superseded, failed }) => ({
        updateOne: {
          filter: { _id: `${topic}/${partition}`, through: from },
          update: { $set: { topic, partition, through }, $inc: { applied, superseded, failed } },
          upsert: from === 0,
        },
      }));
      const booked = await collection.bulkWrite(operations, { ordered: false }).then(
        ({ matchedCount, upsertedCount }) => matchedCount + upsertedCount,
        (error: unknown) => {
          // The upsert of a partition that somebody else began to book meanwhile finds its key taken.
          if (error instanceof Error && 'code' in error && error.code === duplicateKey) return 0;
          throw error;
        },
      );
      if (booked < entries.length) throw new HubError('write-conflict', 'booking a batch');
    },
    read: () => collection.find().sort({ _id: 1 }).toArray(),
  };
}

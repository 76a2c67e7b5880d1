import type { Database } from './connect.ts';
import type { LedgerDocument } from './schemas.ts';

/** What became of the messages of one partition from offset `from` to `through` (exclusive). */
export type LedgerEntry = {
  topic: string;
  partition: number;
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
  /** Adds entries; one whose partition was booked further meanwhile is left out. */
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
      const operations = entries.map(({ topic, partition, through, applied, superseded, failed }) => ({
        updateOne: {
          filter: { _id: `${topic}/${partition}`, through: { $lt: through } },
          update: { $set: { topic, partition, through }, $inc: { applied, superseded, failed } },
          upsert: true,
        },
      }));
      try {
        await collection.bulkWrite(operations, { ordered: false });
      } catch (error) {
        // The upsert of an entry that is booked already finds its key taken: it is there, which is what was wanted.
        if (!(error instanceof Error && 'code' in error && error.code === duplicateKey)) throw error;
      }
    },
    read: () => collection.find().sort({ _id: 1 }).toArray(),
  };
}

import type { Cursor } from '../../connectors/contract.ts';
import type { Database } from './connect.ts';
import type { CursorDocument } from './schemas.ts';

/**
 * Where each source was read to, under a lease: one process reads a source at a time, and a cursor is saved only by
 * the process that holds the lease, so two readers cannot leapfrog each other.
 */
export type Cursors = {
  /** Takes or renews the lease; answers the saved cursor, or `taken` while another process holds it. */
  acquire(connector: string, leaseMs: number): Promise<{ cursor: Cursor | undefined } | 'taken'>;
  /** Saves the cursor and renews the lease; false if the lease was lost meanwhile (the caller stops reading). */
  save(connector: string, cursor: Cursor, leaseMs: number): Promise<boolean>;
  /** Keeps the lease while a page takes its time; nothing happens if it was lost. */
  renew(connector: string, leaseMs: number): Promise<void>;
  /** Gives the lease back. */
  release(connector: string): Promise<void>;
};

const duplicateKey = 11000;

/** Cursors over an open database; `owner` names this process. */
export function cursorStore(database: Database, owner: string, now: () => number): Cursors {
  const collection = database.connection.collection<CursorDocument>('cursors');
  return {
    async acquire(connector, leaseMs) {
      const at = new Date(now());
      const free = { _id: connector, $or: [{ owner }, { owner: null }, { leaseUntil: { $lt: at } }] };
      const lease = {
        $set: { owner, leaseUntil: new Date(now() + leaseMs) },
        $setOnInsert: { cursor: null, savedAt: null },
      };
      try {
        const document = await collection.findOneAndUpdate(free, lease, { upsert: true, returnDocument: 'after' });
        return { cursor: document?.cursor ?? undefined };
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === duplicateKey) return 'taken';
        throw error;
      }
    },
    async save(connector, cursor, leaseMs) {
      const at = now();
      const set = { cursor, savedAt: new Date(at), leaseUntil: new Date(at + leaseMs) };
      const result = await collection.updateOne({ _id: connector, owner }, { $set: set });
      return result.matchedCount === 1;
    },
    async renew(connector, leaseMs) {
      const leaseUntil = new Date(now() + leaseMs);
      await collection.updateOne({ _id: connector, owner }, { $set: { leaseUntil } });
    },
    async release(connector) {
      await collection.updateOne({ _id: connector, owner }, { $set: { owner: null } });
    },
  };
}

/** What a hub's database holds, read beside the hub. */
import { randomUUID } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';
import { decodeCitizen } from '../../hub/store/citizen-codec.ts';
import type { CitizenField } from '../../mappings/canonical/citizen.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import type { CitizenDocument, CursorDocument, LedgerDocument, StoredCitizen } from '../../hub/store/schemas.ts';

export type Store = {
  /** Everybody, by person key. */
  people(): Promise<Map<string, CitizenDocument>>;
  /** One person, by any of the keys they are or were known by. */
  person(key: string): Promise<CitizenDocument | undefined>;
  books(): Promise<LedgerDocument[]>;
  /** Forgets where a source was read to, as an operator does. */
  forgetCursor(connector: string): Promise<void>;
  /**
   * Marks a field as under investigation in every record that states it, as a mapping would; no system connected so far
   * says so of anything. What is read from the store after this has the mark.
   */
  investigate(key: string, field: CitizenField): Promise<void>;
  /** Makes a collection refuse whatever is added to it, or take it again. */
  refuse(collection: string, isRefused: boolean): Promise<void>;
  /** Holds up every write to the whole server, or lets them go on; what is read is read. Only on a server of one's own. */
  hold(isHeld: boolean): Promise<void>;
  /** Takes the whole database away. */
  drop(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a hub's database. */
export async function openStore(uri: string, database: string): Promise<Store> {
  const connection: Connection = await mongoose.createConnection(uri, { dbName: database }).asPromise();
  const citizens = connection.collection<StoredCitizen>('citizens');
  const person = async (key: string): Promise<CitizenDocument | undefined> => {
    const found = await citizens.findOne({ _id: key });
    if (found === null) return undefined;
    return found.leadsTo === undefined ? decodeCitizen(found) : person(found.leadsTo);
  };
  return {
    async people() {
      const found = await citizens.find().toArray();
      return new Map(found.map((stored) => [stored._id, decodeCitizen(stored)]));
    },
    person,
    books: () => connection.collection<LedgerDocument>('ledger').find().toArray(),
    forgetCursor: async (connector) => {
      await connection.collection<CursorDocument>('cursors').deleteOne({ _id: connector });
    },
    investigate: async (key, field) => {
      const found = await citizens.findOne({ _id: key });
      const slices = (found?.slices ?? []).map((text) => {
        const slice = JSON.parse(text) as Slice;
        return JSON.stringify(slice.fields[field] === undefined ? slice : { ...slice, underInvestigation: [field] });
      });
      await citizens.updateOne({ _id: key }, { $set: { slices, etag: randomUUID() } });
    },
    refuse: async (collection, isRefused) => {
      await connection.db?.command({ collMod: collection, validator: isRefused ? { _id: 'nobody' } : {} });
    },
    hold: async (isHeld) => {
      await connection.db?.admin().command(isHeld ? { fsync: 1, lock: true } : { fsyncUnlock: 1 });
    },
    drop: async () => {
      await connection.dropDatabase();
    },
    close: () => connection.close(),
  };
}

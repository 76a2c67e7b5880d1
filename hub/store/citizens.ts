/** The citizen store: reads by person key or by what partners are found under, writes conditional on the etag. */
import type { Collection } from 'mongoose';
import { decodeCitizen, decodeView, encodeCitizen, type DecodedView } from './citizen-codec.ts';
import { joinReads } from './joined-reads.ts';
import type { Database } from './connect.ts';
import { duplicateKey, isOnlyDuplicates } from './duplicate-keys.ts';
import type { CitizenDocument, StoredCitizen, StoredIdentifier } from './schemas.ts';

export type { PendingEvent } from '../changes/event.ts';
export type { CitizenDocument, StoredIdentifier, StoredSlice } from './schemas.ts';

/** What a portal or a sink needs of a person. */
export type CitizenView = DecodedView & {
  /** The key under which their records stand, whichever of their keys was asked for. */
  _id: string;
  revision: number;
  /** For sinks: never less than what was told before of any of the person's numbers. */
  version: number;
  /** Numbers in use first, then those that were replaced. */
  identifiers: StoredIdentifier[];
};

/** One write: `expected` is the etag the document had when read, undefined for a person not seen before. */
export type CitizenWrite = { document: CitizenDocument; expected: string | undefined };

export type Citizens = {
  /** The whole documents of these keys; missing ones are not in the map. One that leads elsewhere is answered as it is. */
  readMany(keys: readonly string[]): Promise<Map<string, CitizenDocument>>;
  /** The etags of these documents, to see whether anything changed since they were read. */
  etags(keys: readonly string[]): Promise<Map<string, string>>;
  /** Documents found under any of these hashes, at most `limit`. */
  readPartners(hashes: readonly number[], limit: number): Promise<CitizenDocument[]>;
  /** Of each that is found under any of these hashes for somebody without a number, all such hashes; at most `limit`. */
  readOpen(hashes: readonly number[], limit: number): Promise<number[][]>;
  /** The views of these persons, by the key asked for; a key that leads elsewhere gives the person it leads to. */
  viewMany(keys: readonly string[]): Promise<Map<string, CitizenView>>;
  /** One view. Concurrent calls are joined into one read. */
  view(key: string): Promise<CitizenView | undefined>;
  /** Writes all; answers the keys whose document somebody else had changed meanwhile (nothing of those was written). */
  writeMany(writes: readonly CitizenWrite[]): Promise<string[]>;
  /** Writes all or, if somebody else had changed one of them meanwhile, none; answers whether it did. */
  writeTogether(writes: readonly CitizenWrite[]): Promise<boolean>;
  count(): Promise<number>;
};

const viewFields = { revision: 1, identifiers: 1, slices: 1, merged: 1, leadsTo: 1, ahead: 1 } as const;
type StoredView = Pick<StoredCitizen, '_id' | keyof typeof viewFields>;
/** The driver would look through every text for broken characters; what stands here it wrote itself, from whole ones. */
const reading = { enableUtf8Validation: false } as const;

/** The store over an open database. */
export function citizenStore(database: Database): Citizens {
  const collection = database.connection.collection<StoredCitizen>('citizens');
  const viewMany = viewReader(collection);
  return {
    viewMany,
    view: joinReads(viewMany),
    async readMany(keys) {
      if (keys.length === 0) return new Map();
      const found = await collection.find({ _id: { $in: [...keys] } }, reading).toArray();
      return new Map(found.map((stored) => [stored._id, decodeCitizen(stored)]));
    },
    async etags(keys) {
      const found = await collection.find({ _id: { $in: [...keys] } }, { projection: { etag: 1 } }).toArray();
      return new Map(found.map(({ _id, etag }) => [_id, etag]));
    },
    async readPartners(hashes, limit) {
      if (hashes.length === 0) return [];
      const found = await collection
        .find({ blocks: { $in: inOrder(hashes) } }, { ...reading, hint: { blocks: 1 } })
        .limit(limit)
        .toArray();
      return found.map(decodeCitizen);
    },
    async readOpen(hashes, limit) {
      if (hashes.length === 0) return [];
      const found = await collection
        .find({ open: { $in: inOrder(hashes) } }, { hint: { open: 1 }, projection: { _id: 0, open: 1 } })
        .limit(limit)
        .toArray();
      return found.map(({ open = [] }) => open);
    },
    writeMany: (writes) => writeEach(collection, writes),
    writeTogether: (writes) => writeAllOrNone(database, collection, writes),
    count: () => collection.estimatedDocumentCount(),
  };
}

/** In order, and with the index named, the server has nothing to sort and no other plan to think of. */
function inOrder(hashes: readonly number[]): number[] {
  return [...Float64Array.from(hashes).sort()];
}

function viewReader(collection: Collection<StoredCitizen>): Citizens['viewMany'] {
  const find = async (keys: readonly string[]): Promise<Map<string, StoredView>> => {
    const found = await collection
      .find<StoredView>({ _id: { $in: [...keys] } }, { ...reading, projection: viewFields })
      .toArray();
    return new Map(found.map((stored) => [stored._id, stored]));
  };
  return async (keys) => {
    const found = await find(keys);
    const elsewhere = [...found.values()].flatMap(({ leadsTo }) => (leadsTo === undefined ? [] : [leadsTo]));
    const leads = elsewhere.length === 0 ? found : await find(elsewhere);
    const views = new Map<string, CitizenView>();
    for (const [key, stored] of found) {
      const person = stored.leadsTo === undefined ? stored : leads.get(stored.leadsTo);
      const view = person === undefined ? undefined : toView(person);
      // Whoever's records all turned out to be about others is nobody.
      if (view !== undefined && view.systems.length > 0) views.set(key, view);
    }
    return views;
  };
}

function toView(stored: StoredView): CitizenView {
  const { _id, revision, ahead = 0, identifiers } = stored;
  return { _id, revision, version: revision + ahead, identifiers, ...decodeView(stored) };
}

function operationOf({ document, expected }: CitizenWrite) {
  if (expected === undefined) return { insertOne: { document: encodeCitizen(document) } };
  return { replaceOne: { filter: { _id: document._id, etag: expected }, replacement: encodeCitizen(document) } };
}

async function writeEach(collection: Collection<StoredCitizen>, writes: readonly CitizenWrite[]): Promise<string[]> {
  if (writes.length === 0) return [];
  let written = 0;
  try {
    const result = await collection.bulkWrite(writes.map(operationOf), { ordered: false });
    written = result.insertedCount + result.matchedCount;
  } catch (error) {
    if (!isOnlyDuplicates(error)) throw error;
  }
  return written === writes.length ? [] : losers(collection, writes);
}

/** Which of the writes did not happen: the etag that stands there is not the one written. */
async function losers(collection: Collection<StoredCitizen>, writes: readonly CitizenWrite[]): Promise<string[]> {
  const keys = writes.map(({ document }) => document._id);
  const standing = await collection.find({ _id: { $in: keys } }, { projection: { etag: 1 } }).toArray();
  const etags = new Map(standing.map(({ _id, etag }) => [_id, etag]));
  return writes.filter(({ document }) => etags.get(document._id) !== document.etag).map(({ document }) => document._id);
}

/** A transaction, which MongoDB gives up when another writes one of its documents: that is a lost race like any other. */
async function writeAllOrNone(
  { connection }: Database,
  collection: Collection<StoredCitizen>,
  writes: readonly CitizenWrite[],
): Promise<boolean> {
  const session = await connection.startSession();
  try {
    session.startTransaction({ readConcern: { level: 'snapshot' } });
    const result = await collection.bulkWrite(writes.map(operationOf), { ordered: true, session });
    const isWhole = result.insertedCount + result.matchedCount === writes.length;
    await (isWhole ? session.commitTransaction() : session.abortTransaction());
    return isWhole;
  } catch (error) {
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    if (isLost(error)) return false;
    throw error;
  } finally {
    await session.endSession();
  }
}

/** MongoDB's own codes for a transaction that lost to another writer: conflict, key taken, given up already. */
const lostTransaction = new Set<unknown>([112, duplicateKey, 251]);

function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && lostTransaction.has(error.code);
}

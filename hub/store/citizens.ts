/** The citizen store: reads by person key, writes conditional on the etag. */
import type { Collection } from 'mongoose';
import { decodeCitizen, decodeView, encodeCitizen, type DecodedView } from './citizen-codec.ts';
import { joinReads } from './joined-reads.ts';
import type { Database } from './connect.ts';
import type { CitizenDocument, StoredCitizen, StoredIdentifier } from './schemas.ts';

export type { CitizenDocument, PendingEvent, StoredSlice } from './schemas.ts';

/** What a portal or a sink needs of a person. */
export type CitizenView = DecodedView & {
  _id: string;
  revision: number;
  identifiers: StoredIdentifier[];
};

/** One write: `expected` is the etag the document had when read, undefined for a person not seen before. */
export type CitizenWrite = { document: CitizenDocument; expected: string | undefined };

export type Citizens = {
  /** The whole documents of these persons, by key; missing ones are not in the map. */
  readMany(keys: readonly string[]): Promise<Map<string, CitizenDocument>>;
  /** The views of these persons, by key, in one read. */
  viewMany(keys: readonly string[]): Promise<Map<string, CitizenView>>;
  /** One view. Concurrent calls are joined into one read. */
  view(key: string): Promise<CitizenView | undefined>;
  /** Writes all; answers the keys whose document somebody else had changed meanwhile (nothing of those was written). */
  writeMany(writes: readonly CitizenWrite[]): Promise<string[]>;
  count(): Promise<number>;
};

const viewFields = { revision: 1, identifiers: 1, slices: 1, merged: 1 } as const;
type StoredView = Pick<StoredCitizen, '_id' | keyof typeof viewFields>;
/** The driver would look through every text for broken characters; what stands here it wrote itself, from whole ones. */
const reading = { enableUtf8Validation: false } as const;
const duplicateKey = 11000;

/** The store over an open database. */
export function citizenStore(database: Database): Citizens {
  const collection = database.connection.collection<StoredCitizen>('citizens');

  const viewMany = async (keys: readonly string[]): Promise<Map<string, CitizenView>> => {
    const options = { ...reading, projection: viewFields };
    const found = await collection.find<StoredView>({ _id: { $in: [...keys] } }, options).toArray();
    return new Map(found.map((stored) => [stored._id, toView(stored)]));
  };

  return {
    viewMany,
    view: joinReads(viewMany),
    async readMany(keys) {
      const found = await collection.find({ _id: { $in: [...keys] } }, reading).toArray();
      return new Map(found.map((stored) => [stored._id, decodeCitizen(stored)]));
    },
    async writeMany(writes) {
      if (writes.length === 0) return [];
      const operations = writes.map(({ document, expected }) =>
        expected === undefined
          ? { insertOne: { document: encodeCitizen(document) } }
          : { replaceOne: { filter: { _id: document._id, etag: expected }, replacement: encodeCitizen(document) } },
      );
      let written = 0;
      try {
        const result = await collection.bulkWrite(operations, { ordered: false });
        written = result.insertedCount + result.matchedCount;
      } catch (error) {
        if (!isOnlyDuplicates(error)) throw error;
      }
      return written === writes.length ? [] : losers(collection, writes);
    },
    count: () => collection.estimatedDocumentCount(),
  };
}

function toView(stored: StoredView): CitizenView {
  const { _id, revision, identifiers } = stored;
  return { _id, revision, identifiers, ...decodeView(stored) };
}

/** Which of the writes did not happen: the etag that stands there is not the one written. */
async function losers(collection: Collection<StoredCitizen>, writes: readonly CitizenWrite[]): Promise<string[]> {
  const keys = writes.map(({ document }) => document._id);
  const standing = await collection.find({ _id: { $in: keys } }, { projection: { etag: 1 } }).toArray();
  const etags = new Map(standing.map(({ _id, etag }) => [_id, etag]));
  return writes.filter(({ document }) => etags.get(document._id) !== document.etag).map(({ document }) => document._id);
}

function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof Error) || !('writeErrors' in error) || !Array.isArray(error.writeErrors)) return false;
  const codes = error.writeErrors.map((each: unknown) => (each as { code?: number }).code);
  return codes.length > 0 && codes.every((each) => each === duplicateKey);
}

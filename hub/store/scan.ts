/** Reads people one after another, for what is learned from all of them; memory holds a batch at a time. */
import { decodeCitizen } from './citizen-codec.ts';
import type { Database } from './connect.ts';
import type { CitizenDocument, StoredCitizen } from './schemas.ts';

/** Small enough to be answered at once, large enough that asking costs little. */
const batchSize = 500;

/**
 * Everybody in the order of their keys, at most `most` if given: keys are keyed hashes, so the first people are as good
 * a sample as any. What is written meanwhile may or may not be seen.
 */
export async function* scanCitizens(database: Database, most?: number): AsyncGenerator<CitizenDocument> {
  const cursor = database.connection
    .collection<StoredCitizen>('citizens')
    .find({}, { batchSize })
    .sort({ _id: 1 })
    .limit(most ?? 0);
  for await (const stored of cursor) yield decodeCitizen(stored);
}

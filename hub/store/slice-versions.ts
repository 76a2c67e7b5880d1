import type { Database } from './connect.ts';
import type { StoredCitizen, StoredSlice } from './schemas.ts';

/**
 * How many slices of one system each version of its mapping made, over everybody. Reads every person the system has
 * told of, so it is for people who can wait.
 */
export async function countSliceVersions(database: Database, system: string): Promise<Map<number, number>> {
  const citizens = database.connection.collection<StoredCitizen>('citizens');
  // Leaves out, without fetching them, people who cannot have such a slice.
  const found = citizens.find({ slices: { $regex: `"system":"${system}"` } }, { projection: { slices: 1 } });
  const counts = new Map<number, number>();
  for await (const { slices } of found) {
    for (const text of slices) {
      const slice = JSON.parse(text) as StoredSlice;
      if (slice.system !== system) continue;
      counts.set(slice.mappingVersion, (counts.get(slice.mappingVersion) ?? 0) + 1);
    }
  }
  return counts;
}

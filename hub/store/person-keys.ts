import { unitOf } from '../identity/units.ts';
import { decodeCitizen } from './citizen-codec.ts';
import type { Database } from './connect.ts';
import type { StoredCitizen } from './schemas.ts';

/**
 * All keys of the person that a key is of: those their records are of, and those of their numbers. A record that was
 * split off to them came under the key of somebody else, which is not theirs.
 */
export type KeysOfPerson = (key: string) => Promise<string[]>;

/** Finds them over an open database. A key nobody's records stand under is alone. */
export function personKeyReader(database: Database): KeysOfPerson {
  const collection = database.connection.collection<StoredCitizen>('citizens');
  return async (key) => {
    const asked = await collection.findOne({ _id: key });
    const person = asked?.leadsTo === undefined ? asked : await collection.findOne({ _id: asked.leadsTo });
    if (person === null) return [key];
    const document = decodeCitizen(person);
    const units = document.slices.map((slice) => unitOf(slice, document));
    const numbers = document.identifiers.map(({ node }) => node ?? document._id);
    return [...new Set([key, document._id, ...units, ...numbers])];
  };
}

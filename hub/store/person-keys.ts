import { decodeCitizen, keysIn } from './citizen-codec.ts';
import type { Database } from './connect.ts';
import type { StoredCitizen } from './schemas.ts';

/** All keys of the person that a key is of. */
export type KeysOfPerson = (key: string) => Promise<string[]>;

/** Finds them over an open database. A key nobody's records stand under is alone. */
export function personKeyReader(database: Database): KeysOfPerson {
  const collection = database.connection.collection<StoredCitizen>('citizens');
  return async (key) => {
    const asked = await collection.findOne({ _id: key });
    const person = asked?.leadsTo === undefined ? asked : await collection.findOne({ _id: asked.leadsTo });
    if (person === null) return [key];
    return [...new Set([key, ...keysIn(decodeCitizen(person))])];
  };
}

/** A database of a test's own on the server of the run. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '../../hub/store/connect.ts';
import type { cleanups } from './processes.ts';

/** Opens an empty one, which is gone when the tests that `later` belongs to are over. */
export async function openDatabase(later: ReturnType<typeof cleanups>): Promise<Database> {
  const uri = process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it');
  const database = await connectDatabase({ uri, database: `t${randomBytes(5).toString('hex')}` });
  later(async () => {
    await database.connection.dropDatabase();
    await database.close();
  });
  return database;
}

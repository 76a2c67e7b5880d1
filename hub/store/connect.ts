import mongoose, { type Connection } from 'mongoose';
import type { Configuration } from '../../config/schema.ts';
import { HubError } from '../errors.ts';
import { defineModels } from './schemas.ts';

/** The open database: native collections for the fast paths, models for indexes and the slow ones. */
export type Database = {
  connection: Connection;
  /** True while a primary is known. */
  isConnected(): boolean;
  close(): Promise<void>;
};

/**
 * Connects and makes the indexes. Every write is acknowledged by a majority and journalled. The driver's own retries
 * are off: the log is read again after a failure, and each write is conditional, so a repeat cannot do harm.
 */
export async function connectDatabase(settings: Configuration['mongodb']): Promise<Database> {
  try {
    const connection = await mongoose
      .createConnection(settings.uri, {
        dbName: settings.database,
        retryWrites: false,
        w: 'majority',
        journal: true,
        maxPoolSize: 20,
        serverSelectionTimeoutMS: 5000,
        socketTimeoutMS: 30_000,
        autoIndex: false,
      })
      .asPromise();
    await Promise.all(defineModels(connection).map((model) => model.createIndexes()));
    return {
      connection,
      isConnected: () => connection.readyState === mongoose.ConnectionStates.connected,
      close: () => connection.close(),
    };
  } catch (error) {
    throw new HubError('store-unavailable', 'connecting to MongoDB', error);
  }
}

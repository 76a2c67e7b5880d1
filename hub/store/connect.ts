import mongoose, { type Connection } from 'mongoose';
import type { Configuration } from '../../config/schema.ts';
import { HubError, StartRefused } from '../errors.ts';
import { defineModels } from './schemas.ts';

/** The open database: native collections for the fast paths, models for indexes and the slow ones. */
export type Database = {
  connection: Connection;
  /** Asks the primary for a sign of life; throws `store-unavailable`. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Connects and makes the indexes; `readOnly` for who only looks, and leaves everything as it is. Every write is
 * acknowledged by a majority and journalled. The driver's own retries are off: the log is read again after a failure, and
 * each write is conditional, so a repeat cannot do harm. Nothing stays open where it fails.
 * Throws `store-unavailable`, or `StartRefused` if the settings cannot work however long the server is waited for.
 */
export async function connectDatabase(
  settings: Configuration['mongodb'],
  { readOnly = false }: { readOnly?: boolean } = {},
): Promise<Database> {
  const connection = mongoose.createConnection();
  try {
    await connection.openUri(settings.uri, {
      dbName: settings.database,
      retryWrites: false,
      w: 'majority',
      journal: true,
      maxPoolSize: 20,
      serverSelectionTimeoutMS: 5000,
      heartbeatFrequencyMS: 2000,
      socketTimeoutMS: 30_000,
      autoIndex: false,
    });
    if (!readOnly) await Promise.all(defineModels(connection).map((model) => model.createIndexes()));
    return {
      connection,
      ping: () => ping(connection),
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.destroy().catch(() => undefined);
    const problem = problemOf(error);
    if (problem !== undefined) throw new StartRefused('connecting to MongoDB', [problem]);
    throw new HubError('store-unavailable', 'connecting to MongoDB', error);
  }
}

/** What the driver throws about the connection string itself, before it asks a server. */
const refusedStrings =
  /^Mongo(ParseError|InvalidArgumentError|MissingCredentialsError|MissingDependencyError|RuntimeError)$/;

/** What a server answers, by its code: AuthenticationFailed and Unauthorized. */
const answers: ReadonlyMap<unknown, string> = new Map([
  [18, 'mongodb.uri: expected a user and password that MongoDB takes'],
  [13, 'mongodb.uri: expected a user who may write and make indexes in mongodb.database'],
]);
/** IndexOptionsConflict and IndexKeySpecsConflict. */
const indexConflicts: ReadonlySet<unknown> = new Set([85, 86]);

/** What is wrong with the settings, if that is why it failed. The driver's message can quote them, so it is left out. */
function problemOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (refusedStrings.test(error.name)) {
    return `mongodb.uri: expected a connection string with options MongoDB has, user and password percent-encoded (${error.name})`;
  }
  const code = 'code' in error ? error.code : undefined;
  return indexConflicts.has(code) ? inTheWay(error.message) : answers.get(code);
}

function inTheWay(message: string): string {
  const [, name = 'it'] = /(?:different name: |name: ")(\w+)/.exec(message) ?? [];
  return `mongodb.database: expected no index there that is made otherwise than this hub makes it; drop ${name} and start again`;
}

const pingWithinMs = 2000;

/** The driver waits for its socket however long that hangs, so the limit is ours. */
async function ping(connection: Connection): Promise<void> {
  const asking = 'asking MongoDB for a sign of life';
  if (connection.readyState !== mongoose.ConnectionStates.connected) throw new HubError('store-unavailable', asking);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new HubError('store-unavailable', asking)), pingWithinMs);
  });
  try {
    await Promise.race([connection.db?.command({ ping: 1 }), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** The servers behind a hub, for the commands that run the working copy's own code on them (docs/adr/0013). */
import type { Configuration } from '../../config/schema.ts';
import { classify } from '../../hub/errors.ts';
import { personKeys, type PersonKeys } from '../../hub/identity/keys.ts';
import { openReader, type TopicReader } from '../../hub/kafka/reader.ts';
import { topicNames } from '../../hub/kafka/topics.ts';
import { citizenStore, type Citizens } from '../../hub/store/citizens.ts';
import { connectDatabase, type Database } from '../../hub/store/connect.ts';
import { ledgerStore, type Ledger } from '../../hub/store/ledger.ts';
import { CliError, type CliContext } from './context.ts';
import { loadSettings, wrongSettings } from './hub-settings.ts';

export type HubServers = {
  configuration: Configuration;
  database: Database;
  citizens: Citizens;
  ledger: Ledger;
  /** Of the records of one system. */
  topic: string;
  reader: TopicReader;
  personKeys: PersonKeys;
};

const batchSize = 2000;

/** Does some work on the servers of the hub that is configured, for one system's records. Throws `CliError`. */
export async function withServers<T>(
  context: CliContext,
  system: string,
  work: (servers: HubServers) => Promise<T>,
): Promise<T> {
  const settings = loadSettings(context);
  if (!settings.ok) throw wrongSettings(settings.problems);
  const { configuration } = settings;
  try {
    return await connected(configuration, system, work);
  } catch (error) {
    const { code, disposition } = classify(error);
    if (disposition !== 'transient') throw error;
    const { brokers } = configuration.kafka;
    throw new CliError(
      `The hub's servers do not answer: ${code}`,
      `Do Kafka (${brokers}) and MongoDB run, and may this machine reach them?`,
    );
  }
}

async function connected<T>(
  configuration: Configuration,
  system: string,
  work: (servers: HubServers) => Promise<T>,
): Promise<T> {
  const { kafka, mongodb, identity } = configuration;
  const topic = topicNames(kafka.topicPrefix).records(system);
  const database = await connectDatabase(mongodb, { readOnly: true });
  try {
    const reader = await openReader({ kafka, log: () => undefined, topic, batchSize });
    try {
      const stores = { database, citizens: citizenStore(database), ledger: ledgerStore(database) };
      return await work({ configuration, ...stores, topic, reader, personKeys: personKeys(identity.pseudonymKey) });
    } finally {
      await reader.close();
    }
  } finally {
    await database.close();
  }
}

/** Producing in batches: all acknowledged by all in-sync replicas, in order per key, or the call fails. */
import { HubError } from '../errors.ts';
import { connectProducer, type OutMessage, type ProducerClient, type ProducerSettings } from './producer-client.ts';
import { watchStalls, type StallWatch } from './stall.ts';

export type { OutMessage } from './producer-client.ts';

export type Producer = {
  /**
   * Resolves when every message is acknowledged; throws `kafka-unavailable` if one was not, and then some of them may
   * have been written. May be called concurrently.
   */
  send(messages: readonly OutMessage[]): Promise<void>;
  /**
   * Asks the brokers for their metadata; throws `kafka-unavailable` if none answers within `timeoutMs`, or if they
   * answer but have left a send without acknowledgement for too long.
   */
  ping(timeoutMs: number): Promise<void>;
  /** How many messages each partition of these topics ever took (the end offsets), by `topic/partition`. */
  ends(topics: readonly string[], partitions: number): Promise<Map<string, number>>;
  close(): Promise<void>;
};

type ProducerOptions = ProducerSettings & {
  /** Where its sends are watched; `ping` tells of all that are. Alone if not given. */
  stalls?: StallWatch;
};

/**
 * Connects an idempotent producer (`acks=all`, lz4). With `timeoutMs` 0 a message is never given up, so a retry can
 * not overtake it; callers that must answer a person in time (HTTP) use their own producer with a limit.
 */
export async function createProducer(options: ProducerOptions): Promise<Producer> {
  const client = await connectRenewing(options);
  const stalls = options.stalls ?? watchStalls(options.log);

  return {
    async ping(timeout) {
      try {
        await (await client.usable()).ping(timeout);
      } catch (error) {
        stalls.noteSilence();
        throw error;
      }
      stalls.check();
    },
    ends: async (topics, partitions) => endOffsets(await client.usable(), topics, partitions),
    async send(messages) {
      if (messages.length === 0) return;
      const end = stalls.begin();
      try {
        await sendBatch(client, messages);
      } catch (error) {
        end(false);
        throw error;
      }
      end(true);
    },
    close: () => client.close(),
  };
}

type Renewing = {
  /** The client, a new one if the last can not be used any more; throws `kafka-unavailable`. */
  usable(): Promise<ProducerClient>;
  close(): Promise<void>;
};

/** Brokers that lost what they had acknowledged end a client's use for good, so another one takes its place. */
async function connectRenewing(settings: ProducerSettings): Promise<Renewing> {
  let client = await connectProducer(settings);
  let renewal: Promise<void> | undefined;
  let isClosed = false;

  const renew = async (): Promise<void> => {
    await client.end();
    client = await connectProducer(settings);
  };
  return {
    async usable() {
      if (isClosed) throw new HubError('kafka-unavailable', 'using a closed producer');
      if (client.isUsable) return client;
      renewal ??= renew().finally(() => (renewal = undefined));
      await renewal;
      return client;
    },
    async close() {
      isClosed = true;
      await renewal?.catch(() => undefined);
      await client.end();
    },
  };
}

/** Whoever meets the fatal error did nothing to bring it about, and sends once more by the client that comes after. */
async function sendBatch(client: Renewing, messages: readonly OutMessage[]): Promise<void> {
  const used = await client.usable();
  try {
    await used.send(messages);
  } catch (error) {
    if (used.isUsable) throw error;
    await (await client.usable()).send(messages);
  }
}

async function endOffsets(
  client: ProducerClient,
  topics: readonly string[],
  partitions: number,
): Promise<Map<string, number>> {
  const ends = new Map<string, number>();
  for (const topic of topics) {
    for (let partition = 0; partition < partitions; partition += 1) {
      ends.set(`${topic}/${partition}`, await client.endOffset(topic, partition));
    }
  }
  return ends;
}

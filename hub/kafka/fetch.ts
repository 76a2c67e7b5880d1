import type { KafkaConsumer, LibrdKafkaError, Message } from 'node-rdkafka';

const pauseMs = 200;

/** At most `count` messages: those that are there, or that come before `timeoutMs` pass without one. */
export function consume(client: KafkaConsumer, count: number, timeoutMs: number): Promise<Message[]> {
  client.setDefaultConsumeTimeout(timeoutMs);
  return new Promise((resolve) => {
    client.consume(count, (error, messages) => {
      if ((error as LibrdKafkaError | null) === null) resolve(messages);
      else setTimeout(() => resolve([]), pauseMs);
    });
  });
}

/** A batch: waits `idleMs` for a first message, and takes with it what is there already. */
export async function fetchBatch(client: KafkaConsumer, size: number, idleMs: number): Promise<Message[]> {
  // The client waits its time-out for each next message, so only the first is waited for.
  const first = await consume(client, 1, idleMs);
  if (first.length === 0 || size === 1) return first;
  return first.concat(await consume(client, size - 1, 0));
}

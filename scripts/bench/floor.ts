/**
 * Floor M: the least that any stage which reads, merges and announces must do, written by hand on the same clients and
 * nothing else: consume, parse, read the people of the batch in one `$in`, merge, write by {_id, rev}, one event each,
 * all acknowledged, offsets committed. Two lanes and prefetch, majority and journal, as the stage it is held against.
 */
import mongoose from 'mongoose';
import type { Collection } from 'mongoose';
import { runConsumer, type Message } from '../../hub/kafka/consumer.ts';
import { createProducer, type Producer } from '../../hub/kafka/producer.ts';
import { createMetrics } from '../../hub/observability/metrics.ts';
import type { SideInput } from './side-input.ts';

type FloorDocument = { _id: string; rev: number; facts: Record<string, unknown> };
type Parsed = { key: string; sourceKey: string; body: unknown };

/** Runs the floor over the records topic until every record was handled. Answers when the last was acknowledged. */
export async function runFloor(
  input: SideInput,
  onProgress: (handled: number) => void,
): Promise<{ close(): Promise<void> }> {
  const { configuration, log, topic, changes } = input;
  const connection = await mongoose
    .createConnection(configuration.mongodb.uri, {
      dbName: configuration.mongodb.database,
      retryWrites: false,
      w: 'majority',
      journal: true,
    })
    .asPromise();
  const people = connection.collection<FloorDocument>('floor');
  const producer = await createProducer({ kafka: configuration.kafka, log, timeoutMs: 0 });
  const consumer = await runConsumer({
    kafka: configuration.kafka,
    log,
    metrics: createMetrics({ defaults: false }),
    stage: 'floor',
    topics: [topic],
    batchSize: configuration.normalise.batchSize,
    async handle(messages) {
      const lanes: Parsed[][] = [[], []];
      for (const message of messages) {
        const parsed = parse(message);
        lanes[parsed.key.charCodeAt(0) % 2]?.push(parsed);
      }
      await Promise.all(lanes.map((lane) => runLane(lane, { people, producer, changes })));
      onProgress(messages.length);
    },
  });
  return {
    async close() {
      await consumer.stop();
      await producer.close();
      await connection.close();
    },
  };
}

function parse(message: Message): Parsed {
  const envelope = JSON.parse(message.value?.toString() ?? '{}') as { sourceKey: string; body: string };
  return { key: message.key?.toString() ?? '', sourceKey: envelope.sourceKey, body: JSON.parse(envelope.body) };
}

type Servers = { people: Collection<FloorDocument>; producer: Producer; changes: string };

async function runLane(lane: readonly Parsed[], { people, producer, changes }: Servers): Promise<void> {
  const keys = [...new Set(lane.map(({ key }) => key))];
  const standing = new Map((await people.find({ _id: { $in: keys } }).toArray()).map((each) => [each._id, each]));
  const merged = new Map<string, FloorDocument>();
  for (const { key, sourceKey, body } of lane) {
    const before = merged.get(key) ?? standing.get(key);
    merged.set(key, { _id: key, rev: (before?.rev ?? 0) + 1, facts: { ...before?.facts, [sourceKey]: body } });
  }
  const writes = [...merged.values()].map((document) => {
    const before = standing.get(document._id);
    if (before === undefined) return { insertOne: { document } };
    return { replaceOne: { filter: { _id: document._id, rev: before.rev }, replacement: document } };
  });
  if (writes.length > 0) await people.bulkWrite(writes, { ordered: false });
  const events = lane.map(({ key, sourceKey }) => ({
    topic: changes,
    key,
    value: Buffer.from(JSON.stringify({ person: key, cause: sourceKey })),
  }));
  await producer.send(events);
}

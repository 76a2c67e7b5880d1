/**
 * Rebalances are applied between batches, never under one: a partition is given up only after the batch in hand is
 * finished and committed, so two owners of a person never overlap, and messages fetched before are dropped whole.
 */
import rdkafka, {
  type Assignment,
  type KafkaConsumer,
  type LibrdKafkaError,
  type TopicPartition,
  type TopicPartitionOffset,
} from 'node-rdkafka';
import type { Log } from '../observability/log.ts';

/** For every partition owned, `topic/partition` -> the offset up to which (exclusive) all is handled and acknowledged. */
export type Positions = Map<string, number>;

type Change = { kind: 'assign' | 'revoke'; assignments: TopicPartition[] };

/** Collects rebalance events of one consumer and applies them when its loop says so. */
export function createRebalancer(log: Log, stage: string) {
  const changes: Change[] = [];
  const positions: Positions = new Map();
  let closing: KafkaConsumer | undefined;
  return {
    positions,
    get pending(): boolean {
      return changes.length > 0;
    },
    push(error: LibrdKafkaError, assignments: TopicPartition[]): void {
      if (closing !== undefined) {
        closing.unassign();
        return;
      }
      const assign = error.code === rdkafka.CODES.ERRORS.ERR__ASSIGN_PARTITIONS;
      changes.push({ kind: assign ? 'assign' : 'revoke', assignments });
    },
    /**
     * From here on every change is answered at once by giving all partitions up, and so is what came since the last was
     * applied: nothing is in hand, and the client, waiting for the answer, would never close, nor the process end.
     */
    close(client: KafkaConsumer): void {
      closing = client;
      if (changes.splice(0).length > 0) client.unassign();
    },
    async apply(client: KafkaConsumer): Promise<void> {
      for (let change = changes.shift(); change !== undefined; change = changes.shift()) {
        positions.clear();
        if (change.kind === 'revoke') client.unassign();
        else await assign(client, change.assignments, positions);
        log('stage.rebalanced', { stage, partitions: positions.size });
      }
    },
    /** The positions as offsets to commit. */
    owned(): TopicPartitionOffset[] {
      return [...positions].map(([key, offset]) => ({ ...splitKey(key), offset }));
    },
    /** Messages on the owned partitions that are not handled yet, by what the last fetches said. */
    lag: (client: KafkaConsumer): number => lagOf(client, positions),
  };
}

function lagOf(client: KafkaConsumer, positions: Positions): number {
  let behind = 0;
  for (const [key, position] of positions) {
    const { topic, partition } = splitKey(key);
    const { highOffset } = client.getWatermarkOffsets(topic, partition);
    if (highOffset > position) behind += highOffset - position;
  }
  return behind;
}

async function assign(client: KafkaConsumer, assignments: Assignment[], positions: Positions): Promise<void> {
  const committed = await new Promise<{ topic: string; partition: number; offset?: number }[]>((resolve) => {
    client.committed(assignments, 10_000, (error, offsets) => {
      // Without an answer the positions are unknown; the handler then repeats what it cannot know to be done.
      resolve((error as LibrdKafkaError | null) === null ? offsets : []);
    });
  });
  for (const { topic, partition, offset } of committed) {
    positions.set(`${topic}/${String(partition)}`, Math.max(0, offset ?? 0));
  }
  client.assign(assignments);
}

function splitKey(key: string): TopicPartition {
  const slash = key.lastIndexOf('/');
  return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) };
}

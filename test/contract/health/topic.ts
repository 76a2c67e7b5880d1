/** A topic, played: what it holds can be changed while it is read, and calls can be made to fail. */
import type {
  ConnectorDependencies,
  TopicAddress,
  TopicBatch,
  TopicMessage,
  TopicReader,
} from '../../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';

export type PlayedMessage = Partial<Pick<TopicMessage, 'key' | 'value' | 'timestamp'>>;

export type PlayedTopic = {
  /** Messages by partition, each at its index; undefined is an offset without a message. */
  partitions: (PlayedMessage | undefined)[][];
  /** The oldest offset kept, of every partition. */
  first: number;
  /** How the next calls are to fail, the first first. */
  failures: ConnectorErrorCode[];
  /** What was asked for, in order. */
  asked: { from: Record<string, number>; messages: number; bytes: number }[];
  opened: TopicAddress[];
  closed: number;
  openTopic: ConnectorDependencies['openTopic'];
};

export const settings = { brokers: '127.0.0.1:9092', topic: 'ho-so-benh-nhan', securityProtocol: 'plaintext' };

/** Starts playing a topic of one partition, empty. */
export function playTopic(): PlayedTopic {
  const state: PlayedTopic = {
    partitions: [[]],
    first: 0,
    failures: [],
    asked: [],
    opened: [],
    closed: 0,
    openTopic: (address) => {
      state.opened.push(address);
      return readerOf(state);
    },
  };
  return state;
}

function readerOf(state: PlayedTopic): TopicReader {
  return {
    bounds: async (signal) => {
      await answer(state, signal);
      return new Map(state.partitions.map(({ length }, partition) => [partition, { first: state.first, end: length }]));
    },
    read: async (from, limits, signal) => {
      await answer(state, signal);
      state.asked.push({ from: Object.fromEntries(from), ...limits });
      return batchOf(state, from, limits);
    },
    close: () => {
      state.closed += 1;
    },
  };
}

async function answer({ failures }: PlayedTopic, signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  const code = signal.aborted ? 'aborted' : failures.shift();
  if (code !== undefined) throw new ConnectorError(code, { system: 'health', operation: 'reading topic' });
}

type Limits = { messages: number; bytes: number };

function batchOf({ partitions }: PlayedTopic, from: ReadonlyMap<number, number>, limits: Limits): TopicBatch {
  const messages: TopicMessage[] = [];
  const positions = new Map(from);
  const isFull = () => messages.length >= limits.messages || sizeOf(messages) >= limits.bytes;
  for (const [partition, held] of partitions.entries()) {
    let offset = positions.get(partition) ?? held.length;
    for (; offset < held.length && !isFull(); offset += 1) {
      const message = held[offset];
      if (message !== undefined) messages.push({ ...empty, ...message, partition, offset });
    }
    if (from.has(partition)) positions.set(partition, offset);
  }
  return { messages, positions };
}

const empty = { key: null, value: null, timestamp: undefined, headers: [] };

function sizeOf(messages: readonly TopicMessage[]): number {
  return messages.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
}

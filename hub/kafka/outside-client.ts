/** The client of an outside Kafka: how it is set up, its calls as promises, and what its failures mean. */
import rdkafka, { type KafkaConsumer, type LibrdKafkaError, type Message } from 'node-rdkafka';
import type { TopicAddress } from '../../connectors/contract.ts';
import type { ConnectorErrorCode } from '../../connectors/errors.ts';

/** A failure of the client, by librdkafka's number. */
export class KafkaFailure extends Error {
  override readonly name = 'KafkaFailure';
  readonly number: number;

  constructor(number: number) {
    super(`librdkafka ${number}`);
    this.number = number;
  }
}

const { ERRORS } = rdkafka.CODES;

const codes: ReadonlyMap<number, ConnectorErrorCode> = new Map([
  [ERRORS.ERR__TRANSPORT, 'unreachable'],
  [ERRORS.ERR__RESOLVE, 'unreachable'],
  [ERRORS.ERR__ALL_BROKERS_DOWN, 'unreachable'],
  [ERRORS.ERR__SSL, 'unreachable'],
  [ERRORS.ERR__TIMED_OUT, 'timeout'],
  [ERRORS.ERR__TIMED_OUT_QUEUE, 'timeout'],
  [ERRORS.ERR_REQUEST_TIMED_OUT, 'timeout'],
  [ERRORS.ERR__AUTHENTICATION, 'wrong-credentials'],
  [ERRORS.ERR_SASL_AUTHENTICATION_FAILED, 'wrong-credentials'],
  [ERRORS.ERR_TOPIC_AUTHORIZATION_FAILED, 'wrong-credentials'],
  [ERRORS.ERR_GROUP_AUTHORIZATION_FAILED, 'wrong-credentials'],
  [ERRORS.ERR__UNKNOWN_TOPIC, 'wrong-address'],
  [ERRORS.ERR__UNKNOWN_PARTITION, 'wrong-address'],
  [ERRORS.ERR_UNKNOWN_TOPIC_OR_PART, 'wrong-address'],
  [ERRORS.ERR__AUTO_OFFSET_RESET, 'entries-lost'],
  [ERRORS.ERR_OFFSET_OUT_OF_RANGE, 'entries-lost'],
]);

/**
 * What a failure means, total. A client that cannot log in fails as if nobody answered; that its login was refused it
 * tells by an event of its own.
 */
export function codeOfFailure(error: unknown, isRefused: boolean): ConnectorErrorCode {
  const code = (error instanceof KafkaFailure ? codes.get(error.number) : undefined) ?? 'upstream-error';
  return isRefused && (code === 'unreachable' || code === 'timeout') ? 'wrong-credentials' : code;
}

/** What the client tells by itself while it works. */
type Listeners = {
  /** `isRefused`: it was our login or our rights. */
  onError: (error: { code: number }, isRefused: boolean) => void;
  /** A partition was read to its end: the offset to go on from. */
  onEnd: (end: { partition: number; offset: number }) => void;
};

type ClientOptions = Omit<TopicAddress, 'timeoutMs'> & { clientId: string; groupId: string };

/** Connects a consumer within `timeout` milliseconds. @throws KafkaFailure; then nothing is left running */
export function connectOutside(options: ClientOptions, timeout: number, listeners: Listeners): Promise<KafkaConsumer> {
  const { topic, clientId, groupId, brokers, securityProtocol } = options;
  const client = new rdkafka.KafkaConsumer(
    {
      'client.id': clientId,
      'socket.keepalive.enable': true,
      'reconnect.backoff.max.ms': 2000,
      'log.connection.close': false,
      'fetch.wait.max.ms': 100,
      'fetch.queue.backoff.ms': 10,
      // What is fetched ahead is the larger part of the memory used.
      'queued.max.messages.kbytes': 16_384,
      'fetch.max.bytes': 8_388_608,
      ...options.options,
      'metadata.broker.list': brokers,
      'security.protocol': securityProtocol,
      // The client wants a name, but joins no group: it is assigned its partitions and commits nothing.
      'group.id': groupId,
      'enable.auto.commit': false,
      'enable.partition.eof': true,
    },
    { 'auto.offset.reset': 'error' },
  );
  // Events come without their number (it is always -1), only with its text.
  client.on('event.error', (error) => listeners.onError(error, /\bauthenticat|\bauthoriz/i.test(error.message)));
  client.on('partition.eof', listeners.onEnd);
  return new Promise((resolve, reject) => {
    client.connect({ topic, timeout }, (error) => {
      if (isNone(error)) resolve(client);
      else reject(new KafkaFailure(error.code));
    });
  });
}

/** The partitions a topic has now; none if there is no such topic. */
export function partitionsOf(client: KafkaConsumer, topic: string, timeout: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    client.getMetadata({ topic, timeout }, (error, metadata) => {
      if (!isNone(error)) reject(new KafkaFailure(error.code));
      else resolve(metadata.topics.find(({ name }) => name === topic)?.partitions.map(({ id }) => id) ?? []);
    });
  });
}

/** The oldest offset a partition keeps, and the one after its newest. */
export function watermarksOf(
  client: KafkaConsumer,
  { topic, partition }: { topic: string; partition: number },
  timeout: number,
): Promise<{ first: number; end: number }> {
  return new Promise((resolve, reject) => {
    client.queryWatermarkOffsets(topic, partition, timeout, (error, offsets) => {
      if (isNone(error)) resolve({ first: offsets.lowOffset, end: offsets.highOffset });
      else reject(new KafkaFailure(error.code));
    });
  });
}

/** At most `count` messages; waits `timeout` milliseconds for each next one. */
export function consume(client: KafkaConsumer, count: number, timeout: number): Promise<Message[]> {
  client.setDefaultConsumeTimeout(timeout);
  return new Promise((resolve, reject) => {
    client.consume(count, (error, messages) => {
      if (isNone(error)) resolve(messages);
      else reject(new KafkaFailure(error.code));
    });
  });
}

/** The types of the package do not say that there may be no error. */
function isNone(error: LibrdKafkaError | null): error is null {
  return error === null;
}

/** A Kafka in the process, librdkafka's own mock, that can be made to refuse what is written: no server is started. */
import assert from 'node:assert/strict';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import rdkafka, { type LibrdKafkaError, type Metadata } from 'node-rdkafka';
import type { Configuration } from '../../config/schema.ts';

type Settings = Configuration['kafka'];

export type MockKafka = {
  /** For a producer. */
  kafka: Settings;
  /** For a consumer, which is refused nothing: it holds up the whole process, this Kafka too, while it ends. */
  direct: Settings;
  /** From now on writes are answered with this error code of the protocol; 0: they are taken. */
  refuseWrites(code: number): void;
  /** Refuses the next write only, with this error code. */
  refuseOneWrite(code: number): void;
  /** How many clients that ask for a producer id of their own there have been. */
  producers(): number;
  close(): Promise<void>;
};

const produceRequest = 0;
const metadataAnswer = 3;
const coordinatorAnswer = 10;
const initProducerId = 22;

/** Starts it, empty. A topic is there as soon as it is asked for, with four partitions. */
export async function startMockKafka(): Promise<MockKafka> {
  const mock = new rdkafka.Producer({ 'metadata.broker.list': 'mock:1', ...{ 'test.mock.num.brokers': 1 } });
  mock.on('event.error', () => undefined);
  const port = await new Promise<number>((resolve, reject) => {
    mock.connect({ timeout: 10_000 }, (error: LibrdKafkaError | null, metadata: Metadata) => {
      if (error !== null) reject(new Error('starting a mock of Kafka', { cause: error }));
      else resolve(metadata.brokers[0]?.port ?? assert.fail('a mock without brokers'));
    });
  });
  let code = 0;
  let isOnce = false;
  let producers = 0;
  const proxy = await startProxy(port, (kind) => {
    if (kind === initProducerId) producers += 1;
    if (kind !== produceRequest) return 0;
    const answered = code;
    if (isOnce) code = 0;
    return answered;
  });
  const refuse = (refused: number, once: boolean): void => {
    code = refused;
    isOnce = once;
  };
  const at = (to: number): Settings => ({
    ...{ brokers: `127.0.0.1:${to}`, clientId: 'test', groupPrefix: 'test', topicPrefix: '', partitions: 4 },
    ...{ replicationFactor: 1, rawRetentionDays: 30, options: {} },
  });
  return {
    kafka: at(proxy.port),
    direct: at(port),
    refuseWrites: (refused) => refuse(refused, false),
    refuseOneWrite: (refused) => refuse(refused, true),
    producers: () => producers,
    async close() {
      await proxy.close();
      await new Promise<void>((resolve) => mock.disconnect(() => resolve()));
    },
  };
}

/**
 * Stands before the mock, which cannot be told from here to refuse anything. `errorFor` is asked for every answer, by
 * the kind of its request, and gives the error code to put into the answer to a write.
 */
async function startProxy(port: number, errorFor: (kind: number) => number) {
  const sockets = new Set<Socket>();
  let own = 0;
  const server = createServer((client) => {
    const broker = connectSocket(port, '127.0.0.1');
    /** Kind and version of what was asked, by the number that comes back with the answer. */
    const asked = new Map<number, { kind: number; version: number }>();
    onFrames(client, (frame) => {
      asked.set(frame.readInt32BE(8), { kind: frame.readInt16BE(4), version: frame.readInt16BE(6) });
      broker.write(frame);
    });
    onFrames(broker, (frame) => {
      const { kind, version } = asked.get(frame.readInt32BE(4)) ?? assert.fail('an answer to no request');
      if (kind === metadataAnswer || kind === coordinatorAnswer) replacePort(frame, port, own);
      const error = errorFor(kind);
      if (error !== 0) frame.writeInt16BE(error, placeOfError(frame, version));
      client.write(frame);
    });
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        broker.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  own = address.port;
  return {
    port: own,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Calls back with every message of the protocol, its four bytes of length included. */
function onFrames(socket: Socket, each: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, Buffer.from(data)]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const length = 4 + rest.readInt32BE(0);
      each(Buffer.from(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
  });
}

/** Where the error of the first partition stands in the answer to a write: after its first topic's name. */
function placeOfError(frame: Buffer, version: number): number {
  // Since version 9 lengths are one byte that counts from one, and a byte ends the header.
  if (version >= 9) return 8 + 1 + 1 + frame.readUInt8(10) + 1 + 4;
  return 8 + 4 + 2 + frame.readInt16BE(12) + 4 + 4;
}

/** Puts the proxy's port in place of the mock's, so that the client comes back to it. */
function replacePort(frame: Buffer, from: number, to: number): void {
  const written = Buffer.alloc(4);
  written.writeInt32BE(from);
  for (let at = frame.indexOf(written, 8); at !== -1; at = frame.indexOf(written, at + 4)) frame.writeInt32BE(to, at);
}

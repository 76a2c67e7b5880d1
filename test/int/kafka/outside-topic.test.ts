/** The reader of an outside topic, against a real Kafka: that it keeps what connectors/contract.ts promises. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { TopicMessage, TopicPositions, TopicReader } from '../../../connectors/contract.ts';
import { cleanups, freePorts, host } from '../../support/processes.ts';
import { makeTopic, type OwnTopic } from '../../support/topic.ts';
import { timed } from '../../support/until.ts';
import { brokers, fails, openReader, written } from './outside.ts';

const { signal } = new AbortController();
const plenty = { messages: 10_000, bytes: 1 << 26 };

describe('a topic of an outside Kafka', function () {
  this.timeout(60_000);
  const later = cleanups();

  const topicOf = async (partitions: number): Promise<OwnTopic> => {
    const topic = await makeTopic(brokers, partitions);
    later(() => topic.close());
    return topic;
  };
  const readerOf = (address: Parameters<typeof openReader>[0]): TopicReader => {
    const reader = openReader(address);
    later(() => reader.close());
    return reader;
  };
  /** Everything from some positions to the ends there are. */
  const readOn = async (reader: TopicReader, from: TopicPositions, limits = plenty): Promise<TopicMessage[]> => {
    const bounds = await reader.bounds(signal);
    const messages: TopicMessage[] = [];
    let positions = from;
    while ([...bounds].some(([partition, { end }]) => (positions.get(partition) ?? end) < end)) {
      const batch = await reader.read(positions, limits, signal);
      messages.push(...batch.messages);
      ({ positions } = batch);
    }
    return messages;
  };
  const offsets = (messages: readonly TopicMessage[], partition: number) =>
    messages.filter((message) => message.partition === partition).map(({ offset }) => offset);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_none, index) => from + index);

  it('gives messages as they were written', async () => {
    const topic = await topicOf(2);
    const headers = [{ a: 'b' }, { a: 'c' }];
    await topic.write([
      { partition: 1, key: Buffer.from([0xff, 0x00]), value: Buffer.from([0x00, 0xfe]), timestamp: 1_700_000_000_123, headers }, // prettier-ignore
      { partition: 1, key: 'BN-1/HS-1', value: null, timestamp: 1_700_000_000_124 },
    ]);
    const reader = readerOf(topic);
    assert.deepEqual(
      await reader.bounds(signal),
      new Map([
        [0, { first: 0, end: 0 }],
        [1, { first: 0, end: 2 }],
      ]),
    );
    const messages = await readOn(reader, new Map([[0, 0], [1, 0]])); // prettier-ignore
    const named = ['b', 'c'].map((each) => ({ name: 'a', value: Buffer.from(each) }));
    assert.deepEqual(messages, [
      { partition: 1, offset: 0, key: Buffer.from([0xff, 0x00]), value: Buffer.from([0x00, 0xfe]), headers: named, timestamp: 1_700_000_000_123 }, // prettier-ignore
      { partition: 1, offset: 1, key: Buffer.from('BN-1/HS-1'), value: null, headers: [], timestamp: 1_700_000_000_124 }, // prettier-ignore
    ]);
  });

  it('gives exactly what stands behind the positions asked for, wherever the reader was before', async () => {
    const topic = await topicOf(2);
    await topic.write([...written(0, 300), ...written(0, 200, 1)]);
    const reader = readerOf(topic);
    for (const [one, other] of [
      [0, 0],
      [299, 0],
      [300, 200],
      [17, 199],
      [0, 200],
      [250, 3],
      [0, 0],
    ] as const) {
      // prettier-ignore
      const messages = await readOn(reader, new Map([[0, one], [1, other]]), { messages: 64, bytes: 1 << 20 }); // prettier-ignore
      assert.deepEqual(offsets(messages, 0), range(one, 300));
      assert.deepEqual(offsets(messages, 1), range(other, 200));
    }
  });

  it('ends a batch at the number or at the bytes allowed', async () => {
    const topic = await topicOf(1);
    await topic.write(range(0, 200).map(() => ({ value: 'x'.repeat(10_000) })));
    const reader = readerOf(topic);
    const few = await reader.read(new Map([[0, 0]]), { messages: 7, bytes: 1 << 20 }, signal);
    assert.ok(few.messages.length >= 1 && few.messages.length <= 7);
    const messages = await readOn(reader, few.positions, { messages: 1000, bytes: 50_000 });
    assert.equal(messages.length, 200 - few.messages.length);
    const batch = await reader.read(new Map([[0, 0]]), { messages: 1000, bytes: 50_000 }, signal);
    const bytes = batch.messages.reduce((sum, each) => sum + (each.value?.length ?? 0), 0);
    assert.ok(bytes <= 50_000 + 16 * 10_000, `${String(bytes)} bytes were taken`);
  });

  it('tells that entries are lost even where it was not asked for the bounds before', async () => {
    const topic = await topicOf(1);
    await topic.write(written(0, 10));
    await topic.deleteBefore(0, 6);
    await assert.rejects(readerOf(topic).read(new Map([[0, 2]]), plenty, signal), fails('entries-lost'));
  });

  it('tells what is wrong with an address', async () => {
    const topic = await topicOf(1);
    await assert.rejects(readerOf({ ...topic, topic: `${topic.topic}-not` }).bounds(signal), fails('wrong-address'));
    const [port = 0] = await freePorts(1);
    const nowhere = { ...topic, brokers: `${host}:${String(port)}`, timeoutMs: 1000 };
    await assert.rejects(readerOf(nowhere).bounds(signal), fails('unreachable'));
    const options = { 'sasl.mechanisms': 'PLAIN', 'sasl.username': 'hub', 'sasl.password': 'quiet' };
    const refused = { ...topic, securityProtocol: 'sasl_plaintext', options, timeoutMs: 3000 } as const;
    await assert.rejects(readerOf(refused).bounds(signal), fails('wrong-credentials'));
  });

  it('gives up as soon as it is told to, and goes on afterwards', async () => {
    const topic = await topicOf(1);
    await topic.write(written(0, 3));
    const reader = readerOf(topic);
    await readOn(reader, new Map([[0, 0]]));
    const controller = new AbortController();
    const waiting = reader.read(new Map([[0, 3]]), plenty, controller.signal);
    const { ms } = await timed(async () => {
      controller.abort();
      await assert.rejects(waiting, fails('aborted'));
    });
    assert.ok(ms < 500, `it took ${String(ms)} ms`);
    await topic.write(written(3, 5));
    assert.deepEqual(offsets(await readOn(reader, new Map([[0, 3]])), 0), [3, 4]);
  });

  it('gives up at once on brokers that take a connection and say nothing', async () => {
    const server = createServer();
    const connected = once(server, 'connection');
    await once(server.listen(0, host), 'listening');
    later(() => server.close());
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const controller = new AbortController();
    const waiting = readerOf({ topic: 'any', brokers: `${host}:${String(address.port)}` }).bounds(controller.signal);
    const [socket] = (await connected) as [Socket];
    later(() => socket.destroy());
    const { ms } = await timed(async () => {
      controller.abort();
      await assert.rejects(waiting, fails('aborted'));
    });
    assert.ok(ms < 500, `it took ${String(ms)} ms`);
  });

  it('waits no longer than it may for a message that does not come', async () => {
    const topic = await topicOf(1);
    const reader = readerOf({ ...topic, timeoutMs: 400 });
    await reader.bounds(signal);
    await assert.rejects(reader.read(new Map([[0, 0]]), plenty, signal), fails('timeout'));
  });

  it('answers nobody any more once it is closed', async () => {
    const topic = await topicOf(1);
    const reader = readerOf(topic);
    await reader.bounds(signal);
    const waiting = reader.read(new Map([[0, 0]]), plenty, signal);
    reader.close();
    reader.close();
    await assert.rejects(waiting, fails('aborted'));
    await assert.rejects(reader.bounds(signal), fails('aborted'));
  });
});

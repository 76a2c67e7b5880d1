/** A sector's topic read over a real Kafka: by the contract of connectors, and what only real brokers can show. */
import assert from 'node:assert/strict';
import type { TopicMessage, TopicPositions, TopicReader } from '../../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { healthDefinition } from '../../../connectors/sectors/health/definition.ts';
import { openOutsideTopic } from '../../../hub/kafka/outside-topic.ts';
import { createLog } from '../../../hub/observability/log.ts';
import { patientRecord } from '../../contract/health/wire.ts';
import { makeWith, quick } from '../../contract/lib/harness.ts';
import { describeContract, keysOf, readAll, sorted } from '../../contract/lib/suite.ts';
import { cleanups, freePorts, host, startOwnKafka, temporaryFolder } from '../../support/processes.ts';
import { makeTopic, type OwnTopic, type Written } from '../../support/topic.ts';
import { timed, until } from '../../support/until.ts';

const brokers = process.env['KAFKA_BROKERS'] ?? assert.fail('KAFKA_BROKERS is not set: npm test sets it');
const quiet = createLog('error', { write: () => undefined });
const { signal } = new AbortController();
const plenty = { messages: 10_000, bytes: 1 << 26 };

const open: Parameters<typeof makeWith>[2]['openTopic'] = (address) =>
  openOutsideTopic({ ...address, system: 'health', kafka: { clientId: 'test', groupPrefix: 'test' }, log: quiet });

function fails(code: ConnectorErrorCode) {
  return (error: unknown) => error instanceof ConnectorError && error.code === code;
}

const value = (index: number) => patientRecord({ id: `HS-${String(index)}`, patient: `BN-${String(index % 5)}` });
const written = (from: number, to: number, partition = 0): Written[] =>
  Array.from({ length: to - from }, (_none, index) => ({ partition, value: value(from + index) }));
const keys = (from: number, to: number) =>
  sorted(Array.from({ length: to - from }, (_none, index) => `HS-${String(from + index)}`));

describe('a topic of an outside Kafka', function () {
  this.timeout(60_000);
  const later = cleanups();

  const topicOf = async (partitions: number): Promise<OwnTopic> => {
    const topic = await makeTopic(brokers, partitions);
    later(() => topic.close());
    return topic;
  };
  const readerOf = ({ topic }: OwnTopic, more: { timeoutMs?: number } = {}): TopicReader => {
    const reader = openOutsideTopic({
      ...{ brokers, topic, options: {}, timeoutMs: 10_000, system: 'health', log: quiet, ...more },
      kafka: { clientId: 'test', groupPrefix: 'test' },
    });
    later(() => reader.close());
    return reader;
  };
  const sourceOf = ({ topic }: OwnTopic, more: Record<string, unknown> = {}) => {
    const settings = { ...quick, brokers, topic, ...more };
    const { connector } = makeWith(healthDefinition, settings, { openTopic: open });
    later(() => connector.close());
    return connector.source ?? assert.fail('no source');
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

  describe('by the contract', () => {
    let topic: OwnTopic;
    before(async () => {
      topic = await topicOf(2);
      await topic.write([...written(0, 7), ...written(7, 11, 1)]);
    });
    const start = () =>
      Promise.resolve({
        settings: { ...quick, brokers, topic: topic.topic, pageSize: 3 },
        sourceKeys: keys(0, 11),
        openTopic: open,
        stop: () => Promise.resolve(),
      });
    describeContract({ definition: healthDefinition, start }, { source: true, receiver: true });
  });

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

  it('goes past the end of a transaction, which is no message', async () => {
    const topic = await topicOf(1);
    await topic.writeInTransaction(written(0, 3));
    const source = sourceOf(topic);
    const pages = await readAll(source);
    assert.deepEqual(sorted(keysOf(pages)), keys(0, 3));
    assert.deepEqual(pages.at(-1)?.cursor, { 0: 4, topic: topic.topic });
    assert.deepEqual(pages.at(-1)?.lag, { events: 0, seconds: 0 });
    await topic.writeInTransaction(written(3, 5));
    assert.deepEqual(sorted(keysOf(await readAll(source, pages.at(-1)?.cursor))), keys(3, 5));
  });

  it('takes poison between good records: not JSON, other bytes, ten megabytes', async () => {
    const topic = await topicOf(1);
    const large = Buffer.alloc(10 * 1_048_576, 'a');
    const poison = ['{"maHoSo":', Buffer.from([0xff, 0x00, 0xc3]), large].map((each) => ({ value: each }));
    await topic.write([...written(0, 1), ...poison, ...written(1, 2)]);
    const extractions = (await readAll(sourceOf(topic))).flatMap((page) => page.extractions);
    const codes = extractions.map((each) => (each.ok ? 'ok' : (each.faults[0]?.code ?? '')));
    assert.deepEqual(codes, ['ok', 'malformed-json', 'not-text', 'text-too-long', 'ok']);
    const kept = extractions[3];
    assert.ok(kept?.ok === false && kept.body.length === 524_288);
  });

  it('notices a partition that is added', async () => {
    const topic = await topicOf(1);
    await topic.write(written(0, 3));
    const source = sourceOf(topic);
    const first = await readAll(source);
    await topic.addPartitions(3);
    await topic.write([...written(3, 5, 2), ...written(5, 6)]);
    assert.deepEqual(sorted(keysOf(await readAll(source, first.at(-1)?.cursor))), keys(3, 6));
  });

  it('stops loudly where retention ran past the cursor, and where the topic was made anew', async () => {
    const topic = await topicOf(1);
    await topic.write(written(0, 10));
    const source = sourceOf(topic);
    await topic.deleteBefore(0, 6);
    await assert.rejects(readAll(source, { 0: 5, topic: topic.topic }), fails('entries-lost'));
    assert.deepEqual(sorted(keysOf(await readAll(source, { 0: 6, topic: topic.topic }))), keys(6, 10));
    assert.deepEqual(sorted(keysOf(await readAll(source))), keys(6, 10), 'who never read begins at what is kept');
    await topic.remake(1);
    await assert.rejects(readAll(source, { 0: 10, topic: topic.topic }), fails('source-rewound'));
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
    const at = { topic: topic.topic, system: 'health', kafka: { clientId: 'test', groupPrefix: 'test' }, log: quiet };
    const nowhere = openOutsideTopic({ ...at, brokers: `${host}:${String(port)}`, options: {}, timeoutMs: 1000 });
    later(() => nowhere.close());
    await assert.rejects(nowhere.bounds(signal), fails('unreachable'));
    const login = { 'security.protocol': 'sasl_plaintext', 'sasl.mechanisms': 'PLAIN', 'sasl.username': 'hub', 'sasl.password': 'quiet' } as const; // prettier-ignore
    const refused = openOutsideTopic({ ...at, brokers, options: login, timeoutMs: 3000 });
    later(() => refused.close());
    await assert.rejects(refused.bounds(signal), fails('wrong-credentials'));
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

  it('waits no longer than it may for a message that does not come', async () => {
    const topic = await topicOf(1);
    const reader = readerOf(topic, { timeoutMs: 400 });
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

  it('goes on by itself when its brokers are back', async () => {
    const { folder, done } = temporaryFolder();
    later(done);
    const kafka = await startOwnKafka(folder);
    later(() => kafka.stop());
    const topic = await makeTopic(kafka.address, 1);
    later(() => topic.close());
    await topic.write(written(0, 3));
    const source = sourceOf(topic, { brokers: kafka.address, timeoutMs: 2000, retries: 0 });
    const first = await readAll(source);
    await kafka.kill();
    await assert.rejects(readAll(source, first.at(-1)?.cursor), (error) => {
      return error instanceof ConnectorError && error.disposition === 'transient';
    });
    await kafka.start();
    await topic.write(written(3, 5));
    const pages = await until('it reads again', () => readAll(source, first.at(-1)?.cursor), { timeoutMs: 30_000 });
    assert.deepEqual(sorted(keysOf(pages)), keys(3, 5));
  });
});

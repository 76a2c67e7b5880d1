/** A source that is a topic, against a real Kafka: by the contract of connectors, and what only real brokers can show. */
import assert from 'node:assert/strict';
import { ConnectorError } from '../../../connectors/errors.ts';
import { healthDefinition } from '../../../connectors/sectors/health/definition.ts';
import { makeWith, quick } from '../../contract/lib/harness.ts';
import { describeContract, keysOf, readAll, sorted } from '../../contract/lib/suite.ts';
import { cleanups, startOwnKafka, temporaryFolder } from '../../support/processes.ts';
import { makeTopic, type OwnTopic } from '../../support/topic.ts';
import { until } from '../../support/until.ts';
import { brokers, fails, keys, openReader, written } from './outside.ts';

const plaintext = { securityProtocol: 'plaintext' };

describe('a source that is a topic of an outside Kafka', function () {
  this.timeout(180_000);
  const later = cleanups();

  const topicOf = async (partitions: number): Promise<OwnTopic> => {
    const topic = await makeTopic(brokers, partitions);
    later(() => topic.close());
    return topic;
  };
  const sourceOf = ({ topic, brokers: own }: OwnTopic, more: Record<string, unknown> = {}) => {
    const settings = { ...quick, ...plaintext, brokers: own, topic, ...more };
    const { connector } = makeWith(healthDefinition, settings, { openTopic: openReader });
    later(() => connector.close());
    return connector.source ?? assert.fail('no source');
  };

  describe('by the contract', () => {
    let topic: OwnTopic;
    before(async () => {
      topic = await topicOf(2);
      await topic.write([...written(0, 7), ...written(7, 11, 1)]);
    });
    const start = () =>
      Promise.resolve({
        settings: { ...quick, ...plaintext, brokers, topic: topic.topic, pageSize: 3 },
        sourceKeys: keys(0, 11),
        openTopic: openReader,
        stop: () => Promise.resolve(),
      });
    describeContract({ definition: healthDefinition, start }, { source: true, receiver: true });
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

  it('goes on by itself when its brokers are back', async () => {
    const { folder, done } = temporaryFolder();
    later(done);
    const kafka = await startOwnKafka(folder);
    later(() => kafka.stop());
    const topic = await makeTopic(kafka.address, 1);
    later(() => topic.close());
    await topic.write(written(0, 3));
    const source = sourceOf(topic, { timeoutMs: 2000, retries: 0 });
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

/** Producing to a Kafka that answers, and yet does not take what is written. */
import assert from 'node:assert/strict';
import { classify } from '../../../hub/errors.ts';
import { runConsumer } from '../../../hub/kafka/consumer.ts';
import { createProducer, type Producer } from '../../../hub/kafka/producer.ts';
import { watchStalls, type StallWatch } from '../../../hub/kafka/stall.ts';
import { createHealthMonitor } from '../../../hub/observability/health.ts';
import { createMetrics } from '../../../hub/observability/metrics.ts';
import { sample } from '../../support/hub.ts';
import { startMockKafka, type MockKafka } from '../../support/mock-kafka.ts';
import { cleanups } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

const notEnoughReplicas = 19;
const outOfOrderSequenceNumber = 45;

const message = (topic: string) => ({ topic, key: 'a', value: Buffer.from('1') });

describe('a producer', function () {
  this.timeout(60_000);
  const later = cleanups();
  let mock: MockKafka;
  let producer: Producer;
  let stalls: StallWatch;
  let logged: string[];

  beforeEach(async () => {
    logged = [];
    const log = (event: string) => logged.push(event);
    stalls = watchStalls(log, 1000, 3000);
    const started = await startMockKafka();
    later(() => started.close());
    const made = await createProducer({ kafka: started.kafka, log, timeoutMs: 0, stalls });
    later(() => made.close());
    [mock, producer] = [started, made];
    await producer.send([message('records.x')]);
  });

  describe('whose Kafka takes no writes', () => {
    it('says so by its ping and, once, in the log, until they are taken', async () => {
      const ending = new AbortController();
      later(() => ending.abort());
      const monitor = createHealthMonitor(Date.now);
      monitor.probe('kafka', () => producer.ping(2000), { everyMs: 50, signal: ending.signal });
      const waiting = () => monitor.health().waiting.map(({ what, code }) => `${what}: ${code}`);
      mock.refuseWrites(notEnoughReplicas);
      const sent = producer.send([message('records.x')]);
      await until('health says so', () => waiting().includes('kafka: kafka-unavailable'));
      await Promise.all([assert.rejects(producer.ping(2000)), assert.rejects(producer.ping(2000))]);
      assert.deepEqual(logged, ['kafka.stalled']);
      mock.refuseWrites(0);
      await sent;
      await until('it is ready again', () => monitor.health().ready);
      assert.deepEqual(logged, ['kafka.stalled', 'kafka.recovered']);
    });

    it('says so also where another producer of the process gave up, until one is acknowledged or is worth trying', async () => {
      // As the API has one of its own, and a process of the role http sends by no other.
      const hasty = await createProducer({ kafka: mock.kafka, log: () => undefined, timeoutMs: 900, stalls });
      later(() => hasty.close());
      const isWell = () => producer.ping(2000).then(() => true, () => false); // prettier-ignore
      mock.refuseWrites(notEnoughReplicas);
      await assert.rejects(hasty.send([message('records.x')]));
      await until('the ping says so', async () => !(await isWell()));
      await until('it is forgotten', isWell);
      await assert.rejects(hasty.send([message('records.x')]));
      await until('the ping says so again', async () => !(await isWell()));
      mock.refuseWrites(0);
      await hasty.send([message('records.x')]);
      await producer.ping(2000);
      const [stalled, recovered] = ['kafka.stalled', 'kafka.recovered'];
      assert.deepEqual(logged, [stalled, recovered, stalled, recovered]);
    });

    it('keeps no stage from telling how far behind it is', async () => {
      const metrics = createMetrics({ defaults: false });
      const consumer = await runConsumer({
        ...{ kafka: mock.direct, log: () => undefined, metrics, stage: 'copy', topics: ['records.x'], batchSize: 10 },
        handle: (messages) => producer.send(messages.map(() => message('citizen.changes'))),
      });
      later(() => consumer.stop());
      const refusing = mock;
      refusing.refuseWrites(notEnoughReplicas);
      later(() => refusing.refuseWrites(0));
      const labels = { kind: 'stage', name: 'copy' };
      const told = async (metric: string) => sample(await metrics.registry.metrics(), metric, labels);
      await until('it is behind', async () => (await told('lienthong_lag_events')) === 1);
      await until('and ever longer', async () => (await told('lienthong_lag_seconds')) > 2);
    });
  });

  describe('whose Kafka lost what it had taken', () => {
    const failed = (error: unknown) => classify(error).code === 'kafka-unavailable';

    it('fails what was in flight, and takes what comes next by one new client, however many send', async () => {
      mock.refuseOneWrite(outOfOrderSequenceNumber);
      await assert.rejects(producer.send([message('records.x')]), failed);
      const before = mock.producers();
      await Promise.all(Array.from({ length: 20 }, () => producer.send([message('records.x')])));
      assert.equal(mock.producers() - before, 1);
      await producer.ping(2000);
    });

    it('takes nothing any more once it is closed', async () => {
      await producer.close();
      await assert.rejects(producer.send([message('records.x')]), failed);
    });
  });
});

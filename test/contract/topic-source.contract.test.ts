/** What is particular to a source that is a topic of the system's own Kafka, with health as the system. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Connector, Cursor, Extraction, Page } from '../../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../connectors/errors.ts';
import { healthDefinition } from '../../connectors/sectors/health/definition.ts';
import { makeWith, quick, type Attempt } from './lib/harness.ts';
import { keysOf, readAll, sorted } from './lib/suite.ts';
import { playTopic, settings, type PlayedMessage, type PlayedTopic } from './health/topic.ts';
import { patientRecord } from './health/wire.ts';

const now = Date.parse('2026-03-01T01:00:10Z');
const second = 1000;

function fails(code: ConnectorErrorCode) {
  return (error: unknown) => error instanceof ConnectorError && error.code === code;
}

const record = (index: number): PlayedMessage => ({
  value: Buffer.from(patientRecord({ id: `HS-${String(index)}`, patient: `BN-${String(index % 3)}` })),
  timestamp: now - 60 * second + index * second,
});
const records = (from: number, to: number) => Array.from({ length: to - from }, (_none, index) => record(from + index));

describe('a source that is a topic, played', () => {
  let topic: PlayedTopic;
  let connector: Connector;
  let attempts: Attempt[];
  const begun: Connector[] = [];

  function begin(more: Record<string, unknown> = {}): void {
    const given = { ...quick, ...settings, pageSize: 4, ...more };
    ({ connector, attempts } = makeWith(healthDefinition, given, { now: () => now, openTopic: topic.openTopic }));
    begun.push(connector);
  }

  beforeEach(() => {
    topic = playTopic();
    begin();
  });

  afterEach(() => {
    for (const each of begun.splice(0)) each.close();
  });

  const pull = (from?: Cursor): Promise<Page[]> => {
    assert.ok(connector.source);
    return readAll(connector.source, from);
  };
  const all = (pages: readonly Page[]) => sorted(keysOf(pages));
  const last = (pages: readonly Page[]): Cursor => pages.at(-1)?.cursor ?? assert.fail('no page');

  it('asks for what the settings allow, from where it was', async () => {
    topic.partitions = [records(0, 6), records(6, 8)];
    begin({ pageSize: 4, pageBytes: 1024 });
    await pull();
    assert.deepEqual(topic.asked[0], { from: { 0: 0, 1: 0 }, messages: 4, bytes: 1024 });
    assert.deepEqual(topic.opened[0]?.topic, settings.topic);
  });

  it('covers every partition with its cursor, the ones not read yet too', async () => {
    topic.partitions = [records(0, 6), records(6, 8)];
    const pages = await pull();
    assert.deepEqual(pages[0]?.cursor, { 0: 4, 1: 0, topic: settings.topic });
    assert.deepEqual(last(pages), { 0: 6, 1: 2, topic: settings.topic });
    assert.deepEqual(all(pages), sorted(records(0, 8).map((_each, index) => `HS-${String(index)}`)));
  });

  it('loses nothing and repeats only what no cursor covers, wherever it is broken off', async () => {
    const partition = fc.array(fc.option(fc.nat(99).map(record), { nil: undefined }), { maxLength: 12 });
    const breaks = fc.array(fc.nat(3), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(partition, { minLength: 1, maxLength: 3 }), breaks, async (partitions, counts) => {
        topic.partitions = partitions;
        const read: Extraction[] = [];
        let cursor: Cursor | undefined;
        for (const count of [...counts, Infinity]) {
          let pages = 0;
          const source = connector.source ?? assert.fail('no source');
          for await (const page of source.pull(cursor, new AbortController().signal)) {
            read.push(...page.extractions);
            cursor = JSON.parse(JSON.stringify(page.cursor)) as Cursor;
            pages += 1;
            if (pages > count) break;
          }
        }
        const held = partitions.flat().flatMap((message) => (message === undefined ? [] : [String(message.value)]));
        const bodies = read.map((extraction) => (extraction.ok ? extraction.record.body : extraction.body));
        assert.deepEqual(bodies.sort(), held.sort());
      }),
    );
  });

  it('notices a partition that is new, and reads it from its beginning', async () => {
    topic.partitions = [records(0, 3)];
    const first = await pull();
    topic.partitions.push(records(3, 5));
    assert.deepEqual(all(await pull(last(first))), ['HS-3', 'HS-4']);
  });

  it('is at the end where only offsets without messages are left', async () => {
    topic.partitions = [[record(0), undefined, undefined]];
    const pages = await pull();
    assert.deepEqual(pages.at(-1)?.lag, { events: 0, seconds: 0 });
    assert.deepEqual(last(pages), { 0: 3, topic: settings.topic });
  });

  it('tells what is left: offsets, and the age of what was read last where most is behind', async () => {
    topic.partitions = [records(0, 6)];
    const [page] = await pull();
    // Number 3 was read last; it was written 57 s before now.
    assert.deepEqual(page?.lag, { events: 2, seconds: 57 });
  });

  it('begins at the oldest message kept, if it never read', async () => {
    topic.partitions = [records(0, 6)];
    topic.first = 4;
    assert.deepEqual(all(await pull()), ['HS-4', 'HS-5']);
  });

  it('reads another topic from its beginning', async () => {
    topic.partitions = [records(0, 2)];
    assert.deepEqual(all(await pull({ 0: 2, topic: 'another' })), ['HS-0', 'HS-1']);
  });

  it('stops loudly where the topic does not keep what comes next', async () => {
    topic.partitions = [records(0, 6), records(6, 12)];
    topic.first = 3;
    await assert.rejects(pull({ 0: 2, 1: 5, topic: settings.topic }), fails('entries-lost'));
    // A partition that is new to us, and whose beginning is gone already.
    await assert.rejects(pull({ 0: 3, topic: settings.topic }), fails('entries-lost'));
    assert.deepEqual(all(await pull({ 0: 3, 1: 6, topic: settings.topic })), ['HS-3', 'HS-4', 'HS-5']);
  });

  it('stops loudly where the topic is not the one it read', async () => {
    topic.partitions = [records(0, 6)];
    await assert.rejects(pull({ 0: 7, topic: settings.topic }), fails('source-rewound'));
    await assert.rejects(pull({ 0: 6, 1: 1, topic: settings.topic }), fails('source-rewound'));
  });

  it('tries again what passes by itself, and not what does not', async () => {
    topic.partitions = [records(0, 2)];
    topic.failures = ['unreachable', 'timeout'];
    assert.deepEqual(all(await pull()), ['HS-0', 'HS-1']);
    assert.deepEqual(
      attempts.map(({ operation, code }) => `${operation}: ${code ?? 'ok'}`),
      ['looking at topic: unreachable', 'looking at topic: timeout', 'looking at topic: ok', 'reading topic: ok'],
    );
    topic.failures = ['wrong-credentials'];
    await assert.rejects(connector.check(new AbortController().signal), fails('wrong-credentials'));
    topic.failures = ['wrong-address'];
    await assert.rejects(connector.check(new AbortController().signal), fails('wrong-address'));
  });

  it('lets go of the topic once, when it is closed', () => {
    connector.close();
    assert.equal(topic.closed, 1);
  });
}).timeout(20_000);

/** `lienthong mapping reapply`: the store comes to a mapping's new version through the topics, each record once. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { classify, HubError } from '../../../hub/errors.ts';
import { decodeRawRecord } from '../../../hub/records/raw-record.ts';
import { OlderMappingRuns, reapplyMapping, type ReapplyInput } from '../../../hub/remapping/reapply.ts';
import { citizenStore } from '../../../hub/store/citizens.ts';
import { countSliceVersions } from '../../../hub/store/slice-versions.ts';
import type { Mapping } from '../../../mappings/contract.ts';
import { readTopic } from '../../support/kafka.ts';
import { cleanups } from '../../support/processes.ts';
import type { Act } from '../../support/records.ts';
import { firstVersion, openStage, yearOnlyBefore1960, type MappingStage } from './stage.ts';

const report = z.strictObject({
  old: z.number(),
  sent: z.number(),
  refused: z.number(),
  outOfReach: z.number(),
  outcome: z.enum(['nothing-to-do', 'dry-run', 'done', 'waiting']),
});

const people = 60;
const newer = yearOnlyBefore1960(2);

/** A birth of everybody, half of them before 1960, and of some an older version of it that is superseded. */
function births(): Act[] {
  return Array.from({ length: people }, (_, n) => {
    const personalNumber = `0790${String(30 + (n % 60))}${String(n).padStart(6, '0')}`;
    const about = { eventId: `KS-${String(n)}`, kind: 'KHAI_SINH', personalNumber, content: {} };
    const birth = { ...about, sequence: 100 + n, birthDate: `${String(1930 + (n % 60))}-05-12` };
    return n % 10 === 0 ? [birth, { ...birth, sequence: n, birthDate: '1929-01-01' }] : [birth];
  }).flat();
}

describe('mapping reapply', function () {
  this.timeout(120_000);
  const later = cleanups();
  let stage: MappingStage;

  beforeEach(async () => {
    const own = await openStage();
    later(() => own.close());
    stage = own;
    await stage.send(births());
    await stage.normalise(firstVersion);
  });

  const versions = async (): Promise<Record<string, number>> =>
    Object.fromEntries(await countSliceVersions(stage.database, 'civil-status'));

  const reapply = async (...options: string[]) => {
    const { code, out, err } = await stage.run(newer, ['reapply', 'civil-status', '--json', ...options]);
    assert.equal(code, 0, err);
    return report.parse(JSON.parse(out));
  };

  /** What the command gives the hub, for what a command line cannot do. */
  const inputOf = async (mapping: Mapping): Promise<ReapplyInput> => {
    const { topic, ledger, producer, keyOf: personKeys } = stage;
    return {
      ...{ mapping, topic, ledger, producer, personKeys, citizens: citizenStore(stage.database) },
      ...{ reader: await stage.reader(), rate: 100, dryRun: false, patienceMs: 500, onProgress: () => undefined },
      countVersions: () => countSliceVersions(stage.database, 'civil-status'),
    };
  };

  const total = async (topic: string): Promise<number> =>
    (await readTopic(process.env['KAFKA_BROKERS'] ?? '', topic)).length;

  it('brings every fact held to the new version, and sends nothing a second time', async () => {
    assert.deepEqual(await versions(), { '1': people });
    const stop = await stage.normalising(newer);
    const first = await reapply('--rate', '10000');
    assert.deepEqual(first, { old: people, sent: people, refused: 0, outOfReach: 0, outcome: 'done' });
    assert.deepEqual(await versions(), { '2': people });
    assert.deepEqual(await reapply(), { old: 0, sent: 0, refused: 0, outOfReach: 0, outcome: 'nothing-to-do' });
    await stop();
    for (const { merged } of (await stage.store.people()).values()) {
      const date = merged.birthDate?.value;
      assert.equal(date?.month, (date?.year ?? 0) < 1960 ? undefined : 5);
    }
    assert.equal(await total(stage.topics.failed), 0);
  });

  it('sends the very bytes under the very key, and the books add up', async () => {
    const stop = await stage.normalising(newer);
    await reapply('--rate', '10000');
    await stop();
    const copies = new Map<string, string[]>();
    for (const { key, value } of await readTopic(process.env['KAFKA_BROKERS'] ?? '', stage.topic)) {
      const id = decodeRawRecord(value)?.id ?? assert.fail('a message is no record');
      copies.set(id, [...(copies.get(id) ?? []), `${String(key)} ${String(value)}`]);
    }
    const counts = [...copies.values()].map((each) => [each.length, new Set(each).size]);
    assert.deepEqual(counts.filter(([count]) => count === 2).length, people);
    assert.ok(counts.every(([, kinds]) => kinds === 1));
    const books = await stage.store.books();
    const sum = books.reduce((all, { applied, superseded, failed }) => all + applied + superseded + failed, 0);
    assert.equal(sum, births().length + people);
  });

  it('goes on where it was broken off', async () => {
    const stop = await stage.normalising(newer);
    const input = await inputOf(newer);
    let sends = 0;
    const broken: ReapplyInput['producer'] = {
      ends: (...asked) => stage.producer.ends(...asked),
      send: (messages) => {
        sends += 1;
        return sends > 3 ? Promise.reject(new HubError('kafka-unavailable', 'a test')) : stage.producer.send(messages);
      },
    };
    await assert.rejects(reapplyMapping({ ...input, producer: broken }), (error) => classify(error).code === 'kafka-unavailable'); // prettier-ignore
    await stage.booked();
    const { '1': left = 0, '2': done = 0 } = await versions();
    assert.ok(left > 0 && done > 0, `${String(left)} left, ${String(done)} done`);
    assert.deepEqual(await reapply(), { old: left, sent: left, refused: 0, outOfReach: 0, outcome: 'done' });
    await stop();
    assert.deepEqual(await versions(), { '2': people });
    assert.equal(await total(stage.topic), births().length + people);
  });

  it('sends no more a second than it is told to', async () => {
    const stop = await stage.normalising(newer);
    const input = await inputOf(newer);
    const sentAt: number[] = [];
    const timing: ReapplyInput['producer'] = {
      ends: (...asked) => stage.producer.ends(...asked),
      send: (messages) => {
        sentAt.push(...messages.map(() => performance.now()));
        return stage.producer.send(messages);
      },
    };
    await reapplyMapping({ ...input, producer: timing });
    await stop();
    // At 100 a second ten go every 100 ms; after the first ten it waits for the hub anyway.
    const [begun = 0, ended = 0] = [sentAt[10], sentAt.at(-1)];
    assert.equal(sentAt.length, people);
    assert.ok(ended - begun > 350, `${String(ended - begun)} ms`);
  });

  it('counts only, when it is told to', async () => {
    const before = [...(await stage.ends())];
    assert.deepEqual(await reapply('--dry-run'), {
      ...{ old: people, sent: people, refused: 0, outOfReach: 0, outcome: 'dry-run' },
    });
    assert.deepEqual([...(await stage.ends())], before);
  });

  it('stops at the first records where the hub still runs the older mapping', async () => {
    const stop = await stage.normalising(firstVersion);
    await assert.rejects(inputOf(newer).then(reapplyMapping), OlderMappingRuns);
    const { code, err } = await stage.run(newer, ['reapply', 'civil-status']);
    await stop();
    assert.equal(code, 1);
    assert.match(err, /maps civil-status by an older version .*\(2\)\nUpgrade it first/);
    assert.ok((await total(stage.topic)) <= births().length + 40);
    assert.deepEqual(await versions(), { '1': people });
  });

  it('leaves the records to a hub that does not run now', async () => {
    const { outcome, sent } = await reapplyMapping(await inputOf(newer));
    assert.deepEqual([outcome, sent], ['waiting', people]);
    await stage.normalise(newer);
    assert.deepEqual(await versions(), { '2': people });
  });

  it('does not send what would be refused, and tells what it cannot reach', async () => {
    const picky: Mapping = {
      ...newer,
      map: (input, context) =>
        input.body.includes('1930-05-12') || input.body.includes('1931-05-12')
          ? { ok: false, faults: [{ path: 'x', code: 'missing', expected: 'y' }] }
          : newer.map(input, context),
    };
    const input = await inputOf(picky);
    const { reader } = input;
    // As if all of one partition had been kept long enough.
    const gone = async () =>
      (await reader.ranges()).map((range) => (range.partition === 0 ? { ...range, from: range.to } : range));
    const stop = await stage.normalising(picky);
    const found = await reapplyMapping({ ...input, reader: { ...reader, ranges: gone } });
    await stop();
    assert.equal(found.outcome, 'done');
    assert.ok(found.outOfReach > 0 && found.sent > 0 && found.refused <= 2, JSON.stringify(found));
    assert.equal(found.sent + found.refused + found.outOfReach, people);
    assert.deepEqual(await versions(), { '1': people - found.sent, '2': found.sent });
    assert.equal(await total(stage.topics.failed), 0);
  });
});

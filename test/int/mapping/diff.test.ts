/** `lienthong mapping diff`: what a changed rule would change, told exactly, with nothing written. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { diffViews } from '../../../hub/changes/diff.ts';
import { diffMapping } from '../../../hub/remapping/diff.ts';
import { recordOutcomes } from '../../../hub/remapping/diff-tally.ts';
import { citizenStore } from '../../../hub/store/citizens.ts';
import type { CitizenDocument } from '../../../hub/store/schemas.ts';
import type { Mapping } from '../../../mappings/contract.ts';
import { assertFree } from '../../support/events.ts';
import { cleanups } from '../../support/processes.ts';
import type { Act } from '../../support/records.ts';
import { firstVersion, openStage, yearOnlyBefore1960, type MappingStage } from './stage.ts';

const example = z.strictObject({ change: z.string(), before: z.string().optional(), after: z.string().optional() });
const report = z.object({
  read: z.number(),
  records: z.strictObject(Object.fromEntries(recordOutcomes.map((outcome) => [outcome, z.number()]))),
  heldVersions: z.record(z.string(), z.number()),
  refusals: z.record(z.string(), z.number()),
  citizens: z.strictObject({ touched: z.number(), changed: z.number() }),
  fields: z.record(
    z.string(),
    z.strictObject({ added: z.number(), changed: z.number(), removed: z.number(), examples: z.array(example) }),
  ),
});

const numberOf = (n: number): string => `0790${String(n % 100).padStart(2, '0')}${String(n).padStart(6, '0')}`;
const yearOf = (n: number): number => 1930 + (n % 60);
const people = 90;

/** A birth of everybody; of every second a correction of the name, and of every third a marriage. */
function acts(): Act[] {
  let sequence = 0;
  const next = (n: number, kind: string, content: Record<string, unknown>): Act => {
    sequence += 1;
    const birthDate = `${String(yearOf(n))}-05-12`;
    const eventId = `${kind}-${String(n)}`;
    return { sequence, eventId, kind, personalNumber: numberOf(n), fullName: 'Trần Thị Hòa', birthDate, content };
  };
  const all = Array.from({ length: people }, (_, n) => n);
  return [
    ...all.map((n) => next(n, 'KHAI_SINH', { cha: { hoVaTen: 'Trần Văn Sơn' } })),
    ...all
      .filter((n) => n % 2 === 0)
      .map((n) => next(n, 'CAI_CHINH_HO_TEN', { hoVaTenMoi: 'Trần Thị Hòa Bình', ngayHieuLuc: '2025-11-20' })),
    ...all
      .filter((n) => n % 3 === 0)
      .map((n) => next(n, 'KET_HON', { ngayDangKy: '2025-12-01', voChong: { hoVaTen: 'Lê Quang Huy' } })),
  ];
}

/** Everything that is stored and on the topics, so that nothing written is overlooked. */
async function everything(stage: MappingStage): Promise<string> {
  const { database } = stage;
  const { db } = database.connection;
  const collections = (await db?.listCollections().toArray()) ?? [];
  const held = collections.map(async ({ name }) => {
    const collection = database.connection.collection(name);
    return [name, await collection.find().sort({ _id: 1 }).toArray(), await collection.indexes()] as const;
  });
  const sorted = (await Promise.all(held)).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([sorted, [...(await stage.ends())]]);
}

function changesBetween(before: ReadonlyMap<string, CitizenDocument>, after: ReadonlyMap<string, CitizenDocument>) {
  const fields: Record<string, number> = {};
  let citizens = 0;
  for (const [key, { merged }] of before) {
    const changes = diffViews(merged, after.get(key)?.merged ?? {}, false);
    if (changes.length > 0) citizens += 1;
    for (const { field } of changes) fields[field] = (fields[field] ?? 0) + 1;
  }
  return { citizens, fields };
}

describe('mapping diff', function () {
  this.timeout(120_000);
  const later = cleanups();
  let stage: MappingStage;

  const diff = async (mapping: Mapping, ...options: string[]) => {
    const { code, out, err } = await stage.run(mapping, ['diff', 'civil-status', '--json', ...options]);
    assert.equal(code, 0, err);
    return report.parse(JSON.parse(out));
  };

  before(async () => {
    stage = await openStage();
    later(() => stage.close());
    await stage.send(acts());
    await stage.normalise(firstVersion);
  });

  it('finds nothing where nothing was changed', async () => {
    const found = await diff(firstVersion);
    const records = acts().length;
    assert.deepEqual([found.read, found.records['same']], [records, records]);
    assert.deepEqual([found.citizens, found.fields], [{ touched: 0, changed: 0 }, {}]);
  });

  it('tells exactly the citizens a changed rule changes, each once, and writes nothing', async () => {
    const before = await everything(stage);
    const found = await diff(yearOnlyBefore1960(1));
    assert.equal(await everything(stage), before);
    const isOld = (n: number): boolean => yearOf(n) < 1960;
    const changed = Array.from({ length: people }, (_, n) => n).filter(isOld).length;
    assert.deepEqual(found.citizens, { touched: changed, changed });
    const records = acts().filter(({ birthDate = '' }) => birthDate < '1960').length;
    assert.ok(records > changed, 'some have several records');
    assert.deepEqual([found.records['changed'], found.records['same']], [records, acts().length - records]);
    const { examples, ...counts } = found.fields['birthDate'] ?? assert.fail('the birth date changes');
    assert.deepEqual([Object.keys(found.fields), counts], [['birthDate'], { added: 0, changed, removed: 0 }]);
    assert.deepEqual(examples[0], { change: 'changed', before: '1•••-0•-1•', after: '1•••' });
    assert.equal(examples.length, 5);
  });

  it('tells people, in words, with nobody to be recognised, and says that the version has to be raised', async () => {
    const { code, out } = await stage.run(yearOnlyBefore1960(1), ['diff', 'civil-status']);
    assert.equal(code, 0);
    assertFree(
      out,
      ['Trần Thị', 'Hòa', '1930', ...acts().map(({ personalNumber = '' }) => personalNumber)],
      'the diff',
    );
    assert.match(out, /^Công dân thay đổi \/ Citizens that would change: \d+$/m);
    assert.match(out, /^birthDate +0 +\d+ +0$/m);
    assert.match(out, /^Không ghi gì \/ Nothing was written\.\nIts version is still 1: raise it/m);
    const raised = await stage.run(yearOnlyBefore1960(2), ['diff', 'civil-status']);
    assert.match(
      raised.out,
      /Nothing was written\.\nOnce the hub runs it, .*: lienthong mapping reapply civil-status$/m,
    );
  });

  it('reads no more than it is told to', async () => {
    const found = await diff(yearOnlyBefore1960(1), '--limit', '20');
    assert.equal(found.read, 20);
    const none = await diff(yearOnlyBefore1960(1), '--from', '2999-01-01T00:00:00Z');
    assert.equal(none.read, 0);
    const all = await diff(yearOnlyBefore1960(1), '--from', '2020-01-01T00:00:00Z');
    assert.equal(all.read, acts().length);
  });

  it('tells the same however little it may have in hand', async () => {
    const { topic, ledger, keyOf: personKeys } = stage;
    const of = async (mostInHand: number) =>
      diffMapping({
        ...{ reader: await stage.reader(), citizens: citizenStore(stage.database), ledger, topic, personKeys },
        ...{ mapping: yearOnlyBefore1960(2), mostInHand, show: () => '', onProgress: () => undefined },
      });
    const [whole, ...parts] = await Promise.all([1_000_000, 50, 7].map(of));
    assert.ok(whole !== undefined && whole.citizens.changed > 0);
    for (const part of parts) assert.deepEqual(part, whole);
  });

  it('tells refused records, accepted ones, and those that do not count', async () => {
    const own = await openStage();
    later(() => own.close());
    const about = { personalNumber: numberOf(1), kind: 'CAI_CHINH_HO_TEN' };
    const renamed = (name: string) => ({ hoVaTenMoi: name, ngayHieuLuc: '2025-11-20' });
    await own.send([
      { ...about, sequence: 1, eventId: 'A', content: renamed('Trần Thị Hòa') },
      { ...about, sequence: 2, eventId: 'A', content: renamed('Trần Thị Hòa Bình') },
      { ...about, sequence: 3, eventId: 'B', content: { ...renamed('Trần Thị An'), ngayHieuLuc: '20/11/2025' } },
      { ...about, sequence: 4, eventId: 'C', content: { ngayHieuLuc: '2025-11-21' } },
      { ...about, sequence: 6, eventId: 'E', content: renamed('Trần Thị Anh') },
      { ...about, sequence: 7, eventId: 'E', content: { ...renamed('Trần Thị Ánh'), ngayHieuLuc: '20/11/2025' } },
    ]);
    await own.normalise(firstVersion);
    await own.send([{ ...about, sequence: 5, eventId: 'D', content: renamed('Trần Thị Hoa') }]);
    await own.producer.send([{ topic: own.topic, key: own.keyOf(numberOf(1)), value: Buffer.from('{}') }]);
    const mapping: Mapping = {
      ...firstVersion,
      map: (input, context) => {
        if (input.body.includes('"maSuKien":"A"'))
          return { ok: false, faults: [{ path: 'x', code: 'missing', expected: 'y' }] };
        return firstVersion.map({ ...input, body: input.body.replace('20/11/2025', '2025-11-20') }, context);
      },
    };
    const { code, out, err } = await own.run(mapping, ['diff', 'civil-status', '--json']);
    assert.equal(code, 0, err);
    const found = report.parse(JSON.parse(out));
    const counts = { same: 1, newlyRefused: 1, newlyAccepted: 2, stillRefused: 1, superseded: 1, waiting: 2 };
    const zero = Object.fromEntries(recordOutcomes.map((outcome) => [outcome, 0]));
    assert.deepEqual(found.records, { ...zero, ...counts });
    assert.deepEqual(found.refusals, { missing: 1 });
    assert.deepEqual(found.citizens, { touched: 0, changed: 0 });
  });

  it('makes nothing in a database where there is nothing', async () => {
    const own = await openStage();
    later(() => own.close());
    await own.store.drop();
    const { code } = await own.run(firstVersion, ['diff', 'civil-status']);
    assert.deepEqual([code, await own.database.connection.db?.listCollections().toArray()], [0, []]);
  });

  it('foretells what reapplying does', async () => {
    const mapping = yearOnlyBefore1960(2);
    const before = await stage.store.people();
    const foretold = await diff(mapping);
    const stop = await stage.normalising(mapping);
    const { code, err } = await stage.run(mapping, ['reapply', 'civil-status', '--rate', '10000']);
    await stop();
    assert.equal(code, 0, err);
    const { citizens, fields } = changesBetween(before, await stage.store.people());
    assert.equal(foretold.citizens.changed, citizens);
    assert.ok(citizens > 0);
    const counted = Object.entries(foretold.fields).map(([field, { added, changed, removed }]) => {
      return [field, added + changed + removed];
    });
    assert.deepEqual(Object.fromEntries(counted), fields);
    const afterwards = await diff(mapping);
    assert.equal(afterwards.citizens.touched, 0);
    assert.deepEqual([afterwards.records['same'], afterwards.records['repeated']], [acts().length, acts().length]);
  });
});

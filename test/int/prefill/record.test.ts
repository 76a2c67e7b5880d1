/** The access record and the outcomes in a real MongoDB. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { configurationSchema } from '../../../config/schema.ts';
import { accessStore, type AccessDocument, type Accesses } from '../../../hub/store/accesses.ts';
import { citizenStore } from '../../../hub/store/citizens.ts';
import { connectDatabase, type Database } from '../../../hub/store/connect.ts';
import { outcomeStore, type OutcomeDocument, type Outcomes } from '../../../hub/store/outcomes.ts';
import { personKeyReader } from '../../../hub/store/person-keys.ts';
import type { Position } from '../../../hub/store/position.ts';
import { mappings } from '../../../mappings/registry.ts';
import { keyOf } from '../pipeline/history.ts';
import { clinic, messagesOf, toRecord, type Draft } from '../pipeline/identities.ts';
import { normaliser, work } from '../pipeline/stage.ts';

const insert = z.object({ total: z.number() });
const serverStatus = z.object({ metrics: z.object({ commands: z.object({ insert }) }) });
const mongodb = configurationSchema({}).shape.mongodb;

function access(id: string, more: Partial<AccessDocument> = {}): AccessDocument {
  return {
    ...{ _id: id, at: new Date('2026-01-31T17:00:00.000Z'), client: 'portal', purpose: 'TTHC', legalBasis: 'law' },
    ...{ caseCode: 'H29-1', agency: 'H29', form: 'ct01', version: '2024-01-01', procedure: '', persons: ['p'] },
    ...{ disclosed: ['fullName:population'], undisclosed: [], declarable: 10, requestId: 'r', ...more },
  };
}

function outcome(id: string, more: Partial<OutcomeDocument> = {}): OutcomeDocument {
  const issuedAt = new Date('2026-01-31T17:00:00.000Z');
  return {
    ...{ _id: id, at: issuedAt, way: 'verified', issuedAt, client: 'portal', agency: 'H29', form: 'ct01' },
    ...{ version: '2024-01-01', procedure: '', declarable: 10, reusable: 4, prefilled: 3, accepted: 2 },
    ...{ failed: ['sex:edited', 'phone:not-held'], ...more },
  };
}

/** Two records of one number, of which the second is about somebody else by an act: the number's and the other's keys. */
function splitInTwo() {
  const [number, other] = ['079190000001', '079190000002'];
  const [from, into] = [keyOf(number), keyOf(other)];
  const visit = (who: string, sourceKey: string): Draft => ({
    ...{ system: 'clinic', sourceKey, sourceVersion: 1, operation: 'upsert' },
    subject: { scheme: 'personal-number', value: who },
    body: JSON.stringify({ number: who, phone: '0900000001' }),
  });
  const act = { kind: 'split', from, into, records: [{ system: 'clinic', sourceKey: 'strayed' }] };
  const decided = { effectiveOn: '2026-01-15', by: 'test', reason: 'test', at: '2026-01-15T00:00:00.000Z' };
  const filed = (node: string): Draft => ({
    ...{ system: 'identity', sourceKey: 'act', sourceVersion: 1, operation: 'upsert' },
    subject: { scheme: 'person', value: node },
    body: JSON.stringify({ act, ...decided }),
  });
  const visits = [visit(number, 'own'), visit(number, 'strayed'), visit(other, 'others')];
  return { from, into, records: [...visits, filed(from), filed(into)].map(toRecord) };
}

const whole = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2026-12-31T00:00:00Z') };

describe('the access record', function () {
  this.timeout(60_000);
  let database: Database;
  let accesses: Accesses;
  let outcomes: Outcomes;
  const soon = (): number => performance.now() + 10_000;

  before(async () => {
    const uri = process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it');
    database = await connectDatabase(mongodb.parse({ uri, database: `t${randomBytes(5).toString('hex')}` }));
    accesses = accessStore(database);
    outcomes = outcomeStore(database);
  });
  after(async () => {
    await database.connection.dropDatabase();
    await database.close();
  });

  it('keeps every one of many answers at once, in far fewer writes', async () => {
    const inserts = async (): Promise<number> => {
      const status = await database.connection.db?.admin().command({ serverStatus: 1 });
      return serverStatus.parse(status).metrics.commands.insert.total;
    };
    const before = await inserts();
    const ids = Array.from({ length: 400 }, (_, index) => `many-${index}`);
    await Promise.all(ids.map((id) => accesses.add(access(id, { persons: ['many'] }), soon())));
    const writes = (await inserts()) - before;
    assert.equal((await accesses.list({ persons: ['many'], limit: 1000 })).length, 400);
    assert.ok(writes < 40, `${writes} writes`);
  });

  it('gives one person’s entries newest first, page by page, and nobody else’s', async () => {
    const times = [3, 1, 2, 2, 5].map((day) => new Date(`2026-02-0${day}T00:00:00.000Z`));
    for (const [index, at] of times.entries()) {
      await accesses.add(access(`page-${index}`, { at, persons: ['first', 'paged'] }), soon());
    }
    const found: string[] = [];
    let after: Position | undefined;
    do {
      const page = await accesses.list({ persons: ['paged', 'old-key'], limit: 2, ...(after && { after }) });
      found.push(...page.map(({ _id }) => _id));
      after = page.map(({ at, _id: id }) => ({ rank: at.getTime(), id })).at(-1);
    } while (after !== undefined);
    assert.deepEqual(found, ['page-4', 'page-0', 'page-3', 'page-2', 'page-1']);
    const [from, until] = [new Date('2026-02-02T00:00:00Z'), new Date('2026-02-03T00:00:00Z')];
    const between = await accesses.list({ persons: ['paged'], limit: 9, from, until });
    assert.deepEqual(
      between.map(({ _id }) => _id),
      ['page-3', 'page-2'],
    );
    assert.deepEqual(await accesses.list({ persons: ['nobody'], limit: 9 }), []);
  });

  it('gives whom a record was split off to nothing of whose number it came under', async () => {
    const { from, into, records } = splitInTwo();
    const known = new Map([clinic, ...mappings].map((mapping) => [mapping.id, mapping]));
    const citizens = citizenStore(database);
    await work(messagesOf(records, 'records.clinic'), [1], normaliser(citizens, [], { mappings: known }));
    const held = (await citizens.readMany([into])).get(into);
    assert.ok(
      held?.slices.some(({ sourceKey }) => sourceKey === 'strayed'),
      'it was split off',
    );
    const keysOf = personKeyReader(database);
    for (const key of [from, into]) {
      await accesses.add(access(`of-${key}`, { persons: [key] }), soon());
      const found = await accesses.list({ persons: await keysOf(key), limit: 9 });
      assert.deepEqual(found.map(({ _id }) => _id), [`of-${key}`]); // prettier-ignore
    }
  });

  it('does not write what nobody waits for any more', async () => {
    await assert.rejects(accesses.add(access('late'), performance.now() - 1), /store-unavailable/);
    assert.equal(await accesses.get('late'), undefined);
  });

  it('says so when a record could not be written, and writes on', async () => {
    await accesses.add(access('twice'), soon());
    await assert.rejects(accesses.add(access('twice', { purpose: 'OTHER' }), soon()));
    assert.equal((await accesses.get('twice'))?.purpose, 'TTHC', 'nothing there is ever changed');
    await accesses.add(access('after'), soon());
  });

  it('sums up what became of answers by month or day of Vietnam, with the fields that fail most', async () => {
    const at = new Date('2026-03-01T00:00:00.000Z');
    const filter = { agency: 'H30' };
    const h30 = { agency: 'H30', caseCode: 'H30-1' };
    for (const id of ['a', 'b', 'c']) await accesses.add(access(id, h30), soon());
    assert.equal(await outcomes.add(outcome('a', h30)), undefined);
    await outcomes.add(outcome('b', { agency: 'H30', way: 'told', accepted: 1, failed: ['sex:edited', 'sex:left'] }));
    await outcomes.add(outcome('d', { agency: 'H30', issuedAt: at }));
    assert.equal((await outcomes.add(outcome('a', { accepted: 9 })))?.accepted, 2, 'the first word stands');
    const monthly = await outcomes.sums(filter, { ...whole, by: 'month' });
    const february = monthly.find(({ row }) => row.period === '2026-02');
    assert.deepEqual(february?.counts, {
      ...{ submissions: 2, verified: 1, declarable: 20, reusable: 8, prefilled: 6, accepted: 3 },
    });
    assert.equal(monthly.length, 2);
    const daily = await accesses.count(filter, { ...whole, by: 'day' });
    assert.deepEqual(
      daily.map(({ row, answers }) => [row.period, answers]),
      [['2026-02-01', 3]],
    );
    const failing = await outcomes.failures(filter, { ...whole, by: 'month' }, 2);
    assert.deepEqual(failing.find(({ row }) => row.period === '2026-02')?.fields, [
      { field: 'sex', reason: 'edited', count: 2 },
      { field: 'phone', reason: 'not-held', count: 1 },
    ]);
  });
});

/** That a value is under investigation, or rests on an act that was taken back, goes from the record to the store, to those who read, and to subscribers. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { personKeys } from '../../../hub/identity/keys.ts';
import { noMatching } from '../../support/no-matching.ts';
import { fold } from '../../../hub/normalise/apply.ts';
import { createDecoder, type Item } from '../../../hub/normalise/decode.ts';
import { encodeRawRecord, type RawRecord } from '../../../hub/records/raw-record.ts';
import { decodeCitizen, decodeView, encodeCitizen } from '../../../hub/store/citizen-codec.ts';
import type { MappedRecord, Mapping } from '../../../mappings/contract.ts';
import { nameOf } from '../mappings/support.ts';

const number = '079190000001';
const keys = personKeys('a key of more than thirty-two characters');

/** A mapping whose record is its body. */
const asWritten: Mapping = {
  id: 'population',
  version: 1,
  map: ({ body }) => ({ ok: true, record: JSON.parse(body) as MappedRecord, warnings: [] }),
};
const decode = createDecoder(new Map([asWritten, { ...asWritten, id: 'civil-status' }].map((each) => [each.id, each])), keys); // prettier-ignore
const context = { matcher: noMatching, personKeys: keys, isPublished: () => true, time: '2026-01-02T00:00:00.000Z', etag: 'etag' }; // prettier-ignore

const time = '2026-01-02T00:00:00.000Z';
let offset = 0;

function itemOf(part: Partial<MappedRecord>, rest: Partial<RawRecord> = {}): Item {
  offset += 1;
  const fields = { fullName: nameOf('Nguyễn Văn An') };
  const body = JSON.stringify({ personalNumber: number, act: 'state', asOf: '2026-01-01', fields, ...part });
  const record: RawRecord = {
    id: randomUUID(),
    system: 'population',
    type: 'citizen',
    sourceKey: 'row',
    sourceVersion: offset,
    operation: 'upsert',
    subject: { scheme: 'personal-number', value: number },
    recordedAt: null,
    receivedAt: time,
    contentType: 'application/json',
    body,
    encoding: 'utf-8',
    faults: [],
    ...rest,
  };
  const value = encodeRawRecord(record);
  const place = { topic: 'records.population', partition: 0, offset, size: value.length };
  const decoded = decode({ ...place, key: null, value, headers: [] });
  assert.ok(decoded.ok);
  return decoded.item;
}

describe('an investigation', () => {
  it('is told when it begins and when it ends, each once', () => {
    const [plain, doubted, still, settled] = [
      itemOf({}),
      itemOf({ underInvestigation: ['fullName'] }),
      itemOf({ underInvestigation: ['fullName'] }),
      itemOf({}),
    ];
    const key = plain.person;
    const first = fold(undefined, { key, items: [plain, doubted, still] }, context);
    const stored = encodeCitizen(first.document);
    const { underInvestigation, ...marked } = decodeView(stored).merged.fullName ?? assert.fail('there is a name');
    assert.deepEqual([marked.trusted, underInvestigation], [false, true]);
    const second = fold(decodeCitizen(stored), { key, items: [settled] }, context);
    assert.deepEqual(second.document.merged.fullName, { ...marked, trusted: true });
    const told = [...first.events, ...second.events].map(({ data }) => data.changes);
    const changed = [{ field: 'fullName', change: 'changed' }];
    assert.deepEqual(told, [[{ field: 'fullName', change: 'added' }], changed, changed]);
  });
});

describe('an annulled act that the population database has copied', () => {
  const died = { deathDate: { year: 2026, month: 1, day: 10 } };
  const act = { system: 'civil-status', type: 'death', sourceKey: 'act' } as const;
  const death = (): Item => itemOf({ act: 'death', asOf: '2026-01-10', fields: died }, { ...act, sourceVersion: 1 });
  const row = (): Item => itemOf({ asOf: '2026-01-12', fields: died });
  const annulment = (): Item =>
    itemOf({ act: 'annulment', asOf: '2026-03-01', fields: {} }, { ...act, sourceVersion: 9, operation: 'annul' });

  /** Each record read, applied and stored by itself; what is told of it, and the citizen as those see who read. */
  function apply(items: readonly Item[]) {
    let stored: ReturnType<typeof encodeCitizen> | undefined;
    const told = items.flatMap((item) => {
      const standing = stored === undefined ? undefined : decodeCitizen(stored);
      const { document, events } = fold(standing, { key: item.person, items: [item] }, context);
      stored = encodeCitizen(document);
      return events.map(({ type, data }) => [type.replace(/.*\./, ''), data.changes, data.supersedes]);
    });
    return { told, deathDate: stored && decodeView(stored).merged.deathDate };
  }

  it('is told as a correction, and the copy is not trusted any more', () => {
    const { told, deathDate } = apply([death(), row(), annulment()]);
    const person = death().person;
    assert.deepEqual(told.slice(1), [['corrected', [{ field: 'deathDate', change: 'changed' }], `${person}-1`]]);
    assert.deepEqual([deathDate?.system, deathDate?.trusted, deathDate?.underInvestigation], ['population', false, true]); // prettier-ignore
  });

  it('is told so, too, where the annulment was read before the act, and once', () => {
    const late = death();
    const { told, deathDate } = apply([annulment(), row(), late, late]);
    assert.deepEqual(told.slice(1), [['corrected', [{ field: 'deathDate', change: 'changed' }], undefined]]);
    assert.deepEqual(deathDate, apply([death(), row(), annulment()]).deathDate);
  });
});

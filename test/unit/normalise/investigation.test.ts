/** That a value is under investigation goes from the record to the store, to those who read, and to subscribers. */
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
const decode = createDecoder(new Map([['population', asWritten]]), keys);

const time = '2026-01-02T00:00:00.000Z';
let offset = 0;

function itemOf(part: Partial<MappedRecord>): Item {
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
    const context = { matcher: noMatching, personKeys: keys, isPublished: () => true, time, etag: 'etag' };
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

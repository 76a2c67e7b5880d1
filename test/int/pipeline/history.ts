/** Invented histories of a few people, as raw messages, for trying them in any order. */
import fc from 'fast-check';
import { personKeys } from '../../../hub/identity/keys.ts';
import type { Message } from '../../../hub/kafka/consumer.ts';
import { encodeRawRecord } from '../../../hub/records/raw-record.ts';
import { act } from '../../support/records.ts';

export const keyOf = personKeys('0'.repeat(64));

const people = ['079190000001', '079190000002', '079190000003'];
const names = ['Nguyễn Văn An', 'Trần Thị Bình', 'H’Len Niê', 'Lê Văn Cường'];
const days = ['2025-01-01', '2025-06-30', '2026-01-01'];

const name = fc.constantFrom(...names);
const day = fc.constantFrom(...days);

/** What an act says, by the kind of act. */
const contents = fc.oneof(
  fc
    .record({ hoVaTenCu: name, hoVaTenMoi: name, ngayHieuLuc: day })
    .map((content) => ['CAI_CHINH_HO_TEN', content] as const),
  fc.record({ ngayChet: day }).map((content) => ['KHAI_TU', content] as const),
  fc
    .record({ ngayDangKy: day, voChong: fc.record({ hoVaTen: name, soDinhDanh: fc.constantFrom(...people) }) })
    .map((content) => ['KET_HON', content] as const),
  fc
    .record({ cha: fc.record({ hoVaTen: name }) }, { requiredKeys: [] })
    .map((content) => ['KHAI_SINH', content] as const),
  fc.constant(['HUY_BO', {}] as const),
);

/** One version of one fact: the same fact has the same key, and the higher version is the newer. */
const record = fc.record({
  person: fc.constantFrom(...people),
  fact: fc.integer({ min: 1, max: 4 }),
  version: fc.integer({ min: 1, max: 6 }),
  fullName: name,
  content: contents,
});

export type HistoryRecord = { id: string; person: string; value: Buffer };

/** A history: some records, no two of them with the same fact and version but different content. */
export const history: fc.Arbitrary<HistoryRecord[]> = fc
  .uniqueArray(record, {
    minLength: 2,
    maxLength: 24,
    selector: (each) => `${each.person}/${each.fact}/${each.version}`,
  })
  .map((records) => records.map(toRaw));

function toRaw({ person, fact, version, fullName, content }: Draft, index: number): HistoryRecord {
  const [kind, says] = content;
  const eventId = `CC-2026-${fact}`;
  const isAnnulment = kind === 'HUY_BO';
  const body = act({
    ...{
      sequence: version,
      eventId: isAnnulment ? `HB-2026-${index}` : eventId,
      kind,
      personalNumber: person,
      fullName,
    },
    content: isAnnulment ? { maSuKienBiHuy: eventId, lyDo: 'nhầm' } : says,
  });
  const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const value = encodeRawRecord({
    ...{ id, system: 'civil-status', type: kind.toLowerCase(), sourceKey: eventId, sourceVersion: version },
    ...{ operation: isAnnulment ? 'annul' : 'upsert', subject: { scheme: 'personal-number', value: person } },
    ...{ recordedAt: null, receivedAt: '2026-02-01T00:00:00.000Z', contentType: 'application/json' },
    ...{ body: JSON.stringify(body), encoding: 'utf-8', faults: [] },
  });
  return { id, person, value };
}

type Draft = {
  person: string;
  fact: number;
  version: number;
  fullName: string;
  content: readonly [kind: string, says: Record<string, unknown>];
};

/** The records as messages of one partition, in the order given; a record may stand there more than once. */
export function messagesOf(records: readonly HistoryRecord[], topic: string): Message[] {
  return records.map(({ person, value }, offset) => {
    return { topic, partition: 0, offset, key: keyOf(person), value, size: value.length };
  });
}

/** Where a record of a topic stands in the store: the one place that knows how a record and its slice belong together. */
import { compareValues } from '../../mappings/compare.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import type { CitizenDocument, StoredSlice } from '../store/citizens.ts';

/** What names a record and the fact it tells of. */
export type RecordName = Pick<Slice, 'system' | 'sourceKey' | 'sourceVersion' | 'recordId'>;

/**
 * `held`: the record made this slice of this person (the document's own key). `superseded`: the fact is held in a newer
 * version, or in the same one from another record. `missing`: it is held in an older version or not at all; the record
 * failed, or is not applied yet.
 */
export type Standing =
  { kind: 'held'; person: string; slice: StoredSlice } | { kind: 'superseded' } | { kind: 'missing' };

/** How a record that came under `key` stands in the documents it may stand in. */
export function standingOf(documents: readonly CitizenDocument[], record: RecordName & { key: string }): Standing {
  for (const document of documents) {
    const slice = document.slices.find((each) => isOf(each, document, record));
    if (slice === undefined || slice.sourceVersion < record.sourceVersion) continue;
    if (slice.recordId !== record.recordId) return { kind: 'superseded' };
    return { kind: 'held', person: document._id, slice };
  }
  return { kind: 'missing' };
}

function isOf(slice: StoredSlice, { _id }: CitizenDocument, record: RecordName & { key: string }): boolean {
  const { system, sourceKey, node = _id } = slice;
  return system === record.system && sourceKey === record.sourceKey && node === record.key;
}

/** Whether two mappings of one record say the same. */
export function saysSame(one: Slice, other: Slice): boolean {
  return compareValues(statementOf(one), statementOf(other)) === 0;
}

function statementOf({ act, asOf, fields, underInvestigation, identity }: Slice): unknown {
  return { act, asOf, fields, underInvestigation, identity };
}

/** A person's slices with a record's mapped anew in its place; those of records no longer held stay out. */
export function withMappedAnew(document: CitizenDocument, mapped: readonly Slice[]): Slice[] {
  const anew = new Map(mapped.map((slice) => [slice.recordId, slice]));
  return document.slices.map((held) => {
    const slice = anew.get(held.recordId);
    if (slice === undefined) return held;
    const { node, unit, withdrawn } = held;
    return {
      ...slice,
      ...(node === undefined ? {} : { node }),
      ...(unit === undefined ? {} : { unit }),
      ...(withdrawn === undefined ? {} : { withdrawn }),
    };
  });
}

/** Folding records into one person's document: pure, so that a lost race is simply folded again on what stands now. */
import { mergeSlices, replaceSlice } from '../../mappings/precedence.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import { changeType, eventId, type ChangeData } from '../changes/event.ts';
import { diffViews, type FieldChange } from '../changes/diff.ts';
import type { CitizenDocument, PendingEvent, StoredSlice } from '../store/citizens.ts';
import type { Positions } from '../kafka/rebalance.ts';
import type { Item } from './decode.ts';

/** What became of one person's records of a batch, aligned with the items given. */
export type Folded = {
  document: CitizenDocument;
  /** Whether there is anything to write. */
  dirty: boolean;
  outcomes: ('applied' | 'superseded')[];
  /** In order: what an earlier run stored and perhaps did not publish, then what these records changed. */
  events: PendingEvent[];
};

export type FoldContext = {
  positions: Positions;
  /** ISO time stamped on new events. */
  time: string;
  etag: string;
};

/** Folds the items, in order, into the document as read (undefined: a person not seen before). */
export function fold(standing: CitizenDocument | undefined, items: readonly Item[], context: FoldContext): Folded {
  const document = standing === undefined ? newDocument(items) : { ...standing };
  const unpublished = document.pending.filter((event) => !isPublished(event, context.positions));
  const results = items.map((item) => applyOne(document, item, context.time));
  const events = [...unpublished, ...results.flatMap(({ event }) => (event === undefined ? [] : [event]))];
  const dirty = results.some(({ written }) => written);
  if (dirty) {
    document.etag = context.etag;
    document.pending = events;
    document.updatedAt = new Date(context.time);
  }
  return { document, dirty, outcomes: results.map(({ outcome }) => outcome), events };
}

function newDocument(items: readonly Item[]): CitizenDocument {
  const [first] = items;
  if (first === undefined) throw new TypeError('folding: no items');
  return {
    _id: first.person,
    etag: '',
    revision: 0,
    identifiers: first.personalNumber === undefined ? [] : [{ scheme: 'personal-number', value: first.personalNumber }],
    slices: [],
    merged: {},
    pending: [],
    updatedAt: new Date(0),
  };
}

/** Offsets below a partition's position are acknowledged with all their events; of other partitions we know nothing. */
function isPublished(event: PendingEvent, positions: Positions): boolean {
  const { topic, partition, offset } = event.cause;
  return offset < (positions.get(`${topic}/${partition}`) ?? 0);
}

type Applied = { outcome: 'applied' | 'superseded'; written: boolean; event?: PendingEvent };

function applyOne(document: CitizenDocument, item: Item, time: string): Applied {
  const { slice } = item;
  const held = document.slices.find((each) => each.system === slice.system && each.sourceKey === slice.sourceKey);
  // The same record read again after a crash is what was applied, not a duplicate of it; by a newer mapping it is news.
  if (held?.recordId === slice.recordId && held.mappingVersion === slice.mappingVersion) {
    return { outcome: 'applied', written: false };
  }
  const stored: StoredSlice = { ...slice, revision: held?.revision ?? 0 };
  const replaced = replaceSlice(document.slices, stored);
  if (replaced.outcome === 'superseded') return { outcome: 'superseded', written: false };
  const merged = mergeSlices(replaced.slices);
  const changes = diffViews(document.merged, merged, isCorrection(slice));
  document.slices = replaced.slices;
  document.merged = merged;
  if (changes.length === 0) return { outcome: 'applied', written: true };
  document.revision += 1;
  stored.revision = document.revision;
  return { outcome: 'applied', written: true, event: changeEvent({ document, item, held, changes, time }) };
}

function isCorrection(slice: Slice): boolean {
  return slice.operation !== 'upsert' || slice.act === 'name-correction';
}

type AppliedChange = {
  document: CitizenDocument;
  item: Item;
  /** The slice this record replaced, if it did. */
  held: StoredSlice | undefined;
  changes: FieldChange[];
  time: string;
};

function changeEvent({ document, item, held, changes, time }: AppliedChange): PendingEvent {
  const { slice, message } = item;
  const { _id: person, revision } = document;
  const { system, operation, recordId, asOf } = slice;
  const data: ChangeData = {
    person,
    revision,
    changes,
    cause: { system, type: slice.type, operation, recordId, asOf },
    ...(held !== undefined && held.revision > 0 ? { supersedes: eventId(person, held.revision) } : {}),
  };
  return {
    id: eventId(person, revision),
    type: changeType(slice, revision === 1, changes),
    time,
    revision,
    data: JSON.stringify(data),
    cause: { topic: message.topic, partition: message.partition, offset: message.offset },
  };
}

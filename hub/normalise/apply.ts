/** Folding records into one person's document: pure, so that a lost race is simply folded again on what stands now. */
import { mergeSlices, replaceSlice } from '../../mappings/precedence.ts';
import { compareKeys } from '../../mappings/replace-slice.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import { changeType, eventId, type ChangeData } from '../changes/event.ts';
import { diffViews, type FieldChange } from '../changes/diff.ts';
import { identifiersOf } from '../identity/identifiers.ts';
import type { PersonKeys } from '../identity/keys.ts';
import { indexOf, unitsIn, type Unit, type UnitTools } from '../identity/units.ts';
import type { CitizenDocument, PendingEvent, StoredIdentifier, StoredSlice } from '../store/citizens.ts';
import type { Outcome } from '../store/ledger.ts';
import type { Item } from './decode.ts';

/**
 * Most facts one document takes. Nobody has as many; a code under which a system books all whom it does not know does,
 * and MongoDB takes no document over 16 MiB, which leaves each of these 4 KiB.
 */
const mostFacts = 4000;

/** What became of the records of a batch that go to one document, aligned with the items given. */
export type Folded = {
  document: CitizenDocument;
  /** Whether there is anything to write. */
  dirty: boolean;
  /** Whether one of the records was applied by an earlier run already: what followed from it may not be done yet. */
  repeated: boolean;
  /** `failed`: the document is full, and the record brings a fact it does not hold. */
  outcomes: Outcome[];
  /** In order: what an earlier run stored and perhaps did not publish, then what these records changed. */
  events: PendingEvent[];
  units: Unit[];
};

export type FoldContext = UnitTools & {
  /** Whether an event is known to be acknowledged. */
  isPublished: (event: PendingEvent) => boolean;
  /** ISO time stamped on new events. */
  time: string;
  etag: string;
};

/** Folds the items, in order, into the document as read (undefined: a key not seen before). */
export function fold(
  standing: CitizenDocument | undefined,
  { key, items }: { key: string; items: readonly Item[] },
  context: FoldContext,
): Folded {
  const document = standing === undefined ? newDocument(key) : { ...standing };
  const unpublished = document.pending.filter((event) => !context.isPublished(event));
  const results = items.map((item) => applyOne(document, item, context));
  const events = [...unpublished, ...results.flatMap(({ event }) => (event === undefined ? [] : [event]))];
  const dirty = results.some(({ written }) => written);
  const repeated = results.some(({ outcome, written }) => outcome === 'applied' && !written);
  const units = dirty || repeated ? unitsIn(document, context) : [];
  if (dirty) {
    Object.assign(document, indexOf(units));
    document.etag = context.etag;
    document.pending = events;
    document.updatedAt = new Date(context.time);
  }
  return { document, dirty, repeated, outcomes: results.map(({ outcome }) => outcome), events, units };
}

function newDocument(key: string): CitizenDocument {
  return {
    _id: key,
    etag: '',
    revision: 0,
    identifiers: [],
    slices: [],
    merged: {},
    pending: [],
    updatedAt: new Date(0),
    blocks: [],
    open: [],
  };
}

/** The document of a key whose records stand elsewhere from the beginning. */
export function forwardDocument(
  key: string,
  leadsTo: string,
  { etag, time }: { etag: string; time: string },
): CitizenDocument {
  return { ...newDocument(key), etag, updatedAt: new Date(time), leadsTo };
}

/**
 * The numbers of the document, with the one this record came under or states, and with what an act says of them. What no
 * record states any more is left for the identity gate, which looks at whom that concerns.
 */
function identifiersWith(document: CitizenDocument, item: Item, personKeys: PersonKeys): StoredIdentifier[] {
  const { identifiers, _id: key, slices } = document;
  const number = newNumber(document, item, personKeys);
  if (number === undefined && item.slice.identity === undefined) return identifiers;
  const numbers = identifiers.map(({ value, node }) => ({ value, node: node ?? key }));
  return identifiersOf(number === undefined ? numbers : [...numbers, number], slices, { key });
}

/**
 * The number a record came under, if it is news. What a record of another key states is a claim, which counts where its
 * person stands under that number.
 */
function newNumber(
  { identifiers, _id: key }: CitizenDocument,
  { scheme, person, personalNumber: value, slice }: Item,
  personKeys: PersonKeys,
): { value: string; node: string } | undefined {
  if (value === undefined || slice.unit !== undefined) return undefined;
  if (identifiers.some((each) => each.value === value)) return undefined;
  if (scheme === 'personal-number') return { value, node: person };
  return personKeys(value) === key ? { value, node: key } : undefined;
}

type Applied = { outcome: Outcome; written: boolean; event?: PendingEvent };

function applyOne(document: CitizenDocument, item: Item, { time, personKeys }: FoldContext): Applied {
  const { slice } = item;
  const held = factIn(document.slices, slice);
  const known = outcomeBefore(document, slice, held);
  if (known !== undefined) return { outcome: known, written: false };
  const stored: StoredSlice = { ...slice, revision: held?.revision ?? 0 };
  const replaced = replaceSlice(document.slices, stored);
  if (replaced.outcome === 'superseded') return { outcome: 'superseded', written: false };
  document.slices = replaced.slices;
  document.identifiers = identifiersWith(document, item, personKeys);
  const merged = mergeSlices(replaced.slices, document.identifiers);
  // The record, or the annulment it came too late for.
  const standing = factIn(replaced.slices, slice) ?? stored;
  const changes = diffViews(document.merged, merged, isCorrection(standing));
  document.merged = merged;
  if (changes.length === 0) return { outcome: 'applied', written: true };
  document.revision += 1;
  standing.revision = document.revision;
  return { outcome: 'applied', written: true, event: changeEvent({ document, item, standing, held, changes, time }) };
}

/** The same record read again after a crash is what was applied, not a duplicate of it; by a newer mapping it is news. */
function isReadAgain(slice: Slice, held: StoredSlice): boolean {
  return held.recordId === slice.recordId && held.mappingVersion === slice.mappingVersion;
}

function factIn(slices: readonly StoredSlice[], slice: Slice): StoredSlice | undefined {
  return slices.find((each) => compareKeys(each, slice) === 0);
}

/** What is certain of a record before it is weighed; undefined where nothing is. */
function outcomeBefore(
  { slices }: CitizenDocument,
  slice: Slice,
  held: StoredSlice | undefined,
): 'applied' | 'failed' | undefined {
  if (held === undefined) return slices.length >= mostFacts ? 'failed' : undefined;
  return isReadAgain(slice, held) ? 'applied' : undefined;
}

function isCorrection(slice: Slice): boolean {
  return slice.operation !== 'upsert' || slice.act === 'name-correction';
}

type AppliedChange = {
  document: CitizenDocument;
  item: Item;
  /** What stands of the record's fact now. */
  standing: StoredSlice;
  /** The slice this record replaced, if it did. */
  held: StoredSlice | undefined;
  changes: FieldChange[];
  time: string;
};

function changeEvent({ document, item, standing, held, changes, time }: AppliedChange): PendingEvent {
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
    type: changeType(standing, revision === 1, changes),
    time,
    revision,
    data,
    cause: { topic: message.topic, partition: message.partition, offset: message.offset },
  };
}

/** Between a person as the hub works with them and as they stand in the collection. */
import type { CitizenField } from '../../mappings/canonical/citizen.ts';
import type { MergedView } from '../../mappings/canonical/slices.ts';
import { statementsOf, type Statement } from '../../mappings/statements.ts';
import { unitOf } from '../identity/units.ts';
import { decodePending, encodePending } from './pending-codec.ts';
import { asText, type CitizenDocument, type StoredCitizen, type StoredSlice } from './schemas.ts';
import { referencesOf, viewOf } from './view-references.ts';

/** Field by field: copying what is left of a document costs more than making one. */
export function encodeCitizen(document: CitizenDocument): StoredCitizen {
  const { _id, etag, revision, identifiers, merged, updatedAt, blocks, open } = document;
  const stored: StoredCitizen = {
    _id,
    etag,
    revision,
    identifiers,
    slices: document.slices.map(textOf),
    pending: document.pending.map(encodePending),
    merged: referencesOf(document.slices, merged),
    updatedAt,
  };
  if (blocks.length > 0) stored.blocks = blocks;
  if (open.length > 0) stored.open = open;
  addSeldom(stored, document);
  return stored;
}

/** What most documents do not have. */
function addSeldom(stored: StoredCitizen, { leadsTo, companions, ahead }: CitizenDocument): void {
  if (leadsTo !== undefined) stored.leadsTo = leadsTo;
  if (companions !== undefined) stored.companions = companions;
  if (ahead !== undefined) stored.ahead = ahead;
}

function textOf(slice: StoredSlice): string {
  return slice[asText] ?? JSON.stringify(slice);
}

export function decodeCitizen(stored: StoredCitizen): CitizenDocument {
  const slices = stored.slices.map((text) => {
    const slice = JSON.parse(text) as StoredSlice;
    slice[asText] = text;
    return slice;
  });
  const pending = stored.pending.map((text) => decodePending(text, stored._id));
  const { blocks = [], open = [] } = stored;
  return { ...stored, slices, pending, merged: viewOf(slices, stored.merged), blocks, open };
}

/** What those see who only read. */
export type DecodedView = {
  merged: MergedView;
  /** The systems that have said something of this person; acts of identity say nothing of anybody. */
  systems: readonly string[];
  /** The keys of the person, their own first: who they were known as when it was told. */
  keys: readonly string[];
  /** All that is stated of a field, what counts first; worked out when it is asked for. */
  statements: <F extends CitizenField>(field: F) => Statement<F>[];
};

/** What is stored of a person, for those who only read. */
export function decodeView(stored: Pick<StoredCitizen, '_id' | 'identifiers' | 'slices' | 'merged'>): DecodedView {
  const slices = stored.slices.map((text) => JSON.parse(text) as StoredSlice);
  const merged = viewOf(slices, stored.merged);
  return {
    merged,
    keys: keysIn({ ...stored, slices }),
    systems: [...new Set(slices.flatMap(({ system, identity }) => (identity === undefined ? [system] : [])))],
    statements: (field) => statementsOf(slices, field, merged),
  };
}

/**
 * The keys of a person: the document's own, those of their numbers, and those their records are of. A record that was
 * split off to them came under the key of somebody else, which is not theirs.
 */
export function keysIn(document: Pick<CitizenDocument, '_id' | 'identifiers' | 'slices'>): string[] {
  const { _id, identifiers, slices } = document;
  const numbers = identifiers.map(({ node }) => node ?? _id);
  return [...new Set([_id, ...numbers, ...slices.map((slice) => unitOf(slice, document))])];
}

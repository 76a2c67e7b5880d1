/** Between a person as the hub works with them and as they stand in the collection. */
import type { CitizenField } from '../../mappings/canonical/citizen.ts';
import type { MergedView } from '../../mappings/canonical/slices.ts';
import { statementsOf, type Statement } from '../../mappings/statements.ts';
import { asText, type CitizenDocument, type PendingEvent, type StoredCitizen, type StoredSlice } from './schemas.ts';
import { referencesOf, viewOf } from './view-references.ts';

export function encodeCitizen({ blocks, open, ...document }: CitizenDocument): StoredCitizen {
  const slices = document.slices.map((slice) => slice[asText] ?? JSON.stringify(slice));
  const pending = document.pending.map((event) => JSON.stringify(event));
  return {
    ...document,
    slices,
    pending,
    merged: referencesOf(document.slices, document.merged),
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(open.length === 0 ? {} : { open }),
  };
}

export function decodeCitizen(stored: StoredCitizen): CitizenDocument {
  const slices = stored.slices.map((text) => {
    const slice = JSON.parse(text) as StoredSlice;
    slice[asText] = text;
    return slice;
  });
  const pending = stored.pending.map((text) => JSON.parse(text) as PendingEvent);
  const { blocks = [], open = [] } = stored;
  return { ...stored, slices, pending, merged: viewOf(slices, stored.merged), blocks, open };
}

/** What those see who only read. */
export type DecodedView = {
  merged: MergedView;
  /** The systems that have said something of this person; acts of identity say nothing of anybody. */
  systems: readonly string[];
  /** All that is stated of a field, what counts first; worked out when it is asked for. */
  statements: <F extends CitizenField>(field: F) => Statement<F>[];
};

/** What is stored of a person, for those who only read. */
export function decodeView(stored: Pick<StoredCitizen, 'slices' | 'merged'>): DecodedView {
  const slices = stored.slices.map((text) => JSON.parse(text) as StoredSlice);
  return {
    merged: viewOf(slices, stored.merged),
    systems: [...new Set(slices.flatMap(({ system, identity }) => (identity === undefined ? [system] : [])))],
    statements: (field) => statementsOf(slices, field),
  };
}

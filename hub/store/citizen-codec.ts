/** Between a person as the hub works with them and as they stand in the collection. */
import { citizenFieldNames, type CitizenField } from '../../mappings/canonical/citizen.ts';
import type { MergedValue, MergedView } from '../../mappings/canonical/slices.ts';
import { asText, type CitizenDocument, type PendingEvent, type StoredCitizen, type StoredSlice } from './schemas.ts';

/** The merged view by reference: every value stands in the slice that decided it. */
type References = Partial<Record<CitizenField, readonly [slice: number, rule: string]>>;

export function encodeCitizen({ blocks, open, ...document }: CitizenDocument): StoredCitizen {
  const slices = document.slices.map((slice) => slice[asText] ?? JSON.stringify(slice));
  const pending = document.pending.map((event) => JSON.stringify(event));
  return {
    ...document,
    slices,
    pending,
    merged: JSON.stringify(toReferences(document)),
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
  return { ...stored, slices, pending, merged: fromReferences(stored.merged, slices), blocks, open };
}

/** The merged view, and the systems behind the person, from what is stored. */
export function decodeView(stored: Pick<StoredCitizen, 'slices' | 'merged'>): {
  merged: MergedView;
  systems: string[];
} {
  const slices = stored.slices.map((text) => JSON.parse(text) as StoredSlice);
  return { merged: fromReferences(stored.merged, slices), systems: [...new Set(slices.map(({ system }) => system))] };
}

function toReferences({ slices, merged }: Pick<CitizenDocument, 'slices' | 'merged'>): References {
  const references: References = {};
  for (const field of citizenFieldNames) {
    const decided = merged[field];
    if (decided === undefined) continue;
    const { value, system, asOf, rule } = decided;
    // Texts are equal by value, so the place has to fit in all that is read back from it.
    const at = slices.findIndex((each) => each.fields[field] === value && each.system === system && each.asOf === asOf);
    references[field] = [at, rule];
  }
  return references;
}

function fromReferences(text: string, slices: readonly StoredSlice[]): MergedView {
  const references = JSON.parse(text) as References;
  const view: Partial<Record<CitizenField, MergedValue>> = {};
  for (const field of citizenFieldNames) {
    const [at, rule] = references[field] ?? [];
    const slice = at === undefined ? undefined : slices[at];
    const value = slice?.fields[field];
    if (slice === undefined || value === undefined || rule === undefined) continue;
    view[field] = { value, system: slice.system, asOf: slice.asOf, rule };
  }
  return view as MergedView;
}

/** What "under investigation" does: the value that counts stands, marked, and is not trusted while the mark is there. */
import type { CitizenField } from './canonical/citizen.ts';
import type { MergedValue, MergedView, Slice } from './canonical/slices.ts';
import { compareValues } from './compare.ts';
import { standingsOf } from './standings.ts';
import { isReplaced, newestRow } from './whole-rows.ts';

/** Whether a record says that something is being investigated; nearly none does. */
function hasMarks(slice: Slice): boolean {
  return slice.underInvestigation !== undefined && slice.operation === 'upsert';
}

/**
 * Marks the values of a view that are under investigation. Whoever is trusted with a field questions the fact, so their
 * mark holds whichever statement won; anybody else's mark holds for the value they state themselves.
 */
export function markInvestigated(view: MergedView, slices: readonly Slice[]): void {
  const values: Partial<Record<CitizenField, MergedValue>> = view;
  const newest = newestRow(slices);
  for (const slice of slices.filter((each) => hasMarks(each) && !isReplaced(each, newest))) {
    const standings = standingsOf(slice.system, slice.act);
    for (const field of slice.underInvestigation ?? []) {
      const value = values[field];
      if (value === undefined) continue;
      const isMarked = standings.get(field)?.trusted === true || states(slice, field, value);
      if (isMarked) values[field] = { ...value, trusted: false, underInvestigation: true };
    }
  }
}

function states(slice: Slice, field: CitizenField, { system, value }: MergedValue): boolean {
  return slice.system === system && compareValues(slice.fields[field], value) === 0;
}

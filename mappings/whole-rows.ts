/** Of a system whose row is the whole of what it says of a person, only the newest row says it. */
import type { CitizenFields } from './canonical/citizen.ts';
import type { Slice } from './canonical/slices.ts';
import { wholeRows } from './precedence-table.ts';
import { isNewer } from './standings.ts';

/** The newest such row that stands; undefined where there is none. */
export function newestRow(slices: readonly Slice[]): Slice | undefined {
  let newest: Slice | undefined;
  for (const slice of slices) {
    if (slice.system !== wholeRows || slice.operation !== 'upsert') continue;
    if (newest === undefined || isNewer(slice, newest)) newest = slice;
  }
  return newest;
}

/** Whether a newer row has replaced this one. */
export function isReplaced(slice: Slice, newest: Slice | undefined): boolean {
  return slice.system === wholeRows && slice !== newest;
}

/**
 * What a slice states beside the `newest` row: all its fields; nothing, if it is taken back. An older row states the
 * number it stands under and nothing else: which of a person's numbers is in use is not told by which row is newer.
 */
export function statedFields(slice: Slice, newest: Slice | undefined): CitizenFields {
  if (slice.operation !== 'upsert') return nothing;
  if (!isReplaced(slice, newest)) return slice.fields;
  const { personalNumber } = slice.fields;
  return personalNumber === undefined ? nothing : { personalNumber };
}

const nothing: CitizenFields = {};

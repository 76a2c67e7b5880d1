/**
 * Survivorship: one citizen out of many records. `mergeSlices` is a pure function of the set of slices and
 * `replaceSlice` keeps of every fact its newest version, so no order, repetition or interleaving of the same records
 * can end in another citizen. Both are on the way of every record applied.
 *
 * What is taken back (an annulled act, a deleted row) states nothing: its values vanish from every field at once with
 * the marks it set, and what they had displaced counts again, since every slice is weighed anew. What only repeats an
 * annulled act is marked (mappings/investigation.ts).
 */
import { citizenFieldNames, type CitizenField, type CitizenFields } from './canonical/citizen.ts';
import type { MergedValue, MergedView, Slice } from './canonical/slices.ts';
import { markInvestigated, mayMark } from './investigation.ts';
import { effective, isNewer, settled, standingsOf, type Standing } from './standings.ts';
import { newestRow, statedFields } from './whole-rows.ts';

export { checkPrecedence } from './check-precedence.ts';
export { replaceSlice } from './replace-slice.ts';

/** The best statements so far: per field, by its place, the slice that makes it and how that stands. */
type Best = { slices: (Slice | undefined)[]; standings: (Standing | undefined)[] };

const nobody: readonly undefined[] = citizenFieldNames.map(() => undefined);
const maritalStatusIndex = citizenFieldNames.indexOf('maritalStatus');
const spouseIndex = citizenFieldNames.indexOf('spouse');

/**
 * The merged view of a person: per field the winning value, its system, since when, by which rule, and whether it is
 * trusted. A value under investigation stands, marked and not trusted. Annulled and deleted slices contribute nothing,
 * nor does a row that a newer one has replaced, but its number.
 * Fields stand in the order of `citizenFieldNames` whatever the slices' order.
 */
export function mergeSlices(slices: readonly Slice[]): MergedView {
  const best: Best = { slices: [...nobody], standings: [...nobody] };
  const newest = newestRow(slices);
  let isMarked = false;
  for (const slice of slices) {
    if (mayMark(slice)) isMarked = true;
    addStatements(best, slice, statedFields(slice, newest));
  }
  settleEndedMarriage(best, slices);
  const view = viewOf(best);
  if (isMarked) markInvestigated(view, slices);
  return view;
}

function addStatements({ slices, standings }: Best, slice: Slice, fields: CitizenFields): void {
  const known = standingsOf(slice.system, slice.act);
  for (const field in fields) {
    const found = known.get(field);
    if (found === undefined || isMisfiled(slice, field)) continue;
    const standing = found.ifCode === undefined ? found : effective(found, fields);
    const { index } = standing;
    const held = slices[index];
    const other = standings[index];
    if (held !== undefined && other !== undefined && !isBetter(slice, held, other.rank - standing.rank)) continue;
    slices[index] = slice;
    standings[index] = standing;
  }
}

/** A record that an act says is about somebody else states a number that is not this person's. */
function isMisfiled({ unit }: Slice, field: string): boolean {
  return unit !== undefined && field === 'personalNumber';
}

/** `lead`: how many places the one stands before the other. */
function isBetter(one: Slice, other: Slice, lead: number): boolean {
  return lead === 0 ? isNewer(one, other) : lead > 0;
}

/** Where the population database tells that the marriage ended, whoever was named spouse until then is so no longer. */
function settleEndedMarriage({ slices, standings }: Best, all: readonly Slice[]): void {
  const standing = standings[maritalStatusIndex];
  if (standing?.rule !== 'marriage-ended') return;
  standings[maritalStatusIndex] = settled(standing, all);
  const status = slices[maritalStatusIndex];
  const spouse = slices[spouseIndex];
  if (status === undefined || spouse === undefined) return;
  if (spouse.system !== status.system && spouse.asOf <= status.asOf) slices[spouseIndex] = undefined;
}

function viewOf({ slices, standings }: Best): MergedView {
  const view: MergedView = {};
  const values: Partial<Record<CitizenField, MergedValue>> = view;
  // Counted by hand: on the way of every record, `entries()` costs a fifth of the whole merge.
  let index = -1;
  for (const field of citizenFieldNames) {
    index += 1;
    const slice = slices[index];
    const standing = standings[index];
    const value = slice?.fields[field];
    if (slice === undefined || standing === undefined || value === undefined) continue;
    values[field] = { value, system: slice.system, asOf: slice.asOf, rule: standing.rule, trusted: standing.trusted };
  }
  return view;
}

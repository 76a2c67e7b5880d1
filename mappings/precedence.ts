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

type Numbers = readonly { readonly value: string }[];

const nobody: readonly undefined[] = citizenFieldNames.map(() => undefined);
const maritalStatusIndex = citizenFieldNames.indexOf('maritalStatus');
const numberIndex = citizenFieldNames.indexOf('personalNumber');
const spouseIndex = citizenFieldNames.indexOf('spouse');

/**
 * The merged view of a person: per field the winning value, its system, since when, by which rule, and whether it is
 * trusted. A value under investigation stands, marked and not trusted. Annulled and deleted slices contribute nothing,
 * nor does a row that a newer one has replaced, but its number.
 * Fields stand in the order of `citizenFieldNames` whatever the slices' order.
 *
 * `numbers`: the person's numbers, that in use first, where it is known who they are (hub/identity/identifiers.ts). The
 * first of them that is stated is the personal number, however its statement stands: who is who is not for the table.
 */
export function mergeSlices(slices: readonly Slice[], numbers: Numbers = []): MergedView {
  const best: Best = { slices: [...nobody], standings: [...nobody] };
  const newest = newestRow(slices);
  let isMarked = false;
  for (const slice of slices) {
    if (mayMark(slice)) isMarked = true;
    addStatements(best, slice, statedFields(slice, newest));
  }
  settleEndedMarriage(best, slices);
  settleNumber(best, slices, numbers);
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

/** Of those who state the number in use, the strongest is told to. */
function settleNumber(best: Best, all: readonly Slice[], numbers: Numbers): void {
  const stated = best.slices[numberIndex]?.fields.personalNumber;
  if (stated === undefined || stated === numbers[0]?.value) return;
  for (const { value: personalNumber } of numbers) {
    const stating = all.filter((slice) => statesNumber(slice, personalNumber));
    if (stating.length === 0) continue;
    best.slices[numberIndex] = undefined;
    for (const slice of stating) addStatements(best, slice, { personalNumber });
    return;
  }
}

function statesNumber({ operation, unit, fields }: Slice, number: string): boolean {
  return operation === 'upsert' && unit === undefined && fields.personalNumber === number;
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

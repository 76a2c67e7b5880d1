/**
 * All that is said of one field: the value that counts and those that do not, each with its source and why. Made from
 * the slices when somebody asks; nothing of it is stored, and no record's way leads through here.
 */
import type { CitizenField, CitizenFields } from './canonical/citizen.ts';
import type { MergedValue, MergedView, Slice } from './canonical/slices.ts';
import { compareValues } from './compare.ts';
import { isObject } from './lib/fields.ts';
import { nameKeys } from './lib/names.ts';
import { mergeSlices } from './precedence.ts';
import type { Rule } from './precedence-table.ts';
import { effective, isNewer, settled, standingsOf, type Standing } from './standings.ts';
import { newestRow, statedFields } from './whole-rows.ts';

/**
 * `counts`: it is the value of the merged view. `outranked`: a stronger source says otherwise, or it is a number that is
 * not in use. `older`: its source is as strong as that of the value that counts, which is newer. `ended`: what it tells
 * of is over (a spouse).
 */
export type StatementOutcome = 'counts' | 'outranked' | 'older' | 'ended';

/** One value that is stated, by the strongest of those who state it, and by which rule that one stands where it does. */
export type Statement<F extends CitizenField = CitizenField> = {
  value: NonNullable<CitizenFields[F]>;
  system: string;
  asOf: string;
  rule: Rule;
  outcome: StatementOutcome;
  /** The other systems that state the same value, strongest first. */
  confirmedBy: string[];
};

type Stated<F extends CitizenField> = {
  slice: Slice;
  value: NonNullable<CitizenFields[F]>;
  standing: Standing;
  /** The value as it is compared: names in capitals or with the tone mark placed otherwise are the same names. */
  compared: unknown;
};

/**
 * Every distinct value stated of a field: what counts, if any does, then the others, strongest first. What is taken back
 * is not stated, and what is stated again in other letters (`NGUYỄN VĂN HOÀ`, `Nguyễn Văn Hòa`) confirms. `merged` is the
 * view of these slices, where it is known.
 */
export function statementsOf<F extends CitizenField>(
  slices: readonly Slice[],
  field: F,
  merged: MergedView = mergeSlices(slices),
): Statement<F>[] {
  const newest = newestRow(slices);
  const weighed = slices.flatMap((slice) => statedIn(slice, statedFields(slice, newest), field)).sort(strongestFirst);
  const counting = merged[field];
  const best = weighed.find((each) => isCounting(each, counting)) ?? weighed[0];
  const stated = best === undefined ? [] : [best, ...weighed.filter((each) => each !== best)];
  const distinct: Stated<F>[][] = [];
  for (const each of stated) {
    const same = distinct.find(([first]) => compareValues(first?.compared, each.compared) === 0);
    if (same === undefined) distinct.push([each]);
    else same.push(each);
  }
  return distinct.flatMap(([first, ...others]) => {
    if (first === undefined || best === undefined) return [];
    const { slice, value } = first;
    const { system, asOf } = slice;
    const confirming = new Set(others.map((other) => other.slice.system));
    confirming.delete(system);
    const outcome = counting === undefined ? 'ended' : outcomeOf(first, best);
    const { rule } = outcome === 'counts' ? settled(first.standing, slices) : first.standing;
    return [{ value, system, asOf, rule, outcome, confirmedBy: [...confirming] }];
  });
}

function statedIn<F extends CitizenField>(slice: Slice, fields: CitizenFields, field: F): Stated<F>[] {
  const isMisfiled = slice.unit !== undefined && field === 'personalNumber';
  const value = isMisfiled ? undefined : fields[field];
  const standing = standingsOf(slice.system, slice.act).get(field);
  if (value === undefined || standing === undefined) return [];
  return [{ slice, value, standing: effective(standing, fields), compared: compared(value) }];
}

function isCounting(
  { slice, value }: Pick<Stated<CitizenField>, 'slice' | 'value'>,
  counting: MergedValue | undefined,
): boolean {
  if (slice.system !== counting?.system || slice.asOf !== counting.asOf) return false;
  return compareValues(value, counting.value) === 0;
}

type Weighed = Pick<Stated<CitizenField>, 'standing' | 'slice'>;

function strongestFirst(one: Weighed, other: Weighed): number {
  return one.standing.rank - other.standing.rank || (isNewer(one.slice, other.slice) ? -1 : 1);
}

function outcomeOf(one: Weighed, best: Weighed): StatementOutcome {
  if (one.slice === best.slice) return 'counts';
  return one.standing.rank === best.standing.rank && isNewer(best.slice, one.slice) ? 'older' : 'outranked';
}

/** Of all that is canonical only names have a `text`. */
function compared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compared);
  if (!isObject(value)) return value;
  if (typeof value['text'] === 'string') return nameKeys(value['text']).tone;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, compared(part)]));
}

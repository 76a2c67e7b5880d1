/**
 * What "under investigation" does: the value that counts stands, marked, and is not trusted while the mark is there. So
 * does a copy of what was taken back: the population database copies the acts of civil status, and nobody can tell
 * whether what its row says rests on an annulled act until the row is newer than the annulment.
 */
import { citizenFieldNames, type CitizenField } from './canonical/citizen.ts';
import type { MergedValue, MergedView, Slice } from './canonical/slices.ts';
import { compareValues } from './compare.ts';
import { isObject } from './lib/fields.ts';
import { nameKeys } from './lib/names.ts';
import { standingsOf } from './standings.ts';
import { isReplaced, newestRow } from './whole-rows.ts';

type Values = Partial<Record<CitizenField, MergedValue>>;

/** Whether a slice may mark a value; nearly none does. */
export function mayMark({ underInvestigation, withdrawn }: Slice): boolean {
  return underInvestigation !== undefined || withdrawn !== undefined;
}

/**
 * Marks the values of a view that are under investigation. Whoever is trusted with a field questions the fact, so their
 * mark holds whichever statement won; anybody else's mark holds for the value they state themselves. Copies of what was
 * taken back are marked, too.
 */
export function markInvestigated(view: MergedView, slices: readonly Slice[]): void {
  const values: Values = view;
  const newest = newestRow(slices);
  for (const slice of slices) {
    if (!mayMark(slice) || isReplaced(slice, newest)) continue;
    const doubted = slice.operation === 'upsert' ? questioned(slice, values) : copied(slice, values);
    for (const { field, value } of doubted) values[field] = { ...value, trusted: false, underInvestigation: true };
  }
}

type Doubted = { field: CitizenField; value: MergedValue };

function questioned(slice: Slice, values: Values): Doubted[] {
  const standings = standingsOf(slice.system, slice.act);
  const { underInvestigation: fields = [] } = slice;
  return fields.flatMap((field) => {
    const value = values[field];
    if (value === undefined) return [];
    return standings.get(field)?.trusted === true || states(slice, field, value) ? [{ field, value }] : [];
  });
}

function states(slice: Slice, field: CitizenField, { system, value }: MergedValue): boolean {
  return slice.system === system && compareValues(slice.fields[field], value) === 0;
}

/** What others state as an act led for it, and have not stated anew since the act was taken back. */
function copied({ system, asOf, withdrawn }: Slice, values: Values): Doubted[] {
  if (withdrawn === undefined) return [];
  const standings = standingsOf(system, withdrawn.act);
  return citizenFieldNames.flatMap((field) => {
    const value = values[field];
    const standing = standings.get(field);
    if (value === undefined || standing?.rank !== 0 || !standing.trusted) return [];
    const isOlder = value.system !== system && value.asOf <= asOf;
    return isOlder && repeats(value.value, withdrawn.fields[field]) ? [{ field, value }] : [];
  });
}

/** Whether a value says what an act said, as far as both say it: a name in any letters, a date perhaps less exactly. */
function repeats(value: unknown, said: unknown): boolean {
  if (!isObject(value) || !isObject(said)) return value === said;
  const [one, other] = [value['text'], said['text']];
  if (typeof one === 'string' && typeof other === 'string') return nameKeys(one).tone === nameKeys(other).tone;
  const shared = Object.keys(said).filter((name) => value[name] !== undefined);
  return shared.length > 0 && shared.every((name) => repeats(value[name], said[name]));
}
